"""Chinese filled pauses: a short list, because most of what sounds like one is a word.

嗯 and 呃 are sounds; as a whole sentence 嗯 is an answer and stays. 那个 means "that one" and goes
only between commas, where it points at nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transcript_fixer.patterns import compile_late
from transcript_fixer.trace import Change, Reason

_PAUSE_RE = compile_late(
    r"""
    (?<![打饱])              # 打呃 is a hiccup
    (?:
        [嗯呃][嗯呃，、,\ ]*   # the pauses and the commas that only served them
        (?![哼逆酸])
    |
        (?<=[，、,])那个[，、,]
    )
    """,
    re.VERBOSE,
)
_SENTENCE_ENDS = "。？！.?!\n"


def find_chinese_fillers(text: str, *, keep: Sequence[str] = (), drop: Sequence[str] = ()) -> list[Change]:
    """Find 嗯, 呃 and a 那个 between commas, and what `drop` names, letter by letter.

    >>> find_chinese_fillers("我们，嗯，去看那个例子。嗯。")
    [Change(start=3, end=5, after='', reason=<Reason.FILLED_PAUSE: 'filled-pause'>, score=None)]

    Chinese writes no spaces, so a word of `keep` or `drop` is found inside others too.
    """
    found = [*_find_pauses(text), *_find_dropped(text, drop)]
    kept = [match.span() for phrase in keep if phrase for match in re.finditer(re.escape(phrase), text)]
    changes: list[Change] = []
    free = 0
    for change in sorted(found):
        if change.start >= free and not any(start < change.end and change.start < end for start, end in kept):
            changes.append(change)
            free = change.end
    return changes


def _find_dropped(text: str, drop: Sequence[str]) -> Iterator[Change]:
    for phrase in drop:
        for match in re.finditer(re.escape(phrase), text) if phrase else ():
            yield Change(*match.span(), "", Reason.DISCOURSE_MARKER)


def _find_pauses(text: str) -> Iterator[Change]:
    for match in _PAUSE_RE.finditer(text):
        start, end = match.span()
        opens = start == 0 or text[start - 1] in _SENTENCE_ENDS
        ends = end == len(text) or text[end] in _SENTENCE_ENDS
        if opens and ends:
            continue
        if ends and text[start - 1] in "，、,":
            start -= 1
        yield Change(start, end, "", Reason.FILLED_PAUSE)
