"""Undoes wrong decodings: UTF-8 that was read as Windows-1252 and the like."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from transcript_fixer.model import Fixed
from transcript_fixer.trace import Change, Reason, TracedText

# ftfy would repair a path like any text, and break the link.
_PATH_RE = re.compile(r"\]\([^()\n]*\)|https?://\S+")


def fix_mojibake(text: str) -> str:
    """Text with its mojibake undone.

    >>> fix_mojibake("voilÃ\\xa0")
    'voilà'
    """
    return repair_mojibake(TracedText.from_source(text)).value.text


def repair_mojibake(text: TracedText) -> Fixed[TracedText]:
    """Undo wrong decodings line by line, each narrowed to the characters that differ."""
    if text.text.isascii():
        return Fixed(text)
    import ftfy

    changes: list[Change] = []
    at = 0
    for line in text.text.splitlines(keepends=True):
        if not line.isascii():
            start = 0
            for path in [*_PATH_RE.finditer(line), None]:
                end = path.start() if path else len(line)
                part = line[start:end]
                fixed = part if part.isascii() else ftfy.fix_encoding_and_explain(part).text
                if fixed != part:
                    changes += _narrowed(part, fixed, at + start)
                start = path.end() if path else end
        at += len(line)
    return Fixed(text.edit(changes))


def _narrowed(before: str, after: str, offset: int) -> list[Change]:
    """The changes that turn one text into the other, as small as they can be."""
    return [
        Change(
            offset + block.src_start, offset + block.src_end, after[block.dest_start : block.dest_end], Reason.MOJIBAKE
        )
        for block in Levenshtein.opcodes(before, after)
        if block.tag != "equal"
    ]
