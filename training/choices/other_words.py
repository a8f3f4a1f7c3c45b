"""Any way to score a fragment by its own words, put in the place of the shipped one, so that it is measured alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model import RowModel, normalised
from goiextract.labelling.model_folder import row_labels
from training.fit_context import Context
from training.fitting import Fitted

Array = NDArray[np.float64]
#: Fragments → log scores (n, labels), in the order of `row_labels`.
Scores = Callable[[Sequence[str]], Array]


class OtherWords(RowModel):
    """A `RowModel` whose scores of a fragment alone come from `scored`; what stands around it is weighed as ever."""

    def __init__(self, scored: Scores, context: Context | None = None) -> None:
        n = len(row_labels())
        super().__init__(Fitted((), (), np.zeros((0, n)), np.zeros(n)).parts(1.0, context))
        self._scored = scored
        self._known: dict[str, Array] = {}

    def scores(self, texts: Sequence[str]) -> Array:
        """As `RowModel.scores`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, normalised(self._scored(new)), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, len(self.labels)))

    def with_context(self, context: Context) -> OtherWords:
        """The same words, with weights of what stands around."""
        return OtherWords(self._scored, context)
