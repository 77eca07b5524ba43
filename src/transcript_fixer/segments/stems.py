"""The forms of a word, by its first letters: no title has two of them."""

from __future__ import annotations

from transcript_fixer.segments.remembered import Remembered

STEM_LETTERS = 5
_FORM = 3  # letters: a word so short is no form of a longer one


def stem_of(word: str) -> str:
    """What forms of a word have in common, by its first letters.

    >>> stem_of("lists"), stem_of("testing"), stem_of("tests"), stem_of("cities"), stem_of("movies")
    ('list', 'testi', 'test', 'city', 'movy')
    """
    word = word.removesuffix("s")
    if word.endswith("ie") and len(word) >= STEM_LETTERS:
        word = f"{word[:-2]}y"
    return word[:STEM_LETTERS]


STEMS: Remembered[str, str] = Remembered(stem_of)


def share_word(stems: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two phrases, by the stems of their words, have a word in common, or forms of it.

    >>> share_word(frozenset(["fair"]), frozenset(["fairn", "model"]))
    True
    >>> share_word(frozenset(["fair"]), frozenset(["farm"])), share_word(frozenset(["bee"]), frozenset(["beech"]))
    (False, False)
    """
    if not stems.isdisjoint(others):
        return True
    for stem in stems:
        head = stem[: _FORM + 1]
        for other in others:
            if other.startswith(head) and len(head) > _FORM and (stem.startswith(other) or other.startswith(stem)):
                return True
    return False
