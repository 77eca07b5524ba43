"""What a run changed, line by line of the source, for people to look through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from transcript_fixer.trace import Edit, Reason

Painter = Callable[[str, str], str]


def render_difference(source: str, edits: tuple[Edit, ...], paint: Painter = lambda text, color: text) -> Iterator[str]:
    """A line with `-` and one with `+` for each stretch of lines that edits touch.

    `layout` is left out: line breaks and spaces are not what a reader wants to check. `paint`
    is given a text and "red", "green" or "cyan", and may colour it.

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
    """
    shown = [edit for edit in edits if edit.reason is not Reason.LAYOUT]
    number, counted = 1, 0
    for start, end, group in _stretches(source, shown):
        number += source.count("\n", counted, start)
        counted = start
        reasons = ", ".join(dict.fromkeys(edit.reason.value for edit in group))
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
