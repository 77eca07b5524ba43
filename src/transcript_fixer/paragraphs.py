"""Sentences to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence


def find_paragraphs(sentences: Sequence[str], language: str) -> list[int]:
    """Indices of the sentences that open a paragraph, the first excluded.

    >>> find_paragraphs(["One.", "Two.", "Three.", "Four.", "Five.", "Six."], "en")
    [4]
    """
    return list(range(4, len(sentences) - 1, 4))
