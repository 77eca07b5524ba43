"""Finds what was lost or invented.

The stages are written so that neither can happen; this module does not believe
them. It looks at the finished talk from outside, on each run: at its source, its
output and its edits, and at nothing the stages worked with.
"""

from __future__ import annotations

from transcript_fixer.model import Transcript
from transcript_fixer.trace import apply_edits


class AccountingError(RuntimeError):
    """A finished talk does not account for its source: a fault of ours. Nothing must be written."""


def check_accounts(talk: Transcript, source: str) -> None:
    """Check the first two laws, and that segments and slides are where the contract says.

    - Nothing lost: undoing the edits in the output gives the source.
    - Nothing invented: making the edits in the source gives the output.

    Raises AccountingError with the place of the first difference.
    """
    at = 0
    for (start, end), before, _, _, _ in talk.edits:
        if not at <= start <= end:
            raise AccountingError(f"edits overlap at offset {start} of the source")
        if source[start:end] != before:
            raise AccountingError(f"an edit does not fit the source at offset {start}: {before!r}")
        at = end
    output = talk.output
    if (made := apply_edits(source, talk.edits)) != output:
        raise AccountingError(f"text was invented: {_difference(made, output)}")
    if (restored := talk.restore()) != source:
        raise AccountingError(f"text was lost: {_difference(source, restored)}")
    _check_spans(talk, len(source))


def _check_spans(talk: Transcript, length: int) -> None:
    at = talk.segments[0].span.start if talk.segments else length
    for segment in talk.segments:
        if segment.span.start != at or segment.span.end < at:
            raise AccountingError(f"segment {segment.number} starts at {segment.span.start}, not at {at}")
        at = segment.span.end
        for slide in segment.slides:
            if not segment.span.start <= slide.span.start <= slide.span.end <= segment.span.end:
                raise AccountingError(f"slide {slide.image!r} is not inside segment {segment.number}")
    if at != length:
        raise AccountingError(f"the segments end at {at}, the source at {length}")


def _difference(expected: str, found: str) -> str:
    shorter = min(len(expected), len(found))
    at = next((index for index in range(shorter) if expected[index] != found[index]), shorter)
    return f"at {at}, {expected[at : at + 30]!r} against {found[at : at + 30]!r}"
