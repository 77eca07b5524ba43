"""False starts: words that the speaker gives up to begin again.

Two signs, both of the closed word classes. A *rough copy*: the clause begins again with the same
subject ("they are, they were"), a contraction of it ("it, it's") or the same preposition ("in the,
in my"). And a *dangling* word: an article before a preposition, a subject before another subject
("I, we"), which no sentence has. Nothing that only sounds odd is taken.
"""

from __future__ import annotations

from transcript_fixer.disfluencies.english import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BASE,
    BE,
    CLAUSE_VERBS,
    CONJUNCTIONS,
    DETERMINERS,
    NOMINATIVES,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    _words,
)
from transcript_fixer.disfluencies.words import END, NONE, PAD, WALL, Words
from transcript_fixer.trace import Reason

_HEADS = frozenset(BASE) | PREPOSITIONS | DETERMINERS | CONJUNCTIONS | AUXILIARIES | _words("so then where how why")


def find_restarts(words: Words) -> dict[int, Reason]:
    """Find what is taken back without being said again word by word."""
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    free = PAD
    for at in [at for at, word in enumerate(low) if word in _HEADS]:
        if at <= free or breaks[at - 1] >= END:
            continue
        start = _rough_copy(words, at, free)
        if start == at:
            start = _dangling(words, at)
        if start < at and start >= free and WALL not in breaks[start - 1 : at + 1]:
            for taken in range(start, at):
                found[taken] = Reason.RESTART
            free = at
    return found


def _rough_copy(words: Words, at: int, free: int) -> int:
    """Where the words before `at` begin that it says again in another way; `at` itself if nowhere."""
    low, breaks, paused = words.low, words.breaks, words.paused
    word = low[at]
    base = BASE.get(word)
    before = low[at - 1]
    if base and BASE.get(before) == base and before != word:
        # "it, it's": but "what is it, it's ..." has an object first
        return at - 1 if base not in _OBJECTS or paused[at - 1] or low[at - 2] in _BEFORE_CLAUSE else at
    if base in _SUBJECT_BASES:
        for size in (2, 3, 4):
            start = at - size
            if start < free or END in breaks[start:at]:
                break
            if BASE.get(low[start]) == base and _abandoned_clause(words, start, at):
                return start
        return at
    return at


_SUBJECT_BASES = _words("i you he she it we they there that")
_OBJECTS = _words("it you that this what these those who")
_REPORTING = _words("said says say go goes went thought")
_BEFORE_CLAUSE = CONJUNCTIONS | _words("so that think guess yeah well know mean say said no then like oh") | {""}


def _abandoned_clause(words: Words, start: int, at: int) -> bool:
    """Whether the words from a subject up to the same subject again are a clause given up."""
    low, breaks, paused = words.low, words.breaks, words.paused
    size = at - start
    hesitates = paused[at - 1]
    same = size > 2 and low[start + 1] == low[at + 1] and low[start] == low[at]
    if same and low[start + 1] in _REPORTING:
        return False
    if not same and low[start - 1] in SUBORDINATORS and breaks[start - 1] is NONE:
        return False
    last = low[at - 1]
    if last in CONJUNCTIONS:
        return False
    contracted = low[start] != BASE[low[start]]
    if size == 2:
        if last in CLAUSE_VERBS:
            return hesitates and low[at + 1] in CLAUSE_VERBS
        if last in AUXILIARIES or last in ADVERBS:
            if BASE[low[at]] in ("that", "it", "you") and last in BE and not hesitates and low[at] in ("that", "it"):
                return low[at + 1] in AUXILIARIES or low[at] != BASE[low[at]]
            return True
        if last in PREPOSITIONS and contracted:
            return True
        return hesitates and low[at + 1] not in CONJUNCTIONS
    if size in (3, 4):
        if last in ARTICLES or last in POSSESSIVES or (last in PREPOSITIONS and hesitates):
            return True
        return same
    return False


_BETWEEN_ARTICLE_AND_NOUN = _words("over under about between through without by")
"""Prepositions that compounds open with: "the over-the-air update", "a through street"."""
_NOUNS_TOO = _words("must can will might being do may have has")
_AFTER_GIVEN_UP_ARTICLE = NOMINATIVES | _words("there's it's that's you and if because when but this these those")
_LABELS = _words("vitamin plan class grade type group point option")


def _dangling(words: Words, at: int) -> int:
    """Where words stand before `at` that cannot go on with it."""
    low = words.low
    word, before = low[at], low[at - 1]
    if before in DETERMINERS:
        if before == "a" and low[at - 2] in _LABELS:
            return at
        if word in PREPOSITIONS:
            return at if word in _BETWEEN_ARTICLE_AND_NOUN else at - 1
        if word in _AFTER_GIVEN_UP_ARTICLE or (word in DETERMINERS and word != before):
            return at - 1
        return at - 1 if word in AUXILIARIES and word not in _NOUNS_TOO else at
    if before in NOMINATIVES and word in NOMINATIVES:
        return at - 1
    if (before, word) in _CLASHING:
        return at - 1
    return at


_CLASHING = frozenset({("and", "but"), ("but", "and"), ("but", "because"), ("but", "so")})
