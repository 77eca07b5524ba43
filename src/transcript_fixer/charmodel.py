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
from enum import StrEnum
from importlib import resources


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


class _Memory(dict[str, int]):
    """The cost of the last character of an n-gram after the others, looked up once."""

    __slots__ = ("_backs", "_costs", "_unknown")

    def __init__(self, costs: dict[str, int], backs: dict[str, int], unknown: int) -> None:
        super().__init__()
        self._costs = costs
        self._backs = backs
        self._unknown = unknown

    def __missing__(self, gram: str) -> int:
        if len(self) > MEMORY:
            self.clear()
        extra, seen = 0, gram
        cost = self._costs.get(seen)
        while cost is None:
            if len(seen) == 1:
                cost = self._unknown
                break
            extra += self._backs.get(seen[:-1], 0)
            seen = seen[1:]
            cost = self._costs.get(seen)
        cost += extra
        self[gram] = cost
        return cost


class CharacterModel:
    """Costs of characters in context.

    >>> model = load_model(Family.ALPHABETS)
    >>> model.cost[" Marí"] < model.cost[" MarÍ"]
    True

    `cost` takes `order` characters and gives the cost of the last one; it looks each up once.
    """

    __slots__ = ("cost", "family", "order", "simplified", "single", "traditional", "words")

    def __init__(self, family: Family, packed: bytes) -> None:
        self.family = family
        header, text, listed, numbers = zlib.decompress(packed).split(b"\x00", 3)
        sizes = json.loads(header)
        self.order = len(sizes["grams"])
        grams: list[str] = []
        letters = text.decode()
        at = 0
        for size, count in enumerate(sizes["grams"], start=1):
            level = letters[at : at + size * count]
            grams += map("".join, zip(*[iter(level)] * size, strict=True))
            at += size * count
        contexts = len(grams) - sizes["grams"][-1]
        costs = dict(zip(grams, numbers[1:], strict=False))
        backs = dict(zip(grams[:contexts], numbers[1 + len(grams) :], strict=False))
        words = listed.decode().split("\n") if listed else []
        self.words: dict[str, int] = dict(zip(words, numbers[1 + len(grams) + contexts :], strict=True))
        self.single = frozenset(grams[: sizes["grams"][0]])
        self.simplified = frozenset(sizes.get("simplified", ""))
        self.traditional = frozenset(sizes.get("traditional", ""))
        self.cost = _Memory(costs, backs, numbers[0])

    def normal(self, text: str) -> str:
        """The text as it was counted: in an alphabet any number is 0; elsewhere ASCII is only white space or not."""
        if self.family is Family.ALPHABETS:
            return _DIGITS_RE.sub("0", text)
        return _ASCII_RE.sub(_one_for_all, text)


def _one_for_all(match: re.Match[str]) -> str:
    return " " if match.group().isspace() else "\x01"


@functools.cache
def load_model(family: Family) -> CharacterModel:
    return CharacterModel(family, resources.files(__package__).joinpath("data", f"{family}.model").read_bytes())
