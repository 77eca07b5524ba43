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
from itertools import accumulate, chain
from math import log
from typing import NamedTuple

_SPREAD = 0.6  # of the logarithm of a segment's length
_LONGEST = 3.5  # expected lengths, beyond which a segment is not looked at
_FEW = 4  # stretches between candidates that are looked at in all combinations
_COUNTED_TO = 4096  # occurrences of one word in a segment; more weigh as much


class Belief(NamedTuple):
    """How many occurrences of each word are imagined before any is seen, and the weight of the usual length."""

    smoothing: float
    prior: float


# Where the number of segments is given, their length is known, and words that are rare may
# count fully; where it is not, each boundary must pay for the words that it makes repeat.
COUNTED = Belief(0.2, 5.0)
FREE = Belief(1.0, 1.0)


class Stretches:
    """How good a segment each stretch between two candidates would make."""

    def __init__(
        self, content: Sequence[Sequence[str]], positions: Sequence[int], expected: float, belief: Belief
    ) -> None:
        """`content` has the content words between neighbouring candidates, `positions`
        the words before each of them and, at the end, in all."""
        kinds = max(1, len(set(chain.from_iterable(content))))
        longest = sum(map(len, content))
        smoothing, prior = belief
        logs = [log(count + smoothing) for count in range(min(longest, _COUNTED_TO) + 1)]
        totals = [0.0, *accumulate(log(count + smoothing * kinds) for count in range(longest))]
        # A reach that few candidates lie in would force a cut at one of them, be it before the last sentence.
        reach = _LONGEST * expected if len(content) > _FEW else positions[-1]
        self.worths: list[array[float]] = []
        """For each candidate, the worths of the stretches that start there, shortest first."""
        for start in range(len(content)):
            counts: dict[str, int] = {}
            likelihood, size = 0.0, 0
            worths = array("d")
            for end in range(start, len(content)):
                length = positions[end + 1] - positions[start]
                if length > reach and end > start:
                    break
                for word in content[end]:
                    count = counts.get(word, 0)
                    counts[word] = count + 1
                    likelihood += logs[count] if count < _COUNTED_TO else logs[_COUNTED_TO]
                size += len(content[end])
                unusual = log(max(8, length) / expected) / _SPREAD
                worths.append(likelihood - totals[size] - prior / 2 * unusual * unusual)
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
