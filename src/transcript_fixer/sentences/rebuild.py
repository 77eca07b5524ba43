"""Cues to sentences.

What is said is never touched here; what captioning did to it is undone. First
goes what is no speech (sounds, decoder loops, captions that were rolled up
twice), then the marks between the words are decided (`marks`), then capitals
(`casing`). All offsets are those of the joined captions, in which slide markers
count as line ends, and one edit applies everything.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from transcript_fixer.language import UNSPACED
from transcript_fixer.model import (
    Block,
    Captions,
    Cue,
    Fixed,
    Sentence,
    SlideMarker,
    TranscriptWarning,
    Unit,
    WarningKind,
)
from transcript_fixer.options import Options
from transcript_fixer.patterns import compile_late
from transcript_fixer.sentences.casing import find_case_changes, find_glued_openers
from transcript_fixer.sentences.gaps import Gap, Script, find_cut_words, find_gaps, read_script
from transcript_fixer.sentences.habits import find_habits
from transcript_fixer.sentences.loops import find_loops
from transcript_fixer.sentences.marks import SAID_AT_CUTS, decide_marks
from transcript_fixer.sentences.nonspeech import find_non_speech
from transcript_fixer.sentences.numbers import find_glued_points, find_inner_marks, find_split_decimals
from transcript_fixer.sentences.other_languages import find_abbreviation_points
from transcript_fixer.sentences.overlap import find_overlaps
from transcript_fixer.sentences.punctuation import PAD, load_model
from transcript_fixer.sentences.speakers import Turn, find_turns
from transcript_fixer.sentences.weaving import Place, Removal, Weaver
from transcript_fixer.sentences.wrapping import find_full_cues
from transcript_fixer.trace import Change, Reason, Span, TracedText

# Those behind the last word part nothing.
_BLANK_LINES_RE = re.compile(r"(?<=\S)[^\S\n]*+\n[^\S\n]*+\n\s*+(?=\S)")
_MANY_SOUNDS = 12
"""Sounds in a row from which on a reader is warned: at the end of ordinary talks up to 8 stand."""
_LETTER_RE = re.compile(r"\w")
_JOINT = "\x7f"  # stands for white space inside a number
_BLANK = "\t"  # stands for removed text, so that offsets stay: white space, and never a single space


def rebuild_sentences(captions: Captions, options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Turn captions into speech that reads as if typed: whole sentences, and slides between them.

    >>> from transcript_fixer.captions import parse_captions
    >>> said = TracedText.from_source("We saw two degrees of global。\\n\\ntemperature change。 That is 0。5 more。")
    >>> [block.text.text for block in rebuild_sentences(parse_captions(said), Options(), "en").value]
    ['We saw two degrees of global temperature change. That is 0.5 more.']

    No word is changed; the words of decoder loops and of captions that say again what the
    one before said are taken away, each under its own reason. Lines in Chinese and
    Japanese keep their punctuation. Blocks come in source order and tile the captions;
    the white space at their ends is left to the layout.
    """
    if not captions.blocks:
        return Fixed(())
    whole = TracedText.join([block.text for block in captions.blocks])
    slides = _place_slides(captions.blocks)
    page = _blanked(whole.text, slides, "\n")
    turns = find_turns(page)
    if captions.finished:
        return Fixed(tuple(_kept(whole, page, slides, turns)))
    removals = [Removal(turn.start, turn.end, Reason.SPEAKER) for turn in turns if turn.start < turn.end]
    removals += [Removal(start, end, Reason.NON_SPEECH) for start, end in find_non_speech(page)]
    removals = _apart(removals)
    warnings = list(_runs_of_sounds(page, removals, whole))
    page = _blanked(page, removals, _BLANK)
    if language == "en":
        numbers = find_inner_marks(page, load_model().common | SAID_AT_CUTS, language)
    else:
        numbers = [*find_inner_marks(page, (), language), *find_abbreviation_points(page)]
    split = [each for each in find_split_decimals(page) if whole.text[each[1] : each[2]].isspace()]
    thousands = {at: "," if page.startswith("000", end) else "." for at, _, end in split}
    numbers = sorted({**dict(numbers), **thousands}.items())
    page = _replaced(page, numbers)
    page = _blanked(page, [Removal(start, end, Reason.NUMBER) for _, start, end in split], _JOINT)
    script = read_script(page)
    while True:
        repeated = list(_find_rounds(script, slides, whole, warnings))
        if not repeated:
            gaps = find_gaps(script)
            repeated = list(_find_rolled_up(script, gaps, slides))
        if not repeated:
            break
        removals = _apart([*removals, *repeated])
        gone = [(removal.start, removal.end) for removal in repeated]
        script = script.without(_blanked(script.text, repeated, _BLANK), gone)
    habits = find_habits(script, gaps)
    opening = _opening_words(script, turns)
    decided = decide_marks(script, gaps, habits, find_full_cues(script, gaps), opening, language)
    weaver = Weaver(whole.text, page, script, slides, removals, opening)
    weaver.weave({gap.word: gap for gap in gaps}, decided)
    changes = [
        *weaver.changes,
        *_number_changes(numbers, script),
        *(Change(start, end, "", Reason.NUMBER) for at, start, end in split if _is_in_word(at, script)),
        *(Change(at, at, " ", Reason.LAYOUT) for at in find_glued_openers(script.text)),
        *find_case_changes(script, gaps, habits, decided, opening, language),
    ]
    changes.sort(key=lambda change: (change.start, change.end))
    blocks = tuple(weaver.blocks(whole.edit(changes), changes))
    return Fixed(blocks, (*warnings, *_missing_slides(captions.blocks)))


def _kept(whole: TracedText, page: str, slides: Sequence[Place], turns: Sequence[Turn]) -> Iterator[Block]:
    """Finished text, each paragraph by itself: an earlier run cut them, or a hand did, and speakers take over where
    one begins. Only white space changes, and the place of a slide that a hand put into a line."""
    named = {turn.start: turn for turn in turns if turn.name is not None}
    starts = [0, *(found.end() for found in _BLANK_LINES_RE.finditer(whole.text))]
    slide_at = 0
    for start, part in zip(starts, whole.split(starts[1:]), strict=True):
        end = start + len(part.text)
        held: list[Place] = []
        while slide_at < len(slides) and slides[slide_at].start < end:
            first, last, slide = slides[slide_at]
            held.append(Place(first - start, last - start, slide))
            slide_at += 1
        if held and part.text.strip() == part.text[held[0].start : held[0].end]:
            yield held[0].slide._replace(text=part)
            continue
        script = read_script(page[start:end])
        turn = named.get(end - len(script.text.lstrip()))
        # Between Chinese words a line break is none of the text, a space is what was written.
        gaps = [gap._replace(tight=gap.breaks) if gap.tight else gap for gap in find_gaps(script)]
        weaver = Weaver(part.text, script.text, script, held, (), {0: turn} if turn else {})
        weaver.weave({gap.word: gap for gap in gaps}, {}, opening=None)
        for block in weaver.blocks(part.edit(weaver.changes), weaver.changes):
            yield block if isinstance(block, SlideMarker) else block._replace(is_paragraph=True)


def _place_slides(blocks: Sequence[Cue | SlideMarker]) -> list[Place]:
    places: list[Place] = []
    at = 0
    for block in blocks:
        text = block.text.text
        if isinstance(block, SlideMarker):
            core = text.strip()
            start = at + text.index(core)
            places.append(Place(start, start + len(core), block))
        at += len(text)
    return places


def _blanked(text: str, ranges: Sequence[Place | Removal], blank: str) -> str:
    pieces: list[str] = []
    at = 0
    for each in ranges:
        pieces += [text[at : each.start], blank * (each.end - each.start)]
        at = each.end
    return "".join([*pieces, text[at:]])


def _replaced(text: str, marks: Sequence[tuple[int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, after in marks:
        pieces += [text[at:start], after]
        at = start + 1
    return "".join([*pieces, text[at:]])


def _apart(removals: Sequence[Removal]) -> list[Removal]:
    """In order, and without those that overlap one before."""
    kept: list[Removal] = []
    for removal in sorted(removals):
        if not kept or kept[-1].end <= removal.start:
            kept.append(removal)
    return kept


def _number_changes(marks: Sequence[tuple[int, str]], script: Script) -> Iterator[Change]:
    """The marks inside words; those between words are the weaver's."""
    for at, after in marks:
        if _is_in_word(at, script):
            yield Change(at, at + 1, after, Reason.NUMBER)
    for at in find_glued_points(script.text):
        yield Change(at, at, " ", Reason.NUMBER)


def _is_in_word(at: int, script: Script) -> bool:
    """Whether `at` lies in a word that is still there."""
    word = bisect_right(script.starts, at) - 1
    return word >= 0 and at < script.ends[word]


def _opening_words(script: Script, turns: Sequence[Turn]) -> dict[int, Turn]:
    """The word with which each speaker takes over."""
    opening: dict[int, Turn] = {}
    for turn in turns:
        index = bisect_left(script.starts, turn.end)
        if index < len(script):
            opening[index] = turn
    return opening


def _find_rounds(
    script: Script, slides: Sequence[Place], whole: TracedText, warnings: list[TranscriptWarning]
) -> Iterator[Removal]:
    """The rounds of decoder loops behind the first, each loop with its warning."""
    words, starts, ends = script.words[PAD:-PAD], script.starts, script.ends
    for loop in find_loops(words):
        phrase = " ".join(words[loop.first : loop.second])
        span = whole.source_span(starts[loop.first], ends[loop.end - 1])
        message = f"one phrase {loop.rounds} times in a row was written once: {phrase[:80]}"
        warnings.append(TranscriptWarning(WarningKind.DECODER_LOOP, span, message))
        yield from _around_slides(ends[loop.second - 1], ends[loop.end - 1], Reason.DECODER_LOOP, slides)


def _runs_of_sounds(page: str, removals: Sequence[Removal], whole: TracedText) -> Iterator[TranscriptWarning]:
    """Where hardly anything was heard: sounds in a row, with no word between them."""
    sounds = [removal for removal in removals if removal.reason is Reason.NON_SPEECH]
    first = 0
    for last, (sound, following) in enumerate(zip_longest(sounds, sounds[1:])):
        if following is not None and not _LETTER_RE.search(page, sound.end, following.start):
            continue
        if last + 1 - first >= _MANY_SOUNDS:
            span = whole.source_span(sounds[first].start, sound.end)
            ((commonest, _),) = Counter(page[each.start : each.end] for each in sounds[first : last + 1]).most_common(1)
            message = f"{last + 1 - first} sounds in a row were left out: {commonest[:80]}"
            yield TranscriptWarning(WarningKind.DECODER_LOOP, span, message)
        first = last + 1


def _find_rolled_up(script: Script, gaps: Sequence[Gap], slides: Sequence[Place]) -> Iterator[Removal]:
    """What a cue says again of the one before."""
    for first, end in find_overlaps(script.words[PAD:-PAD], find_cut_words(script, gaps)):
        yield from _around_slides(script.starts[first], script.ends[end - 1], Reason.CAPTION_OVERLAP, slides)


def _around_slides(start: int, end: int, reason: Reason, slides: Sequence[Place]) -> Iterator[Removal]:
    """The range without the slide markers in it."""
    for slide in slides[bisect_left(slides, start, key=lambda each: each.start) :]:
        if slide.start >= end:
            break
        if start < slide.start:
            yield Removal(start, slide.start, reason)
        start = slide.end
    if start < end:
        yield Removal(start, end, reason)


def _missing_slides(blocks: Sequence[Cue | SlideMarker]) -> Iterator[TranscriptWarning]:
    """Jumps in the numbers of slides.

    The number counts stretches of text and images together, from 0, so the next image has
    the next number, or the one after it where text stands between. In 1,296 markers of 102
    transcripts that was never otherwise. In our own Markdown (alt text `Slide 7`) markers
    have moved, so nothing is known there.
    """
    last: SlideMarker | None = None
    has_text = False
    for block in blocks:
        if isinstance(block, Cue):
            has_text = has_text or not block.text.text.isspace()
            continue
        if block.number is not None and last is not None and last.number is not None:
            missing = block.number - last.number - 1 - has_text
            stem, other = (re.sub(r"\d+\.\w+$", "", each.image) for each in (last, block))
            if missing > 0 and stem == other and not block.text.text.startswith("![Slide "):
                yield TranscriptWarning(
                    WarningKind.MISSING_SLIDE,
                    Span(last.span.end, block.span.start),
                    f"between slides {last.number} and {block.number} at least one image is missing",
                )
        last, has_text = block, False


_ABBREVIATION_RE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|[A-Z])\.$")
_OTHER_ABBREVIATION_RE = compile_late(rf"{_ABBREVIATION_RE.pattern}|\b(?:[^\W\d_]|bzw|usw|evtl|ggf|vgl|Nr)\.$")
_ASCII_END_RE = re.compile(r"[.?!][\"'”’)\]]*\s+(?=[^\sa-z])")
# Hindi, Arabic and Urdu marks were never taken for others; a space stands behind them.
_END_RE = compile_late(rf"{_ASCII_END_RE.pattern}|(?<=[。？！])[”’」』）]*\s*(?=\S)|[।؟۔]\s+(?=\S)")


def split_sentences(blocks: tuple[Block, ...], language: str) -> tuple[Unit, ...]:
    """One unit for each sentence and each slide marker.

    A sentence that a marker interrupted is one sentence up to where the marker stands now: its
    segment has to hold both places.
    """
    abbreviation_re = _ABBREVIATION_RE if language in ("en", *UNSPACED) else _OTHER_ABBREVIATION_RE
    units: list[Unit] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, SlideMarker):
            units.append(block)
            continue
        text = block.text.text
        is_wide = not text.isascii() and any(mark in text for mark in "。？！।؟۔")
        ends = [
            found.end()
            for found in (_END_RE if is_wide else _ASCII_END_RE).finditer(text)
            if found[0][:1] != "." or not abbreviation_re.search(text, max(0, found.start() - 6), found.start() + 1)
        ]
        if isinstance(following, SlideMarker) and following.span.start < following.text.span.start:
            ends = [end for end in ends if block.text.source_offset(end) <= following.span.start]
        first, *others = block.text.split(ends)
        inner = False if block.is_paragraph else None
        units.append(Sentence(first, block.opens_turn, block.speaker, block.is_paragraph or None))
        units += [Sentence(part, opens_paragraph=inner) for part in others]
    return tuple(units)
