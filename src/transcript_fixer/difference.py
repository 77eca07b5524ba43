"""What a run changed, line by line of the source, for people to look through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from transcript_fixer.trace import Edit, Reason

Painter = Callable[[str, str], str]


def render_difference(source: str, edits: tuple[Edit, ...], paint: Painter = lambda text, color: text) -> Iterator[str]:
    """A line with `-` and one with `+` for each stretch of lines that edits touch.

    Line breaks and spaces are left out: they are not what a reader wants to check. `paint` is
    given a text and "red", "green" or "cyan", and may colour it.

        >>> from transcript_fixer.trace import Span
        >>> text = "So it is。\\nWe um went."
        >>> mark = Edit(Span(8, 9), "。", ".", Reason.PUNCTUATION)
        >>> edits = (mark, Edit(Span(13, 16), "um ", "", Reason.FILLED_PAUSE))
        >>> print(*render_difference(text, edits), sep="\\n")
        @@ line 1: punctuation @@
        - So it is。
        + So it is.
        @@ line 2: filled-pause @@
        - We um went.
        + We went.

    Only the space that stands for a mark is shown with it, without being named:

        >>> edits = (Edit(Span(5, 6), "，", "", Reason.PUNCTUATION), Edit(Span(6, 6), "", " ", Reason.LAYOUT))
        >>> print(*render_difference("noise，reduction", edits), sep="\\n")
        @@ line 1: punctuation @@
        - noise，reduction
        + noise reduction
    """
    shown = list(_shown(edits))
    number, counted = 1, 0
    for start, end, group in _stretches(source, shown):
        number += source.count("\n", counted, start)
        counted = start
        reasons = ", ".join(dict.fromkeys(edit.reason.value for edit in group if not _is_space(edit)))
        yield paint(f"@@ line {number}: {reasons} @@", "cyan")
        before, after, at = [], [], start
        for edit in group:
            kept = source[at : edit.span.start]
            before += [kept, paint(_visible(edit.before), "red")]
            after += [kept, paint(_visible(edit.after), "green")]
            at = edit.span.end
        rest = source[at:end]
        yield from _lines("- ", "".join([*before, rest]))
        yield from _lines("+ ", "".join([*after, rest]))


def paint_ansi(text: str, color: str) -> str:
    """Colour for a terminal."""
    return f"\x1b[{_ANSI[color]}m{text}\x1b[0m"


_ANSI = {"red": 31, "green": 32, "cyan": 36}


def _shown(edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """Edits of words and marks, and the spaces written next to them, without which words would run together."""
    for before, edit, after in zip((None, *edits), edits, (*edits[1:], None), strict=False):
        if not _is_space(edit) or (not edit.before and (_touches(before, edit) or _touches(edit, after))):
            yield edit


def _touches(first: Edit | None, second: Edit | None) -> bool:
    """Whether both are there, with nothing kept between them, and one of them is more than space."""
    if not first or not second or first.span.end != second.span.start:
        return False
    return not (_is_space(first) and _is_space(second))


def _is_space(edit: Edit) -> bool:
    """Whether only line breaks and spaces change. The markup of a page of ours, which is shown, is `layout` as well."""
    return edit.reason is Reason.LAYOUT and not (edit.before + edit.after).strip()


def _stretches(source: str, edits: list[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Whole lines around edits; edits whose lines meet stand together."""
    group: list[Edit] = []
    start = end = -1
    for edit in edits:
        if group and edit.span.start <= end:
            group.append(edit)
        else:
            if group:
                yield start, end, group
            start = source.rfind("\n", 0, edit.span.start) + 1
            group = [edit]
        if edit.span.end > end:
            found = source.find("\n", edit.span.end)
            end = len(source) if found < 0 else found
    if group:
        yield start, end, group


def _visible(text: str) -> str:
    """Control characters and lone bytes must not reach a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t\u3000\xa0" else f"\\x{ord(c):02x}" for c in text)


def _lines(mark: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip():
            yield mark + line
