"""The wheel holds everything, and works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from made_documents import text_report

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("goiextract-*.whl")
    return found


def test_models_forms_sentences_and_schema_are_inside(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "goiextract").rglob("*") if path.is_file()}
    package = {path for path in package if "__pycache__" not in path}
    models = {path.relative_to(ROOT).as_posix() for path in (ROOT / "models").rglob("*") if path.is_file()}
    assert models
    assert package <= inside
    assert {f"goiextract/{path}" for path in models} <= inside
    assert not [path for path in inside if path.startswith(("tests/", "training/", "benchmarks/"))]


def test_it_works_outside_the_checkout(wheel, tmp_path):
    """In a venv of its own; the libraries it needs are lent by this one, so that nothing is fetched."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (site,) = {path.parent for path in venv.rglob("goiextract") if path.is_dir()}
    lent = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (site / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "report.txt").write_text(text_report(), encoding="utf-8")
    files = ["report.txt", *map(str, sorted((ROOT / "samples").glob("*.pdf")))]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def extract(interpreter):
        command = [str(interpreter), "-m", "goiextract", "extract", *files, "--format", "csv"]
        done = subprocess.run(command, cwd=outside, env=environment, capture_output=True, encoding="utf-8", check=True)
        return done.stdout

    where = [str(python), "-c", "import goiextract; print(goiextract.__file__)"]
    home = subprocess.run(where, cwd=outside, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(home.strip()).is_relative_to(venv)
    assert extract(python) == extract(sys.executable)
