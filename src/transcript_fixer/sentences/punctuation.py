"""Sentence ends, commas and question marks from the words alone.

Automatic captions have no punctuation, and where captions were cut a mark
stands whether anything ended there or not. A small log-linear model decides
from the words around a gap what a careful typist would write in it: nothing, a
comma, a stop or a question mark. Its features are those of the literature on
punctuation restoration without prosody (Beeferman, Berger and Lafferty 1998;
Lu and Ng 2010; Ueffing, Bisani and Vozila 2013): the words next to the gap,
their pairs, and word classes further away, in which a rare word counts as its
suffix. Classes tell something at any distance too: what the sentence and the
clause have had so far, and what comes next. `scripts/train_punctuation.py` fits the weights; the package ships
those, and no text.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, compress, count, repeat
from math import ceil
from operator import add, not_
from typing import NamedTuple

from transcript_fixer.resources import files

PAD = 3
"""Padding a list of words needs at both ends."""
SUFFIXES = ("ing", "ed", "ly", "tion", "er", "s")
# The tables of features, by the places, counted from the word before the gap, whose words or
# classes they hold. Behind them come two that hold the class of the word that opened the
# sentence, or the clause since the last mark, and that of the word behind the gap.
WORD_TABLES = ((0, 1), (-1, 0), (1, 2))
KIND_TABLES = ((0, 1), (-1, 0, 1), (0, 1, 2), (-2, -1, 0), (1, 2, 3), (-1, 0), (1, 2), (-1, 1), (0, 2))
TABLES = len(WORD_TABLES) + len(KIND_TABLES) + 2
# Words since the last sentence end, or the last mark, in steps that widen.
STEPS = (0, 1, 2, 3, 4, 4, 5, 5, 5, *(6,) * 4, *(7,) * 6, *(8,) * 8, *(9,) * 14, 10)
_FARTHEST = len(STEPS) - 1
LOOK_BACK, LOOK_AHEAD = 40, 9
"""Words of the sentence and of the clause up to a gap, and words behind it, whose classes tell something wherever
they stand: a clause that has had no verb is not over, and one without a subject ahead does not begin here."""
MOST_KINDS = 256
HOPELESS = -1.0
"""Log-odds below which a gap is not looked at twice."""
MOST_REMEMBERED = 100_000
"""A file of ever new words must not fill the memory."""
# Three weights are packed into one integer, so that one look-up and one addition serve all classes.
_SHIFT = 20
_HALF = 1 << (_SHIFT - 1)
_MASK = (1 << _SHIFT) - 1
SCALE = 256
"""Scores are counted in units of 1/256."""
_ONES = 1 + (1 << _SHIFT) + (1 << 2 * _SHIFT)
_SIGNS = _HALF * _ONES


class Scores(NamedTuple):
    """Log-odds against an empty gap."""

    comma: float
    stop: float
    question: float


class Coding:
    """Numbers for words and for their classes: a common word is a class of its own.

    Word 0 is any that is not known. A class's name starts with "#" if it was found from the
    company its words keep, and with "~" if the form of the word tells it.
    """

    def __init__(self, words: Sequence[str], names: Sequence[str], kinds: bytes) -> None:
        self.words, self.names, self._kinds = words, names, kinds
        self.common = frozenset(name for name in names if name[0] not in "#~<>")
        self._ids = dict(zip(words, range(len(words)), strict=True))
        self._forms = {name: number for number, name in enumerate(names) if name[0] == "~"}
        self._met: dict[str, int] = {}

    @classmethod
    def of_classes(cls, classes: Mapping[str, str]) -> Coding:
        """The coding of words whose classes are known by name; the commoner come first."""
        classes = {"<": "<", ">": ">", **classes}
        forms = {kind_of(f"xxxxxx{suffix}") for suffix in ("", *SUFFIXES)} | {kind_of("0")}
        names = sorted({*classes.values(), *forms})
        if len(names) > MOST_KINDS:
            raise ValueError(f"{len(names)} classes of words; {MOST_KINDS} at most have a number")
        return cls(["", *classes], names, bytes(map(names.index, [kind_of(""), *classes.values()])))

    def codes(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The number of each word, and that of its class."""
        ids = list(map(self._ids.get, words, repeat(0)))
        kinds = list(map(self._kinds.__getitem__, ids))
        for at in compress(count(), map(not_, ids)):
            kinds[at] = self._kind_by_form(words[at])
        return ids, kinds

    def stored(self) -> tuple[bytes, bytes, bytes]:
        """What the constructor takes, as a file holds it."""
        return " ".join(self.words).encode(), " ".join(self.names).encode(), self._kinds

    def _kind_by_form(self, word: str) -> int:
        kind = self._met.get(word)
        if kind is None:
            kind = self._forms[kind_of(word)]
            if len(self._met) < MOST_REMEMBERED:
                self._met[word] = kind
        return kind


class _Rows(dict[int, dict[int, int]]):
    """One table of features: packed weights by the first number, then by the others.

    A row is read when it is first asked for. A short talk needs few of them, and starts sooner.
    """

    def __init__(self, starts: array[int], keys: array[int], codes: array[int], palette: array[int]) -> None:
        super().__init__()
        self._stored = (starts, keys, codes, palette)

    def __missing__(self, first: int) -> dict[int, int]:
        starts, keys, codes, palette = self._stored
        if first + 1 < len(starts):
            low, high = starts[first], starts[first + 1]
        else:  # a rare word
            low = high = 0
        row = self[first] = dict(zip(keys[low:high], map(palette.__getitem__, codes[low:high]), strict=True))
        return row


class Company(NamedTuple):
    """What the classes of the words of a text tell wherever they stand, packed, as sums over all words before each."""

    sentence: list[int]
    clause: list[int]
    ahead: list[int]


class PunctuationModel:
    """Weights of features, as `dump_model` wrote them."""

    def __init__(self, data: bytes) -> None:
        sections = _read_sections(data)
        words, names = (next(sections).decode("utf-8").split(" ") for _ in "wn")
        self.coding = Coding(words, names, next(sections))
        self.common = self.coding.common
        palette = _numbers("q", next(sections))
        self._word, self._following, clause, self._in_sentence, self._in_clause, self._ahead = (
            list(map(palette.__getitem__, _numbers("H", next(sections)))) for _ in range(6)
        )
        for column in (self._word, self._following):
            column += [0] * (len(words) - len(column))  # rare words tell nothing
        size = STEPS[-1] + 1
        # By the steps since the last sentence end and the last mark.
        rows = [list(map(clause[end * size : (end + 1) * size].__getitem__, STEPS)) for end in range(size)]
        self._lengths = list(map(rows.__getitem__, STEPS))
        tables = [
            _Rows(_numbers("I", next(sections)), _numbers("H", next(sections)), _numbers("H", next(sections)), palette)
            for _ in range(TABLES)
        ]
        (
            self._words,
            self._words_before,
            self._words_behind,
            self._pair,
            self._kinds_around,
            self._kinds_over,
            self._kinds_before,
            self._kinds_behind,
            self._pair_before,
            self._pair_behind,
            self._outer_before,
            self._outer_behind,
            self._sentence,
            self._clause,
        ) = tables

    def alone(self, w: Sequence[int]) -> list[int]:
        """The packed log-odds of the marks behind every word but the padding, each word by itself telling its part."""
        return list(map(add, map(self._word.__getitem__, w[PAD:-PAD]), map(self._following.__getitem__, w[PAD + 1 :])))

    def between(self, w: Sequence[int], k: Sequence[int], places: Sequence[int]) -> list[int]:
        """The packed log-odds of the marks behind each of these words, as the two words at the gap tell them.

        `w` are the numbers of padded words, `k` those of their classes. A text of bare captions
        asks this for every word, so it is answered in columns.
        """
        behind = [place + 1 for place in places]
        words, following = list(map(w.__getitem__, places)), list(map(w.__getitem__, behind))
        alone = map(add, map(self._word.__getitem__, words), map(self._following.__getitem__, following))
        by_word, by_kind = self._words, self._pair
        return [
            single + by_word[word].get(next_word, 0) + by_kind[kind].get(next_kind, 0)
            for single, word, next_word, kind, next_kind in zip(
                alone, words, following, map(k.__getitem__, places), map(k.__getitem__, behind), strict=True
            )
        ]

    def company(self, k: Sequence[int]) -> Company:
        """What the classes `k` of padded words tell wherever they stand."""
        in_sentence, in_clause, ahead = (
            list(accumulate(map(column.__getitem__, k), initial=0))
            for column in (self._in_sentence, self._in_clause, self._ahead)
        )
        ahead += repeat(ahead[-1], LOOK_AHEAD)
        return Company(in_sentence, in_clause, ahead)

    def scores(self, w: Sequence[int], k: Sequence[int], i: int, last_end: int, last_mark: int) -> Scores:
        """What belongs behind word `i` of the padded words `w` with classes `k`.

        `last_end` and `last_mark` are the words (before `i`) behind which the last sentence
        ended and the last mark of any kind stands.
        """
        return unpack(self.total(w, k, self.company(k), i, last_end, last_mark, self.between(w, k, [i])[0]))

    def total(
        self,
        w: Sequence[int],
        k: Sequence[int],
        company: Company,
        i: int,
        last_end: int,
        last_mark: int,
        between: int,
    ) -> int:
        """The same, packed, once `company` and `between` have told their parts."""
        outer, a, b, c, d, last = k[i - 2 : i + 4]
        end, mark = i - last_end, i - last_mark
        in_sentence, in_clause, ahead = company
        over = c << 8 | d
        return (
            between
            + self._words_before[w[i - 1]].get(w[i], 0)
            + self._words_behind[w[i + 1]].get(w[i + 2], 0)
            + self._kinds_around[a].get(b << 8 | c, 0)
            + self._kinds_over[b].get(over, 0)
            + self._kinds_before[outer].get(a << 8 | b, 0)
            + self._kinds_behind[c].get(d << 8 | last, 0)
            + self._pair_before[a].get(b, 0)
            + self._pair_behind[c].get(d, 0)
            + self._outer_before[a].get(c, 0)
            + self._outer_behind[b].get(d, 0)
            + self._lengths[end if end < _FARTHEST else _FARTHEST][mark if mark < _FARTHEST else _FARTHEST]
            + self._sentence[k[last_end + 1]].get(c, 0)
            + self._clause[k[last_mark + 1]].get(c, 0)
            + in_sentence[i + 1]
            - in_sentence[last_end + 1 if end <= LOOK_BACK else i - LOOK_BACK]
            + in_clause[i + 1]
            - in_clause[last_mark + 1 if mark <= LOOK_BACK else i - LOOK_BACK]
            + ahead[i + 1 + LOOK_AHEAD]
            - ahead[i + 1]
        )

    def may_end(self, w: Sequence[int], k: Sequence[int], i: int) -> bool:
        """Whether a text may end with word `i`, as far as the words up to it tell.

        Of 25 excerpts of talks, four end in the middle of a clause ("highly recommend to") and
        score below -2; of 16 that end with a sentence, one does.
        """
        before = (
            self._word[w[i]]
            + self._words_before[w[i - 1]].get(w[i], 0)
            + self._kinds_before[k[i - 2]].get(k[i - 1] << 8 | k[i], 0)
            + self._pair_before[k[i - 1]].get(k[i], 0)
        )
        return unpack(before).stop >= -2.0


def unpack(total: int) -> Scores:
    """The log-odds that `pack` made one integer of."""
    total += _SIGNS  # no field is negative now, and none borrows from the next
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
    return _SIGNS - ceil(odds * SCALE) * _ONES


def is_below(total: int, least: int) -> bool:
    """Whether the packed log-odds of all three marks are below a `threshold`."""
    return not (total + least) & _SIGNS


def are_promising(totals: Iterable[int], leasts: Iterable[int]) -> Iterator[int]:
    """For each packed total, whether any of its marks reaches the `threshold` beside it: 0 if none does.

    >>> totals = [pack(-1.5, -2.0, -3.5), pack(0.5, -2.0, -3.5)]
    >>> [sign > 0 for sign in are_promising(totals, repeat(threshold(-1.0)))]
    [False, True]

    The same as `is_below` turned round, for a whole column at once: every word of bare captions is asked.
    """
    return map(_SIGNS.__and__, map(add, totals, leasts))


def kind_of(word: str) -> str:
    """The class of a word that is not known.

    >>> [kind_of(word) for word in ("2017", "refactoring", "gas", "python")]
    ['~0', '~ing', '~', '~']
    """
    if word[:1].isdigit():
        return "~0"
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return "~" + suffix
    return "~"


def pack(comma: float, stop: float, question: float) -> int:
    """Three weights as one integer.

    >>> unpack(pack(1.5, -2.0, 0.25) + pack(-1.0, 1.0, 0.0))
    Scores(comma=0.5, stop=-1.0, question=0.25)
    """
    return round(comma * SCALE) + (round(stop * SCALE) << _SHIFT) + (round(question * SCALE) << 2 * _SHIFT)


@cache
def load_model() -> PunctuationModel:
    """The model that comes with the package, read at its first use."""
    return PunctuationModel(files("transcript_fixer").joinpath("data", "punctuation.bin").read_bytes())


class Weights(NamedTuple):
    """What training found: packed weights of words (behind a gap and before it), of steps, and of features."""

    word: Mapping[int, int]
    following: Mapping[int, int]
    clause: Mapping[tuple[int, int], int]
    """By the steps since the last sentence end and since the last mark."""
    company: Sequence[Mapping[int, int]]
    """By classes of words: in the sentence so far, in the clause so far, and ahead."""
    tables: Sequence[Mapping[tuple[int, ...], int]]
    """One for each of `WORD_TABLES`, `KIND_TABLES`, and the openers of sentence and clause."""


def dump_model(coding: Coding, weights: Weights) -> bytes:
    """What `PunctuationModel` reads: arrays that need no sorting, each behind its length.

    Nothing is compressed: that would save half of the file, and take longer than all else at its reading.
    Weights repeat, so each is stored once, and its number where it is used. Within a table,
    features stand in order: the first number leads to a row, the others are the key there.
    """
    steps = range(STEPS[-1] + 1)
    columns = [
        [each.get(word, 0) for word in range(1 + max((word for word in each if each[word]), default=0))]
        for each in (weights.word, weights.following)
    ]
    columns.append([weights.clause.get((end, mark), 0) for end in steps for mark in steps])
    columns += [[each.get(kind, 0) for kind in range(len(coding.names))] for each in weights.company]
    used = {weight for column in columns for weight in column} | {w for table in weights.tables for w in table.values()}
    palette = sorted(used)
    code = dict(zip(palette, range(len(palette)), strict=True))
    sections = [*coding.stored(), _stored("q", palette)]
    sections += [_stored("H", map(code.__getitem__, column)) for column in columns]
    for table in weights.tables:
        counts = [0] * (1 + max((numbers[0] for numbers in table), default=0))
        found = sorted((first, _key(others), code[weight]) for (first, *others), weight in table.items())
        for first, _, _ in found:
            counts[first] += 1
        sections.append(_stored("I", [0, *accumulate(counts)]))
        sections += [_stored("H", [key for _, key, _ in found]), _stored("H", [weight for _, _, weight in found])]
    return b"".join(len(each).to_bytes(4, "little") + each for each in sections)


def _key(numbers: Sequence[int]) -> int:
    return numbers[0] if len(numbers) == 1 else numbers[0] << 8 | numbers[1]


def _read_sections(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        start = at + 4
        at = start + int.from_bytes(data[at:start], "little")
        yield data[start:at]


def _numbers(kind: str, stored: bytes) -> array[int]:
    numbers = array(kind, stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _stored(kind: str, numbers: Iterable[int]) -> bytes:
    stored = array(kind, numbers)
    if sys.byteorder == "big":
        stored.byteswap()
    return stored.tobytes()
