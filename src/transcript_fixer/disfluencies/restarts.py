"""False starts: words that the speaker gives up to begin again.

Two signs, both of the closed word classes. A *rough copy*: the clause begins again with the same
subject ("they are, they were"), a contraction of it ("it, it's") or the same preposition ("in the,
in my"). And a *dangling* word: an article before a preposition, a subject before another subject
("I, we"), which no sentence has. Nothing that only sounds odd is taken.
"""

from __future__ import annotations

import re
from functools import cache

from transcript_fixer.disfluencies.english import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BASE,
    BE,
    CANNOT_END,
    CLAUSE_VERBS,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    HEDGES,
    NOMINATIVES,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
    SUBORDINATORS,
    word_set,
)
from transcript_fixer.disfluencies.letters import LETTERS, one_of
from transcript_fixer.disfluencies.words import END, NONE, SOFT, WALL, Words
from transcript_fixer.trace import Reason, Span


def find_restarts(words: Words, within: Span, *, quotes_code: bool) -> dict[int, Reason]:
    """Find what is taken back without being said again word by word.

    Lecturers speak of words ("the if statement", "the from node"), so with `quotes_code` an article
    before a preposition or conjunction is left hanging only where a pause or comma says so.
    """
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    free = within.start
    for at in _candidates(words, within):
        if at <= free or breaks[at - 1] >= END or low[at] not in _HEADS:
            continue
        start = _rough_copy(words, at, free)
        if start == at and _dangles(words, at, quotes_code):
            start = at - 1
        if start < at and start >= free and WALL not in breaks[start - 1 : at + 1]:
            for taken in range(start, _given_up_until(words, start, at)):
                found[taken] = Reason.RESTART
            free = at
    return found


def _candidates(words: Words, within: Span) -> list[int]:
    """Where a rough copy may begin, or a word stands behind one that it may clash with."""
    start, stop = within
    low, letters, paused = words.low, words.letters, words.paused
    found = {match.end(match.lastindex or 0) for match in _said_again_pattern().finditer(letters, start, stop)}
    found.update([at + 1 for at in words.places(_clash_pattern(), Span(start, stop - 1))])
    pause = paused.find(1, start, stop)
    while pause >= 0:
        for first in range(max(start, pause - 4), pause + 1):  # the same two words on both sides of it
            if low[first] not in _HEADS:
                continue
            two, end = letters[first : first + 2], min(first + 6, stop) + 1
            at = letters.find(two, max(first + 3, pause + 1), end)
            while at >= 0:
                found.add(at)
                at = letters.find(two, at + 1, end)
        pause = paused.find(1, pause + 1, stop)
    return sorted(found)


@cache
def _said_again_pattern() -> re.Pattern[str]:
    """Finds words with which a rough copy may begin; its last group ends where they come again.

    A word is caught looking back at it: a branch that opens with a set is left faster than one
    that opens with a group.
    """
    i_do_not_know = "".join(LETTERS[word] for word in ("i", "don't", "know"))
    return re.compile(
        rf"""
        {one_of(_SUBJECT_BASES)}(?<=(.))(?=(.{{0,4}}?)\1)
        | {one_of(PREPOSITIONS)}(?<=(.))(?=({one_of(_THESE)})\3)
        | {one_of(CONJUNCTIONS)}(?<=(.))(?=({i_do_not_know})\5)
        | {one_of(_OPENERS)}(?<=(.))(?=(.{{0,2}}?)\7)
        | {one_of(BASE)}(?<=(.))(?=()\9)
        """,
        re.VERBOSE,
    )


@cache
def _clash_pattern() -> re.Pattern[str]:
    """Finds words that may be left hanging, before one that does so."""
    behind_article = NOMINATIVES | _AFTER_GIVEN_UP_ARTICLE | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES
    clashing = [f"{LETTERS[left]}(?={LETTERS[right]})" for left, right in _CLASHING]
    subjects = f"{one_of(NOMINATIVES)}(?={one_of(PREPOSITIONS | NOMINATIVES | _NEW_SUBJECTS)})"
    return re.compile("|".join([subjects, f"{one_of(DETERMINERS)}(?={one_of(behind_article)})", *clashing]))


def _rough_copy(words: Words, at: int, free: int) -> int:
    """Where the words before `at` begin that it says again in another way; `at` itself if nowhere."""
    low, breaks, paused = words.low, words.breaks, words.paused
    word, before = low[at], low[at - 1]
    base = BASE.get(word)
    if base and BASE.get(before) == base and before != word:
        # "it, it's": but "what is it, it's ..." has an object first
        if base not in _OBJECTS or paused[at - 1] or breaks[at - 2] >= END:
            return at if base in ("that", "this") and before != base and low[at + 1] not in _PREDICATES else at - 1
        # "I know that that's so" has a conjunction first
        return at - 1 if low[at - 2] in (CONJUNCTIONS if base == "that" else _BEFORE_CLAUSE) else at
    for size in (2, 3, 4, 5):
        start = at - size
        if start < free or breaks[start] >= END:  # nothing begins again across an end, nor across what is no word
            break
        if size == 2 and word in PREPOSITIONS and low[start] == word and before in _THESE:
            parted = paused[at - 1] or breaks[at - 1] is SOFT
            return start if parted and low[at + 1] not in _THESE else at  # "in this, in each"
        if size == 4 and word in CONJUNCTIONS and low[start:at] == [word, "i", "don't", "know"]:
            return start
        again = size > 2 and before not in BE and low[start] == word and low[start + 1] == low[at + 1]
        if again and True in paused[start:at] and (size == 3 or before in CANNOT_END):
            return start
        if base in _SUBJECT_BASES and BASE.get(low[start]) == base and _is_given_up(words, start, at):
            return start
        if size in (2, 3) and low[start] == word and word in _OPENERS and before != "even":
            again = low[start + 1] == low[at + 1] and SOFT not in breaks[start:at]  # "when I hear when I see"
            asks = word in ("how", "where", "why", "what")  # "how they work how they live"
            if before in _OPENERS[word] or (
                before in BASE if size == 2 else again and low[at + 1] in BASE and not asks
            ):
                return start
    return at


def _given_up_until(words: Words, start: int, at: int) -> int:
    """Where the false start ends: before "in Rust" in "you have to, in Rust, you have to"."""
    low, breaks = words.low, words.breaks
    size = 0
    while start + size < at and low[start + size] == low[at + size]:
        size += 1
    inner = start + size
    inserted = size > 1 and inner < at and low[inner] in PREPOSITIONS and breaks[at - 1] is SOFT
    # Behind "I was" a place may end the clause, "I was in Rome, I was tired"; behind "you have to" it cannot.
    unfinished = breaks[inner - 1] is SOFT or (low[inner - 1] in CANNOT_END and low[inner - 1] not in BE)
    return inner if inserted and unfinished and low[inner] != low[at + size] else at


_THESE = DETERMINERS | word_set("this that these those each some any")
_SUBJECT_BASES = word_set("i you he she it we they there that")
_PREDICATES = AUXILIARIES | ADVERBS
_OBJECTS = word_set("it you that this there what these those who")
_BEFORE_SUBJECT = (
    FUNCTION_WORDS | word_set("so well yeah yes no oh okay think guess mean know say said then now") | {""}
)
_REPORTING = word_set("said says say go goes went thought")
_BEFORE_CLAUSE = CONJUNCTIONS | word_set("so that think guess yeah well know mean say said no then oh") | {""}
# "when I was, when I": but a question may end in its verb, "what it is, what it means".
_OPENERS = dict.fromkeys(word_set("when if because although though unless whether"), CANNOT_END) | dict.fromkeys(
    word_set("how where why what"), CANNOT_END - AUXILIARIES
)


def _is_given_up(words: Words, start: int, at: int) -> bool:
    """Whether the words from a subject up to the same subject again are a clause given up."""
    low, breaks, paused = words.low, words.breaks, words.paused
    size = at - start
    last = low[at - 1]
    contracted = low[start] != BASE[low[start]]
    same = size > 2 and low[start] == low[at] and low[start + 1] == low[at + 1]
    if same:
        if low[start + 1] in _REPORTING or (low[start] == "that" and low[start + 1] in SUBJECTS):
            return False
        if last in BE:
            return False  # "what we could do is we could ..."
        if size > 4 or _given_up_until(words, start, at) < at:
            return _given_up_until(words, start, at) < at
        return last in CANNOT_END or bool(paused[at - 1]) or (last in CLAUSE_VERBS and breaks[at - 1] is NONE)
    if (low[start - 1] in SUBORDINATORS and breaks[start - 1] is NONE) or last in CONJUNCTIONS:
        return False
    if size > 2:
        if words.gaps[at - 1][:1] in ("-", "–", "—") and breaks[start - 1] >= END:
            return True  # "They just had-- they were"
        hedges = last == "of" and low[at - 2] in HEDGES
        return size < 5 and (last in ARTICLES or last in POSSESSIVES or (size == 3 and last in ADVERBS) or hedges)
    if last in CLAUSE_VERBS:
        return (
            bool(paused[at - 1]) and last not in _REPORTING and low[at + 1] in CLAUSE_VERBS - {"want", "need", "like"}
        )
    if low[start - 1] in AUXILIARIES or low[start - 1] in PREPOSITIONS:
        return False  # a question: "have you, do you use one", "what about you, are you"
    if last.endswith("n't"):
        return low[at + 1] in AUXILIARIES
    if last in AUXILIARIES or last in ADVERBS:
        if low[at] in ("that", "it", "you") and not paused[at - 1]:
            # "libraries that do that well", "the reason I like it is it has ..."
            return low[at + 1] in AUXILIARIES and low[start - 1] in _BEFORE_SUBJECT
        # "the team we have we cannot change": a clause on a noun may end in these
        return last in BE or last in ADVERBS or bool(paused[at - 1]) or low[start - 1] in _BEFORE_SUBJECT
    return contracted and (last in PREPOSITIONS or last == "like")


_BETWEEN_ARTICLE_AND_NOUN = word_set("over under about between through without by")
"""Prepositions that compounds open with: "the over-the-air update", "a through street"."""
_NOUNS_TOO = word_set("must can will might being do may have has")
_AFTER_GIVEN_UP_ARTICLE = word_set("it's that's there's this these those you everything everyone everybody")
_NEW_SUBJECTS = word_set("my our their the it it's its there there's that's")
_LABELS = word_set("vitamin plan class grade type group point option")


def _dangles(words: Words, at: int, quotes_code: bool) -> bool:
    """Whether the word before `at` cannot go on with it."""
    low = words.low
    word, before = low[at], low[at - 1]
    hesitates = words.paused[at - 1] or words.breaks[at - 1] is not NONE
    if before in NOMINATIVES and word in PREPOSITIONS and "'" not in before:
        # "they at this point they": the subject comes again
        inverted = low[at - 2] in AUXILIARIES or low[at - 2] in ("and", "or", "than", "as")
        end = next((later for later in range(at, at + 6) if words.breaks[later] is not NONE), at + 5)
        return not inverted and BASE[before] in [BASE.get(later) for later in low[at + 1 : end + 1]]
    if before in NOMINATIVES:
        spelled = len(word) == 1 and word not in ("i", "a")
        return (word in NOMINATIVES or (word in _NEW_SUBJECTS and "'" not in before)) and not spelled
    if before in DETERMINERS:
        if words.gaps[at - 1].endswith(("-", "–")) or (before == "an" and word == "i"):
            return False  # "the -a option", "an INI file" spelled
        if (
            "A" in (words.as_written(at - 1), words.as_written(at))
            or low[at - 2] in _LABELS
            or (word == "i" and len(low[at + 1]) == 1)
        ):
            return False  # a letter: "from A to B"; spelled: "an i b m"
        # "the right talk for the -- I am ...": the dash shows the break, without it "for" would hang in its stead
        broken_off = "-" in words.gaps[at - 1] and low[at - 2] in PREPOSITIONS
        if word in NOMINATIVES or word in _AFTER_GIVEN_UP_ARTICLE:
            return (bool(low[at - 2]) or word not in NOMINATIVES) and not broken_off
        if word in DETERMINERS and word != before:
            return True
        if broken_off:
            return False
        if quotes_code and not hesitates:
            return False
        if word in PREPOSITIONS:
            return word not in _BETWEEN_ARTICLE_AND_NOUN and low[at - 2] not in PREPOSITIONS - {"of", "in"}
        return (word in CONJUNCTIONS and before != "a") or (word in AUXILIARIES and word not in _NOUNS_TOO)
    return (before, word) in _CLASHING


_CLASHING = frozenset({("and", "but"), ("but", "and")})
_HEADS = (
    frozenset(BASE)
    | _OPENERS.keys()
    | NOMINATIVES
    | _NEW_SUBJECTS
    | _AFTER_GIVEN_UP_ARTICLE
    | DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
)
"""Words of the closed classes, with which something may begin again."""
