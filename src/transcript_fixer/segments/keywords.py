"""The terms that set a segment apart from the rest of its talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import log

from transcript_fixer.segments.evidence import common_words
from transcript_fixer.segments.subjects import is_noun
from transcript_fixer.segments.wording import Wording, is_term

_MOST = 8
_LOOKED_AT = 24
_CONTRAST = 2.0  # times as frequent here as elsewhere


def find_keywords(wordings: Sequence[Wording], language: str) -> list[tuple[str, ...]]:
    """Up to eight terms of each segment, the most telling first.

    Each occurs at least twice and is, word for word, at least twice as frequent here as in
    the rest of the talk. A talk of one segment has no rest; its most frequent terms are taken.
    English verbs, adjectives and adverbs are passed over, but not if they are written as names.
    """
    talk = Counter(chain.from_iterable([wording.words for wording in wordings]))
    size = sum(len(wording.words) for wording in wordings)
    return [_keywords(wording, talk, size, language) for wording in wordings]


def _keywords(wording: Wording, talk: Counter[str], size: int, language: str) -> tuple[str, ...]:
    worths: list[tuple[float, str]] = []
    length = len(wording.words)
    elsewhere = size - length
    repeated = {word for word, count in wording.counts.items() if count > 1}
    for word in repeated - common_words():
        count, everywhere = wording.counts[word], talk[word]
        if (everywhere - count) * length * _CONTRAST <= count * elsewhere and is_term(word):
            worths.append((-count * log(1 + size / everywhere * count / everywhere), word))
    worths.sort()
    del worths[_LOOKED_AT:]
    spelling = wording.spell(word for _, word in worths)
    chosen: list[str] = []
    for _, word in worths:
        if language == "en" and spelling[word].islower() and not is_noun(word):
            continue
        if any(word in taken or taken in word for taken in chosen):
            continue  # another form of a word that is there
        chosen.append(word)
        if len(chosen) == _MOST:
            break
    return tuple(spelling[word] for word in chosen)
