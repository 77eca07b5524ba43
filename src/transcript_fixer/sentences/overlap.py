"""Rolled-up captions: a cue that says again what the one before it said.

Live captions scroll: a line stays on the screen while the next one comes. What
was saved from the screen then holds it twice.
"""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST = 4
"""Words that must come back directly at the cut. Three ("and so on", "one by one") are said twice."""
SHORTEST_APART = 9
"""Words that must come back when others stand between."""
LONGEST = 40
FARTHEST = 24
"""Words from the start of the first copy to the cut, when others stand between."""


def find_overlaps(words: Sequence[str], cuts: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of words that repeat the end of the cue before, in order and apart.

    `cuts` are the indices of words that open a cue in the middle of a sentence. Directly
    at the cut a few words are enough:

        >>> said = "to do with my life and to do with my friends".split()
        >>> find_overlaps(said, [6])
        []
        >>> said = "i type in this number type in this number until it works".split()
        >>> find_overlaps(said, [5])
        [(5, 9)]

    A cue may also bring a few new words before it repeats a long stretch; those stay.
    A sentence that starts as the one before ended ("by that. What I mean by that is")
    is not a cut in the middle of a sentence, and is left alone.
    """
    found: list[tuple[int, int]] = []
    done = 0
    for cut in cuts:
        if cut < done:
            continue
        repeat = _at_cut(words, cut, done) or _behind_cut(words, cut, done)
        if repeat:
            found.append(repeat)
            done = repeat[1]
    return found


def _at_cut(words: Sequence[str], cut: int, floor: int) -> tuple[int, int] | None:
    """The longest run of words that stands both before and after the cut."""
    first = words[cut]
    longest = min(LONGEST, cut - floor, len(words) - cut)
    if longest < SHORTEST or first not in words[cut - longest : cut - SHORTEST + 1]:
        return None
    for length in range(longest, SHORTEST - 1, -1):
        if words[cut - length] == first and words[cut - length : cut] == words[cut : cut + length]:
            return cut, cut + length
    return None


def _behind_cut(words: Sequence[str], cut: int, floor: int) -> tuple[int, int] | None:
    """A long run that starts within four words behind the cut and stood shortly before it."""
    for start in range(cut, min(cut + 4, len(words) - SHORTEST_APART)):
        if words[start] not in words[max(floor, cut - FARTHEST) : cut]:
            continue
        for before in range(max(floor, cut - FARTHEST), cut - SHORTEST_APART + 1):
            if words[before] != words[start] or words[before + 1] != words[start + 1]:
                continue
            length = 2
            while before + length < cut and start + length < len(words) and length < LONGEST:
                if words[before + length] != words[start + length]:
                    break
                length += 1
            if length >= SHORTEST_APART and len(set(words[start : start + length])) >= 6:
                return start, start + length
    return None
