"""What each stage saw of one file, for people: `inspect`."""

from goiextract.inspection.stages import inspect

__all__ = ["inspect"]
