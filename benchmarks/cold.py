"""Cold starts: a new process each time, from the command to the written result. `python -m benchmarks.cold [FILE.pdf...]`.

goiextract is its command, writing CSV; pdfplumber the least script that finds the tables of every page and keeps
them. The two take turns; the files have been read before, so the disk counts for neither. Only the ratio says anything.
The stages are those of a process that reads one file: what it loads first, the four stages, and the report as JSON.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROUNDS = 7
SCRIPT = (
    "import pdfplumber, sys\nwith pdfplumber.open(sys.argv[1]) as pdf: [page.extract_tables() for page in pdf.pages]"
)

# As the command's reading process has it: without pkg_resources, which jieba would load and do nothing with.
STAGES_SCRIPT = """
import json, sys, time
marks = {"": time.perf_counter()}
def done(name): marks[name] = time.perf_counter()
sys.modules["pkg_resources"] = None
import jieba, goiextract
from goiextract.pipeline import extract
done("modules")
from goiextract.forms import forms
from goiextract.labelling.model import RowModel
model, own = RowModel.load(), forms()
done("model")
with open(sys.argv[1], "rb") as file: data = file.read()
document = goiextract.read(data, "cold.pdf")
done("read")
layout = goiextract.lay_out(document)
done("lay_out")
readings = goiextract.label(layout, own, model, "cold.pdf")
done("label")
report = goiextract.reconcile(readings, own)
done("reconcile")
goiextract.report_to_json(report)
done("json")
times = list(marks.values())
print(json.dumps({name: (b - a) * 1e3 for name, a, b in zip(list(marks)[1:], times, times[1:])}))
"""


def cold_times(file: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds of a whole process on one PDF, the median of the rounds. CalledProcessError where one of them fails."""
    times: dict[str, list[float]] = {"goiextract": [], "pdfplumber": []}
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "goiextract", "extract", str(file), "--out", str(Path(folder) / "figures.csv")]
        commands = {"goiextract": ours, "pdfplumber": [sys.executable, "-c", SCRIPT, str(file)]}
        for _ in range(rounds):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(own) for name, own in times.items()}


def cold_stages(file: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds of each stage of a fresh process on one PDF, medians of the rounds."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        command = [sys.executable, "-c", STAGES_SCRIPT, str(file)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for name, own in json.loads(said).items():
            found.setdefault(name, []).append(own)
    return {name: statistics.median(own) for name, own in found.items()}


def cold_ratio(times: Mapping[str, float]) -> float:
    """How many times as long as ours a cold pdfplumber takes."""
    return times["pdfplumber"] / times["goiextract"]


def main(names: list[str]) -> None:
    """Print medians, ratio and stages of each file."""
    from benchmarks.speed import default_files

    for file in [Path(name) for name in names] or default_files():
        times = cold_times(file)
        shown = "  ".join(f"{name} {own:.0f} ms" for name, own in times.items())
        print(f"{file.name}: {shown}  pdfplumber {cold_ratio(times):.2f}x")
        print("  " + "  ".join(f"{name} {own:.0f}" for name, own in cold_stages(file).items()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
