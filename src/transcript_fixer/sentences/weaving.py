"""Decisions to changes and blocks: the arithmetic behind `sentences`.

Between two words stand marks, white space, removed stretches and slide markers.
Here each becomes a change or a block border, in one walk over the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from transcript_fixer.model import Block, SlideMarker, Utterance
from transcript_fixer.sentences.gaps import MARKS, Gap, Mark, Script
from transcript_fixer.sentences.speakers import Turn
from transcript_fixer.trace import Change, Reason, TracedText

FARTHEST_MOVE = 60
"""Words a slide marker may be moved to the end of its sentence; a longer one is broken at the marker."""
_NO_BREAK_SPACES = ("\u00a0", "\u202f")
_PIECE_RE = re.compile(r"\s+|[^\s]")


class Removal(NamedTuple):
    """Text that goes, and why."""

    start: int
    end: int
    reason: Reason


class Place(NamedTuple):
    """Where a slide marker stands in the joined captions, its white space excluded."""

    start: int
    end: int
    slide: SlideMarker


class _Border(NamedTuple):
    """Where a block starts: a slide's own place, slides moved here, or speech."""

    at: int
    slides: tuple[SlideMarker, ...] = ()
    moved: bool = False
    turn: Turn | None = None


ENDS = frozenset(".?!。？！")
"""Marks with which a sentence ends."""
# Through its class a member takes five times as long to reach.
_STOP, _QUESTION = Mark.STOP, Mark.QUESTION


def closes(gap: Gap | None, mark: str | None) -> bool:
    """Whether a sentence ends in a gap for which `mark` was decided (None: it stays as it is)."""
    if mark is None:
        if gap is None:
            return False
        return gap.mark is _QUESTION or (gap.mark is _STOP and (gap.capital or gap.cjk))
    return mark in ENDS


class Weaver:
    """Collects the changes between words, and the borders of blocks."""

    def __init__(
        self,
        source: str,
        text: str,
        script: Script,
        slides: Sequence[Place],
        removals: Sequence[Removal],
        turns: Mapping[int, Turn],
    ) -> None:
        self.changes: list[Change] = []
        self._source = source  # what the changes are made to
        self._text = text  # the same, the inner marks of numbers mended
        self._script = script
        self._obstacles: list[Place | Removal] = sorted([*slides, *removals], key=lambda each: each.start)
        self._starts = [each.start for each in self._obstacles]
        self._turns = turns
        self._borders: list[_Border] = []
        self._pending: list[SlideMarker] = []

    def weave(self, gaps: Mapping[int, Gap], decided: Mapping[int, str], *, opening: str | None = "") -> None:
        """Write what was decided behind each word; a gap without a decision keeps its marks.

        Marks before the first word go, as the captions' scissors left them there; `opening` None keeps them.
        """
        script = self._script
        size = len(script)
        if not size:
            self._edge(0, len(self._text), opening, None)
            return
        self._edge(0, script.starts[0], opening, None)
        if turn := self._turns.get(0):
            self._borders.append(_Border(script.starts[0] if self._borders else 0, turn=turn))
        places = sorted({*gaps, *decided})
        ends = [index for index in places if closes(gaps.get(index), decided.get(index)) or index + 1 in self._turns]
        for index in places:
            if index < size - 1:
                self._gap(index, gaps.get(index), decided.get(index), ends)
        last = size - 1
        self._edge(script.ends[last], len(self._text), decided.get(last), gaps.get(last))

    def _gap(self, index: int, gap: Gap | None, mark: str | None, ends: Sequence[int]) -> None:
        script = self._script
        start, end = script.ends[index], script.starts[index + 1]
        if gap is None or (end - start == 1 and self._text[start] == " "):
            if mark:
                self.changes.append(Change(start, start, mark, Reason.PUNCTUATION))
            if not self._pending and index + 1 not in self._turns:
                return
            if closes(None, mark) or index + 1 in self._turns:
                self._close(start)
                self._open_turn(index + 1)
            return
        turn = self._turns.get(index + 1)
        found = self._within(start, end) if self._starts else ()
        if not found and self._write_simply(start, end, mark, gap):
            if turn is not None or (self._pending and closes(gap, mark)):
                self._close(start + 1 if mark or mark is None else start)
                self._open_turn(index + 1)
            return
        slides = [each for each in found if isinstance(each, Place)]
        is_end = turn is not None or closes(gap, mark)
        if slides and not is_end:
            ahead = bisect_left(ends, index)
            closes_at = ends[ahead] if ahead < len(ends) else len(script)
            keep = closes_at - index > FARTHEST_MOVE
        else:
            keep = is_end
        at = gap.at if gap.char else -1
        first = slides[0].start if slides and keep else None
        if first is not None and at > first:  # the mark stands behind a slide: write it before
            at, mark = -1, gap.char if mark is None else mark
        wanted, late = self._write(start, end, found, mark, gap, at, first)
        if is_end or first is not None:
            self._close(wanted)
        if first is not None:
            self._place(slides, late)
            self._borders.append(_Border(end, turn=turn))
        elif turn:
            self._open_turn(index + 1)

    def _place(self, slides: Sequence[Place], late: Sequence[int]) -> None:
        """Borders of slides that stay, and of what is kept between or behind them."""
        borders = [_Border(each.start, (each.slide,)) for each in slides] + [_Border(at) for at in late]
        self._borders += sorted(borders, key=lambda border: border.at)

    def _write_simply(self, start: int, end: int, mark: str | None, gap: Gap) -> bool:
        """Changes for what most gaps are: one mark, then white space."""
        if gap.at != start or end - start < 2 or gap.cjk or not self._text[start + 1 : end].isspace():
            return False
        after = gap.char if mark is None else mark
        if self._source[start] != after:
            reason = Reason.NUMBER if mark is None else Reason.PUNCTUATION
            self.changes.append(Change(start, start + 1, after, reason))
        if end - start > 2 or self._text[start + 1] != " ":
            self.changes.append(Change(start + 1, end, " ", Reason.LAYOUT))
        return True

    def _write(
        self,
        start: int,
        end: int,
        found: Sequence[Place | Removal],
        mark: str | None,
        gap: Gap,
        at: int,
        first: int | None,
    ) -> tuple[int, list[int]]:
        """Changes for one gap; where its mark ends, and what is kept behind its slides.

        `first` is where the first slide stands if slides stay here; else they are moved.
        """
        late: list[int] = []
        changes = self.changes
        text = self._text
        wanted = start
        if mark and at < 0:
            changes.append(Change(start, start, mark, Reason.PUNCTUATION))
        spaced = False  # the one space is written
        as_is = mark is None
        space = "" if as_is and gap.tight else " "
        written = not mark or at < 0 or as_is
        is_kept = as_is and gap.is_real and not gap.tight
        joins = is_kept and first is None and self._belongs_before(start, end, gap, bool(found))
        for piece_start, piece_end, obstacle in self._pieces(start, end, found):
            if isinstance(obstacle, Removal):
                changes.append(Change(piece_start, piece_end, "", obstacle.reason))
            elif isinstance(obstacle, Place):
                if first is None:
                    changes.append(Change(piece_start, piece_end, "", Reason.SLIDE_MOVED))
                    self._pending.append(obstacle.slide)
            elif text[piece_start].isspace():
                if first is not None and written:
                    continue
                if joins and piece_start < at:
                    after = ""
                elif is_kept and not found:
                    held = text[piece_start:piece_end]
                    after = held if held in _NO_BREAK_SPACES else " "
                else:
                    after = space if written and not spaced else ""
                spaced = spaced or after != ""
                if text[piece_start:piece_end] != after:
                    changes.append(Change(piece_start, piece_end, after, Reason.LAYOUT))
            elif as_is or text[piece_start] not in MARKS:
                if first is None or piece_start < first:
                    wanted = piece_end
                else:
                    late.append(piece_start)
                if self._source[piece_start] != text[piece_start]:
                    changes.append(Change(piece_start, piece_end, text[piece_start], Reason.NUMBER))
            elif piece_start == at and mark:
                written = True
                wanted = piece_end
                if self._source[piece_start:piece_end] != mark:
                    changes.append(Change(piece_start, piece_end, mark, Reason.PUNCTUATION))
            else:
                changes.append(Change(piece_start, piece_end, "", Reason.PUNCTUATION))
        if not spaced and space and not gap.cjk and first is None:
            changes.append(Change(end, end, " ", Reason.LAYOUT))
        return wanted, late

    def _belongs_before(self, start: int, end: int, gap: Gap, has_removals: bool) -> bool:
        """Whether a mark that stays belongs to the word before, though spaces stand between, as behind it.

        A comma does. French has a space before the others, and a row of points may have them between.
        """
        if gap.at + 1 >= end or not self._text[gap.at + 1].isspace():
            return False
        is_lone = self._text[start:end].strip() == gap.char
        return has_removals or (is_lone and (gap.char == "," or (gap.char == "." and gap.capital)))

    def _edge(self, start: int, end: int, mark: str | None, gap: Gap | None) -> None:
        """What stands before the first word or behind the last."""
        found = self._within(start, end)
        slides = [each for each in found if isinstance(each, Place)]
        first = slides[0].start if slides else end
        wanted = start
        late: list[int] = []
        at = gap.at if gap is not None and gap.char else -1
        if gap is not None and at > first:
            mark = gap.char if mark is None else mark
            self.changes.append(Change(start, start, mark, Reason.PUNCTUATION))
        for piece_start, piece_end, obstacle in self._pieces(start, end, found):
            if isinstance(obstacle, Removal):
                self.changes.append(Change(piece_start, piece_end, "", obstacle.reason))
            elif obstacle is None and self._text[piece_start] in MARKS and mark is not None:
                if piece_start == at and mark and at < first:
                    wanted = piece_end
                    if self._source[piece_start:piece_end] != mark:
                        self.changes.append(Change(piece_start, piece_end, mark, Reason.PUNCTUATION))
                else:
                    self.changes.append(Change(piece_start, piece_end, "", Reason.PUNCTUATION))
            elif obstacle is None and not self._text[piece_start].isspace():
                if piece_start < first:
                    wanted = piece_end
                else:
                    late.append(piece_start)
                if self._source[piece_start] != self._text[piece_start]:
                    self.changes.append(Change(piece_start, piece_end, self._text[piece_start], Reason.NUMBER))
        if start:
            self._close(wanted)
        self._place(slides, late)
        if not start and slides and end < len(self._text):
            self._borders.append(_Border(end))

    def _within(self, start: int, end: int) -> Sequence[Place | Removal]:
        low = bisect_left(self._starts, start)
        return self._obstacles[low : bisect_left(self._starts, end, low)]

    def _pieces(
        self, start: int, end: int, found: Sequence[Place | Removal]
    ) -> Iterator[tuple[int, int, Place | Removal | None]]:
        at = start
        for obstacle in [*found, None]:
            until = obstacle.start if obstacle else end
            for piece in _PIECE_RE.finditer(self._text, at, until):
                yield piece.start(), piece.end(), None
            if obstacle:
                yield obstacle.start, obstacle.end, obstacle
                at = obstacle.end

    def _close(self, at: int) -> None:
        """A sentence ends at `at`: the slides it held back come here."""
        if self._pending:
            self._borders.append(_Border(at, tuple(self._pending), moved=True))
            self._pending = []

    def _open_turn(self, index: int) -> None:
        if turn := self._turns.get(index):
            self._borders.append(_Border(self._script.starts[index], turn=turn))

    def blocks(self, edited: TracedText, changes: Sequence[Change]) -> Iterator[Block]:
        """The edited text, cut at the borders."""
        borders = self._borders
        if borders and not borders[0].moved and borders[0].slides and not self._text[: borders[0].at].strip():
            borders[0] = borders[0]._replace(at=0)
        if not borders or borders[0].at > 0 or borders[0].moved:
            borders = [_Border(0), *borders]
        offsets = _new_offsets([border.at for border in borders], changes)
        parts = edited.split(offsets[1:])
        for border, part in zip(borders, parts, strict=True):
            if border.moved:
                for slide in border.slides:
                    marker = slide.text.text.strip()
                    moved = TracedText.insertion(edited.source, part.span.start, marker, Reason.SLIDE_MOVED)
                    yield SlideMarker(moved, slide.span, slide.image, slide.number)
                if part.text or part.edits or part.span.start < part.span.end:
                    yield Utterance(part)
            elif border.slides:
                slide = border.slides[0]
                yield SlideMarker(part, slide.span, slide.image, slide.number)
            elif border.turn:
                yield Utterance(part, opens_turn=True, speaker=border.turn.name)
            else:
                yield Utterance(part)


def _new_offsets(offsets: Sequence[int], changes: Sequence[Change]) -> list[int]:
    """Where ascending offsets lie once the changes are made; behind what is inserted at one."""
    moved: list[int] = []
    at = shift = 0
    for offset in offsets:
        while at < len(changes) and changes[at].end <= offset:
            change = changes[at]
            shift += len(change.after) - (change.end - change.start)
            at += 1
        moved.append(offset + shift)
    return moved
