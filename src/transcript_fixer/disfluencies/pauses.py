"""Filled pauses: the sounds a speaker makes while planning."""

from __future__ import annotations

import re
from functools import cache

from transcript_fixer.disfluencies.letters import one_of
from transcript_fixer.disfluencies.words import NONE, WALL, Words
from transcript_fixer.trace import Reason, Span

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
        found[at] = Reason.FILLED_PAUSE
    return found


@cache
def _pauses_pattern() -> re.Pattern[str]:
    return re.compile(one_of(PAUSES))


def _is_unit(words: Words, at: int) -> bool:
    measured = words.low[at - 1][-1:].isdigit() and words.breaks[at - 1] is NONE
    return measured and words.low[at] in ("mm", "ah")


def _is_quoted(before: str, behind: str) -> bool:
    return before.endswith(('"', "“", "'", "‘")) and behind.startswith(('"', "”", "'", "’"))
