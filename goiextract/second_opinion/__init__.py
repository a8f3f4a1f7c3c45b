"""What other readers of a PDF settle in its report: `settled`."""

from goiextract.second_opinion.settling import settled

__all__ = ["settled"]
