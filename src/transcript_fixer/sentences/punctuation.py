"""Sentence ends, commas and question marks from the words alone.

Automatic captions have no punctuation, and where captions were cut a mark
stands whether anything ended there or not. A small log-linear model decides
from the words around a gap what a careful typist would write in it: nothing, a
comma, a stop or a question mark. Its features are those of the literature on
punctuation restoration without prosody (Beeferman, Berger and Lafferty 1998;
Lu and Ng 2010; Ueffing, Bisani and Vozila 2013): the words next to the gap,
their pairs, and word classes further away, in which a rare word counts as its
suffix. `scripts/train_punctuation.py` fits the weights; the package ships
those, and no text.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from math import ceil
from operator import add
from typing import NamedTuple

from transcript_fixer.resources import files

PAD = 3
"""Padding a list of words needs at both ends."""
SUFFIXES = ("ing", "ed", "ly", "tion", "er", "s")
# Words since the last sentence end, or the last mark, in steps that widen.
_STEPS = (0, 1, 2, 3, 4, 4, 5, 5, 5, *(6,) * 4, *(7,) * 6, *(8,) * 8, *(9,) * 14, 10)
_FARTHEST = len(_STEPS) - 1
HOPELESS = -1.0
"""Log-odds below which a gap is not looked at twice."""
MOST_REMEMBERED = 100_000
"""A file of ever new words must not fill the memory."""
# Three weights are packed into one integer, so that one look-up and one addition serve all classes.
_SHIFT = 20
_HALF = 1 << (_SHIFT - 1)
_MASK = (1 << _SHIFT) - 1
SCALE = 256
"""Weights are stored in units of 1/256."""
_ONES = 1 + (1 << _SHIFT) + (1 << 2 * _SHIFT)
SIGNS = _HALF * _ONES


class Scores(NamedTuple):
    """Log-odds against an empty gap."""

    comma: float
    stop: float
    question: float


class _Kinds(dict[str, str]):
    """The class of each word met so far."""

    def __missing__(self, word: str) -> str:
        kind = kind_of(word)
        if len(self) < MOST_REMEMBERED:
            self[word] = kind
        return kind


class PunctuationModel:
    """Weights of features, and classes of words: a common word is a class of its own.

    `features` says what the features are. Here they lie in a table for each kind of feature,
    by the words themselves, so that no name of a feature is put together to look it up.
    """

    def __init__(self, weights: dict[str, int], classes: dict[str, str]) -> None:
        self.common = frozenset(word for word, kind in classes.items() if word == kind)
        self._kinds = _Kinds({**classes, "<": "<", ">": ">"})
        singles: dict[str, dict[str, int]] = {kind: {} for kind in "BCD"}
        tables: dict[str, dict[tuple[str, ...], int]] = {kind: {} for kind in "012346789abcFG"}
        for name, weight in weights.items():
            if name[0] in singles:
                singles[name[0]][name[1:]] = weight
            else:
                tables[name[0]][tuple(name[1:].split(" "))] = weight
        self._word, self._following = singles["B"].get, singles["C"].get
        (
            self._words,
            self._words_before,
            self._words_behind,
            self._kinds_around,
            self._kinds_over,
            self._kinds_before,
            self._kinds_behind,
            self._pair_before,
            self._pair_behind,
            self._outer_before,
            self._outer_behind,
            self._pair,
            self._sentence,
            self._clause,
        ) = (table.get for table in tables.values())
        # By the steps since the last sentence end and the last mark.
        clause = singles["D"].get
        self._lengths = [[clause(f"{end}", 0) + clause(f"{end} {mark}", 0) for mark in _STEPS] for end in _STEPS]

    def kinds(self, words: Sequence[str]) -> list[str]:
        """The class of each word: itself if common, else a number, a suffix or other."""
        return list(map(self._kinds.__getitem__, words))

    def between(self, w: Sequence[str], k: Sequence[str], places: Sequence[int]) -> list[int]:
        """The packed log-odds of the marks behind each of these words, as the two words at the gap tell them.

        `w` are padded words, `k` their classes. A text of bare captions asks this for every word,
        so it is answered in columns.
        """
        behind = [place + 1 for place in places]
        words, following = list(map(w.__getitem__, places)), list(map(w.__getitem__, behind))
        kinds = zip(map(k.__getitem__, places), map(k.__getitem__, behind), strict=True)
        none = repeat(0)
        alone = map(add, map(self._word, words, none), map(self._following, following, none))
        pairs = map(self._words, zip(words, following, strict=True), none)
        return list(map(add, map(add, alone, pairs), map(self._pair, kinds, none)))

    def scores(self, w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> Scores:
        """What belongs behind word `i` of the padded words `w` with classes `k`.

        `last_end` and `last_mark` are the words (before `i`) behind which the last sentence
        ended and the last mark of any kind stands.
        """
        return unpack(self.total(w, k, i, last_end, last_mark, self.between(w, k, [i])[0]))

    def total(self, w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int, between: int) -> int:
        """The same, packed, once `between` has told its part."""
        outer, a, b, c, d, last = k[i - 2 : i + 4]
        end, mark = i - last_end, i - last_mark
        return (
            between
            + self._words_before((w[i - 1], w[i]), 0)
            + self._words_behind((w[i + 1], w[i + 2]), 0)
            + self._kinds_around((a, b, c), 0)
            + self._kinds_over((b, c, d), 0)
            + self._kinds_before((outer, a, b), 0)
            + self._kinds_behind((c, d, last), 0)
            + self._pair_before((a, b), 0)
            + self._pair_behind((c, d), 0)
            + self._outer_before((a, c), 0)
            + self._outer_behind((b, d), 0)
            + self._lengths[end if end < _FARTHEST else _FARTHEST][mark if mark < _FARTHEST else _FARTHEST]
            + self._sentence((k[last_end + 1], c), 0)
            + self._clause((k[last_mark + 1], c), 0)
        )

    def may_end(self, w: Sequence[str], k: Sequence[str], i: int) -> bool:
        """Whether a text may end with word `i`, as far as the words up to it tell.

        Of 25 excerpts of talks, four end in the middle of a clause ("highly recommend to") and
        score below -1.6; of 16 that end with a sentence, none does.
        """
        before = (
            self._word(w[i], 0)
            + self._words_before((w[i - 1], w[i]), 0)
            + self._kinds_before((k[i - 2], k[i - 1], k[i]), 0)
            + self._pair_before((k[i - 1], k[i]), 0)
        )
        return unpack(before).stop > -1.6


def unpack(total: int) -> Scores:
    """The log-odds that `pack` made one integer of."""
    total += SIGNS  # no field is negative now, and none borrows from the next
    return Scores(
        ((total & _MASK) - _HALF) / SCALE,
        ((total >> _SHIFT & _MASK) - _HALF) / SCALE,
        ((total >> 2 * _SHIFT) - _HALF) / SCALE,
    )


def threshold(odds: float) -> int:
    """What `is_below` compares with.

    >>> least = threshold(-1.0)
    >>> [is_below(pack(comma, -2.0, -3.5), least) for comma in (-1.5, -1.0, 0.5)]
    [True, False, False]
    """
    return SIGNS - ceil(odds * SCALE) * _ONES


def is_below(total: int, least: int) -> bool:
    """Whether the packed log-odds of all three marks are below a `threshold`."""
    return not (total + least) & SIGNS


def features(w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> tuple[str, ...]:
    """What the model looks at behind word `i`: words `w`, classes `k`, and the clause so far.

    The first letter names the kind of feature. The clause is told by its first word and
    that of its sentence: a clause that starts with "if" ends with a comma.
    """
    a, b, c, d = k[i - 1], k[i], k[i + 1], k[i + 2]
    end, mark = (_STEPS[min(i - last, _FARTHEST)] for last in (last_end, last_mark))
    return (
        f"B{w[i]}",
        f"C{w[i + 1]}",
        f"0{w[i]} {w[i + 1]}",
        f"c{b} {c}",
        f"1{w[i - 1]} {w[i]}",
        f"2{w[i + 1]} {w[i + 2]}",
        f"3{a} {b} {c}",
        f"4{b} {c} {d}",
        f"6{k[i - 2]} {a} {b}",
        f"7{c} {d} {k[i + 3]}",
        f"8{a} {b}",
        f"9{c} {d}",
        f"a{a} {c}",
        f"b{b} {d}",
        f"D{end}",
        f"D{end} {mark}",
        f"F{k[last_end + 1]} {c}",
        f"G{k[last_mark + 1]} {c}",
    )


def kind_of(word: str) -> str:
    """The class of a word that is not common.

    >>> [kind_of(word) for word in ("2017", "refactoring", "gas", "python")]
    ['0', '~ing', 'x', 'x']
    """
    if word[:1].isdigit():
        return "0"
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return "~" + suffix
    return "x"


def pack(comma: float, stop: float, question: float) -> int:
    """Three weights as one integer.

    >>> unpack(pack(1.5, -2.0, 0.25) + pack(-1.0, 1.0, 0.0))
    Scores(comma=0.5, stop=-1.0, question=0.25)
    """
    return round(comma * SCALE) + (round(stop * SCALE) << _SHIFT) + (round(question * SCALE) << 2 * _SHIFT)


@cache
def load_model() -> PunctuationModel:
    """The model that comes with the package, read at its first use."""
    data = zlib.decompress(files("transcript_fixer").joinpath("data", "punctuation.bin").read_bytes())
    head, _, body = data.partition(b"\0")
    listed, *names = head.decode("utf-8").split("\n")
    entries = listed.split(" ")
    packed = array("q", body)
    if sys.byteorder == "big":
        packed.byteswap()
    return PunctuationModel(dict(zip(names, packed, strict=True)), dict(zip(entries[::2], entries[1::2], strict=True)))


def dump_model(weights: dict[str, int], classes: dict[str, str]) -> bytes:
    """What `load_model` reads: the classes of words, the features and their packed weights, compressed."""
    names = sorted(weights)
    listed = " ".join(f"{word} {kind}" for word, kind in sorted(classes.items()))
    packed = array("q", [weights[name] for name in names])
    if sys.byteorder == "big":
        packed.byteswap()
    return zlib.compress("\n".join([listed, *names]).encode("utf-8") + b"\0" + packed.tobytes(), 9)
