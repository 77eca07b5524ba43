"""Words said twice, and words taken back.

Shriberg (1994) names the parts: the *reparandum* is taken back, an *interregnum* (um, I mean) may
stand behind it, the *repair* replaces it. Most repairs begin with the words of the reparandum, a
rough copy (Johnson and Charniak 2004; Zwarts and Johnson 2011), so the rules here look for a word
that comes again, and ask whether what stands between could have been meant. Words are compared by
who they speak of: "it was, it's" starts again with the same subject.
"""

from __future__ import annotations

from transcript_fixer.disfluencies.english import (
    CONJUNCTIONS,
    EMPHATIC,
    FUNCTION_WORDS,
    NUMBERS,
    SUBJECTS,
)
from transcript_fixer.disfluencies.words import END, NONE, PAD, SOFT, WALL, Words
from transcript_fixer.trace import Reason

LONGEST = 8
"""Words in the longest repeat looked for; whole phrases said thrice are the work of a decoder loop."""


def find_repeats(words: Words, *, emphatic: frozenset[str] = EMPHATIC) -> dict[int, Reason]:
    """Find words and phrases said again at once: the first copy goes."""
    low = words.low
    found: dict[int, Reason] = {}
    free = PAD  # words before this are taken
    seen: dict[str, int] = {}
    stop = len(low) - PAD
    for at in range(PAD, stop):
        word = low[at]
        before = seen.get(word, -1)
        seen[word] = at
        size = at - before
        if size > LONGEST or before < free:
            continue
        if size > 1 and low[before : before + size] != low[at : at + size]:
            continue
        if _is_meant_twice(words, before, at, size, emphatic):
            continue
        for taken in range(before, at):
            found[taken] = Reason.REPEAT
        free = at
    return found


_OBJECT_OR_SUBJECT = frozenset(["that", "this", "it", "you", "her", "there", "here"])
_INTRODUCING = frozenset(
    ["", "yeah", "well", "think", "guess", "mean", "know", "say", "said", "okay", "oh", "so", "then"]
)


def _is_meant_twice(words: Words, first: int, second: int, size: int, emphatic: frozenset[str]) -> bool:
    low, breaks, paused = words.low, words.breaks, words.paused
    if WALL in breaks[first - 1 : second + size]:
        return True
    broken = END in breaks[first:second]
    if broken and (size < 3 or words.breaks[first - 1] < END):
        return True
    word = low[first]
    if size > 1:
        if low[first + 1] == "and" and size == 2:
            return True  # over and over and over
        if all(each.isdigit() or each in NUMBERS for each in low[first:second]):
            return True
        if (
            low[first - 1] in ("when", "if", "once", "what", "whatever")
            and word in SUBJECTS
            and breaks[first - 1] is NONE
        ):
            return size > 2 or breaks[second + size - 1] >= END  # "when you need it, you need it"
        return size <= 2 and all(each in emphatic for each in low[first:second])
    if word in emphatic or word[:1].isdigit():
        return True
    if len(word) == 1 and word not in ("i", "a"):
        return True  # c n n
    if word in NUMBERS:
        return not (paused[first] or breaks[first] is SOFT)
    if word == "had":
        return True
    if word not in FUNCTION_WORDS and word in (low[first - 1], low[second + 1]):
        return True  # thrice is emphasis, or a decoder loop
    if word in _OBJECT_OR_SUBJECT and not (paused[first] or breaks[first] is SOFT):
        # "I know that that works", "if you build it it works": an object, then a subject
        before = low[first - 1]
        if word == "that":
            return bool(before) and before not in CONJUNCTIONS
        return before not in FUNCTION_WORDS and before not in _INTRODUCING
    return False
