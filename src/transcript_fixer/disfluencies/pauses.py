"""Filled pauses: the sounds a speaker makes while planning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from transcript_fixer.disfluencies.english import FUNCTION_WORDS, word_set
from transcript_fixer.disfluencies.letters import one_of
from transcript_fixer.disfluencies.words import END, NONE, PAD, SOFT, WALL, Words
from transcript_fixer.trace import Reason, Span
from transcript_fixer.vocabulary import english, is_formed

PAUSES = frozenset(
    ["er", "ehm", "ah", "ahh", "eh"]
    + [
        "u" * vowels + ending
        for vowels in (1, 2)
        for ending in ("h", "hh", "hhh", "m", "mm", "mmm", "mmmm", "hm", "hmm")
    ]
    + ["e" + "r" * count + "m" for count in (1, 2)]
    + ["h" * left + "m" * right for left in (1, 2) for right in (1, 2, 3, 4)]
    + ["m" * count for count in (2, 3, 4)]
)


FOREIGN = frozenset(["um", "er"])
"""German, Portuguese, Dutch and Danish words too: whether they are, the words beside them tell."""

_SHARED = PAUSES | word_set(
    "die in an so war was will man hat also bin am den des mit gut a o e os as do no de me com por para en over i",
    "for at et",
)
"""Words that do not tell these languages from English."""

_ANSWERING = {"uh": ("huh",), "mm": ("hmm", "hm"), "um": ("hum", "hmm"), "nuh": ("uh",)}
"""Two sounds that make an answer, where they are not written as one word: "uh huh", "mm hmm"."""


def find_pauses(words: Words, within: Span) -> dict[int, Reason]:
    """Find *um*, *uh*, *er*, *hm* and how else captions spell the sound.

    A recogniser that heard a pause wrote it small or as the first word of a sentence. Capitals are
    how we tell a hospital (ER) or a university (UM) from a hesitation; a number before "mm" makes
    it a millimetre; and a pause in quotation marks is being talked about.
    """
    gaps, breaks = words.gaps, words.breaks
    found: dict[int, Reason] = {}
    for at in words.places(_pauses_pattern(), within):
        if words.low[at] not in PAUSES or words.as_written(at).isupper() or _is_unit(words, at):
            continue
        if words.low[at + 1] in _ANSWERING.get(words.low[at], ()) and breaks[at] is NONE:
            continue
        if words.low[at] in _ANSWERING.get(words.low[at - 1], ()) and breaks[at - 1] is NONE:
            continue
        if breaks[at] is WALL or breaks[at - 1] is WALL or _is_quoted(gaps[at - 1], gaps[at]):
            continue
        if words.low[at] in FOREIGN and _is_foreign(words, at):
            continue
        found[at] = Reason.FILLED_PAUSE
    return found


@cache
def _pauses_pattern() -> re.Pattern[str]:
    return re.compile(one_of(PAUSES))


_SOUNDS = {
    "de": word_set("äh ähh ähm ähmm ähem öh öhm hm hmm ehm"),
    "es": word_set("ehm ehmm ehh eeh eeeh hmm mmm"),
    "fr": word_set("euh euhh euhm heu heum hmm mmm"),
    "ja": word_set("えーと えーっと えっと ええと ええっと えとー えーとー あのー あのう そのー うーんと んーと"),
    "ko": word_set("으음 흐음 으으음"),
    "ru": word_set("ээ эээ ээээ э-э э-э-э э-э-э-э эм эмм эммм ммм м-м м-м-м хм хмм"),
}
"""What no word of the language is written like. German "um" and "eh", Spanish "este", French "ben" are words."""

_BEFORE_COMMAS = {
    "es": word_set("eh em"),
    "ja": word_set("えー えーー あー うー うーん んー"),
    "ko": word_set("어 음 에"),
    "ru": word_set("э"),
}
"""Sounds that are also a noun, a letter, an answer or a question ("¿eh?"): they go between marks, a comma behind."""


def find_pauses_in(language: str) -> Callable[[Words, Span], dict[int, Reason]] | None:
    """The rule for the filled pauses of another language than English, if we know its sounds.

    >>> words = Words("Da war, ähm, ein Haus um die Ecke.")
    >>> find_pauses_in("de")(words, *words.ranges(None)), find_pauses_in("fi")
    ({10: <Reason.FILLED_PAUSE: 'filled-pause'>}, None)
    """
    sounds = _SOUNDS.get(language)
    if sounds is None:
        return None
    set_off = _BEFORE_COMMAS.get(language, frozenset())
    pattern = re.compile(one_of(sounds | set_off))

    def find(words: Words, within: Span) -> dict[int, Reason]:
        low, breaks, gaps = words.low, words.breaks, words.gaps
        found: dict[int, Reason] = {}
        for at in words.places(pattern, within):
            left, right = breaks[at - 1], breaks[at]
            sounds_so = low[at] in sounds or (low[at] in set_off and left is not NONE and right is SOFT)
            if sounds_so and left is not WALL is not right and not _is_quoted(gaps[at - 1], gaps[at]):
                found[at] = Reason.FILLED_PAUSE
        return found

    return find


def _is_foreign(words: Words, at: int) -> bool:
    """Whether "um" or "er" is a word of the language that the words around it are in.

    Those are the two on either side, or the sentence as far as eight words. Between marks it is a pause in any
    language.
    """
    breaks = words.breaks
    if breaks[at - 1] is not NONE and breaks[at] is not NONE:
        return False
    start = stop = at
    while start > at - PAD and breaks[start - 1] < END:
        start -= 1
    while stop < at + PAD and breaks[stop] < END:
        stop += 1
    near, sentence = words.low[at - 2 : at + 3], words.low[start : stop + 1]
    return _are_foreign(near) or _are_foreign(sentence)


def _are_foreign(words: Iterable[str]) -> bool:
    """Whether at least two words tell a language, and it is not English."""
    telling = [word for word in words if word.isalpha() and word not in _SHARED]
    return len(telling) > 1 and not any(map(_is_english, telling))


def _is_english(word: str) -> bool:
    return word in FUNCTION_WORDS or word in english() or is_formed(word, english())


def _is_unit(words: Words, at: int) -> bool:
    measured = words.low[at - 1][-1:].isdigit() and words.breaks[at - 1] is NONE
    return measured and words.low[at] in ("mm", "ah")


def _is_quoted(before: str, behind: str) -> bool:
    return before.endswith(('"', "“", "'", "‘")) and behind.startswith(('"', "”", "'", "’"))
