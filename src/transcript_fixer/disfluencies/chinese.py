"""Chinese filled pauses and stutters: a short list, because most of what sounds like one is a word.

嗯 and 呃 are sounds; as a whole sentence 嗯 is an answer and stays. 那个 means "that one" and goes
only between commas, where it points at nothing. Chinese doubles words to mean something (看看, 一个一个),
and one 我们 may end a clause whose next begins with another (他告诉我们我们错了); so only a few small words
lose their double, where a clause begins or behind a preposition.
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
_STUTTER_RE = compile_late(
    r"""
    (?:
        (?<![^\s，。？！、,.?!])(我们|你们|他们|我|这个|那个|因为|所以|但是|然后|如果)(?:\1)+
    |
        (?<=[在把对从的])(这个|那个)(?:\2)+
    )
    (?=[\u4e00-\u9fff])
    """,
    re.VERBOSE,
)
_SENTENCE_ENDS = "。？！.?!\n"


def find_chinese_fillers(
    text: str, *, repeats: bool = True, keep: Sequence[str] = (), drop: Sequence[str] = ()
) -> list[Change]:
    """Find 嗯, 呃 and a 那个 between commas, small words said twice, and what `drop` names, letter by letter.

    >>> find_chinese_fillers("我们，嗯，去看那个例子。嗯。")
    [Change(start=3, end=5, after='', reason=<Reason.FILLED_PAUSE: 'filled-pause'>, score=None)]
    >>> find_chinese_fillers("我们我们看。他告诉我们我们错了。")
    [Change(start=0, end=2, after='', reason=<Reason.REPEAT: 'repeat'>, score=None)]

    Chinese writes no spaces, so a word of `keep` or `drop` is found inside others too.
    """
    found = [*_find_pauses(text), *_find_dropped(text, drop)]
    if repeats:
        found += _find_stutters(text)
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


def _find_stutters(text: str) -> Iterator[Change]:
    for match in _STUTTER_RE.finditer(text):
        word = match[1] or match[2]
        yield Change(match.start(), match.end() - len(word), "", Reason.REPEAT)


_SAYING = ("说", "问", "答", "道")
"""Behind these what is said begins, with the comma of the pause: 他说嗯，好的."""


def _find_pauses(text: str) -> Iterator[Change]:
    for match in _PAUSE_RE.finditer(text):
        start, end = match.span()
        opens = start == 0 or text[start - 1] in _SENTENCE_ENDS
        ends = end == len(text) or text[end] in _SENTENCE_ENDS
        if opens and ends:
            continue
        if ends and text[start - 1] in "，、,":
            start -= 1
        elif text[start - 1 : start] in _SAYING and (said := match[0].rstrip(" "))[-1] in "，、,":
            end = start + len(said) - 1
        yield Change(start, end, "", Reason.FILLED_PAUSE)
