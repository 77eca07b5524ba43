"""Units to blocks: which sentences share a paragraph, and what stands between them.

The last stage that edits: it writes one space between two sentences (none in
Chinese and Japanese) and a blank line between two blocks, where the source had
whatever the captions left there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transcript_fixer.language import UNSPACED
from transcript_fixer.model import Paragraph, Sentence, Slide, SlideMarker, Unit
from transcript_fixer.paragraphs import find_paragraphs
from transcript_fixer.trace import Change, Reason, TracedText

_WIDE_ENDS = ("。", "？", "！", "…", "”", "」", "』", "）")


class LaidOut(NamedTuple):
    """The whole talk as one text, and its blocks, grouped as the segments are."""

    text: TracedText
    heading: str
    segments: tuple[tuple[Paragraph | Slide, ...], ...]


def lay_out(heading: TracedText | None, segments: Sequence[Sequence[Unit]], language: str) -> LaidOut:
    """Write the talk's text with its separators: the output that the laws speak of."""
    tiles: list[TracedText] = []
    changes: list[Change] = []
    grouped: list[tuple[Paragraph | Slide, ...]] = []
    written = 0  # length of the joined text so far
    end: int | None = None  # of the last text that was written; white space follows

    def write(tile: TracedText, separator: str) -> str:
        """Add a tile; what stands before its text becomes `separator`."""
        nonlocal written, end
        tiles.append(tile)
        core = tile.text.strip()
        begin = written + len(tile.text) - len(tile.text.lstrip())
        if core:
            changes.append(Change(end or 0, begin, "" if end is None else separator, Reason.LAYOUT))
            end = begin + len(core)
        written += len(tile.text)
        return core

    title = write(heading, "") if heading else ""
    for units in segments:
        blocks: list[Paragraph | Slide] = []
        for group in _groups(units, language):
            if isinstance(group, SlideMarker):
                marker = write(group.text, "\n\n")
                blocks.append(Slide(group.image, group.number, group.span, marker))
                continue
            text = ""
            for sentence in group:
                space = "" if language in UNSPACED and text.endswith(_WIDE_ENDS) else " "
                core = write(sentence.text, space if text else "\n\n")
                text += (space if text and core else "") + core
            if text:
                blocks.append(Paragraph(text, group[0].speaker))
        grouped.append(tuple(blocks))
    if not tiles:
        return LaidOut(TracedText.from_source(""), "", ())
    changes.append(Change(end or 0, written, "", Reason.LAYOUT))
    whole = TracedText.join(tiles)
    needed = [change for change in changes if whole.text[change.start : change.end] != change.after]
    return LaidOut(whole.edit(needed), title, tuple(grouped))


def _groups(units: Sequence[Unit], language: str) -> Iterator[SlideMarker | list[Sentence]]:
    """Slide markers by themselves, and the sentences between them paragraph by paragraph."""
    run: list[Sentence] = []
    for unit in units:
        if isinstance(unit, SlideMarker) or (run and (unit.opens_turn or unit.opens_paragraph)):
            yield from _paragraphs(run, language)
            run = []
        if isinstance(unit, SlideMarker):
            yield unit
        else:
            run.append(unit)
    yield from _paragraphs(run, language)


def _paragraphs(run: list[Sentence], language: str) -> Iterator[list[Sentence]]:
    """Split a run where the thought breaks; sentences of which nothing is left do not count.

    A paragraph of our own Markdown stays one.
    """
    if not run:
        return
    if run[0].opens_paragraph is not None:
        yield run
        return
    full = [index for index, sentence in enumerate(run) if sentence.text.text.strip()]
    opens = [full[index] for index in find_paragraphs([run[index].text.text.strip() for index in full], language)]
    for start, end in zip([0, *opens], [*opens, len(run)], strict=True):
        yield run[start:end]
