"""Peers of the benchmark read something: they are compared with, so they must work."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.peers import PEERS, Peer, absent
from benchmarks.run import GOLD
from benchmarks.scoring.gold import load
from benchmarks.scoring.records import Answer
from benchmarks.scoring.scoring import score

#: For each, the kind that it reads best and the least share of printed cells of its best document there.
BEST = {
    "pdfplumber": ("pdf_drawn", 0.95),
    "camelot lattice": ("pdf_drawn", 0.95),
    "camelot hybrid": ("pdf_drawn", 0.95),
    "img2table": ("pdf_drawn", 0.5),
    "PyMuPDF": ("pdf_drawn", 0.8),
    "pandas.read_html": ("html_cms", 0.95),
    "python-docx": ("docx", 0.95),
    "numbers in order": ("text_tabbed", 0.95),
}


@pytest.mark.parametrize("peer", PEERS, ids=[peer.name for peer in PEERS])
def test_a_peer_reads_a_plain_document(peer: Peer) -> None:
    if absent(peer):
        pytest.skip(f"{peer.package} is not installed")
    kind, least = BEST[peer.name]
    documents = [one for one in load(GOLD / "documents", GOLD / "gold", GOLD / "about") if one.kind == kind][:5]
    best = 0.0
    for one in documents:
        scored = score(one, Answer(peer.read(Path(GOLD / "documents" / one.file))))
        best = max(best, scored.printed_right / max(1, scored.printed))
        if best >= least:
            return
    pytest.fail(f"at most {best:.0%} of a document's printed cells")
