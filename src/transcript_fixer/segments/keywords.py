"""The terms that set a segment apart from the rest of its talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log

from transcript_fixer.segments.kinds import is_subject
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.repeated import may_name
from transcript_fixer.segments.wording import Wording

_MOST = 8
_LOOKED_AT = 24
_CONTRAST = 2.0  # times as frequent here as elsewhere
_IS_SUBJECT: Remembered[str, bool] = Remembered(is_subject)


def find_keywords(wordings: Sequence[Wording], language: str) -> list[tuple[str, ...]]:
    """Up to eight terms of each segment, the most telling first.

    Each occurs at least twice and is, word for word, at least twice as frequent here as in
    the rest of the talk. A talk of one segment has no rest; its most frequent terms are taken.
    English verbs, adjectives and adverbs are passed over, but not if they are written as names, and in other
    languages what `may_name` no subject.
    """
    talk: dict[str, int] = Counter(chain.from_iterable(wording.once for wording in wordings))
    for wording in wordings:
        for word, places in wording.again.items():
            talk[word] = talk.get(word, 0) + len(places)
    size = sum(wording.size for wording in wordings)
    return [_keywords(wording, talk, size, language) for wording in wordings]


def _keywords(wording: Wording, talk: Mapping[str, int], size: int, language: str) -> tuple[str, ...]:
    worths: list[tuple[float, str]] = []
    length = wording.size
    elsewhere = size - length
    for word in wording.repeated:
        if language == "en" or may_name(word, language):
            count, everywhere = len(wording.again[word]), talk[word]
            if (everywhere - count) * length * _CONTRAST <= count * elsewhere:
                worths.append((-count * log(1 + size / everywhere * count / everywhere), word))
    worths.sort()
    chosen: dict[str, str] = {}
    taken = ""
    for _, word in worths[:_LOOKED_AT]:
        if word in taken or any(map(word.__contains__, chosen)):
            continue  # another form of a word that is there
        spelling = wording.spell(word)
        if language == "en" and spelling.islower() and not _IS_SUBJECT[word]:
            continue
        chosen[word] = spelling
        taken = f"{taken}\n{word}"
        if len(chosen) == _MOST:
            break
    return tuple(chosen.values())
