"""Sentences to topic segments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcript_fixer.model import SegmentOutline, SlideMarker, Unit
from transcript_fixer.options import Options

_OPENING_RE = re.compile(r"(?:okay|all ?right|so let'?s|now let'?s|moving on|let'?s talk|next)\b", re.IGNORECASE)
_SHORTEST = 8  # sentences: shorter stretches are asides, not topics


def find_boundaries(sentences: Sequence[str], count: int | None = None) -> list[int]:
    """Indices at which a new segment starts, the first excluded.

    >>> find_boundaries(["So it works."] * 9 + ["Okay, next question."] + ["It does."] * 9)
    [9]
    """
    found: list[int] = []
    for index, sentence in enumerate(sentences):
        if _OPENING_RE.match(sentence) and index - (found[-1] if found else 0) >= _SHORTEST:
            found.append(index)
    return found


def find_segments(units: Sequence[Unit], options: Options, language: str) -> tuple[SegmentOutline, ...]:
    """Cut a talk into segments at the sentences that open a topic."""
    texts = ["" if isinstance(unit, SlideMarker) else unit.text.text for unit in units]
    firsts = [0, *find_boundaries(texts)]
    outlines = []
    for number, first in enumerate(firsts, 1):
        while first and isinstance(units[first - 1], SlideMarker):
            first -= 1
        outlines.append(SegmentOutline(first, f"Part {number}"))
    return tuple(outlines)
