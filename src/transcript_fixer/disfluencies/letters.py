"""Words as letters, so that a pattern can search a talk for words.

Most words of a talk are looked at by no rule. Written with one letter a word, the talk is short
enough that a pattern finds the few that are, and what stands behind them, without a step of our
own for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from transcript_fixer.disfluencies.english import BASE

# Between these no letter means anything in a pattern, and two of them xored are no surrogate.
_FIRST, _LETTERS = 0x1000, 0x6000
_MOST_WORDS, _LONGEST_WORD = 1 << 16, 40


def singular(word: str) -> str:
    """One and many are the same word, as far as a repeat goes."""
    return word[:-1] if len(word) > 4 and word[-1] == "s" else word


class Letters(dict[str, str]):
    """The letter of each word, worked out once.

    Plurals share the letter of the singular, and "it's" that of "it". Any two other words may
    share one too, if seldom: what a pattern finds is to be checked.
    """

    def __missing__(self, word: str) -> str:
        one = singular(word)
        base = BASE.get(word) or BASE.get(one, one)
        letter = chr(_FIRST + crc32(base.encode("utf-8", "surrogatepass")) % _LETTERS)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = letter
        return letter


LETTERS = Letters()


def one_of(words: Iterable[str]) -> str:
    """The part of a pattern that finds the letter of one of these words."""
    return "[" + "".join(sorted({LETTERS[word] for word in words})) + "]"


def one_phrase_of(phrases: Iterable[Iterable[str]]) -> re.Pattern[str]:
    """Finds the first word of each of these phrases, which all stand in full behind it."""
    ways_on: dict[str, set[str]] = {}
    for phrase in phrases:
        first, *rest = [LETTERS[word] for word in phrase]
        ways_on.setdefault(first, set()).add("".join(rest))
    return re.compile("|".join(f"{first}(?={'|'.join(sorted(rests))})" for first, rests in ways_on.items()))
