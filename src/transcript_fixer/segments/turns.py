"""Where an opening turns from what was said before to what comes: the first is no subject any more."""

from __future__ import annotations

import re

from transcript_fixer.patterns import compile_late
from transcript_fixer.segments.wording import Wording, without_start

_OPENING = 3  # sentences
_LEAST = 8  # words that are left behind the turn
_TURNING = frozenset(("moving", "move", "enough"))
_TURN_RE = compile_late(
    r"\b(?:moving on to|(?:let's|let us|we(?:'ll| will| can)|I(?:'ll| will| want to)) (?:now )?move on to"
    r"|enough (?:of|about|for) [^,.?!]{1,80},)",
    re.IGNORECASE,
)


def behind_turn(wording: Wording) -> Wording:
    """A segment's wording without what its opening says of the matter before.

    >>> from transcript_fixer.segments.wording import count_words
    >>> said = ["That was the paper on bees, moving on to lighthouses.", "A lighthouse warns the ships at night."]
    >>> (wording,) = count_words([said], "en")
    >>> behind_turn(wording).words[:2]
    ['lighthouses', 'a']
    """
    end = wording.starts[min(_OPENING, len(wording.starts) - 1)]
    if _TURNING.isdisjoint(wording.words[:end]):
        return wording
    opening = " ".join(wording.written[:end])
    found = _TURN_RE.search(opening)
    if not found or not found.start():
        return wording
    at = len(opening[: found.end()].split())
    return without_start(wording, at) if len(wording.words) - at >= _LEAST else wording
