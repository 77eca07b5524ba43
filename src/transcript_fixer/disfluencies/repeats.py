"""Words said twice, and words taken back.

Shriberg (1994) names the parts: the *reparandum* is taken back, an *interregnum* (um, I mean) may
stand behind it, the *repair* replaces it. Most repairs begin with the words of the reparandum, a
rough copy (Johnson and Charniak 2004; Zwarts and Johnson 2011), so the rules here look for a word
that comes again, and ask whether what stands between could have been meant. Words are compared by
who they speak of: "it was, it's" starts again with the same subject.
"""

from __future__ import annotations

from transcript_fixer.disfluencies.english import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    EMPHATIC,
    FUNCTION_WORDS,
    NUMBERS,
    SUBJECTS,
)
from transcript_fixer.disfluencies.words import END, NONE, PAD, SOFT, WALL, Words
from transcript_fixer.trace import Reason

LONGEST = 8
"""Words in the longest repeat looked for; whole phrases said thrice are the work of a decoder loop."""


def find_repeats(words: Words, *, answers: bool) -> dict[int, Reason]:
    """Find words and phrases said again at once: the first copy goes.

    `answers` tells that "no, no, no" may be one, and stays.
    """
    low = words.low
    found: dict[int, Reason] = {}
    free = PAD  # words before this are taken
    for before, at in _recurrences(words):
        size = at - before
        if before < free or (size > 1 and low[before : before + size] != low[at : at + size]):
            continue
        if not _is_meant_twice(words, before, at, size, answers):
            found.update(dict.fromkeys(range(before, at), Reason.REPEAT))
            free = at
    return found


def _recurrences(words: Words) -> list[tuple[int, int]]:
    """Each word that comes again soon, with the place before."""
    seen: dict[str, int] = {}
    last_at = seen.get
    pairs: list[tuple[int, int]] = []
    for at, word in enumerate(words.low[PAD:-PAD], PAD):
        before = last_at(word)
        if before is not None and at - before <= LONGEST:
            pairs.append((before, at))
        seen[word] = at
    return pairs


_OBJECT_OR_SUBJECT = frozenset(["that", "this", "it", "you", "her", "there", "here"])
_INTRODUCING = frozenset(
    ["", "yeah", "well", "think", "guess", "mean", "know", "say", "said", "okay", "oh", "so", "then"]
)


def _is_meant_twice(words: Words, first: int, second: int, size: int, answers: bool) -> bool:
    low, breaks = words.low, words.breaks
    between = breaks[first:second]
    if WALL in breaks[first - 1 : second + size]:
        return True
    before = low[first - 1] if breaks[first - 1] < END else ""
    if END in between and (size < 3 or before):
        return True
    if size > 1:
        return _is_phrase_meant_twice(words, first, second, size, before)
    word = low[first]
    hesitates = words.paused[first] or breaks[first] is SOFT
    if word in EMPHATIC:
        thrice = word in (low[first - 1], low[second + 1])
        return answers or not (thrice and breaks[first] is SOFT)  # "great, great, great" says it once
    if word[:1].isdigit() or (len(word) == 1 and word not in ("i", "a")):
        return True  # 1 1, c n n
    if word in NUMBERS:
        return not hesitates
    if word == "had":
        return True
    if word not in FUNCTION_WORDS and word in (low[first - 1], low[second + 1]):
        return True  # thrice is emphasis, or a decoder loop
    if word == "that":
        return not hesitates and bool(before) and before not in CONJUNCTIONS
    if word in _OBJECT_OR_SUBJECT and not hesitates:
        # "if you build it it works": an object, then a subject
        return before not in FUNCTION_WORDS and before not in _INTRODUCING
    return False


def _is_phrase_meant_twice(words: Words, first: int, second: int, size: int, before: str) -> bool:
    low, breaks = words.low, words.breaks
    phrase = low[first:second]
    if size == 2 and phrase[1] == "and":
        return True  # over and over and over
    if all(word.isdigit() or word in NUMBERS for word in phrase):
        return True
    if before in ("when", "if", "once", "what", "whatever") and phrase[0] in SUBJECTS and breaks[first - 1] is NONE:
        return size > 2 or breaks[second + size - 1] >= END  # "when you need it, you need it"
    if size == 2 and phrase[0] in DETERMINERS and breaks[second - 1] is SOFT and not words.paused[second - 1]:
        behind = low[second + size]  # "once we have the query, the query gets parsed"
        return behind in AUXILIARIES or behind.endswith(("s", "ed"))
    return size == 2 and all(word in EMPHATIC for word in phrase)


def find_cut_off_words(words: Words) -> dict[int, Reason]:
    """Find words broken off and begun again: "con- connected".

    The dash must touch the word, and the next word begin with it. "Pre- and post-war" stays.
    """
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    for at in range(PAD, len(low) - PAD) if words.dashed else ():
        begun_again = words.gaps[at].startswith(_DASHES) and low[at + 1].startswith(low[at])
        if begun_again and breaks[at] is not WALL is not breaks[at - 1]:
            found[at] = Reason.REPEAT
    return found


_DASHES = ("-", "–", "—")
