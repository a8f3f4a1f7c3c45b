"""One kind of damage: its name, how often it is drawn, which kinds of file can show it, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from training.corpus.records import Report


@dataclass(frozen=True, slots=True)
class Breakage:
    """`rate` is relative to the other rates; `apply` changes the report and says whether it changed anything.

    only, without: beginnings of the names of kinds that can or cannot show it; empty `only` means every kind.
    """

    name: str
    rate: float
    apply: Callable[[Random, Report], bool]
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def fits(self, kind: str) -> bool:
        """True where a file of that kind can show this damage."""
        return (not self.only or kind.startswith(self.only)) and not (self.without and kind.startswith(self.without))
