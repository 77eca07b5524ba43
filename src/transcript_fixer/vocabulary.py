"""Which words are ordinary English: the ones that no guess at a garbled term may touch."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache

from transcript_fixer.resources import files

# fmt: off
_ENDINGS = (
    "s", "es", "ed", "d", "ing", "er", "r", "ers", "rs", "ly", "ness", "able", "less", "ful", "al", "ally", "ation",
    "ations", "ization", "izations", "ize", "ized", "izes", "izing", "ity", "ment", "ments", "ish", "est", "y", "ism",
    "ist",
)
_OPENINGS = (
    "un", "re", "non", "pre", "sub", "multi", "over", "under", "mis", "dis", "de", "inter", "anti", "super", "micro",
)
# fmt: on


@lru_cache(maxsize=1 << 14)
def is_ordinary(word: str) -> bool:
    """Whether a word is listed as English, or formed from a listed one by the usual endings.

    >>> is_ordinary("Sure"), is_ordinary("visualizations"), is_ordinary("preprocessing"), is_ordinary("Pytorrch")
    (True, True, True, False)

    Words of fewer than five letters count as ordinary: too much is spelled nearly like them.
    """
    low = word.lower()
    if len(low) < 5:
        return True
    return low in english() or is_formed(low, english())


def is_formed(word: str, words: Container[str]) -> bool:
    """Whether a word comes from one of these by at most two endings or prefixes."""
    return any(stem in words or any(deep in words for deep in stems(stem)) for stem in stems(word))


def stems(word: str) -> Iterator[str]:
    """What a word may be formed from: without an ending, or without a prefix."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
    for opening in _OPENINGS:
        if word.startswith(opening) and len(word) - len(opening) >= 3:
            yield word[len(opening) :]


class WordList(Container[str]):
    """Words, of which only those are looked at that begin like one asked for.

    A talk asks for some hundred of 30,000, and to make a set of all takes as long as a short
    talk needs for everything else. On each line stand all words with the same two letters at
    their beginning.

        >>> words = WordList(["able above", "mice mill"])
        >>> "mill" in words, "mi" in words, "" in words, "mouse" in words
        (True, False, False, False)
    """

    __slots__ = ("_lines", "_words")

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = {line[:2]: line for line in lines}
        self._words: dict[str, frozenset[str]] = {}

    def __contains__(self, word: object) -> bool:
        head = str(word)[:2]
        words = self._words.get(head)
        if words is None:
            if head not in self._lines:
                return False
            words = self._words[head] = frozenset(self._lines[head].split())
        return word in words


@cache
def english() -> WordList:
    """The list, read once."""
    text = files("transcript_fixer").joinpath("lexicons/english.txt").read_bytes().decode("ascii")
    return WordList(line for line in text.splitlines() if not line.startswith("#"))
