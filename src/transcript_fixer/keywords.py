"""The terms that set a segment apart from the rest of its talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from transcript_fixer.wording import Wording, is_term

_MOST = 8
_CONTRAST = 2.0  # times as frequent here as elsewhere


def find_keywords(wordings: Sequence[Wording]) -> list[tuple[str, ...]]:
    """Up to eight terms of each segment, the most telling first.

    Each occurs at least twice and is, word for word, at least twice as frequent here as in
    the rest of the talk. A talk of one segment has no rest; its most frequent terms are taken.
    """
    talk: Counter[str] = Counter()
    for wording in wordings:
        talk.update(wording.counts)
    size = sum(len(wording.words) for wording in wordings)
    return [_keywords(wording, talk, size) for wording in wordings]


def _keywords(wording: Wording, talk: Counter[str], size: int) -> tuple[str, ...]:
    worths: list[tuple[float, str]] = []
    elsewhere = size - len(wording.words)
    for word, count in wording.counts.items():
        if count < 2 or not is_term(word):
            continue
        other = talk[word] - count
        if other * len(wording.words) * _CONTRAST > count * elsewhere:
            continue
        worths.append((-count * log(1 + size / talk[word] * count / talk[word]), word))
    worths.sort()
    chosen: list[str] = []
    for _, word in worths:
        if any(word in taken or taken in word for taken in chosen):
            continue  # another form of a word that is there
        chosen.append(word)
        if len(chosen) == _MOST:
            break
    return tuple(wording.spelling[word] for word in chosen)
