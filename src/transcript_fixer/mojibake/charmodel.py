"""Which characters follow which: the language model that damaged bytes are read with.

There is one model for each family of scripts, counted from permissively licensed texts
by scripts/build_mojibake_model.py. It gives the cost (the negative logarithm, in steps
of 1/14) of a character after those before it, from n-grams with absolute discounting,
and for Chinese also the cost of a word, and what the clause around a character says
about it (`lattice.clues`). docs/mojibake.md describes the files.

A model is read when the first damaged stretch of its family needs it, never before.
"""

from __future__ import annotations

import functools
import json
import re
import sys
import zlib
from array import array
from collections.abc import Container, Sequence
from enum import StrEnum

from transcript_fixer import resources


class Family(StrEnum):
    """Scripts that one model covers."""

    CHINESE = "zh"
    JAPANESE = "ja"
    KOREAN = "ko"
    ALPHABETS = "alphabets"


STEPS = 14  # to one natural logarithm
NO_CLUE = 128
MEMORY = 150_000  # n-grams looked up before they are forgotten, so that a long run does not grow

_DIGITS_RE = re.compile(r"[0-9]+")
_ASCII_RE = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[\x00-/:-\x7f]+")


class _Rows(dict[str, dict[str, int]]):
    """Numbers by the first character of their keys and then by the rest; a row is unpacked when it is first asked for.

    Unpacking all would take a quarter of a second, and a text needs a tenth of it.
    """

    __slots__ = ("_packed",)

    def __init__(self, rows: str, numbers: Sequence[int]) -> None:
        super().__init__()
        self._packed: dict[str, tuple[str, Sequence[int]]] = {}
        at = 0
        for row in rows.split("\x03") if rows else ():
            end = at + row.count("\x02") + 1
            self._packed[row[0]] = (row[1:], numbers[at:end])
            at = end

    def __missing__(self, first: str) -> dict[str, int]:
        if first not in self._packed:
            return _NO_ROW  # not kept: any character of Unicode may be asked for
        rests, numbers = self._packed[first]
        row = self[first] = dict(zip(rests.split("\x02"), numbers, strict=False))
        return row

    def __contains__(self, first: object) -> bool:
        return first in self._packed

    def __bool__(self) -> bool:
        return bool(self._packed)


_NO_ROW: dict[str, int] = {}


class _Memory(dict[str, int]):
    """The cost of the last character of an n-gram after the others, looked up once.

    The numbers in the rows are the cost of an n-gram and 256 times what it costs to back off from it.
    """

    __slots__ = ("_rows", "_unknown")

    def __init__(self, rows: _Rows, unknown: int) -> None:
        super().__init__()
        self._rows = rows
        self._unknown = unknown

    def __missing__(self, gram: str) -> int:
        if len(self) > MEMORY:
            self.clear()
        row = self._rows[gram[0]]
        known = row.get(gram[1:])
        if known is not None:
            cost = known & 255
        elif len(gram) > 1:
            cost = (row.get(gram[1:-1], 0) >> 8) + self[gram[1:]]
        else:
            cost = self._unknown
        self[gram] = cost
        return cost


class CharacterModel:
    """Costs of characters in context.

    >>> model = load_model(Family.ALPHABETS)
    >>> model.cost[" Marí"] < model.cost[" MarÍ"]
    True

    `cost` takes `order` characters and gives the cost of the last one. `words` has the costs
    of words by their first character and the rest. `clues` has, by a character and something near
    it, how much that speaks for the character, from 1 to 255: `NO_CLUE` is neither for nor against.
    """

    __slots__ = ("_rows", "clues", "cost", "family", "known", "order", "simplified", "traditional", "words")

    def __init__(self, family: Family, packed: bytes) -> None:
        self.family = family
        header, grams, words, clues, numbers = zlib.decompress(packed).split(b"\x00", 4)
        head = json.loads(header)
        size = grams.count(b"\x02") + grams.count(b"\x03") + 1
        self._rows = rows = _Rows(grams.decode(), _paired(numbers[:size], numbers[size : 2 * size]))
        self.order: int = head["order"]
        self.simplified = frozenset(head.get("simplified", ""))
        self.traditional = frozenset(head.get("traditional", ""))
        self.known: Container[str] = rows
        self.words = _Rows(words.decode(), numbers[2 * size :])
        self.clues = _Rows(clues.decode(), numbers[len(numbers) - head["clues"] :])
        self.cost = _Memory(rows, head["unknown"])

    def following(self, history: str) -> tuple[dict[str, int], int]:
        """What is known of the n-grams that begin with `order - 1` characters: their row, and what backing off costs.

        The row has no first characters. Of many n-grams with one beginning few are met again, so
        these are looked up here, without `cost` remembering each.
        """
        row = self._rows[history[0]]
        return row, row.get(history[1:], 0) >> 8

    def normal(self, text: str) -> str:
        """The text as it was counted: any number is 0; outside alphabets other ASCII is only white space or not."""
        if self.family is Family.ALPHABETS:
            return _DIGITS_RE.sub("0", text)
        return _ASCII_RE.sub(_one_for_all, text)


def _paired(low: bytes, high: bytes) -> Sequence[int]:
    """Two bytes as one number, for all of them at once."""
    pairs = bytearray(2 * len(low))
    is_little = sys.byteorder == "little"
    pairs[0::2], pairs[1::2] = (low, high) if is_little else (high, low)
    return array("H", bytes(pairs))


def _one_for_all(match: re.Match[str]) -> str:
    found = match.group()
    return "0" if found[0].isdigit() else " " if found.isspace() else "\x01"


@functools.cache
def load_model(family: Family) -> CharacterModel:
    return CharacterModel(family, resources.files("transcript_fixer").joinpath("data", f"{family}.model").read_bytes())
