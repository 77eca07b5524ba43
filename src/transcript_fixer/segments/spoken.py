"""A talk without slides, as its words tell it: how each sentence opens, and what it is about.

Lectures before a blackboard, podcasts, automatic captions. The cues are few and general, because
they have to do for speakers and subjects that none of the annotated talks has: phrases at
the start of a sentence ("okay, so let's"), the last words of the one before ("any
questions"), and `signposts`. `scripts/train_cues.py` counts them; docs/segments.md tells on what.
Where several words are said that will be said again and again, something new begins as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain
from math import fsum, log
from typing import NamedTuple, TypeAlias

from transcript_fixer.resources import files
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.evidence import (
    CHINESE_CUE_RE,
    OPENING_WORDS,
    Passage,
    closing_phrases,
    split_all,
    split_words,
)
from transcript_fixer.segments.signposts import find_signposts

Openings: TypeAlias = "dict[str, tuple[float, Openings]]"
"""For a word what it says about the gap before its sentence, and the words that may follow it."""

_CHINESE_CUE = 2.0  # by hand, like the best English ones: no annotated talks to count on
_ENDINGS = (
    *("ations", "ation", "ingly", "ings", "ing", "edly", "ed", "ies", "ments", "ment", "ness"),  # codespell:ignore ment
    *("ers", "er", "est", "es", "ly", "s", "e", "y"),
)
_STEM = 3  # letters at least that are left
_STRONG = 1.5  # a cue that makes a boundary more than four times as likely
_USUAL = 0.002  # strong cues a word: the two courses of the development lectures have .0028 and .0012, talks .0033
# How words come and go: chosen together by how well the gaps of talks without their slides are ranked, 2026-11.
_BURST = 3  # mentions at least
_PAUSE = 400  # words, after which a mention begins another burst
_LASTS = 30  # words at least from the first mention of a burst to the last
_AHEAD = 60  # words in which bursts begin together
_BURSTS = 0.09  # weight of the bursts beside the cues


class Cues(NamedTuple):
    """What the training script counted."""

    openings: Openings
    closings: dict[str, float]
    signposts: dict[str, float]


class Spoken(NamedTuple):
    """For each passage what speaks for a boundary before it, and its content words, each once.

    `positions` are words before each passage, and in all (one more than passages). `strong` is how
    many strong cues there are for each that is usual in so many words, 1 where that was not counted.
    """

    cues: list[float]
    positions: list[int]
    content: list[list[str]]
    strong: float


@cache
def load_cues() -> Cues:
    return read_cues(json.loads(files("transcript_fixer").joinpath("data/cues.json").read_text("utf-8")))


def read_cues(stored: dict[str, dict[str, float]]) -> Cues:
    """The cues from what the training script writes.

    >>> read_cues({"openings": {"^so": 0.5, "^so now": 1.0}, "closings": {}, "signposts": {}}).openings
    {'^so': (0.5, {'now': (1.0, {})})}
    """
    openings: Openings = {}
    for phrase in sorted(stored["openings"], key=lambda phrase: phrase.split(" ")):
        following = openings
        *before, last = phrase.split(" ")
        for word in before:
            following = following.setdefault(word, (0.0, {}))[1]
        following[last] = (stored["openings"][phrase], {})
    return Cues(openings, stored["closings"], stored["signposts"])


def listen(passages: Sequence[Passage], language: str) -> Spoken:
    """What a talk says, for `cohesion` to be cut by."""
    words = split_all([passage.text for passage in passages], language)
    positions = [0, *accumulate(map(len, words))]
    content = find_subjects(words)
    cues = _weigh_cues(passages, words, language)
    usual = _USUAL * positions[-1]
    strong = sum(cue > _STRONG for cue in cues) / usual if usual and language == "en" else 1.0
    begun = find_begun(content, positions)
    cues = [cue + _BURSTS * more for cue, more in zip(cues, begun, strict=True)]
    return Spoken(cues, positions, content, strong)


def _weigh_cues(passages: Sequence[Passage], words: Sequence[Sequence[str]], language: str) -> list[float]:
    if language == "zh":
        return [_CHINESE_CUE if CHINESE_CUE_RE.match(passage.heard) else 0.0 for passage in passages]
    openings, closings, signposts = load_cues()
    cues: list[float] = []
    ended: Sequence[str] = ()
    for passage, said, kinds in zip(passages, words, find_signposts(words), strict=True):
        heard = said if passage.heard is passage.text else split_words(passage.heard, language)
        cue = sum(closings.get(phrase, 0.0) for phrase in closing_phrases(ended)) if cues else 0.0
        if kinds:
            cue += fsum(map(signposts.__getitem__, kinds))  # fsum: a set has no order
        cues.append(cue + _weigh_opening(heard, openings))
        ended = said
    return cues


def _weigh_opening(words: Sequence[str], openings: Openings) -> float:
    marked = [f"^{words[0]}", *words[1:OPENING_WORDS]] if words else ["^"]
    weight = 0.0
    for start in range(len(marked)):
        following = openings
        for word in marked[start : start + 3]:
            if word not in following:
                break
            own, following = following[word]
            weight += own
    return weight


def find_begun(content: Sequence[Sequence[str]], positions: Sequence[int]) -> list[float]:
    """For each passage how much more is begun in the words from there on than just before and just behind.

    A word that has not been said for a while and is then said again and again begins at its first mention, the
    longer it is kept the more.

    >>> content = [["mouse"], ["mouse"], ["mouse"], ["mouse"], ["cheese"], ["cheese"], ["cheese"], ["cheese"]]
    >>> [round(more, 1) for more in find_begun(content, range(0, 360, 40))]
    [1.4, -0.7, -0.7, 1.4, 1.4, -0.7, 0.0, 0.0]
    """
    begun = [0.0] * (positions[-1] + 1)

    def end(first: int, last: int, mentions: int) -> None:
        if mentions >= _BURST and last - first > _LASTS:
            begun[first] += log(mentions)

    bursts: dict[str, tuple[int, int, int]] = {}
    for words, here in zip(content, positions, strict=False):
        for word in words:
            burst = bursts.get(word)
            if burst is None:
                bursts[word] = (here, here, 1)
            elif here - burst[1] > _PAUSE:
                end(*burst)
                bursts[word] = (here, here, 1)
            else:
                bursts[word] = (burst[0], here, burst[2] + 1)
    for burst in bursts.values():
        end(*burst)
    sums = [*accumulate(begun, initial=0.0)]
    sums = [0.0] * _AHEAD + sums + sums[-1:] * 2 * _AHEAD  # at a place and _AHEAD, what is begun before it
    return [
        1.5 * (sums[here + 2 * _AHEAD] - sums[here + _AHEAD]) - 0.5 * (sums[here + 3 * _AHEAD] - sums[here])
        for here in positions[:-1]
    ]


def find_subjects(words: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words of each passage that are not common, without their endings, each once.

    >>> find_subjects([["the", "rolling", "wheels", "rolled", "every", "wheel"]])
    [['roll', 'wheel']]
    """
    stems = {
        word: _stem(word)
        for word in set(chain.from_iterable(words)) - common_words()
        if len(word) > 2 or not word.isascii() or word.isdigit()
    }
    return [[*dict.fromkeys(filter(None, map(stems.get, each)))] for each in words]


def _stem(word: str) -> str:
    if not word.endswith(_ENDINGS):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
