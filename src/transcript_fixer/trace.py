"""Text that knows where it came from.

A transcript is evidence: we may change it, but never silently. So no stage
edits a plain string. It edits a `TracedText`, which keeps beside its text the
edits that led there, with offsets in the *source* (the decoded text before any
change, in code points). Between two edits the text is the source, character by
character; that is all the arithmetic there is, and it lives in this module.

Two properties follow, whatever the stages do, and `accounting` checks both on
each run:

- applying the edits to the source gives the text;
- undoing them in the text gives the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points: `text[start:end]`."""

    start: int
    end: int


class Reason(StrEnum):
    """Why an edit was made. The values stand in the JSON index, so renaming one breaks readers."""

    UNDECODABLE = "undecodable"
    CONTROL = "control"
    MOJIBAKE = "mojibake"
    MOJIBAKE_LOST_BYTE = "mojibake-lost-byte"
    PUNCTUATION = "punctuation"
    NUMBER = "number"
    CASE = "case"
    LAYOUT = "layout"
    SLIDE_MOVED = "slide-moved"
    SPEAKER = "speaker"
    NON_SPEECH = "non-speech"
    DECODER_LOOP = "decoder-loop"
    CAPTION_OVERLAP = "caption-overlap"
    FILLED_PAUSE = "filled-pause"
    DISCOURSE_MARKER = "discourse-marker"
    REPEAT = "repeat"
    RESTART = "restart"
    TERM = "term"


class Change(NamedTuple):
    """What a stage wants: write `after` over `text[start:end]` of the text it was given.

    A score, where a rule has one, is between 0 and 1: how sure it is.
    """

    start: int
    end: int
    after: str
    reason: Reason
    score: float | None = None


class Edit(NamedTuple):
    """What was done: `source[span] == before`, and the output has `after` there."""

    span: Span
    before: str
    after: str
    reason: Reason
    score: float | None = None


class TracedText:
    """A text with the edits that made it from `source[span]`.

    >>> said = TracedText.from_source("So， um， yes")
    >>> fixed = said.edit([Change(2, 3, ",", Reason.PUNCTUATION)])
    >>> fixed = fixed.edit([Change(4, 8, "", Reason.FILLED_PAUSE)])
    >>> fixed.text
    'So, yes'
    >>> [(edit.span.start, edit.before, edit.after) for edit in fixed.edits]
    [(2, '，', ','), (4, 'um， ', '')]
    >>> fixed.cut(4, 7).span
    Span(start=8, end=11)

    Immutable: every method that changes something returns a new value.
    """

    __slots__ = ("_starts", "edits", "source", "span", "text")

    text: str
    source: str
    span: Span
    edits: tuple[Edit, ...]
    _starts: list[int] | None

    def __init__(self, text: str, source: str, span: Span, edits: tuple[Edit, ...]) -> None:
        self.text = text
        self.source = source
        self.span = span
        self.edits = edits
        self._starts = None

    @classmethod
    def from_source(cls, source: str) -> TracedText:
        return cls(source, source, Span(0, len(source)), ())

    @classmethod
    def insertion(cls, source: str, at: int, text: str, reason: Reason) -> TracedText:
        """A text of our own, standing at one offset of the source."""
        edits = (Edit(Span(at, at), "", text, reason),) if text else ()
        return cls(text, source, Span(at, at), edits)

    @classmethod
    def join(cls, parts: Sequence[TracedText]) -> TracedText:
        """Neighbours made one again; each must start in the source where the one before ended.

        Raises ValueError for a gap or an overlap: either would lose or double text.
        """
        if not parts:
            raise ValueError("nothing to join")
        for left, right in pairwise(parts):
            if left.span.end != right.span.start:
                raise ValueError(f"texts do not touch: {left.span} and {right.span}")
        return cls(
            "".join([part.text for part in parts]),
            parts[0].source,
            Span(parts[0].span.start, parts[-1].span.end),
            tuple([edit for part in parts for edit in part.edits]),
        )

    def __repr__(self) -> str:
        return f"TracedText({self.text!r}, {self.span}, {len(self.edits)} edits)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TracedText):
            return NotImplemented
        return (self.text, self.span, self.edits) == (other.text, other.span, other.edits)

    def __hash__(self) -> int:
        return hash((self.text, self.span))

    def __reduce__(self) -> tuple[type[TracedText], tuple[str, str, Span, tuple[Edit, ...]]]:
        return TracedText, (self.text, self.source, self.span, self.edits)

    def edit_starts(self) -> list[int]:
        """Where in `text` each edit's replacement begins."""
        if self._starts is None:
            starts = []
            shift = -self.span.start
            for (start, _), before, after, _, _ in self.edits:
                starts.append(start + shift)
                shift += len(after) - len(before)
            self._starts = starts  # not before it is whole: another thread may be reading
        return self._starts

    def source_offset(self, offset: int) -> int:
        """The source offset that `text[offset]` stands for.

        Inside a replacement that is where the replaced text starts; right behind a
        deletion, where the deleted text ends.
        """
        starts = self.edit_starts()
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return self.span.start + offset
        edit, begin = self.edits[index], starts[index]
        if offset < begin + len(edit.after):
            return edit.span.start
        return edit.span.end + offset - begin - len(edit.after)

    def source_span(self, start: int, end: int) -> Span:
        """The part of the source that `text[start:end]` was made from."""
        if start == end:
            at = self.source_offset(start)
            return Span(at, at)
        first = self.source_offset(start)
        last = end - 1
        starts = self.edit_starts()
        index = bisect_right(starts, last) - 1
        if index >= 0 and last < starts[index] + len(self.edits[index].after):
            return Span(first, self.edits[index].span.end)
        return Span(first, self.source_offset(last) + 1)

    def cut(self, start: int, end: int) -> TracedText:
        """`text[start:end]` with its edits; consecutive cuts leave nothing out."""
        return self.split([start, end])[1]

    def split(self, offsets: Iterable[int]) -> list[TracedText]:
        """Cut at each of the ascending text offsets: n offsets, n + 1 parts, in linear time.

        Text deleted at a cut stays with the part before it, or with the part behind it where
        there is none before. A replacement has no inner offsets: one that is cut leaves the
        whole of what it replaced with the part before, and the rest of it is an insertion.

            >>> text = TracedText.from_source("½ mile").edit([Change(0, 1, "half a", Reason.NUMBER)])
            >>> [(part.text, part.span) for part in text.split([5])]
            [('half ', Span(start=0, end=1)), ('a mile', Span(start=1, end=6))]
        """
        text, starts, edits = self.text, self.edit_starts().copy(), list(self.edits)
        parts: list[TracedText] = []
        at, source_at, passed = 0, self.span.start, 0
        shift = self.span.start  # source offset minus text offset, behind the last edit passed
        for offset in [*offsets, len(text)]:
            behind = bisect_left(starts, offset, passed)
            if offset or not text:
                while behind < len(edits) and starts[behind] == offset and not edits[behind].after:
                    behind += 1
            own = edits[passed:behind]
            if own:
                last = own[-1]
                stop = starts[behind - 1] + len(last.after)
                shift = last.span.end - stop
                if stop > offset:
                    inside = len(last.after) - (stop - offset)
                    own[-1] = last._replace(after=last.after[:inside])
                    behind -= 1
                    edits[behind] = Edit(Span(last.span.end, last.span.end), "", last.after[inside:], *last[3:])
                    starts[behind] = offset
                    shift = last.span.end - offset
            passed = behind
            is_last = offset == len(text) and passed == len(edits)
            source_end = self.span.end if is_last else offset + shift
            parts.append(TracedText(text[at:offset], self.source, Span(source_at, source_end), tuple(own)))
            at, source_at = offset, source_end
        return parts

    def edit(self, changes: Sequence[Change]) -> TracedText:
        """Apply changes, ascending and apart from each other, in linear time.

        A change that touches what an earlier stage wrote becomes one edit with it, under
        the new reason, narrowed to what differs from the source; an edit that writes
        what the source had is dropped.

        >>> broken = TracedText.from_source("heiÃŸ")
        >>> mended = broken.edit([Change(3, 5, "ß", Reason.MOJIBAKE)])
        >>> mended.edit([Change(0, 4, "HEIß", Reason.CASE)]).edits
        (Edit(span=Span(start=0, end=5), before='heiÃŸ', after='HEIß', reason=<Reason.CASE: 'case'>, score=None),)

        Layout never hides why something went: it is parted around what an earlier stage took
        away, and where it touches what that stage wrote, the earlier reason stays. What takes
        text away is parted around earlier losses too.

        >>> quiet = TracedText.from_source("so. [Music] we").edit([Change(4, 11, "", Reason.NON_SPEECH)])
        >>> [(edit.before, edit.reason.value) for edit in quiet.edit([Change(3, 5, " ", Reason.LAYOUT)]).edits]
        [('[Music]', 'non-speech'), (' ', 'layout')]
        """
        if not changes:
            return self
        pieces: list[str] = []
        text, at = self.text, 0
        for start, end, after, _, _ in changes:
            if not at <= start <= end:
                raise ValueError(f"changes overlap or are out of order at {Span(start, end)}")
            pieces += (text[at:start], after)
            at = end
        if at > len(text):
            raise ValueError(f"change ends behind the text: {changes[-1]}")
        pieces.append(text[at:])
        return TracedText("".join(pieces), self.source, self.span, _compose(self, changes))


def _compose(traced: TracedText, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """Merge the edits of `traced` with changes to its text into edits of its source."""
    text, source, old, starts = traced.text, traced.source, traced.edits, traced.edit_starts()
    if old:
        changes = list(_parted(changes, traced))
    out: list[Edit] = []
    count = len(old)
    passed = 0  # old edits dealt with
    shift = traced.span.start  # source offset minus text offset, behind the last of them
    index = 0
    make = tuple.__new__  # as the class does itself, in half the time: there are as many edits as marks
    layout = Reason.LAYOUT
    while index < len(changes):
        start, end, after, reason, score = changes[index]
        index += 1
        # A deletion that only touches the change stays an edit of its own, before it.
        behind = bisect_left(starts, start, passed)
        if behind > passed and starts[behind - 1] + len(old[behind - 1].after) > start:
            behind -= 1
        while behind < count and starts[behind] == start and not old[behind].after:
            behind += 1
        if behind > passed:
            out += old[passed:behind]
            passed = behind
            edit = old[passed - 1]
            shift = edit.span.end - starts[passed - 1] - len(edit.after)
        source_start = start + shift
        if passed == count or starts[passed] >= end:
            if reason is not layout:
                source_end = end + shift
                before = source[source_start:source_end]
                if before != after:
                    span = make(Span, (source_start, source_end))
                    out.append(make(Edit, (span, before, after, reason, score)))
                continue
            touched = False
            source_end = end + shift
        else:
            edit = old[passed]
            if starts[passed] == start and len(edit.after) == end - start and _is_apart(edit.before, after, reason):
                # Nearly always: a whole replacement is replaced, a repaired mark by the right one.
                span, before, *_ = edit
                out.append(make(Edit, (span, before, after, reason, score)))
                shift = span.end - end
                passed += 1
                continue
            touched = True
            if reason is layout:  # it stands inside this one replacement, if that is not layout as well
                _, _, _, reason, score = edit
            pieces = [after]
            if starts[passed] < start:  # the change starts inside a replacement
                pieces.insert(0, text[starts[passed] : start])
                source_start = old[passed].span.start
            stop = end  # how far the text under this edit reaches
            while True:
                while passed < count and starts[passed] < end:
                    stop = max(end, starts[passed] + len(old[passed].after))
                    shift = old[passed].span.end - starts[passed] - len(old[passed].after)
                    passed += 1
                if index == len(changes) or changes[index].start >= stop:
                    break
                joined = changes[index]  # a further change inside the same replacement
                index += 1
                pieces += [text[end : joined.start], joined.after]
                end = joined.end
                if joined.reason is not layout:
                    reason, score = joined.reason, joined.score
                stop = max(stop, end)
            pieces.append(text[end:stop])
            after = "".join(pieces)
            source_end = stop + shift
        if reason is layout and out and out[-1].reason is reason and out[-1].span.end == source_start:
            source_start, after, touched = out[-1].span.start, out.pop().after + after, True
        before = source[source_start:source_end]
        if touched:
            source_start, source_end, before, after = _narrowed(source_start, source_end, before, after)
        if before != after:
            out.append(Edit(Span(source_start, source_end), before, after, reason, score))
    out.extend(old[passed:])
    return tuple(out)


def _parted(changes: Sequence[Change], traced: TracedText) -> Iterator[Change]:
    """The changes, parted where they reach over what went for another reason.

    Layout is parted at what another reason wrote, too. What a parted change writes stays where
    the same stood already, or else goes to the first space of its own.
    """
    text, old, starts = traced.text, traced.edits, traced.edit_starts()
    layout = Reason.LAYOUT
    count, passed = len(old), 0
    for change in changes:
        start, end, after, reason, score = change
        if after and reason is not layout:
            yield change
            continue
        passed = bisect_left(starts, start, passed)
        if passed and starts[passed - 1] + len(old[passed - 1].after) > start:
            passed -= 1
        own: list[Span] = []
        written: list[Span] = []
        at = start
        while passed < count and starts[passed] < end:
            edit, begin = old[passed], starts[passed]
            passed += 1
            stop = min(begin + len(edit.after), end)
            if edit.reason in (reason, layout) or (edit.after and reason is not layout) or stop <= start:
                continue
            if at < begin:
                own.append(Span(at, begin))
            if begin < stop:
                written.append(Span(max(begin, start), stop))
            at = stop
        if at == start:
            yield change
            continue
        if at < end:
            own.append(Span(at, end))
        places = own + written
        target = next((place for place in places if text[place.start : place.end] == after), places[0])
        for place in sorted(places):
            new = after if place is target else ""
            if text[place.start : place.end] != new:
                yield Change(*place, new, reason, score)


def _is_apart(before: str, after: str, reason: Reason) -> bool:
    """Whether an edit needs neither narrowing nor joining to a neighbour."""
    if reason is Reason.LAYOUT:
        return False
    return before != after and (not after or not before or (before[0] != after[0] and before[-1] != after[-1]))


def _narrowed(start: int, end: int, before: str, after: str) -> tuple[int, int, str, str]:
    """An edit without what its two sides begin and end with in common."""
    if before == after or not before or not after:
        return start, end, before, after
    prefix = _shared(before, after) if before[0] == after[0] else 0
    suffix = 0
    if before[-1] == after[-1]:
        suffix = min(len(before) - prefix, len(after) - prefix, _shared(before[::-1], after[::-1]))
    return start + prefix, end - suffix, before[prefix : len(before) - suffix], after[prefix : len(after) - suffix]


def _shared(left: str, right: str) -> int:
    """How many characters two texts start with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def apply_edits(source: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """`source[start:end]` with the edits made: what the output must be."""
    pieces: list[str] = []
    at = start
    for (first, last), _, after, _, _ in edits:
        pieces += (source[at:first], after)
        at = last
    pieces.append(source[at:end])
    return "".join(pieces)


def undo_edits(output: str, edits: Iterable[Edit]) -> str:
    """The source again, from the output and the edits that made it.

    >>> undo_edits("Yes.", [Edit(Span(0, 4), "um, ", "", Reason.FILLED_PAUSE), Edit(Span(4, 5), "y", "Y", Reason.CASE)])
    'um, yes.'
    """
    pieces: list[str] = []
    at = 0  # in the output
    behind = 0  # in the source
    for (start, end), before, after, _, _ in edits:
        kept = at + start - behind
        pieces += (output[at:kept], before)
        at = kept + len(after)
        behind = end
    pieces.append(output[at:])
    return "".join(pieces)
