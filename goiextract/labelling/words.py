"""Text → words, by jieba with a small dictionary of our own.

jieba's own start reads 350,000 words, prints, and leaves a file in the temporary folder, even for a small dictionary.
Here its prefix table is filled directly: nothing is printed or written and it takes a millisecond. The guesser for
unknown words (HMM) stays off, so what is cut depends on the dictionary alone; other text falls into single characters.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import cast


def cutter(words: Sequence[str]) -> Callable[[str], list[str]]:
    """A dictionary → the function that cuts text into its words. The same words always give the same cuts."""
    with warnings.catch_warnings():  # jieba 0.42.1: invalid escapes, pkg_resources deprecated
        warnings.simplefilter("ignore")
        import jieba

    tokenizer = jieba.Tokenizer()
    table: dict[str, int] = {}
    for word in words:
        # Squared length: a long word beats the two halves it is made of, whatever else the dictionary holds.
        table[word] = len(word) ** 2
        for end in range(1, len(word)):
            table.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total = table, sum(table.values()) or 1
    tokenizer.initialized = True  # so that jieba never runs its own start
    return cast("Callable[[str], list[str]]", lambda text: list(tokenizer.cut(text, HMM=False)))


def dictionary_hash(words: Sequence[str]) -> str:
    """A dictionary → the sha256 of its words, one a line."""
    return sha256("\n".join(words).encode()).hexdigest()
