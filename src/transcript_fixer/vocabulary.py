"""Which words are ordinary English: the ones that no guess at a garbled term may touch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
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
    """Words of a sorted text, one a line, of which only those are read that begin like one asked for.

    A talk asks for some hundred of 30,000, and to make a set of all takes as long as a short
    talk needs for everything else.

        >>> words = WordList("mice\\nmill\\nmouse\\n")
        >>> "mill" in words, "mi" in words, "" in words, "mouse" in words
        (True, False, False, True)
    """

    __slots__ = ("_alike", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._alike: dict[str, frozenset[str]] = {}

    def __contains__(self, word: object) -> bool:
        head = str(word)[:_HEAD]
        alike = self._alike.get(head)
        if alike is None:
            alike = self._beginning_with(head)
            if alike:  # there is no end to what nothing begins with
                self._alike[head] = alike
        return word in alike

    def _beginning_with(self, head: str) -> frozenset[str]:
        text = self._text

        def head_at(place: int) -> str:
            start = text.rfind("\n", 0, place) + 1
            return text[start : start + _HEAD]

        places = range(len(text))
        start = bisect_left(places, head, key=head_at)
        end = bisect_right(places, head, lo=start, key=head_at)
        return frozenset(text[start:end].split())


_HEAD = 2  # letters


@cache
def english() -> WordList:
    """The list, read once."""
    text = files("transcript_fixer").joinpath("lexicons/english.txt").read_bytes().decode("ascii")
    while text.startswith("#"):
        text = text.partition("\n")[2]
    return WordList(text)
