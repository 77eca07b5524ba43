"""How well the words of a stretch belong together: what cuts a talk that shows no slides.

Two measures, which err in different places. The likelihood of the words of a segment under a
Dirichlet compound multinomial (Eisenstein and Barzilay 2008, "Bayesian Unsupervised Topic
Segmentation") is high where few words are said again and again. The normalised cut (Malioutov
and Barzilay 2006, "Minimum Cut Model for Spoken Lecture Segmentation") is the share of the
links between occurrences of a word that leave the segment; it dislikes short ends and weighs
words that are spread over the whole talk little.

Both are sums over pairs of occurrences of one word, so a walk back from each occurrence
finds them (for the likelihood, from all in one stretch at once): no further than a segment is
long and over so many occurrences, which keeps time and memory linear in the length of the talk.
Where links have no weight, none is looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice, pairwise, repeat
from math import lgamma, log
from operator import add, sub
from typing import NamedTuple

from transcript_fixer.segments.remembered import Remembered

SMOOTHING = 0.1  # occurrences of each word that are imagined before any is seen
LIKELIHOOD = 0.1  # weight of the likelihood, which takes each word for independent evidence
LINKED = 600  # words that a link spans at most; it weighs the less the longer it is
_PARTS = 20  # of a talk: a word said in all of them tells nothing
_SPREAD = 0.6  # of the logarithm of a segment's length
_SHORTEST = 8  # words: shorter segments are no more unusual
_LONGEST = 4.0  # expected lengths, beyond which a segment is not looked at
_HOUR = 8000  # words of a lecture
_HEAPS = 0.6
_FEW = 4  # stretches between candidates that are looked at in all combinations
_EARLIER = 250  # occurrences of a word that one is compared with
_LENGTHS: Remembered[int, float] = Remembered(lambda words: log(max(_SHORTEST, words)))


def _rises(times: int) -> list[float]:
    """What so many occurrences of a word in a row add to the likelihood of a segment, by how many it had before."""
    seen = chain(range(_EARLIER + 1), repeat(_EARLIER, times))
    sums = [*accumulate((LIKELIHOOD * log(1 + before / SMOOTHING) for before in seen), initial=0.0)]
    return [*map(sub, sums[times : times + _EARLIER + 1], sums)]


_RISES: Remembered[int, list[float]] = Remembered(_rises)


class Weighing(NamedTuple):
    """The words that a segment is expected to have, and the weights of that and of the links that it cuts."""

    expected: float
    prior: float
    cut: float


def links_left(length: float) -> float:
    """The share of links that would leave a segment of so many words if every word were as good as the next.

    >>> links_left(600), links_left(1200)
    (0.3333333333333333, 0.16666666666666666)
    """
    part = length / LINKED
    return 1 / (3 * part) if part >= 1 else 1 - part + part * part / 3


class Stretches:
    """How good a segment each stretch between two candidates would make."""

    def __init__(
        self,
        content: Sequence[Collection[str]],
        positions: Sequence[int],
        edges: Sequence[int],
        weighing: Weighing,
    ) -> None:
        """`content` has for each passage its content words, each once; `positions` the words
        before each passage and, at the end, in all; `edges` the first passage of each stretch
        and, at the end, the number of passages."""
        expected, prior, cut = weighing
        size = len(edges) - 1
        reach = int(_LONGEST * expected) if size > _FEW else positions[-1]
        places = [positions[edge] for edge in edges]
        said = [Counter(chain.from_iterable(content[first:last])) for first, last in pairwise(edges)]
        ends = [*accumulate(map(len, content), initial=0)]
        counts = [ends[edge] for edge in edges]
        often = Counter(chain.from_iterable(content))
        # A talk of many hours has more kinds of words, of which no segment uses more than in a short one (Heaps' law).
        kinds = max(1, len(often)) / max(1.0, positions[-1] / _HOUR) ** _HEAPS
        imagined = SMOOTHING * kinds
        nothing = lgamma(imagined)
        narrow = prior / (2 * _SPREAD * _SPREAD)
        usual = log(expected)
        nears = _find_nears(places, reach)
        likely: list[float] = []
        self.worths: list[list[float]] = []
        """For each end, from that of the first stretch on, the worths of the segments that end there, longest first:
        the one from the start of the talk, and those that start at each candidate within reach."""
        previous = 1
        for end, (near, repeats) in enumerate(zip(nears, _find_repeats(said, often, nears), strict=True)):
            del likely[1 : 1 + near - previous]
            likely = [*map(add, [*likely, 0.0], repeats)]
            previous = near
            there, spoken = places[end + 1], counts[end + 1]
            self.worths.append(
                [
                    worth
                    - LIKELIHOOD * (lgamma(imagined + (spoken - before)) - nothing)
                    - narrow * (_LENGTHS[there - here] - usual) ** 2
                    for worth, before, here in zip(
                        likely, [0, *counts[near : end + 1]], [places[0], *places[near : end + 1]], strict=True
                    )
                ]
            )
        if cut:
            links = _find_links(content, positions, edges, nears, reach)
            # The share of the links that leave; a link has two ends.
            self.worths = [
                [
                    worth - cut + 2 * cut * link / degree if degree else worth - cut
                    for worth, link, degree in zip(worths, within, own, strict=True)
                ]
                for worths, (within, own) in zip(self.worths, links, strict=True)
            ]

    def find_best(self, gains: Sequence[float]) -> list[int]:
        """The stretches before which to cut, given what else speaks for each candidate; the first stretch has none."""
        best = [0.0]
        back = [0]
        for end, (worths, gain) in enumerate(zip(self.worths, [*gains, 0.0], strict=True), 1):
            near = end - len(worths) + 1  # the first start within reach, if the start of the talk is not
            sums = [*map(add, worths, [0.0, *best[near:]])]
            top = max(sums)
            chosen = sums.index(top)
            best.append(top + gain)
            back.append(near + chosen - 1 if chosen else 0)
        cuts = []
        at = back[-1]
        while at:
            cuts.append(at)
            at = back[at]
        return cuts[::-1]


def _find_nears(places: Sequence[int], reach: int) -> list[int]:
    """For each stretch the first that a segment may start with that ends with it, if not with the first of the talk.

    >>> _find_nears([0, 10, 20, 30, 40], 20)
    [1, 1, 1, 2]
    """
    nears = []
    near = 1
    for end, there in enumerate(places[1:]):
        # A reach that few candidates lie in would force a cut at one of them, be it before the last sentence. For the
        # same reason a talk of whatever length may be left whole.
        while near < end and there - places[near] > reach:
            near += 1
        nears.append(near)
    return nears


def _find_repeats(
    said: Sequence[Mapping[str, int]], often: Mapping[str, int], nears: Sequence[int]
) -> Iterator[list[float]]:
    """What the words of each stretch add to the likelihoods of the segments that end with it, longest first.

    That is the weighed logarithms of how often each word was said before it in the segment, and once more.
    """
    earlier: dict[str, list[int]] = {word: [] for word, count in often.items() if count > 1}
    added = [0.0] * len(said)  # by stretch, for one end at a time
    for end, (words, near) in enumerate(zip(said, nears, strict=True)):
        farthest = near - 1  # the segment from the start of the talk is taken to go back no further
        for word, times in words.items():
            if word not in earlier:
                continue
            seen = earlier[word]
            if seen or times > 1:
                rises = _RISES[times]
                rise = rises[0]
                added[end] += rise
                before = 0
                for where in reversed(seen):
                    if where < farthest or before >= _EARLIER:
                        break
                    before += said[where][word]
                    higher = rises[before if before < _EARLIER else _EARLIER]
                    added[where] += higher - rise
                    rise = higher
            seen.append(end)
        stretches = slice(farthest, end + 1)
        yield [*accumulate(reversed(added[stretches]))][::-1]
        added[stretches] = [0.0] * (end - farthest + 1)


def _find_links(
    content: Sequence[Collection[str]], positions: Sequence[int], edges: Sequence[int], nears: Sequence[int], reach: int
) -> Iterator[tuple[list[float], list[float]]]:
    """For each stretch, of the segments that end with it the links within each, and all it has, longest first."""
    rarities = _rarities(content, positions)
    earlier: dict[str, list[tuple[float, int]]] = {word: [] for word in rarities}
    inside: list[list[float]] = []
    degrees = [0.0] * (len(edges) - 1)  # the links of each stretch
    longest = min(reach, LINKED)
    for end, (first, last) in enumerate(pairwise(edges)):
        farthest = nears[end] - 1
        behind = end + 1
        linked = [0.0] * (behind - farthest)
        back = 0.0
        for at in range(first, last):
            here = (positions[at] + positions[at + 1]) / 2
            for word in content[at]:
                seen = earlier.get(word)
                if seen is None:  # said once, or in all parts
                    continue
                rarity = rarities[word]
                slope = rarity / LINKED
                for there, where in islice(reversed(seen), _EARLIER):
                    distance = here - there
                    if distance > longest:
                        break
                    link = rarity - slope * distance
                    linked[(where if where > farthest else farthest) - behind] += link
                    degrees[where] += link
                    back += link
                seen.append((here, end))
        degrees[end] += back
        inside.append([*accumulate(reversed(linked))][::-1])
    within: list[float] = []
    own: list[float] = []
    previous = 1
    for near, links, degree in zip(nears, inside, degrees, strict=True):
        left_behind = slice(1, 1 + near - previous)
        del within[left_behind], own[left_behind]
        within = [*map(add, [*within, 0.0], links)]
        own = [degree + linked for linked in [*own, 0.0]]
        previous = near
        yield within, own


def _rarities(content: Sequence[Collection[str]], positions: Sequence[int]) -> dict[str, float]:
    """The logarithm of how rare the parts of the talk are that a word is said in, where that is neither one sentence
    nor every part."""
    parts: dict[str, set[int]] = {}
    often: set[str] = set()
    total = max(1, positions[-1])
    for words, here in zip(content, positions, strict=False):
        part = _PARTS * here // total
        for word in words:
            if word in parts:
                often.add(word)
                parts[word].add(part)
            else:
                parts[word] = {part}
    return {word: log(_PARTS / len(parts[word])) for word in parts if word in often and len(parts[word]) < _PARTS}
