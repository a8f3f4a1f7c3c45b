"""Stage 2, Document → Layout: grids found in pages or in lines of text, and the lines of text between them."""

from __future__ import annotations

from goiextract.records import Document, Layout

__all__ = ["lay_out"]


def lay_out(document: Document) -> Layout:
    """A document's pages or blocks → lines and grids in reading order. Never raises for content."""
    if document.pages:
        from goiextract.layout.pages import lay_out_pages

        return lay_out_pages(document)
    from goiextract.layout.lines import lay_out_lines

    return lay_out_lines(document)
