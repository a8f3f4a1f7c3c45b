"""A model folder of a stranger: whatever it holds, one sentence names the file, at once; and where models are put."""

from __future__ import annotations

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from goiextract.errors import BadModel
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import METADATA, WEIGHTS, WEIGHTS_HASH, read_folder, shipped_folder
from goiextract.labelling.words import dictionary_hash
from training.model_place import NoPlace, check_place, place_model

ROOT = Path(__file__).parent.parent
QUICK = 5.0  # seconds; the slowest takes a tenth of it alone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder(), tmp_path / "rows"))


def meta_of(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / METADATA).read_text("utf-8")))


def with_words(*words: str) -> dict[str, Any]:
    try:
        return {"words": list(words), "dictionary": dictionary_hash(words)}
    except UnicodeEncodeError:
        return {"words": list(words), "dictionary": ""}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"labels": [1, 2]}, "list of texts"),
        ({"labels": {"none": 1}}, "list of texts"),
        ({"labels": ["none\x1b[2J" * 1000]}, "labels are not those"),
        ({"features": ["c:公"] * 9}, "'c:公' twice|c:公 twice"),
        ({"features": [None]}, "list of texts"),
        ({"words": "公开"}, "list of texts"),
        (with_words("公开", "公开"), "twice"),
        (with_words("公\x00开"), "no word"),
        (with_words("\n"), "no word"),
        (with_words(""), "no word"),
        (with_words("\ud800"), "no word"),
        (with_words("公" * 1_000_000), "no word"),
        ({"words": [], "dictionary": 7}, "altered"),
        ({WEIGHTS_HASH: "0" * 64}, "not of the same training"),
        ({WEIGHTS_HASH: []}, "not of the same training"),
        ({"format": ["goiextract-rows-2"]}, "not of the format"),
    ],
)
def test_values_that_no_training_writes(folder: Path, values: dict[str, Any], said: str) -> None:
    (folder / METADATA).write_text(json.dumps(meta_of(folder) | values), "utf-8")
    with pytest.raises(BadModel, match=said) as raised:
        read_folder(folder)
    assert str(folder) in str(raised.value)
    assert len(str(raised.value)) < len(str(folder)) + 250
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 4_000_000,
        b'{"a":' * 1_000_000,
        b'{"format": ' + b"9" * 1_000_000 + b"}",
        b'{"format": 1e999999999}',
        b'{"format": NaN}',
        b'{"format": "\\ud800"}',
        b"null",
        b"\xff\xfe{}",
        b" " * 9_000_000,
    ],
)
def test_metadata_that_would_fill_the_memory_or_the_stack(folder: Path, data: bytes) -> None:
    (folder / METADATA).write_bytes(data)
    start = time.monotonic()
    with pytest.raises(BadModel, match=METADATA):
        read_folder(folder)
    assert time.monotonic() - start < QUICK


def header(size: int | None = None, **tensors: Any) -> bytes:
    text = json.dumps(tensors).encode()
    return struct.pack("<Q", len(text) if size is None else size) + text


def tensor(dtype: str, shape: list[int], start: int, end: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<Q", 2**63),
        header(2**40),
        header(3),
        header(bias=tensor("F32", [2**40], 0, 2**42)),
        header(bias=tensor("F32", [2**32, 2**32], 0, 8)) + b"12345678",
        header(bias=tensor("F32", [48], 0, 10**15)) + b"0" * 192,
        header(bias=tensor("F32", [-1], 0, 4)) + b"1234",
        header(bias=tensor("BF16", [2], 0, 4), weights=tensor("F8_E4M3", [4], 4, 8)) + b"12345678",
        header(bias=tensor("F32", [1], 0, 4), level=tensor("F32", [1], 0, 4)) + b"1234",
        header(bias="F32"),
        struct.pack("<Q", 300_000) + b"[" * 300_000,
    ],
)
def test_weights_whose_header_lies(folder: Path, data: bytes) -> None:
    (folder / WEIGHTS).write_bytes(data)
    start = time.monotonic()
    with pytest.raises(BadModel, match=WEIGHTS):
        read_folder(folder)
    assert time.monotonic() - start < QUICK


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("weights", lambda array: array.astype(np.float64) * 1e300),
        ("weights", lambda array: np.full_like(array, np.inf)),
        ("weights", lambda array: array.astype(np.int16)),
        ("bias", lambda array: np.full_like(array, np.nan)),
        ("level", lambda array: array * np.float32(1e30)),
        ("steps", lambda array: np.full_like(array, 700)),
        ("steps", lambda array: np.full_like(array, -700)),
        ("around", lambda array: array[:, :1]),
        ("bias", lambda array: array[None]),
    ],
)
def test_weights_with_which_no_probability_is_a_number(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    arrays = load((folder / WEIGHTS).read_bytes())
    (folder / WEIGHTS).write_bytes(save({**arrays, name: np.ascontiguousarray(change(arrays[name]))}))
    with pytest.raises(BadModel, match=f"array {name}"):
        read_folder(folder)


def test_the_largest_weights_that_load_still_give_probabilities(folder: Path) -> None:
    arrays = load((folder / WEIGHTS).read_bytes())
    signs = np.random.default_rng(1)
    wild = {
        key: (signs.choice([-1, 1], array.shape) * (100 if key == "steps" else 1e4)).astype(array.dtype)
        for key, array in arrays.items()
    }
    (folder / WEIGHTS).write_bytes(save(wild))
    meta = meta_of(folder)
    meta.pop(WEIGHTS_HASH, None)
    (folder / METADATA).write_text(json.dumps(meta), "utf-8")
    scores = RowModel.load(folder).scores_in_order(["（一）予以公开", "总计", "", "x" * 5000], [7, 7, 0, 0])
    assert np.allclose(np.exp(scores).sum(axis=1), 1)


@pytest.mark.parametrize("name", [METADATA, WEIGHTS])
def test_what_is_no_plain_file_is_not_opened(folder: Path, name: str) -> None:
    path = folder / name
    for make in (
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to(path),
        lambda path: path.mkdir(),
    ):
        path.unlink()
        make(path)
        start = time.monotonic()
        with pytest.raises(BadModel, match=name):
            read_folder(folder)
        assert time.monotonic() - start < QUICK
    path.rmdir()
    path.symlink_to(shipped_folder() / name)
    read_folder(folder)


def test_random_bytes_in_the_right_files_are_refused_or_give_probabilities(folder: Path) -> None:
    chance = np.random.default_rng(7)
    whole = {name: (folder / name).read_bytes() for name in (METADATA, WEIGHTS)}
    refused = 0
    for turn in range(60):
        name = (METADATA, WEIGHTS)[turn % 2]
        data = bytearray(whole[name])
        near = len(data) if turn % 4 < 2 else 400  # the headers are at the beginning
        for place in chance.integers(0, near, 3):
            data[place] = chance.integers(0, 256)
        (folder / name).write_bytes(bytes(data))
        try:
            model = RowModel.load(folder)
        except BadModel:
            refused += 1
        else:
            assert np.isfinite(model.scores_in_order(["（一）予以公开", "总计"], [7, 7])).all()
        (folder / name).write_bytes(whole[name])
    assert refused > 20


# ---- where a model is put


def shipped_copy(to: Path) -> None:
    for name in (METADATA, WEIGHTS):
        shutil.copy(shipped_folder() / name, to / name)


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_model_is_put_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken(to: Path) -> None:
        shipped_copy(to)
        (to / WEIGHTS).write_bytes(b"half")

    def full(to: Path) -> None:
        (to / METADATA).write_text("{")
        raise OSError(28, "No space left on device")

    def stopped(to: Path) -> None:
        shipped_copy(to)
        raise KeyboardInterrupt

    old = tmp_path / "old"
    old.mkdir()
    shipped_copy(old)
    (old / "README.md").write_text("mine")
    before = contents(tmp_path)
    for write, error in ((broken, BadModel), (full, NoPlace), (stopped, KeyboardInterrupt)):
        for out in (old, tmp_path / "new", tmp_path / "far" / "new"):
            with pytest.raises(error):
                place_model(out, True, write)
            assert contents(tmp_path) == before
            assert not (tmp_path / "new").exists()
            assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
    place_model(tmp_path / "new", False, shipped_copy)
    place_model(old, True, shipped_copy)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [METADATA, WEIGHTS]
    assert (old / "README.md").read_text() == "mine"
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o777 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_nothing_is_overwritten_by_whoever_finishes_second(tmp_path: Path) -> None:
    def meanwhile(to: Path) -> None:
        shipped_copy(to)
        out.mkdir(exist_ok=True)
        (out / METADATA).write_text("another's")

    for exists in (False, True):
        out = tmp_path / f"out {exists}"
        if exists:
            out.mkdir()
        check_place(out, False)
        with pytest.raises(NoPlace, match=r"meanwhile|there by now"):
            place_model(out, False, meanwhile)
        assert [path.name for path in out.iterdir()] == [METADATA]
        assert (out / METADATA).read_text() == "another's"


def test_where_no_model_can_go_is_said_before_training(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    for out, said in (
        ("file", "is a file"),
        ("file/in it", "is a file"),
        ("link", "link to nothing"),
        ("full", "--replace"),
        ("x" * 300, "cannot|written"),
    ):
        with pytest.raises(NoPlace, match=said):
            check_place(tmp_path / out, False)
    check_place(tmp_path / "full", True)
    check_place(tmp_path / "a" / ".." / "b", False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full", "link"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_training_changes_nothing(tmp_path: Path, how: signal.Signals) -> None:
    pytest.importorskip("sklearn")
    old = tmp_path / "old"
    old.mkdir()
    shipped_copy(old)
    before = contents(tmp_path)
    command = [sys.executable, "-m", "training.train", "--out", str(old), "--replace"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "learning from" in process.stderr.readline()
        time.sleep(0.3)
        process.send_signal(how)
        said = process.stderr.read()
    assert process.returncode == (130 if how == signal.SIGINT else 143)
    assert "Traceback" not in said
    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
