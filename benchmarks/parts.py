"""What a reader says of each file of a document → what it says of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from benchmarks.scoring.records import Answer, Document, NamedLine, Said
from goiextract.records import CellKey

MISSING = "missing"  # the status of a cell that was not found


def of_documents(documents: Sequence[Document], answers: Iterable[Answer]) -> Iterator[Answer]:
    """Answers of all files of these documents, in order, put together for each document."""
    answering = iter(answers)
    for document in documents:
        yield put_together(document.files, list(islice(answering, len(document.files))))


def put_together(files: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """Of a document in several files the first that has a cell gives it. What a later one says of such a cell stands beside
    it: that it is published too is not hidden."""
    if len(answers) == 1:
        return answers[0]
    cells: dict[CellKey, Said] = {}
    beside: list[tuple[CellKey, Said]] = []
    for answer in answers:
        for key, said in answer.cells.items():
            if not _is_there(cells.get(key)):
                cells[key] = said if _is_there(said) else cells.get(key, said)
            elif _is_there(said):
                beside.append((key, said))
    errors = [f"{PurePosixPath(file).name}: {one.error}" for file, one in zip(files, answers, strict=True) if one.error]
    seconds = sum(one.seconds for one in answers)
    agency = next((one.agency for one in answers if one.agency), "")
    year = next((one.year for one in answers if one.year is not None), None)
    findings = tuple(dict.fromkeys(code for one in answers for code in one.findings))
    return Answer(cells, "; ".join(errors), seconds, _lines(answers), tuple(beside), agency, year, findings)


def _is_there(said: Said | None) -> bool:
    return said is not None and (said.value is not None or said.blank or said.status not in ("", MISSING))


def _lines(answers: Sequence[Answer]) -> tuple[NamedLine, ...] | None:
    told = [one.lines for one in answers if one.lines is not None]
    return tuple(line for lines in told for line in lines) if told else None
