"""Where a cue was full: how captions were cut into pieces of one width.

Most recognisers give a cue two lines of 42 characters and cut it between the first words beyond
that. Some start a new cue with each sentence, some let sentences run on from cue to cue. Whoever joined
the cues left a mark at each cut. So in a file that keeps to the width, a mark at a full cue is
the scissors', and one that stands earlier the speaker's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from itertools import accumulate, pairwise
from math import fsum, log
from operator import sub

from transcript_fixer.sentences.gaps import Gap, Mark, Script

TWO_LINES, ONE_LINE, SLACK = 84, 52, 16
"""Characters of a cue, and by how many more it may be longer: it ends between words."""
# How often a mark stands where the cut is due, in files that keep to the width and in others, where marks
# stand everywhere. Of 76 talks, in the reading that fits best, 46 have it in more than three quarters of the cues,
# 24 in less than half.
_KEPT, _CHANCE = 0.9, 0.5
_HIT, _MISS = log(_KEPT / _CHANCE), log((1 - _KEPT) / (1 - _CHANCE))
_BEYOND_DOUBT = 10.0
"""Log-odds, of a file, from which on it is read in no other way."""
_SURE = 2.0
"""Log-odds, from the cues around, from which on a stretch is believed to keep to the width."""
_AROUND = 15
"""Cues on each side that are asked."""

_STOP, _QUESTION, _NONE = Mark.STOP, Mark.QUESTION, Mark.NONE


def find_full_cues(script: Script, gaps: Sequence[Gap]) -> dict[int, bool]:
    """Whether a cue was full where a mark stands, for the marks in stretches that keep to the width.

    The keys are the words before the marks. Of other stretches, which were cut in another way or
    not at all, nothing is said.

    >>> from transcript_fixer.sentences.gaps import find_gaps, read_script
    >>> cue = "and we look, with care, at each of the many small boats that the two of us have had here"
    >>> said = read_script((cue.replace(",", "，") + "， ") * 6)
    >>> [word for word, full in find_full_cues(said, find_gaps(said)).items() if full]
    [19, 39, 59, 79, 99, 119]
    """
    marks: list[int] = []
    fresh = [0]  # marks behind which a sentence starts
    for word, mark, _, _, _, _, capital, cjk, _, _ in gaps:
        if mark is not _NONE and not cjk:
            marks.append(word)
            if mark is _QUESTION or (mark is _STOP and capital):
                fresh.append(len(marks))
    behind = list(accumulate(map(sub, script.ends, script.starts)))
    # A space behind each word takes room, and so does a mark.
    places = [0, *(behind[word] + word + number for number, word in enumerate(marks, 2))]
    ends = frozenset(fresh)
    readings: list[tuple[float, list[tuple[int, float]]]] = []
    for width, starts in ((TWO_LINES, fresh), (TWO_LINES, [0]), (ONE_LINE, fresh)):
        cues = _cut(places, ends, starts, width)
        readings.append((fsum(odds for _, odds in cues), cues))
        if readings[-1][0] > _BEYOND_DOUBT:
            break
    return _believe(max(readings)[1], marks)


def _cut(places: Sequence[int], ends: Container[int], starts: Sequence[int], width: int) -> list[tuple[int, float]]:
    """The cues that were due to be cut: the number of the mark where each ends, and what that says for the width.

    A new cue starts behind each mark of `starts`, however long the last one was. Of the marks where it may
    have been cut, the first is taken that does not end a sentence: only the scissors explain that.
    """
    cues: list[tuple[int, float]] = []
    last = len(places) - 1
    for start, stop in pairwise([*starts, last]):
        while places[stop] - places[start] > width:
            low = bisect_left(places, places[start] + width + 2, start + 1, stop + 1)
            high = bisect_left(places, places[start] + width + SLACK + 2, low, stop + 1)
            if low > stop:
                cues.append((stop, _MISS))
                break
            start = low
            if low == high:
                cues.append((low, _MISS))
                continue
            while start + 1 < high and start in ends:
                start += 1
            if start < stop or stop == last:
                cues.append((start, _HIT))
    return cues


def _believe(cues: Sequence[tuple[int, float]], marks: Sequence[int]) -> dict[int, bool]:
    """What the cues tell of each mark, where those around it keep to the width."""
    sums = [0.0, *accumulate(odds for _, odds in cues)]
    full = {number for number, odds in cues if odds > 0}
    told: dict[int, bool] = {}
    at = 0
    for number, word in enumerate(marks, 1):
        while at < len(cues) and cues[at][0] < number:
            at += 1
        if sums[min(len(cues), at + _AROUND)] - sums[max(0, at - _AROUND)] > _SURE:
            told[word] = number in full
    return told
