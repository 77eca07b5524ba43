"""The order of the stages.

decode, repair mojibake, parse captions, rebuild sentences, strip fillers,
split into sentences, find segments, lay out, check the accounts
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_not
from typing import TypeVar

from transcript_fixer.accounting import check_accounts
from transcript_fixer.anchors import find_anchors
from transcript_fixer.captions import parse_captions
from transcript_fixer.characters import remove_controls
from transcript_fixer.decoding import decode, mark_unreadable, source_from_text
from transcript_fixer.fillers import may_show_in_terms, strip_disfluencies
from transcript_fixer.formats import refuse_timed_captions
from transcript_fixer.heading import parse_heading
from transcript_fixer.language import find_language
from transcript_fixer.layout import LaidOut, lay_out
from transcript_fixer.markup import strip_markup
from transcript_fixer.model import (
    Block,
    Captions,
    Cue,
    Fixed,
    Segment,
    SegmentOutline,
    Sentence,
    SlideMarker,
    SourceFacts,
    Topic,
    Transcript,
    TranscriptWarning,
    Turn,
    Unit,
    WarningKind,
    shown_title,
)
from transcript_fixer.mojibake import repair_mojibake
from transcript_fixer.options import Options
from transcript_fixer.segments import call_after_talk, find_segments
from transcript_fixer.sentences import rebuild_sentences, split_sentences
from transcript_fixer.terms import fix_terms
from transcript_fixer.trace import Span, TracedText

T = TypeVar("T")


def fix_transcript(source: str | bytes, options: Options | None = None, *, file: str | None = None) -> Transcript:
    """Fix one transcript.

    Takes the raw text, or its bytes as a file has them, and returns the finished talk:
    segments with clean text, and every edit that led there. All spans count code points
    of the source: the decoded text, before any change. `file` is the name the index
    gives the source; of a path that says where on this machine it lies only the last part.

        >>> talk = fix_transcript("# P3：Mice - ShowMeAI - BV1ub4y127jj\\n\\nSo um we saw。\\n\\n two mice。")
        >>> talk.title, talk.segments[0].text
        ('Mice', 'We saw two mice.')
        >>> talk.restore()[-13:]
        '。\\n\\n two mice。'

    Raises DecodingError (a ValueError) for bytes that are not text in a known encoding,
    FormatError (one too) for captions with times (WebVTT, SRT), UnfitOptionsError (one too)
    for more segments than the talk has sentences, and AccountingError when the result does
    not account for the source, which is a fault of ours. Our own Markdown may be fixed again: no word of it changes.
    """
    if not isinstance(source, str | bytes):
        raise TypeError(f"expected str or bytes, not {type(source).__name__}")
    if options is None:
        options = Options()
    elif not isinstance(options, Options):
        raise TypeError(f"expected Options, not {options!r}; Options(fillers=..., ...) makes them")
    file = file and _published_name(file)
    read = decode(source, options.encoding) if isinstance(source, bytes) else source_from_text(source)
    refuse_timed_captions(read.text)
    warnings: list[TranscriptWarning] = []

    def take(fixed: Fixed[T]) -> T:
        warnings.extend(fixed.warnings)
        return fixed.value

    text, own_page = strip_markup(take(mark_unreadable(TracedText.from_source(read.text))))
    # A page of ours is sound; with its headings gone, neighbours that never met could look like mojibake.
    text = take(_repair_characters(text)) if own_page is None else remove_controls(text)
    captions = parse_captions(text, has_heading=own_page is None)
    language = options.language or (own_page and own_page.language) or _find_language(captions)
    blocks = take(rebuild_sentences(captions, options, language))
    blocks = take(_clean_speech(blocks, options, language))
    units = split_sentences(blocks, language)
    outlines = find_segments(units, options, language)
    laid_out = lay_out(captions.heading, _grouped(units, outlines), language)
    heading = own_page.heading if own_page else parse_heading(laid_out.heading)
    outlines = call_after_talk(outlines, units, heading.title)
    # The title is a heading too: a segment of the same name must not take its anchor.
    anchors = find_anchors([shown_title(heading, file), *(outline.title for outline in outlines)])[1:]
    talk = Transcript(
        heading=heading,
        segments=_segments(units, outlines, anchors, laid_out, Span(_heading_end(captions), len(read.text))),
        edits=laid_out.text.edits,
        warnings=tuple(sorted(warnings, key=lambda warning: warning.span)),
        turns=_turns(units, len(read.text)),
        language=language,
        source=SourceFacts(file, read.sha256, read.encoding, len(read.text)),
        options=options,
    )
    check_accounts(talk, read.text)
    return talk


def _published_name(file: str) -> str:
    r"""Indexes are published, and must be the same on each machine. A path inside a folder of talks may stand.

    >>> [_published_name(file) for file in ("/media/ada/p1.txt", "C:\\talks\\p1.txt", "../p1.txt", "course/p1.txt")]
    ['p1.txt', 'p1.txt', 'p1.txt', 'course/p1.txt']
    """
    parts = file.replace("\\", "/").split("/")
    drive = parts[0][1:] == ":" or parts[0] in ("", "~")
    return parts[-1] if len(parts) > 1 and (drive or ".." in parts) else file


def _find_language(captions: Captions) -> str:
    """From speech alone: titles and image paths are often in another language."""
    return find_language("\n".join([block.text.text for block in captions.blocks if isinstance(block, Cue)]))


def _repair_characters(text: TracedText) -> Fixed[TracedText]:
    """Mojibake undone and control characters removed.

    What stood apart because of a control character may be mojibake once it is gone, so the
    repair goes on until nothing changes: fixing twice must not fix more.
    """
    text = remove_controls(text)
    doubtful: list[TranscriptWarning] = []
    while True:
        repaired = repair_mojibake(text)
        doubtful += [warning for warning in repaired.warnings if warning.kind is WarningKind.UNCERTAIN_REPAIR]
        text = remove_controls(repaired.value, after_mojibake=True)
        if text is repaired.value:
            # What is still broken, the last round says: it saw all that is left.
            left = [warning for warning in repaired.warnings if warning.kind is not WarningKind.UNCERTAIN_REPAIR]
            return Fixed(text, (*doubtful, *left))


def _clean_speech(blocks: tuple[Block, ...], options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Disfluencies stripped and terms written in one way.

    A term that was said twice may have been heard in two ways, and one of the user's may be anything,
    so where a term was written that may make a disfluency both are done again.
    """
    is_own = bool(options.drop) or options.glossary is not None
    while True:
        stripped = strip_disfluencies(blocks, options, language).value
        spelled = fix_terms(stripped, options, language)
        blocks = spelled.value
        if not any(map(is_not, stripped, blocks)) or not (is_own or may_show_in_terms(blocks)):
            return spelled


def _grouped(units: Sequence[Unit], outlines: Sequence[SegmentOutline]) -> list[Sequence[Unit]]:
    ends = [*(outline.first for outline in outlines[1:]), len(units)]
    return [units[outline.first : end] for outline, end in zip(outlines, ends, strict=False)]


def _segments(
    units: Sequence[Unit], outlines: Sequence[SegmentOutline], anchors: Sequence[str], laid_out: LaidOut, body: Span
) -> tuple[Segment, ...]:
    starts = [_opening(group) for group in _grouped(units, outlines)]
    starts[:1] = [body.start] if outlines else []
    spans = [Span(start, end) for start, end in zip(starts, [*starts[1:], body.end], strict=False)]
    parts = zip(anchors, outlines, spans, laid_out.segments, strict=True)
    return tuple(
        Segment(number, anchor, outline.title, span, blocks, outline.keywords, _within(span, outline.topics))
        for number, (anchor, outline, span, blocks) in enumerate(parts, 1)
    )


def _opening(units: Sequence[Unit]) -> int:
    """Where a segment starts in the source: with its first unit, or with a slide that interrupted its first sentence.

    Of "mice。 um so，![](a_7.png) dogs are" the opening goes, and with it, behind "mice.", the place of the slide.
    """
    return min([units[0].text.span.start, *[unit.span.start for unit in units if isinstance(unit, SlideMarker)]])


def _within(span: Span, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    return tuple(topic._replace(span=Span(topic.span.start, min(topic.span.end, span.end))) for topic in topics)


def _heading_end(captions: Captions) -> int:
    """Where the title line ends in the source, its line break not counted."""
    heading = captions.heading
    return heading.source_offset(len(heading.text.rstrip())) if heading else 0


def _turns(units: Sequence[Unit], length: int) -> tuple[Turn, ...]:
    opening = [unit for unit in units if isinstance(unit, Sentence) and unit.opens_turn]
    starts = [unit.text.span.start for unit in opening]
    return tuple(
        Turn(unit.speaker, Span(start, end))
        for unit, start, end in zip(opening, starts, [*starts[1:], length], strict=False)
    )
