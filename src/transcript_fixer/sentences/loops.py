"""Decoder loops: a recogniser that hears nothing repeats itself.

Neural recognisers, given silence or noise, write one phrase over and over,
dozens or thousands of times. People repeat too, but they stop: "very very",
"no, no, no", "Echo, echo, echo." So a loop is a matter of counting rounds, and
the shorter the phrase, the more of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LONGEST = 60
"""Words in the longest phrase that is looked for. The longest seen had 24."""
ALIKE = 75.0
"""How alike (rapidfuzz ratio, 0 to 100) a round must be to belong to a loop: "have a good
night" and "have good nights" are (86), two sentences of one speaker are not (below 60)."""


class Loop(NamedTuple):
    """Words `first` to `end` are one phrase `rounds` times; the first round ends before `second`."""

    first: int
    second: int
    end: int
    rounds: int


def rounds_needed(words: int) -> int:
    """From how many rounds on a phrase of so many words is a loop.

    >>> [rounds_needed(words) for words in (1, 2, 3, 5, 8)]
    [8, 6, 4, 4, 3]
    """
    if words == 1:
        return 8
    if words == 2:
        return 6
    return 4 if words < 8 else 3


def find_loops(words: Sequence[str]) -> list[Loop]:
    """Loops in a list of lower-case words, in order and apart from each other.

    >>> find_loops("oh thank you all thank you all thank you all thank you all bye".split())
    [Loop(first=1, second=4, end=13, rounds=4)]
    >>> find_loops("no no no it is very very good".split())
    []

    Linear: a loop of period p shows as a stretch in which each word equals the word
    p places before, so one walk with the place of each word's last occurrence finds it.
    """
    loops: list[Loop] = []
    size = len(words)
    last: dict[str, int] = {}
    nowhere, done = -1 - LONGEST, 0
    index = 0
    before_of = last.get
    while index < size:
        word = words[index]
        before = before_of(word, nowhere)
        last[word] = index
        index += 1
        # Half of all words were said shortly before, but hardly any with the same word behind.
        if index - before > LONGEST + 1 or before < done or index == size or words[index] != words[before + 1]:
            continue
        end, period = index + 1, index - 1 - before
        while end < size and words[end] == words[end - period]:
            end += 1
        matched = end - index + 1
        if matched >= period * (rounds_needed(period) - 1):
            loop = _grown(words, before, period, end)
            loops.append(loop)
            done = index = loop.end
            last.clear()
        elif matched > period:  # too short for a loop: walk over it once, not once a word
            for at in range(index, end):
                last[words[at]] = at
            index = end
    return loops


def _grown(words: Sequence[str], first: int, period: int, end: int) -> Loop:
    """The loop with the rounds behind it that are nearly the phrase."""
    rounds, extra = divmod(end - first, period)
    end -= extra
    phrase = " ".join(words[first : first + period])
    if period >= 3:
        from rapidfuzz import fuzz  # 7 ms, and most talks have no loop

        while end + period <= len(words):
            best = max(
                (period, period - 1, period + 1),
                key=lambda length: fuzz.ratio(phrase, " ".join(words[end : end + length])),
            )
            if fuzz.ratio(phrase, " ".join(words[end : end + best])) < ALIKE:
                break
            end, rounds = end + best, rounds + 1
    return Loop(first, first + period, min(end, len(words)), rounds)
