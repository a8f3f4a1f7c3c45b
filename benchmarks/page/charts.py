"""Two kinds of chart as SVG: bars, and a reliability diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

OURS, OTHERS = "#1f5fa8", ("#c0783c", "#7a9a4c", "#8a6fb0", "#b05f7a", "#4f9a94", "#8c8c8c", "#b3a23c", "#a0522d")
LEFT, WIDTH, THICK, GAP = 190, 430, 13, 9  # of a bar chart: room for names, longest bar, a bar, between groups
SIDE = 260  # of a reliability diagram


def bars(groups: Mapping[str, Mapping[str, tuple[float, float | None]]]) -> Markup:
    """Groups of horizontal bars: name of the group → name of the bar → (value, greatest; None: of all)."""
    greatest = max((value for own in groups.values() for value, _ in own.values()), default=0) or 1.0
    names = list(dict.fromkeys(name for own in groups.values() for name in own))
    colours = {name: OTHERS[(at - 1) % len(OTHERS)] if at else OURS for at, name in enumerate(names)}
    parts: list[str] = []
    y = 4
    for group, own in groups.items():
        parts.append(f'<text x="{LEFT - 8}" y="{y + 11}" text-anchor="end">{escape(group)}</text>')
        for name, (value, most) in own.items():
            length = WIDTH * value / (most or greatest)
            label = f"{value:.1f}" if most else f"{value:g}"
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{THICK - 2}" fill="{colours[name]}"/>')
            parts.append(
                f'<text x="{LEFT + length + 5:.1f}" y="{y + 10}">{label}{" " + escape(name) if name else ""}</text>'
            )
            y += THICK
        y += GAP
    return Markup(
        f'<svg viewBox="0 0 {LEFT + WIDTH + 190} {y}" role="img" font-size="11">{"".join(map(str, parts))}</svg>'
    )


def reliability(bins: Sequence[Mapping[str, Any]]) -> Markup:
    """Mean confidence against the share right, a point a bin, as large as its figures are many; the line is what they
    should be. Both axes from 50 to 100 %."""
    points = []
    for one in bins:
        x, y = (SIDE * max(0.0, 2 * one[name] - 1) for name in ("confidence", "right"))
        size = 3 + min(9.0, one["figures"] ** 0.25)
        told = f"confidence {one['confidence']:.3f}, right {one['right']:.4f}, {one['figures']} figures"
        points.append(
            f'<circle cx="{40 + x:.1f}" cy="{10 + SIDE - y:.1f}" r="{size:.1f}" fill="{OURS}" fill-opacity="0.6">'
            f"<title>{told}</title></circle>"
        )
    axes = (
        f'<rect x="40" y="10" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<line x1="40" y1="{10 + SIDE}" x2="{40 + SIDE}" y2="10" stroke="#999" stroke-dasharray="4"/>'
        f'<text x="{40 + SIDE / 2}" y="{SIDE + 40}" text-anchor="middle">said (50 to 100 %)</text>'
        f'<text transform="translate(14 {10 + SIDE / 2}) rotate(-90)" text-anchor="middle">right (50 to 100 %)</text>'
    )
    return Markup(
        f'<svg viewBox="0 0 {SIDE + 60} {SIDE + 50}" role="img" font-size="11" class="square">{axes}{"".join(points)}</svg>'
    )
