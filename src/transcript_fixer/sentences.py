"""Cues to sentences.

The captions were cut every so many characters, and a fullwidth mark stands at
each cut as well as at real sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcript_fixer.model import Block, Captions, Fixed, Sentence, SlideMarker, Unit, Utterance
from transcript_fixer.options import Options
from transcript_fixer.trace import Change, Reason, TracedText

_SPACED = frozenset({"zh", "ja"})
_ASCII = str.maketrans("，。？！：；（）", ",.?!:;()")
_MARK_RE = re.compile(r"[ \t]*([，。？！：；])[ \t]*")
_NUMBER_CUT_RE = re.compile(r"(?<=\d)([。，])\s*(?=\d)")
_CUT_RE = re.compile(r"[，。]\s*\n\s*(?=[a-z])")
_BREAK_RE = re.compile(r"\s+")
_END_RE = re.compile(r"(?<=[.?!])\s+(?=[\"'“(]?[A-Z0-9])|(?<=[。？！])\s*(?=\S)")


def rebuild_sentences(captions: Captions, options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Join what the caption cuts took apart."""
    blocks: list[Block] = []
    for run in _runs(captions):
        if isinstance(run, SlideMarker):
            blocks.append(run)
        else:
            text = run if language in _SPACED else _join_cuts(run)
            blocks.append(Utterance(_squeeze(text)))
    return Fixed(tuple(blocks))


def split_sentences(blocks: tuple[Block, ...], language: str) -> tuple[Unit, ...]:
    """One unit for each sentence and each slide marker."""
    units: list[Unit] = []
    for block in blocks:
        if isinstance(block, SlideMarker):
            units.append(block)
            continue
        ends = [found.end() for found in _END_RE.finditer(block.text.text)]
        for index, part in enumerate(block.text.split(ends)):
            units.append(Sentence(part, block.opens_turn and index == 0, block.speaker if index == 0 else None))
    return tuple(units)


def _runs(captions: Captions) -> Iterator[TracedText | SlideMarker]:
    cues: list[TracedText] = []
    for block in captions.blocks:
        if isinstance(block, SlideMarker):
            if cues:
                yield TracedText.join(cues)
                cues = []
            yield block
        else:
            cues.append(block.text)
    if cues:
        yield TracedText.join(cues)


def _join_cuts(text: TracedText) -> TracedText:
    text = text.edit(
        [
            Change(found.start(), found.end(), "." if found[1] == "。" else ",", Reason.NUMBER)
            for found in _NUMBER_CUT_RE.finditer(text.text)
        ]
    )
    text = text.edit(
        [Change(found.start(), found.end(), " ", Reason.PUNCTUATION) for found in _CUT_RE.finditer(text.text)]
    )
    changes = []
    for found in _MARK_RE.finditer(text.text):
        behind = text.text[found.end() : found.end() + 1]
        space = "" if not behind or behind in "\n，。？！" else " "
        changes.append(Change(found.start(), found.end(), found[1].translate(_ASCII) + space, Reason.PUNCTUATION))
    return text.edit(changes)


def _squeeze(text: TracedText) -> TracedText:
    """Inner white space to single spaces; that at both ends is left for the layout."""
    start = len(text.text) - len(text.text.lstrip())
    end = len(text.text.rstrip())
    return text.edit(
        [
            Change(found.start(), found.end(), " ", Reason.LAYOUT)
            for found in _BREAK_RE.finditer(text.text, start, end)
            if found[0] != " "
        ]
    )
