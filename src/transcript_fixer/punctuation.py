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
from importlib.resources import files
from typing import NamedTuple

PAD = 3
"""Padding a list of words needs at both ends."""
SUFFIXES = ("ing", "ed", "ly", "tion", "er", "s")
# Words since the last sentence end or mark, in steps that widen.
_STEPS = (0, 1, 2, 3, 4, 4, 5, 5, 5, *(6,) * 4, *(7,) * 6, *(8,) * 8, *(9,) * 14)
_END_KEYS = [f"D{end}" for end in range(11)]
_MARK_KEYS = [[f"E{mark} {end}" for end in range(11)] for mark in range(11)]
_STEP_KEYS = [f" H{mark}" for mark in range(11)]
_ZEROS = (0,) * 32  # the default of each look-up
_VERB_KEYS = ("V0 ", "V1 ", "V2 ")
_VERBAL = ("'s", "'re", "'ve", "'ll", "'m", "n't", "'d")
VERBS = frozenset(
    (
        "is are was were be am have has had do does did can could will would should may might must "
        + "want need go see get use know think look make take"
    ).split()
)
"""Common verbs: a clause that has had one may end."""
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
        self._bias = weights.get("", 0)
        self.common = frozenset(word for word, kind in classes.items() if word == kind)
        self._kinds = {**classes, "<": "<", ">": ">"}

    def kinds(self, words: Sequence[str]) -> list[str]:
        """The class of each word: itself if common, else a number, a suffix or other."""
        known = self._kinds.get
        return [known(word) or self._kind(word) for word in words]

    def _kind(self, word: str) -> str:
        kind = kind_of(word)
        if len(self._kinds) < 100_000:  # a file of ever new words must not fill the memory
            self._kinds[word] = kind
        return kind

    def scores(self, w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> Scores:
        """What belongs behind word `i` of the padded words `w` with classes `k`.

        `last_end` and `last_mark` are the words (before `i`) behind which the last sentence
        ended and the last mark of any kind stands.
        """
        total = sum(map(self._weight, features(w, k, i, last_end, last_mark), _ZEROS), self._bias)
        comma = ((total + _HALF) & _MASK) - _HALF
        total = (total - comma) >> _SHIFT
        stop = ((total + _HALF) & _MASK) - _HALF
        return Scores(comma / SCALE, stop / SCALE, ((total - stop) >> _SHIFT) / SCALE)


def features(w: Sequence[str], k: Sequence[str], i: int, last_end: int, last_mark: int) -> tuple[str, ...]:
    """What the model looks at behind word `i`: words `w`, classes `k`, and the clause so far.

    The first letter names the kind of feature. The clause is told by its first word and
    that of its sentence (a clause that starts with "if" ends with a comma), by its length,
    and by whether it has had a verb.
    """
    a, b, c, d = k[i - 1], k[i], k[i + 1], k[i + 2]
    word, following = w[i], w[i + 1]
    ab, bc, cd = f"{a} {b}", f"{b} {c}", f"{c} {d}"
    since_end, since_mark = i - last_end, i - last_mark
    end = _STEPS[since_end] if since_end < 41 else 10
    mark = _STEPS[since_mark] if since_mark < 41 else 10
    first = k[last_mark + 1]
    verbs = 0
    for each in w[last_mark + 1 if since_mark < 40 else i - 40 : i + 1]:
        if each in VERBS or each.endswith(_VERBAL):
            verbs += 1
            if verbs == 2:
                break
    return (
        "B" + word,
        "C" + following,
        f"0{word} {following}",
        f"1{w[i - 1]} {word}",
        f"2{following} {w[i + 2]}",
        "c" + bc,
        f"3{a} {bc}",
        f"4{bc} {d}",
        f"6{k[i - 2]} {ab}",
        f"7{cd} {k[i + 3]}",
        "8" + ab,
        "9" + cd,
        f"a{a} {c}",
        f"b{b} {d}",
        _END_KEYS[end],
        _MARK_KEYS[mark][end],
        f"F{k[last_end + 1]} {c}",
        f"G{first} {c}",
        first + _STEP_KEYS[mark],
        _VERB_KEYS[verbs] + c,
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

    >>> total = pack(1.5, -2.0, 0.25) + pack(-1.0, 1.0, 0.0)
    >>> model = PunctuationModel({"": total}, {})
    >>> model.scores(["<"] * 7, ["<"] * 7, 3, 2, 2)
    Scores(comma=0.5, stop=-1.0, question=0.25)
    """
    return round(comma * SCALE) + (round(stop * SCALE) << _SHIFT) + (round(question * SCALE) << 2 * _SHIFT)


@cache
def load_model() -> PunctuationModel:
    """The model that comes with the package, read at its first use."""
    data = zlib.decompress(files("transcript_fixer").joinpath("data", "punctuation.bin").read_bytes())
    head, _, body = data.partition(b"\0")
    listed, *features = head.decode("utf-8").split("\n")
    entries = listed.split(" ")
    size = len(features)
    weights = array("h", body)
    if sys.byteorder == "big":
        weights.byteswap()
    packed = (
        comma + (stop << _SHIFT) + (question << 2 * _SHIFT)
        for comma, stop, question in zip(weights[:size], weights[size : 2 * size], weights[2 * size :], strict=True)
    )
    return PunctuationModel(
        dict(zip(features, packed, strict=True)), dict(zip(entries[::2], entries[1::2], strict=True))
    )


def dump_model(weights: dict[str, tuple[float, float, float]], classes: dict[str, str]) -> bytes:
    """What `load_model` reads: the classes of words, features and weights, compressed."""
    features = sorted(weights)
    listed = " ".join(f"{word} {kind}" for word, kind in sorted(classes.items()))
    head = "\n".join([listed, *features]).encode("utf-8")
    columns = [array("h", [round(weights[feature][column] * SCALE) for feature in features]) for column in range(3)]
    if sys.byteorder == "big":
        for column in columns:
            column.byteswap()
    return zlib.compress(head + b"\0" + b"".join(column.tobytes() for column in columns), 9)
