"""The best set of boundaries, given what speaks for each of them.

A segmentation is worth the sum of the gains of its boundaries plus, for each segment, the
logarithm of how usual its length is: lengths are log-normal around what is expected in
this talk (Utiyama and Isahara 2001 search the same way; their costs are other ones). The
search is exact over the candidates, by dynamic programming. No segment is looked at that
is longer than a bound, so time and memory stay linear in the length of the talk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

# Chosen by cross-validation with the weights; see docs/segments.md.
SPREAD = 0.8  # standard deviation of the logarithm of a segment's length
PRIOR = 0.6  # weight of the lengths beside the gains
_LONGEST = 4  # expected lengths, beyond which a segment is not looked at
_BISECTIONS = 24
_STEP = 8  # words: lengths are looked up in a table of this grain


def find_best(gains: Sequence[float], positions: Sequence[int], length: int, expected: float) -> list[int]:
    """The candidates to cut at.

    Candidate i stands `positions[i]` words into a talk of `length` words and is worth
    `gains[i]`; positions ascend.

    >>> find_best([3.0, 2.0, 3.0], [400, 440, 800], 1200, expected=400)
    [0, 2]
    """
    reach = max(_STEP, int(_LONGEST * expected))
    usual = [
        -PRIOR / 2 * (log(max(1, step) * _STEP / expected) / SPREAD) ** 2  # the log-normal density's exponent
        for step in range(reach // _STEP + 1)
    ]
    ends = [0, *positions, length]
    worths = [0.0, *gains, 0.0]
    best = [0.0]
    back = [0]
    first = 0  # the earliest candidate within reach
    for at in range(1, len(ends)):
        end = ends[at]
        while first < at - 1 and end - ends[first] > reach:
            first += 1
        # From the candidate before, at least: it may be further away than a segment is long.
        top, source = best[at - 1] + usual[min(end - ends[at - 1], reach) // _STEP], at - 1
        for start in range(first, at - 1):
            worth = best[start] + usual[(end - ends[start]) // _STEP]
            if worth > top:
                top, source = worth, start
        best.append(top + worths[at])
        back.append(source)
    chosen = []
    at = back[-1]
    while at:
        chosen.append(at - 1)
        at = back[at]
    return chosen[::-1]


def find_count(find: Callable[[float], list[int]], gains: Sequence[float], count: int) -> list[int]:
    """Exactly `count` candidates to cut at.

    `find` gives the best set when a bonus is added to every gain, which moves the number found;
    bisection looks for the bonus that brings as many as asked for (Lagrangian relaxation).
    Where the number jumps over what was asked, the best of what the larger set adds fills up the
    smaller one.

    >>> gains = [3.0, 2.0, -9.0]
    >>> find_count(lambda bonus: [at for at, gain in enumerate(gains) if gain + bonus > 0], gains, 2)
    [0, 1]
    """
    if count >= len(gains):
        return list(range(len(gains)))
    low, high = -256.0, 256.0
    few: list[int] = []
    many = list(range(len(gains)))
    for _ in range(_BISECTIONS if count else 0):
        bonus = (low + high) / 2
        found = find(bonus)
        if len(found) == count:
            return found
        if len(found) < count:
            low, few = bonus, found
        else:
            high, many = bonus, found
    kept = set(few)
    rest = sorted((at for at in many if at not in kept), key=lambda at: (-gains[at], at))
    return sorted([*few, *rest[: count - len(few)]])
