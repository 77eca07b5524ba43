"""How a speaker talks, whatever about: the everyday words on both sides of a gap.

Who introduces himself, explains a step, tells what was found or answers a question uses other
words for it, and other words between the terms: the habits that tell authors apart (Mosteller and
Wallace 1964) change with the part of a talk, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from math import sqrt
from operator import mul

from transcript_fixer.segments.everyday import common_words, stop_words

_REACH = 100  # words on either side
_USUAL = -0.1  # where no everyday words are known: boundaries gain as much as on the average of talks in English
_NOTHING = 1e-9  # a side without everyday words, but for rounding
_DIGITS = 4  # the last ones of a sum depend on its order


def compare_manner(words: Sequence[Sequence[str]], positions: Sequence[int], language: str) -> list[float]:
    """How alike the everyday words are on both sides of each gap, from -1 to 1, beyond what the whole talk tells.

    `words` are those of each passage, in lower case, `positions` the words before each and in all. Entry i is about
    the gap before passage i, and 0 where one side has no everyday words, as before the first.

    The cosine of the square roots of their counts, in the hundred words before and behind, less the share of them
    that the counts of the talk would have. The roots (those of Bhattacharyya's coefficient) keep "the" and "and" from
    telling all. Both windows slide: each word comes, passes the gap and goes, so the time is linear.

    >>> compare_manner([["this", "is", "so"], ["so", "is", "this"], ["lamps"], ["we", "had"]], [0, 3, 6, 7, 9], "en")
    [0.0, -1.0, -1.0, -1.0]
    """
    known = common_words() if language == "en" else stop_words(language)
    if not known:
        return [_USUAL] * len(words)
    said = [[*filter(known.__contains__, each)] for each in words]
    starts = [0, *accumulate(map(len, said))]
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(word, len(numbers)) for word in chain.from_iterable(said)]
    whole = [0] * len(numbers)
    for word in flat:
        whole[word] += 1
    # What a root has in common with the counts of the talk; half of what these have in common with themselves is taken
    # off, so that the products below are those of both sides less their share of the talk.
    total, square = len(flat) or 1, sum(map(mul, whole, whole))
    usual = [(count - square / (2 * total)) / total for count in whole]
    roots = [*map(sqrt, range(max(whole, default=0) + 2))]
    steps = [more - less for less, more in pairwise(roots)]
    before, behind = [0] * len(numbers), [0] * len(numbers)
    # The roots of both sides multiplied, those of each side multiplied with what is usual, and the sums of each side.
    both = usual_before = usual_behind = sum_before = sum_behind = 0.0
    likeness = [0.0][: len(words)]
    first = last = 0
    for at, (following, reached) in enumerate(_find_reaches(positions), 1):
        for word in flat[starts[last] : starts[reached]]:
            count = behind[word]
            behind[word] = count + 1
            step = steps[count]
            sum_behind += step
            usual_behind += step * usual[word]
            both += step * roots[before[word]]
        for word in flat[starts[at - 1] : starts[at]]:
            left = behind[word] - 1
            count = before[word]
            behind[word], before[word] = left, count + 1
            lost, step = steps[left], steps[count]
            sum_behind -= lost
            sum_before += step
            usual_behind -= lost * usual[word]
            usual_before += step * usual[word]
            both += step * roots[left] - lost * roots[count]
        for word in flat[starts[first] : starts[following]]:
            left = before[word] - 1
            before[word] = left
            step = steps[left]
            sum_before -= step
            usual_before -= step * usual[word]
            both -= step * roots[behind[word]]
        first, last = following, reached
        size_before = starts[at] - starts[first] - 2 * sum_before * usual_before
        size_behind = starts[last] - starts[at] - 2 * sum_behind * usual_behind
        size = size_before * size_behind
        shared = both - sum_behind * usual_before - sum_before * usual_behind
        likeness.append(round(shared / sqrt(size), _DIGITS) if size > _NOTHING else 0.0)
    return likeness


def _find_reaches(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each gap from the second passage on the first passage that is compared, and the one behind the last.

    >>> list(_find_reaches([0, 90, 120, 250, 400]))
    [(0, 3), (1, 3), (2, 4)]
    """
    first = last = 0
    for at in range(1, len(positions) - 1):
        while first < at - 1 and positions[first] < positions[at] - _REACH:
            first += 1
        while last < len(positions) - 1 and positions[last] < positions[at] + _REACH:
            last += 1
        yield first, last
