"""A document → its text fragments, as the extractor lays them out."""

from __future__ import annotations

from goiextract.forms import forms
from goiextract.labelling.fragments import TextFragment, text_fragments
from goiextract.labelling.printed_lines import printed_lines
from goiextract.layout import lay_out
from goiextract.reading import read


def laid_out(data: bytes, name: str) -> list[TextFragment]:
    """A document's bytes and file name → its text fragments in reading order. Errors are those of `goiextract.reading`."""
    return list(text_fragments(list(printed_lines(lay_out(read(data, name)).blocks, forms()))))
