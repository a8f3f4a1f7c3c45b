"""One kind of damage: its name, how often it is drawn, which kinds of file can show it, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from training.corpus.records import Report

Apply = Callable[[Random, Report], bool]


@dataclass(frozen=True, slots=True)
class Breakage:
    """`apply` changes the report and says whether it changed anything.

    only, without: beginnings of the names of kinds that can or cannot show it; empty `only` means every kind.
    beside: how offices and programs make their files, clean reports too (dirty markup, noise of a scanner, a form of
    another year). `rate` is then the share of files that have it; of all others, how often it is drawn beside the others.
    """

    name: str
    rate: float
    apply: Apply
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    beside: bool = False

    def fits(self, kind: str) -> bool:
        """True where a file of that kind can show this damage."""
        return (not self.only or kind.startswith(self.only)) and not (self.without and kind.startswith(self.without))


def beside(name: str, rate: float, says: str, only: tuple[str, ...], without: tuple[str, ...] = ()) -> Breakage:
    """A breakage beside the others that the renderer of its kinds carries out where `report.dirt` names it."""

    def apply(rng: Random, report: Report) -> bool:
        return True

    apply.__doc__ = says
    return Breakage(name, rate, apply, only, without, beside=True)
