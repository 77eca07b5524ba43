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
    FUNCTION_WORDS,
    NOMINATIVES,
    NUMBERS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    _words,
)
from transcript_fixer.disfluencies.words import END, NONE, PAD, SOFT, WALL, Words
from transcript_fixer.trace import Reason


def find_restarts(words: Words, *, quotes_code: bool) -> dict[int, Reason]:
    """Find what is taken back without being said again word by word.

    Lecturers speak of words ("the if statement", "the from node"), so with `quotes_code` an article
    before a preposition or conjunction is left hanging only where a pause or comma says so.
    """
    breaks = words.breaks
    found: dict[int, Reason] = {}
    free = PAD
    for at in _candidates(words):
        if at <= free or breaks[at - 1] >= END:
            continue
        start = _rough_copy(words, at, free)
        if start == at and _dangles(words, at, quotes_code):
            start = at - 1
        if start < at and start >= free and WALL not in breaks[start - 1 : at + 1]:
            for taken in range(start, _given_up_until(words, start, at)):
                found[taken] = Reason.RESTART
            free = at
    return found


def _candidates(words: Words) -> list[int]:
    """Where a word of a closed class comes again within five words, or stands behind one that it clashes with."""
    seen: dict[str, int] = {}
    last_at, base_of = seen.get, BASE.get
    previous = ""
    found: list[int] = []
    for at, word in enumerate(words.low[PAD:-PAD], PAD):
        if word in _HEADS:
            base = base_of(word, word)
            if at - last_at(base, -9) < 6 or (previous in _DANGLING and word in _CLASHING_WITH):
                found.append(at)
            seen[base] = at
        previous = word
    return found


def _rough_copy(words: Words, at: int, free: int) -> int:
    """Where the words before `at` begin that it says again in another way; `at` itself if nowhere."""
    low, breaks, paused = words.low, words.breaks, words.paused
    word, before = low[at], low[at - 1]
    base = BASE.get(word)
    if base and BASE.get(before) == base and before != word:
        # "it, it's": but "what is it, it's ..." has an object first
        opens = breaks[at - 2] >= END or low[at - 2] in _BEFORE_CLAUSE
        return at - 1 if base not in _OBJECTS or paused[at - 1] or opens else at
    for size in (2, 3, 4, 5):
        start = at - size
        if start < free or END in breaks[start:at]:
            break
        if size == 2 and word in PREPOSITIONS and low[start] == word and before in _THESE:
            return start if low[at + 1] not in _THESE else at  # "in this, in each"
        if size == 4 and word in CONJUNCTIONS and low[start:at] == [word, "i", "don't", "know"]:
            return start
        again = size > 2 and low[start] == word and low[start + 1] == low[at + 1]
        if again and True in paused[start:at] and (size == 3 or before in _CANNOT_END):
            return start
        if base in _SUBJECT_BASES and size < 5 and BASE.get(low[start]) == base and _is_given_up(words, start, at):
            return start
        if size in (2, 3) and low[start] == word and word in _OPENERS and before in _CANNOT_END:
            return start
    return at


def _given_up_until(words: Words, start: int, at: int) -> int:
    """Where the false start ends: before "in Rust" in "you have to, in Rust, you have to"."""
    low, breaks = words.low, words.breaks
    size = 0
    while start + size < at and low[start + size] == low[at + size]:
        size += 1
    inner = start + size
    parted = size > 1 and inner < at and breaks[inner - 1] is SOFT and breaks[at - 1] is SOFT
    return inner if parted and low[inner] in PREPOSITIONS else at


_THESE = DETERMINERS | _words("this that these those each some any")
_SUBJECT_BASES = _words("i you he she it we they there that")
_OBJECTS = _words("it you that this what these those who")
_OPENERS = _words("when if because how where why what whether although though unless")
_REPORTING = _words("said says say go goes went thought")
_BEFORE_CLAUSE = CONJUNCTIONS | _words("so that think guess yeah well know mean say said no then like oh") | {""}
_CANNOT_END = ARTICLES | POSSESSIVES | AUXILIARIES | NOMINATIVES | _words("to of really just also never always even")
"""Words that no clause ends with: said last before a new start, they leave it hanging."""


def _is_given_up(words: Words, start: int, at: int) -> bool:
    """Whether the words from a subject up to the same subject again are a clause given up."""
    low, breaks, paused = words.low, words.breaks, words.paused
    size = at - start
    last = low[at - 1]
    contracted = low[start] != BASE[low[start]]
    same = size > 2 and low[start] == low[at] and low[start + 1] == low[at + 1]
    if same:
        if low[start + 1] in _REPORTING:
            return False
        parted = breaks[start + 1] is SOFT or breaks[start + 2] is SOFT  # "you have to, in Rust, you have to"
        return last in _CANNOT_END or last in CLAUSE_VERBS or paused[at - 1] or (parted and breaks[at - 1] is SOFT)
    if (low[start - 1] in SUBORDINATORS and breaks[start - 1] is NONE) or last in CONJUNCTIONS:
        return False
    if size > 2:
        if words.gaps[at - 1][:1] in ("-", "–", "—") and breaks[start - 1] >= END:
            return True  # "They just had-- they were"
        return size < 5 and (last in ARTICLES or last in POSSESSIVES)
    if last in CLAUSE_VERBS:
        return paused[at - 1] and low[at + 1] in CLAUSE_VERBS
    if low[start - 1] in AUXILIARIES or low[start - 1] in PREPOSITIONS:
        return False  # a question: "have you, do you use one", "what about you, are you"
    if last.endswith("n't"):
        return low[at + 1] in AUXILIARIES
    if last in AUXILIARIES or last in ADVERBS:
        if last in BE and low[at] in ("that", "it") and not paused[at - 1]:
            return low[at + 1] in AUXILIARIES  # "what that is it does not say"
        return True
    return contracted and (last in PREPOSITIONS or last == "like")


def find_edit_terms(words: Words) -> dict[int, Reason]:
    """Find what "no, wait", "sorry" or "or rather" takes back, with the edit term.

    Only where the repair shows what it replaces: it begins with a word of the reparandum ("on the
    left, no wait, on the right"), both are numbers, or the reparandum is a clause left hanging.
    """
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    free = PAD
    for at in words.positions_of(_EDIT_TERMS):
        size = max((len(term) for term in _EDIT_TERMS[low[at]] if tuple(low[at : at + len(term)]) == term), default=0)
        if not size or at <= free or NONE is breaks[at - 1] is breaks[at + size - 1]:
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


def _taken_back(words: Words, at: int, behind: int, free: int) -> int:
    low, breaks = words.low, words.breaks
    word = low[behind]
    if low[at - 1] in NUMBERS | _DAYS and word in NUMBERS | _DAYS:
        return at - 1
    if low[at - 1].isdigit() and word.isdigit():
        return at - 1
    for start in range(at - 1, max(free, at - 6) - 1, -1):
        if start < at - 1 and breaks[start] >= END:
            break
        if low[start] == word and word in FUNCTION_WORDS:
            return start
    start = at - 1
    while start > free and at - start < 5 and breaks[start - 1] < END:
        start -= 1
    opens = start >= free and breaks[start - 1] >= END
    return start if opens and low[at - 1] in _CANNOT_END and word in BASE and low[start] else at


_DAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
    "september october november december first second third fourth fifth",
)


_BETWEEN_ARTICLE_AND_NOUN = _words("over under about between through without by")
"""Prepositions that compounds open with: "the over-the-air update", "a through street"."""
_NOUNS_TOO = _words("must can will might being do may have has")
_AFTER_GIVEN_UP_ARTICLE = _words("it's that's there's this these those you everything everyone everybody")
_NEW_SUBJECTS = _words("my our their the it it's its there there's that's")
_LABELS = _words("vitamin plan class grade type group point option")


def _dangles(words: Words, at: int, quotes_code: bool) -> bool:
    """Whether the word before `at` cannot go on with it."""
    low = words.low
    word, before = low[at], low[at - 1]
    hesitates = words.paused[at - 1] or words.breaks[at - 1] is not NONE
    if before in NOMINATIVES:
        spelled = len(word) == 1 and word not in ("i", "a")
        return (word in NOMINATIVES or (word in _NEW_SUBJECTS and "'" not in before)) and not spelled
    if before in DETERMINERS:
        if words.as_written(at - 1) == "A" or low[at - 2] in _LABELS or (word == "i" and len(low[at + 1]) == 1):
            return False  # a letter: "from A to B"; spelled: "an i b m"
        if word in NOMINATIVES or word in _AFTER_GIVEN_UP_ARTICLE:
            return bool(low[at - 2]) or word not in NOMINATIVES
        if word in DETERMINERS and word != before:
            return True
        if quotes_code and not hesitates:
            return False
        if word in PREPOSITIONS:
            return word not in _BETWEEN_ARTICLE_AND_NOUN and low[at - 2] not in PREPOSITIONS - {"of", "in"}
        return word in CONJUNCTIONS or (word in AUXILIARIES and word not in _NOUNS_TOO)
    return (before, word) in _CLASHING


_CLASHING = frozenset({("and", "but"), ("but", "and")})


_DANGLING = NOMINATIVES | DETERMINERS | _words("and but")
_CLASHING_WITH = (
    NOMINATIVES | _NEW_SUBJECTS | _AFTER_GIVEN_UP_ARTICLE | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES
)
_HEADS = frozenset(BASE) | _CLASHING_WITH | _OPENERS
