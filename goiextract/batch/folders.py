"""A folder → every file below it: to be read, of a kind that is not read, or passed over, each with its reason.

What a file is comes from its first bytes; its name decides only where these leave it open (any text may be a report).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from goiextract.errors import GoiextractError, UnsupportedFormat, why
from goiextract.outfile import UNFINISHED
from goiextract.reading.decoding import decode
from goiextract.reading.kinds import kind_of_file

READ, UNREAD, PASSED_OVER, CLOSED = "read", "unread", "passed_over", "closed"
#: Text that may be a report goes by one of these suffixes or by none.
#: What a page is saved with; a page that speaks of 政府信息公开 stood in a frame and is none of it.
PART_KINDS = ("html", "text", "script", "unknown", "kind_picture", "kind_noise", "kind_gzip")
PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".php", ".asp", ".aspx", ".jsp"})
TEXT = PAGES | {"", ".txt", ".text", ".md", ".markdown", ".doc", ".docx", ".wps", ".pdf", ".rtf"}
TABLES = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson"})
SCRIPTS = frozenset({".js", ".mjs", ".cjs"})
OTHER_TEXT = dict.fromkeys(TABLES, "over_table") | dict.fromkeys(SCRIPTS, "over_script") | {".css": "over_style"}
TOPIC = "政府信息公开"
MOST_TEXT = 4_000_000  # bytes of a text that are looked at
DESKTOP = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"})
# Beside 年报.html browsers and office programs put its pictures and scripts into a folder of one of these names.
PARTS = re.compile(r"(.+?)(?:_files|\.files|_file|-Dateien|_fichiers|_文件|_archivos)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Found:
    """One file (or folder that was not opened): its path, what becomes of it (``read``, ``unread``, ``passed_over`` or
    ``closed``: a folder that cannot be opened), and why: the kind of document, or the code of the sentence that says it.
    A ``script`` that turns out to hold none of the tables is no report.

    advice: for a kind that is not read, the code of what to do with it.
    """

    path: str
    fate: str
    why: str
    advice: str = ""


def look_through(folder: str | os.PathLike[str]) -> Iterator[Found]:
    """Everything below the folder, by path; links to folders are not followed. Never raises for what it meets."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(os.fspath(folder), CLOSED, why(error))
        return
    pages = {os.path.splitext(entry.name)[0].lower() for entry in inside if _suffix(entry.name) in PAGES}
    for entry in inside:
        if _is_folder(entry):
            yield from _folder(entry, pages)
        else:
            yield look_at(entry.path)


def files_in(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """The files below a folder that can be read; what is passed over, and why, says `look_through`."""
    return tuple(found.path for found in look_through(folder) if found.fate == READ)


def look_at(path: str) -> Found:
    """One file, from its name and first bytes."""
    name = os.path.basename(path)
    if reason := _by_name(name):
        return Found(path, PASSED_OVER, reason)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Found(path, PASSED_OVER, "over_no_file")
        kind = kind_of_file(path)
    except UnsupportedFormat as refused:
        return _refused(path, refused)
    except FileNotFoundError:
        return Found(path, PASSED_OVER, "over_no_file")
    except (GoiextractError, OSError):  # empty, damaged, not to be opened: reading it says so
        return Found(path, READ, "unknown")
    suffix = _suffix(name)
    if kind == "text" and suffix not in TEXT and (suffix in TABLES or not _speaks_of_disclosure(path)):
        return Found(path, PASSED_OVER, OTHER_TEXT.get(suffix, "over_other_text"))
    return Found(path, READ, "script" if suffix in SCRIPTS else kind)


def _folder(entry: os.DirEntry[str], pages: set[str]) -> Iterator[Found]:
    parts = PARTS.fullmatch(entry.name)
    if entry.is_symlink():
        yield Found(entry.path, PASSED_OVER, "over_linked_folder")
    elif entry.name.startswith("."):
        yield Found(entry.path, PASSED_OVER, "over_hidden_folder")
    elif entry.name.lower() in DESKTOP:
        yield Found(entry.path, PASSED_OVER, "over_desktop")
    elif parts and parts[1].lower() in pages:
        for found in look_through(entry.path):
            is_part = found.why in PART_KINDS and not (
                found.why in ("html", "text") and _speaks_of_disclosure(found.path)
            )
            yield Found(found.path, PASSED_OVER, "over_page_part") if is_part else found
    else:
        yield from look_through(entry.path)


def _speaks_of_disclosure(path: str) -> bool:
    """Whether the text of a file names what all reports are about. A document whose text is packed says nothing here."""
    with open(path, "rb") as file:
        text = decode(file.read(MOST_TEXT)).text
    return TOPIC in "".join(text.split())


def _by_name(name: str) -> str:
    """Why a file of this name is no report, whatever it holds; ``''`` where the name does not say."""
    if UNFINISHED.fullmatch(name):
        return "over_unfinished"
    if name.startswith(("~$", ".~")):
        return "over_lock"
    if name.lower() in DESKTOP or name == ".DS_Store" or name.startswith("._"):
        return "over_desktop"
    return "over_hidden" if name.startswith(".") else ""


def _refused(path: str, refused: UnsupportedFormat) -> Found:
    kind = refused.details.get("called", "")
    if kind == "kind_own_output":
        return Found(path, PASSED_OVER, "over_own_output")
    if kind == "kind_program":
        return Found(path, PASSED_OVER, "over_program")
    return Found(path, UNREAD, kind, refused.details.get("advice", ""))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _suffix(name: str) -> str:
    """The file's suffix in small letters; what stands behind the last dot of 年报.2022年 is none."""
    suffix = os.path.splitext(name)[1]
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""
