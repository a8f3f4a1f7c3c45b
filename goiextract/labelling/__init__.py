"""Stage 3, Grids → Readings: which printed lines belong to which table and form, which row each label may name, which
cells hold its figures."""

from goiextract.labelling.readings import label

__all__ = ["label"]
