"""Boundaries for a talk without slides, from what is said alone.

Without slides the words carry more: a segment is good if one distribution of words explains
it well, here a Dirichlet compound multinomial, as in Eisenstein and Barzilay 2008, "Bayesian
Unsupervised Topic Segmentation". Cue phrases and the usual length of a segment come on top, and the
search is exact, as in `search`. It takes longer: each stretch between two candidates is
weighed word by word, up to a bound, so that time stays linear in the length of the talk.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from math import log

# Chosen on the development lectures, with cues that were counted on other talks alone: Pk at
# most 0.02 worse for half or twice the value of any of them.
_SMOOTHING = 0.2  # imagined occurrences of each word
_SPREAD = 0.6  # of the logarithm of a segment's length
_PRIOR = 2.0  # weight of the lengths
_LONGEST = 3.5  # expected lengths, beyond which a segment is not looked at


class Stretches:
    """How good a segment each stretch between two candidates would make."""

    def __init__(self, content: Sequence[Sequence[int]], positions: Sequence[int], expected: float) -> None:
        """`content` has the content words (as numbers) between neighbouring candidates, `positions`
        the words before each of them and, at the end, in all."""
        kinds = 1 + max((max(words) for words in content if words), default=0)
        longest = sum(map(len, content))
        logs = [log(count + _SMOOTHING) for count in range(min(longest, 4096) + 1)]
        totals = [0.0, *accumulate(log(count + _SMOOTHING * kinds) for count in range(longest))]
        reach = _LONGEST * expected
        self.worths: list[array[float]] = []
        """For each candidate, the worths of the stretches that start there, shortest first."""
        for start in range(len(content)):
            counts: dict[int, int] = {}
            likelihood, size = 0.0, 0
            worths = array("d")
            for end in range(start, len(content)):
                length = positions[end + 1] - positions[start]
                if length > reach and end > start:
                    break
                for word in content[end]:
                    count = counts.get(word, 0)
                    counts[word] = count + 1
                    likelihood += logs[count] if count < 4096 else logs[4096]
                size += len(content[end])
                unusual = log(max(8, length) / expected) / _SPREAD
                worths.append(likelihood - totals[size] - _PRIOR / 2 * unusual * unusual)
            self.worths.append(worths)

    def find_best(self, gains: Sequence[float]) -> list[int]:
        """The candidates to cut at, given what else speaks for each; the first is the start of the talk."""
        size = len(self.worths)
        best = [0.0] + [float("-inf")] * size
        back = [0] * (size + 1)
        for start, worths in enumerate(self.worths):
            sofar = best[start] + (gains[start] if start else 0.0)
            for end, worth in enumerate(worths, start + 1):
                if sofar + worth > best[end]:
                    best[end] = sofar + worth
                    back[end] = start
        chosen = []
        at = back[size]
        while at:
            chosen.append(at)
            at = back[at]
        return chosen[::-1]
