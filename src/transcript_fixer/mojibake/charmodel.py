"""Which characters follow which: the language model that damaged bytes are read with.

There is one model for each family of scripts, counted from permissively licensed texts
by scripts/build_mojibake_model.py. It gives the cost (the negative logarithm, in steps
of 1/14) of a character after those before it, from n-grams with absolute discounting,
and for Chinese also the cost of a word. docs/mojibake.md describes the files.

A model is read when the first damaged stretch of its family needs it, never before.
"""

from __future__ import annotations

import functools
import json
import re
import zlib
from collections.abc import Container
from enum import StrEnum

from transcript_fixer import resources


class Family(StrEnum):
    """Scripts that one model covers."""

    CHINESE = "zh"
    JAPANESE = "ja"
    KOREAN = "ko"
    ALPHABETS = "alphabets"


STEPS = 14  # to one natural logarithm
MEMORY = 300_000  # n-grams looked up before they are forgotten, so that a long run does not grow

_DIGITS_RE = re.compile(r"[0-9]+")
_ASCII_RE = re.compile(r"[\x00-\x7f]+")


class _Rows(dict[str, dict[str, int]]):
    """Numbers by the first character of their keys and then by the rest; a row is unpacked when it is first asked for.

    Unpacking all would take a quarter of a second, and a text needs a tenth of it.
    """

    __slots__ = ("_packed",)

    def __init__(self, rows: str, numbers: bytes) -> None:
        super().__init__()
        self._packed: dict[str, tuple[str, bytes]] = {}
        at = 0
        for row in rows.split("\x03") if rows else ():
            end = at + row.count("\x02") + 1
            self._packed[row[0]] = (row[1:], numbers[at:end])
            at = end

    def __missing__(self, first: str) -> dict[str, int]:
        rests, numbers = self._packed.get(first, ("", b""))
        row = self[first] = dict(zip(rests.split("\x02"), numbers, strict=False))
        return row

    def __contains__(self, first: object) -> bool:
        return first in self._packed

    def __bool__(self) -> bool:
        return bool(self._packed)


class _Memory(dict[str, int]):
    """The cost of the last character of an n-gram after the others, looked up once."""

    __slots__ = ("_backs", "_costs", "_unknown")

    def __init__(self, costs: _Rows, backs: _Rows, unknown: int) -> None:
        super().__init__()
        self._costs = costs
        self._backs = backs
        self._unknown = unknown

    def __missing__(self, gram: str) -> int:
        if len(self) > MEMORY:
            self.clear()
        extra, seen = 0, gram
        cost = self._costs[seen[0]].get(seen[1:])
        while cost is None and len(seen) > 1:
            extra += self._backs[seen[0]].get(seen[1:-1], 0)
            seen = seen[1:]
            cost = self._costs[seen[0]].get(seen[1:])
        cost = self[gram] = extra + (self._unknown if cost is None else cost)
        return cost


class CharacterModel:
    """Costs of characters in context.

    >>> model = load_model(Family.ALPHABETS)
    >>> model.cost[" Marí"] < model.cost[" MarÍ"]
    True

    `cost` takes `order` characters and gives the cost of the last one. `words` has the costs
    of words by their first character and the rest.
    """

    __slots__ = ("cost", "family", "known", "order", "simplified", "traditional", "words")

    def __init__(self, family: Family, packed: bytes) -> None:
        self.family = family
        header, grams, words, numbers = zlib.decompress(packed).split(b"\x00", 3)
        head = json.loads(header)
        size = grams.count(b"\x02") + grams.count(b"\x03") + 1
        costs = _Rows(grams.decode(), numbers[:size])
        self.order: int = head["order"]
        self.simplified = frozenset(head.get("simplified", ""))
        self.traditional = frozenset(head.get("traditional", ""))
        self.known: Container[str] = costs
        self.words = _Rows(words.decode(), numbers[2 * size :])
        self.cost = _Memory(costs, _Rows(grams.decode(), numbers[size : 2 * size]), head["unknown"])

    def normal(self, text: str) -> str:
        """The text as it was counted: in an alphabet any number is 0; elsewhere ASCII is only white space or not."""
        if self.family is Family.ALPHABETS:
            return _DIGITS_RE.sub("0", text)
        return _ASCII_RE.sub(_one_for_all, text)


def _one_for_all(match: re.Match[str]) -> str:
    return " " if match.group().isspace() else "\x01"


@functools.cache
def load_model(family: Family) -> CharacterModel:
    return CharacterModel(family, resources.files("transcript_fixer").joinpath("data", f"{family}.model").read_bytes())
