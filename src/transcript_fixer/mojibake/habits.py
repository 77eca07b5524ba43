"""What a text itself says about its unsure readings: a talk repeats its terms.

The character model knows how often 位 and 住 are used anywhere. Where the sound parts of a
talk say 位 again and again, an unsure 位 or 住 in it is 位. So a text is read twice: the
second time its own counts of characters and of pairs weigh in (a cache model: Kuhn and
De Mori, 1990; the counts of single characters as Kneser, Peters and Klakow, 1997, scale them).
Pairs are counted only in what is sound or surely read, as a text would else confirm its own
mistakes; a single character that is unsure counts for as much as its score.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from itertools import pairwise

from transcript_fixer.mojibake.charmodel import STEPS, CharacterModel

# How many characters, and pairs with the same beginning, the text must have to weigh as much as the model.
# Chosen together, 2026-11, on talks and documentation that are not in the model; half or double differ little.
SINGLES = 4000
PAIRS = 60
SHARE = 0.7  # of what single characters say


class Habits:
    """How often a text uses each character, and some pairs of them.

    >>> from transcript_fixer.mojibake.charmodel import Family, load_model
    >>> habits = Habits(["按位和，按位或，三十二位"], {"按位", "位或"})
    >>> model = load_model(Family.CHINESE)
    >>> habits.favour(model, "按", "位", "或") > 0 > habits.favour(model, "按", "住", "或")
    True
    """

    __slots__ = ("_pairs", "_singles", "_total")

    def __init__(self, texts: Iterable[str], pairs: Set[str], guesses: Iterable[tuple[str, float]] = ()) -> None:
        self._singles: defaultdict[str, float] = defaultdict(float)
        self._pairs: Counter[str] = Counter()
        for text in texts:
            for character, count in Counter(text).items():
                self._singles[character] += count
            self._pairs.update(filter(pairs.__contains__, map("".join, pairwise(text))))
        for character, score in guesses:
            self._singles[character] += score
        self._total = sum(self._singles.values())

    def favour(self, model: CharacterModel, before: str, choice: str, behind: str) -> float:
        """How much likelier the text makes a choice between its neighbours, as a natural logarithm."""
        first, last = choice[0], choice[-1]
        usual = math.exp(-model.cost[first] / STEPS)
        favour = SHARE * math.log((self._singles.get(first, 0) / usual + SINGLES) / (self._total + SINGLES))
        if before:
            expected = PAIRS * min(1.0, math.exp(favour - model.cost[before + first] / STEPS))
            favour += math.log(self._pairs[before + first] / expected + 1)
        if behind:
            expected = PAIRS * math.exp(-model.cost[last + behind] / STEPS)
            favour += math.log(
                (self._pairs[last + behind] / expected + 1) * PAIRS / (self._singles.get(last, 0) + PAIRS)
            )
        return favour
