"""The terms that set a segment apart from the rest of its talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from transcript_fixer.evidence import common_words, split_words

_MOST = 8


def find_keywords(parts: Sequence[Sequence[str]], language: str) -> list[tuple[str, ...]]:
    counts = [Counter(word for text in part for word in split_words(text, language)) for part in parts]
    whole = sum(counts, Counter[str]())
    keywords = []
    for count in counts:
        terms = [word for word in count if count[word] > 1 and word not in common_words()]
        terms.sort(key=lambda word: -count[word] * count[word] / whole[word])
        keywords.append(tuple(terms[:_MOST]))
    return keywords
