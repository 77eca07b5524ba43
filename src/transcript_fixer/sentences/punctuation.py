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
from typing import NamedTuple

from transcript_fixer.resources import files

PAD = 3
"""Padding a list of words needs at both ends."""
SUFFIXES = ("ing", "ed", "ly", "tion", "er", "s")
# Words since the last sentence end, or the last mark, in steps that widen.
_STEPS = (0, 1, 2, 3, 4, 4, 5, 5, 5, *(6,) * 4, *(7,) * 6, *(8,) * 8, *(9,) * 14, 10)
_END_KEYS = [f"D{step}" for step in _STEPS]
_MARK_KEYS = [f" {step}" for step in _STEPS]
_ZEROS = (0,) * 16  # the default of each look-up
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


class Scores(NamedTuple):
    """Log-odds against an empty gap."""

    comma: float
    stop: float
    question: float


class PunctuationModel:
    """Weights of features, and classes of words: a common word is a class of its own."""

    def __init__(self, weights: dict[str, int], classes: dict[str, str]) -> None:
        self._weight = weights.get
        self.common = frozenset(word for word, kind in classes.items() if word == kind)
        self._kinds = {**classes, "<": "<", ">": ">"}
        self._pairs: dict[tuple[str, str], tuple[int, bool]] = {}

    def kinds(self, words: Sequence[str]) -> list[str]:
        """The class of each word: itself if common, else a number, a suffix or other."""
        known = self._kinds.get
        return [known(word) or self._kind(word) for word in words]

    def _kind(self, word: str) -> str:
        kind = kind_of(word)
        if len(self._kinds) < MOST_REMEMBERED:
            self._kinds[word] = kind
        return kind

    def scores(self, w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> Scores:
        """What belongs behind word `i` of the padded words `w` with classes `k`.

        `last_end` and `last_mark` are the words (before `i`) behind which the last sentence
        ended and the last mark of any kind stands.
        """
        total, _ = self._pairs.get((w[i], w[i + 1])) or self._pair(w[i], w[i + 1], k[i], k[i + 1])
        return _unpack(sum(map(self._weight, _around(w, k, i, last_end, last_mark), _ZEROS), total))

    def is_hopeless(self, w: Sequence[str], k: Sequence[str], i: int) -> bool:
        """Whether the two words at the gap alone rule every mark out.

        So it is with four gaps in ten, and asking this first takes a tenth of the time. Of
        2,000 marks in seven talks the model would have put three into such gaps.
        """
        return (self._pairs.get((w[i], w[i + 1])) or self._pair(w[i], w[i + 1], k[i], k[i + 1]))[1]

    def may_end(self, w: Sequence[str], k: Sequence[str], i: int) -> bool:
        """Whether a text may end with word `i`, as far as the words up to it tell.

        Of 25 excerpts of talks, four end in the middle of a clause ("highly recommend to") and
        score below -1.6; of 16 that end with a sentence, none does.
        """
        before = f"B{w[i]}", f"1{w[i - 1]} {w[i]}", f"6{k[i - 2]} {k[i - 1]} {k[i]}", f"8{k[i - 1]} {k[i]}"
        return _unpack(sum(map(self._weight, before, _ZEROS))).stop > -1.6

    def _pair(self, word: str, following: str, kind: str, next_kind: str) -> tuple[int, bool]:
        total = sum(map(self._weight, _between(word, following, kind, next_kind), _ZEROS))
        pair = total, max(_unpack(total)) < HOPELESS
        if len(self._pairs) < MOST_REMEMBERED:
            self._pairs[word, following] = pair
        return pair


def _unpack(total: int) -> Scores:
    comma = ((total + _HALF) & _MASK) - _HALF
    total = (total - comma) >> _SHIFT
    stop = ((total + _HALF) & _MASK) - _HALF
    return Scores(comma / SCALE, stop / SCALE, ((total - stop) >> _SHIFT) / SCALE)


def features(w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> tuple[str, ...]:
    """What the model looks at behind word `i`: words `w`, classes `k`, and the clause so far.

    The first letter names the kind of feature. The clause is told by its first word and
    that of its sentence: a clause that starts with "if" ends with a comma.
    """
    return _between(w[i], w[i + 1], k[i], k[i + 1]) + _around(w, k, i, last_end, last_mark)


def _between(word: str, following: str, kind: str, next_kind: str) -> tuple[str, ...]:
    return "B" + word, "C" + following, f"0{word} {following}", f"c{kind} {next_kind}"


def _around(w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> tuple[str, ...]:
    a, b, c, d = k[i - 1], k[i], k[i + 1], k[i + 2]
    end = i - last_end if i - last_end < 41 else 41
    mark = i - last_mark if i - last_mark < 41 else 41
    return (
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
        _END_KEYS[end],
        _END_KEYS[end] + _MARK_KEYS[mark],
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

    >>> _unpack(pack(1.5, -2.0, 0.25) + pack(-1.0, 1.0, 0.0))
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
