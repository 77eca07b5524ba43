"""How well the words of a stretch belong together: what cuts a talk that shows no slides.

Two measures, which err in different places. The likelihood of the words of a segment under a
Dirichlet compound multinomial (Eisenstein and Barzilay 2008, "Bayesian Unsupervised Topic
Segmentation") is high where few words are said again and again. The normalised cut (Malioutov
and Barzilay 2006, "Minimum Cut Model for Spoken Lecture Segmentation") is the share of the
links between occurrences of a word that leave the segment; it dislikes short ends and weighs
words that are spread over the whole talk little.

Both are sums over pairs of occurrences of one word, so one walk back from each occurrence
finds them: no further than a segment is long and over so many occurrences, which keeps
time and memory linear in the length of the talk.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import log
from operator import add
from typing import NamedTuple

SMOOTHING = 0.1  # occurrences of each word that are imagined before any is seen
LIKELIHOOD = 0.1  # weight of the likelihood, which takes each word for independent evidence
LINKED = 600  # words that a link spans at most; it weighs the less the longer it is
_PARTS = 20  # of a talk: a word said in all of them tells nothing
_SPREAD = 0.6  # of the logarithm of a segment's length
_LONGEST = 4.0  # expected lengths, beyond which a segment is not looked at
_FEW = 4  # stretches between candidates that are looked at in all combinations
_EARLIER = 250  # occurrences of a word that one is compared with
_STEPS = [LIKELIHOOD * log((count + SMOOTHING) / (count - 1 + SMOOTHING)) for count in range(1, _EARLIER + 1)]


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
        content: Sequence[Sequence[str]],
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
        repeats, links, degrees, counts = _compare(content, positions, edges, reach)
        kinds = max(1, len({word for words in content for word in words}))
        costs = [0.0, *accumulate(LIKELIHOOD * log(count + SMOOTHING * kinds) for count in range(sum(counts)))]
        self.worths: list[array[float]] = [array("d") for _ in range(size)]
        """For each end, from that of the first stretch on, the worths of the segments that end there, longest first:
        the one from the start of the talk, and those that start at each candidate within reach."""
        places = [positions[edge] for edge in edges]
        narrow = prior / (2 * _SPREAD * _SPREAD)
        double_cut = 2 * cut  # a link has two ends
        for start, here in enumerate(places[:-1]):
            # A reach that few candidates lie in would force a cut at one of them, be it before the last sentence. For
            # the same reason a talk of whatever length may be left whole.
            stop = max(start + 1, bisect_right(places, here + reach) - 1) if start else size
            likelihood = within = linked = 0.0
            said = 0
            for back, end in enumerate(range(start, stop)):
                repeated, inside = repeats[end], links[end]
                likelihood += repeated[back] if back < len(repeated) else repeated[-1]
                within += inside[back] if back < len(inside) else inside[-1]
                linked += degrees[end]
                said += counts[end]
                worth = likelihood - costs[said] - (cut - double_cut * within / linked if linked else cut)
                if prior:
                    unusual = log(max(8, places[end + 1] - here) / expected)
                    worth -= narrow * unusual * unusual
                self.worths[end].append(worth)

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


def _compare(
    content: Sequence[Sequence[str]], positions: Sequence[int], edges: Sequence[int], reach: int
) -> tuple[list[list[float]], list[list[float]], list[float], list[int]]:
    """What each stretch gains from the words said before it, for segments that start ever further back.

    First the weighed logarithms of how often its words were said, then the links, both added up
    over the stretches behind it; then the links of each stretch in all, and its words.
    """
    rarities = _rarities(content, positions)
    earlier: dict[str, list[tuple[float, int]]] = {word: [] for word in rarities}
    repeats: list[list[float]] = []
    links: list[list[float]] = []
    degrees = [0.0] * (len(edges) - 1)
    counts = []
    for stretch, (first, last) in enumerate(pairwise(edges)):
        repeated = defaultdict(float, {0: 0.0})
        linked = defaultdict(float, {0: 0.0})
        count = 0
        all_linked = 0.0
        for at in range(first, last):
            here = (positions[at] + positions[at + 1]) / 2
            count += len(content[at])
            for word in content[at]:
                seen = earlier.get(word)
                if seen is None:  # said once
                    continue
                rarity = rarities[word]
                for step, (there, where) in zip(_STEPS, reversed(seen), strict=False):
                    distance = here - there
                    if distance > reach:
                        break
                    back = stretch - where
                    repeated[back] += step
                    if distance < LINKED:
                        link = rarity * (1 - distance / LINKED)
                        linked[back] += link
                        degrees[where] += link
                        all_linked += link
                seen.append((here, stretch))
        degrees[stretch] += all_linked
        repeats.append([*accumulate(repeated.get(back, 0.0) for back in range(max(repeated) + 1))])
        links.append([*accumulate(linked.get(back, 0.0) for back in range(max(linked) + 1))])
        counts.append(count)
    return repeats, links, degrees, counts


def _rarities(content: Sequence[Sequence[str]], positions: Sequence[int]) -> dict[str, float]:
    """For each word said twice or more, the logarithm of how rare the parts of the talk are that it is said in."""
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
    return {word: log(_PARTS / len(parts[word])) for word in parts if word in often}
