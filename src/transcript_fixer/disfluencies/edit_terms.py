"""Edit terms: the words with which a speaker announces that something is taken back."""

from __future__ import annotations

import re
from functools import cache

from transcript_fixer.disfluencies.english import (
    ADVERBS,
    BASE,
    BE,
    CANNOT_END,
    FUNCTION_WORDS,
    NUMBERS,
    PREPOSITIONS,
    word_set,
)
from transcript_fixer.disfluencies.letters import one_phrase_of
from transcript_fixer.disfluencies.words import END, NONE, WALL, Words
from transcript_fixer.trace import Reason, Span


def find_edit_terms(words: Words, within: Span) -> dict[int, Reason]:
    """Find what "no, wait", "sorry" or "or rather" takes back, with the edit term.

    Only where the repair shows what it replaces: it begins with a word of the reparandum ("on the
    left, no wait, on the right"), both are numbers, or the reparandum is a clause left hanging.
    """
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    free = within.start
    for at in words.places(_edit_terms_pattern(), within):
        terms = _EDIT_TERMS.get(low[at], ())
        size = max((len(term) for term in terms if tuple(low[at : at + len(term)]) == term), default=0)
        if not size or at <= free or NONE is breaks[at - 1] is breaks[at + size - 1]:
            continue
        if low[at] in _APOLOGIES and low[at + size] in ("for", "about", "to", "that", "if", "but"):
            continue
        if low[at] == "sorry" and (low[at - 1] in BE or low[at - 1] in ADVERBS):
            continue
        start = _taken_back(words, at, at + size, free)
        if start < at and WALL not in breaks[start - 1 : at + size]:
            found.update(dict.fromkeys(range(start, at + size), Reason.RESTART))
            free = at + size
    return found


_EDIT_TERMS = {
    "no": (("no", "wait"), ("no", "sorry")),
    "wait": (("wait", "no"),),
    "oh": (("oh", "actually", "no"), ("oh", "no", "wait"), ("oh", "sorry")),
    "actually": (("actually", "no"),),
    "sorry": (("sorry",), ("sorry", "no")),
    "i'm": (("i'm", "sorry"),),
    "excuse": (("excuse", "me"),),
    "or": (("or", "rather"),),
}


@cache
def _edit_terms_pattern() -> re.Pattern[str]:
    return one_phrase_of(term for terms in _EDIT_TERMS.values() for term in terms)


def _taken_back(words: Words, at: int, behind: int, free: int) -> int:
    """Where the words begin that an edit term at `at` takes back; `at` itself if it takes none back."""
    low, breaks = words.low, words.breaks
    word = low[behind]
    if (low[at - 1] in _COUNTED and word in _COUNTED) or (low[at - 1].isdigit() and word.isdigit()):
        return at - 1
    apologizes = low[at] in _APOLOGIES  # "on the left, sorry, the lamp is off" takes nothing back
    for start in range(at - 1, max(free, at - 6) - 1, -1):
        if start < at - 1 and breaks[start] >= END:
            break
        again = low[start] == word and word in FUNCTION_WORDS
        if again and (not apologizes or word in PREPOSITIONS or low[start + 1] == low[behind + 1]):
            return start
    start = at - 1
    while start > free and at - start < 5 and breaks[start - 1] < END:
        start -= 1
    opens = start >= free and breaks[start - 1] >= END
    return start if opens and low[at - 1] in CANNOT_END and word in BASE and low[start] else at


_APOLOGIES = word_set("sorry i'm excuse")
_COUNTED = NUMBERS | word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
    "september october november december first second third fourth fifth",
)
