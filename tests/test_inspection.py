import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from goiextract.inspection import inspect

SAMPLE = next(iter(sorted((Path(__file__).parent.parent / "samples").glob("*.pdf"))), None)


@pytest.mark.skipif(SAMPLE is None, reason="no sample report")
def test_every_stage_tells_and_the_pages_with_tables_are_drawn(tmp_path):
    lines = list(inspect(str(SAMPLE), str(tmp_path / "seen.png")))
    heads = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert heads[:4] == ["reading", "layout", "labelling", "figures"]
    assert any("applications, printed on the form of" in line for line in lines)
    assert any("1.00 granted" in line or "granted" in line for line in lines)
    pictures = sorted(tmp_path.glob("*.png"))
    assert [line.split(maxsplit=1)[1] for line in lines if line.startswith("picture")] == [str(p) for p in pictures]
    assert len(pictures) >= 2  # the sample's tables stand on several pages
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.width > 1000
            colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
            assert (90, 140, 220) in colours  # a cell's frame


@pytest.mark.skipif(SAMPLE is None, reason="no sample report")
def test_pictures_are_named_after_the_report_and_written_here(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "goiextract", "inspect", str(SAMPLE)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert {path.name.partition("-p")[0] for path in tmp_path.iterdir()} == {SAMPLE.stem}
