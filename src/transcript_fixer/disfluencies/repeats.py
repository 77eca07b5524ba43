"""Words said twice, and words taken back.

Shriberg (1994) names the parts: the *reparandum* is taken back, an *interregnum* (um, I mean) may
stand behind it, the *repair* replaces it. Most repairs begin with the words of the reparandum, a
rough copy (Johnson and Charniak 2004; Zwarts and Johnson 2011), so the rules here look for a word
that comes again, and ask whether what stands between could have been meant. Words are compared by
who they speak of: "it was, it's" starts again with the same subject.
"""

from __future__ import annotations

from transcript_fixer.disfluencies.english import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    EMPHATIC,
    FUNCTION_WORDS,
    INTERJECTIONS,
    NOMINATIVES,
    NUMBERS,
    PREPOSITIONS,
    SUBJECTS,
)
from transcript_fixer.disfluencies.letters import singular
from transcript_fixer.disfluencies.words import END, NONE, SOFT, WALL, Words
from transcript_fixer.trace import Reason, Span

LONGEST = 8
"""Words in the longest repeat looked for; whole phrases said thrice are the work of a decoder loop."""


def find_repeats(words: Words, within: Span, *, answers: bool) -> dict[int, Reason]:
    """Find words and phrases said again at once: the first copy goes.

    `answers` tells that "no, no, no" may be one, and stays.
    """
    low = words.low
    found: dict[int, Reason] = {}
    free = within.start  # words before this are taken
    for at, before in _recurrences(words, within):
        size = at - before
        if before < free or low[before + 1 : at] != low[at + 1 : at + size]:
            continue
        if low[before] != low[at] and (size == 1 or FUNCTION_WORDS.isdisjoint(low[before + 1 : at])):
            continue  # "object in an objects in an image", but not "functions, function types"
        again = singular(low[at])
        if again != singular(low[before]) or again in map(singular, low[before + 1 : at]):
            continue
        if not _is_meant_twice(words, before, at, size, answers):
            found.update(dict.fromkeys(range(before, at), Reason.REPEAT))
            free = at
    return found


def has_recurrences(words: Words) -> bool:
    """Whether any words come again at once, meant or not.

    >>> has_recurrences(Words("on ImageNet, on ImageNets")), has_recurrences(Words("on ImageNet and on WordNet"))
    (True, False)
    """
    (everything,) = words.ranges(None)
    return any(
        words.letters[before:at] == words.letters[at : at + at - before]
        for at, before in _recurrences(words, everything)
    )


def _recurrences(words: Words, within: Span) -> list[tuple[int, int]]:
    """Each place where words may be said again, with the place before; one and many are the same word here.

    Taken as one long number and moved by so many letters, the letters of a talk cancel out where
    they come again: a comparison of all words at once, far faster than one by one.
    """
    start, stop = within
    letters = words.letters[start : stop + LONGEST]
    number = int.from_bytes(letters.encode("utf-16-le"), "little")
    pairs: list[tuple[int, int]] = []
    for size in range(1, LONGEST + 1):
        differences = (number ^ (number >> 16 * size)).to_bytes(2 * len(letters), "little")
        none, end = bytes(2 * size), 2 * (stop - start - size)
        found = differences.find(none)
        while 0 <= found < end:
            before, is_askew = divmod(found, 2)
            if not is_askew:
                pairs.append((start + before + size, start + before))
            found = differences.find(none, found + 2 - is_askew)
    return sorted(pairs)


_SPOKEN_SIGNS = frozenset(
    [
        "dash",
        "dot",
        "star",
        "plus",
        "minus",
        "equals",
        "equal",
        "slash",
        "colon",
        "hash",
        "underscore",
        "pipe",
        "percent",
    ]
)
_PARTICLES = frozenset(
    [
        ("going", "on"),
        ("goes", "on"),
        ("go", "to"),
        ("goes", "to"),
        ("deal", "with"),
        ("dealt", "with"),
        ("later", "on"),
    ]
)
"""Verbs that end in what the next phrase may open with: "what is going on on line three"."""
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
        answer = answers and tuple(low[first:second]) in _ANSWERS
        return answer or _is_phrase_meant_twice(words, first, second, size, before)
    word = low[first]
    hesitates = words.paused[first] or breaks[first] is SOFT
    if word in EMPHATIC:
        thrice = word in (low[first - 1], low[second + 1])
        if word not in INTERJECTIONS:
            return not words.paused[first]  # "really, um, really" is no emphasis
        return answers or not (thrice and breaks[first] is SOFT)
    if word[:1].isdigit() or (len(word) == 1 and word not in ("i", "a")):
        return True  # 1 1, c n n
    if word in NUMBERS or word in _SPOKEN_SIGNS:
        return not words.paused[first]  # white is one, one, one; pip install dash dash user
    if word in AUXILIARIES and breaks[first] is SOFT and low[second + 1] in SUBJECTS:
        return True  # "the first is, is it safe"
    if (low[first - 1], word) in _PARTICLES:
        return not hesitates
    if word == "had" or (word == "other" and low[second + 1] == "than"):
        return True
    if word in ("is", "was") and "what" in low[first - 3 : first]:
        return True  # "what it is is a tree"
    if word not in FUNCTION_WORDS and word != "let's" and not words.paused[first]:
        if word in (low[first - 1], low[second + 1]):
            return True  # thrice is emphasis, or a decoder loop
        # "if you use Git, Git will ...", "a Greek letter, epsilon epsilon is small": two clauses
        return breaks[first] is SOFT or low[second + 1] in AUXILIARIES
    if word == "that":
        opens = not before or before in CONJUNCTIONS or before in ("yeah", "no", "well") or words.paused[first - 1]
        # a subject behind it, "that that she", leaves the second one nothing to mean
        return not (hesitates or opens or low[second + 1] in NOMINATIVES or low[second + 1] in DETERMINERS)
    if word in _OBJECT_OR_SUBJECT and not (words.paused[first] or words.paused[first - 1]):
        # "if you build it, it works": an object, then a subject
        if word == "this" and before in ("of", "in"):
            behind = low[second + 1]  # "the end of this this guide", but "because of this this is slow"
            return behind in AUXILIARIES or behind in ADVERBS or behind.endswith("s")
        return before not in (FUNCTION_WORDS - PREPOSITIONS) and before not in _INTRODUCING
    return False


_ANSWERS = frozenset(
    tuple(answer.split())
    for answer in (
        "i don't know",
        "i know",
        "i see",
        "that's right",
        "that's true",
        "i agree",
        "thank you",
        "of course",
    )
)
"""Whole sentences: said twice they insist."""


def _is_phrase_meant_twice(words: Words, first: int, second: int, size: int, before: str) -> bool:
    low, breaks = words.low, words.breaks
    phrase = low[first:second]
    if "and" in (phrase[0], phrase[-1]) and size < 5 and not words.paused[second - 1]:
        # "over and over and over", but not "and then and then"
        meant = ("over", "again", "on", "up", "out", "more", "now")
        return any(word in meant or word not in FUNCTION_WORDS | {"then", "so"} for word in phrase)
    if size == 2 and phrase[1] in ("is", "was") and before in PREPOSITIONS and breaks[first - 1] is NONE:
        return True  # "what is special about this is this is a star"
    if all(word.isdigit() or word in NUMBERS for word in phrase):
        return True
    if before in ("when", "if", "once", "what", "whatever") and phrase[0] in SUBJECTS and breaks[first - 1] is NONE:
        return size > 2 or breaks[second + size - 1] >= END  # "when you need it, you need it"
    fluent = size == 2 and NONE is breaks[first] is breaks[first + 1] and not words.paused[first + 1]
    if fluent and FUNCTION_WORDS.isdisjoint(phrase) and EMPHATIC.isdisjoint(phrase):
        return True  # "a consonant vowel consonant vowel word": no stutter spares the small words
    if END in breaks[first:second]:
        return low[second + size] in AUXILIARIES
    if phrase[0] in DETERMINERS and breaks[second - 1] is SOFT and not words.paused[second - 1]:
        behind = low[second + size]  # "once we have the query, the query gets parsed"
        return behind in AUXILIARIES or behind.endswith(("s", "ed"))
    return size == 2 and all(word in EMPHATIC for word in phrase)


def find_cut_off_words(words: Words, within: Span) -> dict[int, Reason]:
    """Find words broken off and begun again: "con- connected".

    The dash must touch the word, and the next word begin with it. "Pre- and post-war" stays.
    """
    low, breaks = words.low, words.breaks
    found: dict[int, Reason] = {}
    for at in range(*within):
        begun_again = words.gaps[at].startswith(_DASHES) and low[at + 1].startswith(low[at])
        if begun_again and breaks[at] is not WALL is not breaks[at - 1]:
            found[at] = Reason.REPEAT
    return found


_DASHES = ("-", "–", "—")
