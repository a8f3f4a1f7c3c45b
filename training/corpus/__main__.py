"""``python -m training.corpus --out DIR --reports N --seed S``: N reports of each kind with gold and meta."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.corpus.breakage import BREAKAGES, breakages_named
from training.corpus.build import KINDS, make, missing_program, save


def main() -> int:
    """Make the corpus; 1 if nothing could be made or what is listed is not taken, 2 on a wrong argument."""
    try:
        status = _make(_parser())
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of the list (head, say) has seen enough
        sys.stdout = None  # nothing is left to flush into
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.corpus", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder for docs, gold and meta")
    parser.add_argument("--reports", type=int, default=10, help="reports of each kind (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same corpus (default 1)")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"any of {','.join(KINDS)}")
    parser.add_argument("--only", default="", help="names of the breakages to use")
    parser.add_argument("--without", default="", help="names of breakages to leave out")
    parser.add_argument("--list", action="store_true", help="name every breakage and stop")
    return parser


def _make(parser: argparse.ArgumentParser) -> int:
    arguments = parser.parse_args()
    if arguments.list:
        for breakage in BREAKAGES:
            rate = f"{breakage.rate:.0%}" if breakage.beside else f"{breakage.rate:g}"
            print(f"{breakage.name:24}{rate:>5}  {breakage.apply.__doc__}")
        return 0
    kinds = [kind for kind in arguments.kinds.split(",") if kind]
    if arguments.out is None:
        parser.error("--out DIR is needed")
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; the kinds are {', '.join(KINDS)}")
    try:
        breakages = breakages_named(_names(arguments.only), _names(arguments.without))
    except ValueError as error:
        parser.error(str(error))
    total = 0
    for kind in kinds:
        if missing_program(kind):
            print(f"{kind}: skipped, the program that renders it is not installed", file=sys.stderr)
            continue
        count = 0
        for report, made in make(kind, arguments.reports, arguments.seed, breakages):
            save(report, made, arguments.out, arguments.seed)
            count += 1
        total += count
        short = (
            ""
            if count == arguments.reports
            else f", {arguments.reports - count} given up: digits of the gold were missing"
        )
        print(f"{kind}: {count}{short}", file=sys.stderr)
    return 0 if total else 1


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


if __name__ == "__main__":
    sys.exit(main())
