"""How fast: `python -m benchmarks.speed [FILE.pdf...]` prints milliseconds and ratios of one run.

Every step runs in turn, ROUNDS times after a round that warms up, so that a busy moment of the machine falls on all of
them alike. Only ratios within one run say anything. Without files: the samples, and the shared reports that have text.
"""

from __future__ import annotations

import datetime
import io
import logging
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from benchmarks.limit import characters_and_paths
from goiextract import extract, label, lay_out, read, reconcile
from goiextract.forms import forms
from goiextract.labelling.model import RowModel

ROUNDS = 7
PEER_ROUNDS = 3  # camelot takes most of a second a file
HERE = Path(__file__).parent.parent
STAGES = ("read", "lay_out", "label", "reconcile")
LIMIT = "goiextract beside the limit"
Step = Callable[[], object]


def main(names: list[str]) -> None:
    """Measure these PDFs, two lines a file: times, and ratios to the whole extraction."""
    logging.disable(logging.CRITICAL)
    files = [Path(name) for name in names] or default_files()
    print(_circumstances())
    print("milliseconds, least (median); x: times as long as goiextract.extract, by the least")
    found: list[dict[str, float]] = []
    every: list[dict[str, list[float]]] = []
    for file in files:
        times = times_of(file)
        every.append(times)
        found.append(ratios_of(times))
        print(f"\n{file.name}, {file.stat().st_size // 1024} KB")
        print("  " + "  ".join(f"{name} {least(times[name]):.1f}" for name in STAGES))
        print("  " + "  ".join(f"{name} {_shown(times[name])}" for name in times if name not in STAGES))
        print("  " + "  ".join(f"{name} {ratio:.1f}x" for name, ratio in found[-1].items()), flush=True)
    all_together = ratios_of({name: [sum(least(times[name]) for times in every)] for name in every[0]})
    for name, own in summary(found).items():
        print(
            f"{name}: least {own['least']:.1f}x, median {own['median']:.1f}x, most {own['most']:.1f}x, "
            f"all files together {all_together[name]:.1f}x"
        )
    print(
        f"{LIMIT}: how many times as long extract takes as pypdfium2 to hand over all characters and paths, keeping nothing"
    )


def times_of(file: Path) -> dict[str, list[float]]:
    """Milliseconds of each round of each step on one PDF, all in turn."""
    data = file.read_bytes()
    return measure(_steps(data, file.name), ROUNDS) | measure(_peers(data), PEER_ROUNDS)


def ratios_of(times: Mapping[str, list[float]]) -> dict[str, float]:
    """How many times as long as our extraction the others take, by the least of the rounds; of the limit the other way
    round, how many times as long as it ours takes."""
    own = least(times["extract"])
    others = {name: least(one) / own for name, one in times.items() if name not in (*STAGES, "extract", "limit")}
    return others | {LIMIT: own / least(times["limit"])}


def beside_limit(times: Mapping[str, list[float]]) -> dict[str, float]:
    """How many times as long as the limit ours and pdfplumber take on one PDF, by the least of the rounds."""
    own = least(times["limit"])
    ours, theirs = (round(least(times[step]) / own, 2) for step in ("extract", "pdfplumber"))
    return {"goiextract": ours, "the limit": 1.0, "pdfplumber": theirs}


def shares(times: Mapping[str, float]) -> dict[str, float]:
    """The share of each time in all together."""
    together = sum(times.values())
    return {name: own / together for name, own in times.items()}


def summary(ratios: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Least, median and most of each ratio over several files."""
    found = {}
    for name in ratios[0] if ratios else ():
        values = [one[name] for one in ratios]
        figures = {"least": min(values), "median": statistics.median(values), "most": max(values)}
        found[name] = {what: round(value, 2) for what, value in figures.items()}
    return found


def default_files() -> list[Path]:
    """The samples and the shared reports in PDF that have text to read."""
    files = [*(HERE / "samples").glob("*.pdf"), *(HERE.parent / "shared/reports/docs").glob("*.pdf")]
    return sorted(file for file in files if any(page.words for page in read(file.read_bytes(), file.name).pages))


def measure(steps: Mapping[str, Step], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round of each step; the steps take turns."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for round_ in range(rounds + 1):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            if round_:
                times[name].append((time.perf_counter() - start) * 1e3)
    return times


def least(times: list[float]) -> float:
    """The least of several times: what the work itself takes."""
    return min(times)


def _shown(times: list[float]) -> str:
    return f"{min(times):.1f} ({statistics.median(times):.1f})"


def _steps(data: bytes, name: str) -> dict[str, Step]:
    """The four stages of goiextract, the whole of it, and pdfplumber, on the same bytes."""
    model = RowModel.load()
    document = read(data, name)
    layout = lay_out(document)
    readings = label(layout, forms(), model, name)
    return {
        "read": lambda: read(data, name),
        "lay_out": lambda: lay_out(document),
        "label": lambda: label(layout, forms(), model, name),
        "reconcile": lambda: reconcile(readings, forms()),
        "extract": lambda: extract(data, name=name),
        "limit": lambda: characters_and_paths(data),
        "pdfplumber": lambda: _pdfplumber(data),
    }


def _peers(data: bytes) -> dict[str, Step]:
    return {"camelot": lambda: _camelot(data)} if _version("camelot-py") else {}


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _camelot(data: bytes) -> object:
    import camelot

    return camelot.read_pdf(io.BytesIO(data), pages="all", flavor="lattice", suppress_stdout=True)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _circumstances() -> str:
    packages = ("goiextract", "pypdfium2", "numpy", "pdfplumber", "camelot-py")
    versions = ", ".join(f"{name} {_version(name) or 'not installed'}" for name in packages)
    return f"{datetime.date.today()}, Python {platform.python_version()}, {platform.machine()}; {versions}"


if __name__ == "__main__":
    main(sys.argv[1:])
