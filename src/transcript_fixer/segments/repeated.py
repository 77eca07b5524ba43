"""What a segment says again and again: its subject in languages of which only the commonest words are known."""

from __future__ import annotations

from transcript_fixer.language import UNSPACED
from transcript_fixer.segments.everyday import stop_words
from transcript_fixer.segments.wording import Wording

_MOST = 2  # terms of a title
_SHORTEST, _SHORTEST_KOREAN = 3, 2  # letters
_NAMED = 2.0  # how much more a term counts that has a capital inside sentences, as German nouns have


def may_name(term: str, language: str) -> bool:
    """Whether a term, in lower case, may name a subject, as far as that is known of the language.

    >>> may_name("turm", "de"), may_name("heute", "de"), may_name("合", "zh")
    (True, False, True)

    A Korean word in -다 or -요 is a verb.

    >>> may_name("스택", "ko"), may_name("있습니다", "ko")
    (True, False)
    """
    if language in UNSPACED:
        return True
    if language == "ko":
        return len(term) >= _SHORTEST_KOREAN and term[-1] not in "다요" and term not in stop_words(language)
    return len(term) >= _SHORTEST and term not in stop_words(language)


def find_repeated(wording: Wording, language: str) -> list[str]:
    """Up to two terms that are said more than once and share no part, most telling first.

    Where words are not spaced long runs of characters tell most. Elsewhere a term is a single word; in a language
    without a list of `stop_words` none is told from the rest, and so there is none.

    >>> from transcript_fixer.segments.wording import count_words
    >>> said = ["Der Turm hat eine Treppe, und ein Turm hat Fenster.", "Die Treppe geht im Turm nach oben."]
    >>> find_repeated(*count_words([said], "de"), "de")
    ['Turm', 'Treppe']
    """
    chosen: list[str] = []
    for term in _ranked(wording, language):
        if not any(_are_alike(term, other, language) for other in chosen):
            chosen.append(term)
        if len(chosen) == _MOST:
            break
    return list(map(wording.spell, chosen))


def _ranked(wording: Wording, language: str) -> list[str]:
    counts = {term: len(wording.again[term]) for term in wording.repeated}
    if language in UNSPACED:
        return sorted(counts, key=lambda term: (-counts[term] * (min(len(term), 5) - 1), term))
    if not stop_words(language):
        return []
    said = [term for term in counts if may_name(term, language)]
    worth = {term: counts[term] * (1.0 if wording.spell(term).islower() else _NAMED) for term in said}
    return sorted(said, key=lambda term: (-worth[term], wording.again[term][0]))


def _are_alike(term: str, other: str, language: str) -> bool:
    """Whether two terms may be forms or parts of one."""
    if language in UNSPACED:
        return not set(term).isdisjoint(other)
    size = max(_SHORTEST_KOREAN, min(len(term), len(other)) - 2)
    return term[:size] == other[:size]
