"""Strips fillers: filled pauses and immediate repeats."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from transcript_fixer.model import Block, Fixed, Utterance
from transcript_fixer.options import Fillers, Options
from transcript_fixer.trace import Change, Reason, TracedText

_PAUSE_RE = regex.compile(r"(?<![\w'’-])(?:[Uu]+[hm]+|[Ee]+(?:r|rm+)|[Hh]m+)(?![\w'’-]),?[ ]?")
_REPEAT_RE = regex.compile(r"(?<![\w'’-])([a-z']+) (?=\1(?![\w'’-]))")
_MEANT_TWICE = frozenset(["had", "that", "very", "no", "yeah", "right", "really", "bye"])


def strip_fillers(
    text: str,
    *,
    register: str = "lecture",
    fillers: str = "clean",
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Text without its fillers.

    >>> strip_fillers("So um we took the the train.")
    'So we took the train.'
    """
    return _strip(TracedText.from_source(text), Fillers(fillers), language).text


def strip_disfluencies(blocks: tuple[Block, ...], options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """The same for the utterances of a talk."""
    return Fixed(
        tuple(
            Utterance(_strip(block.text, Fillers(options.fillers), language), block.opens_turn, block.speaker)
            if isinstance(block, Utterance)
            else block
            for block in blocks
        )
    )


def _strip(text: TracedText, fillers: Fillers, language: str) -> TracedText:
    if fillers is Fillers.NONE or language != "en":
        return text
    while True:
        found = [Change(m.start(), m.end(), "", Reason.FILLED_PAUSE) for m in _PAUSE_RE.finditer(text.text)]
        text = text.edit(found)
        if fillers is Fillers.PAUSES:
            return text
        repeats = [
            Change(m.start(), m.end(), "", Reason.REPEAT)
            for m in _REPEAT_RE.finditer(text.text)
            if m[1] not in _MEANT_TWICE
        ]
        if not repeats:
            return text
        text = text.edit(repeats)
