"""Who speaks: `>>` and `NAME:` at the start of a caption."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from transcript_fixer.patterns import compile_late

_CHEVRON_RE = re.compile(r"(?<!\w)\\?>\\?>(?:\\?>)?[ \t]*(?:-[ \t]*)?")
_LABEL_RE = compile_late(
    r"""
    (?: ^ | (?<=[。.？?！!，,][ ]) | (?<=>>) | (?<=>>[ ]) ) [ \t]*
    (?P<name> [A-Z][A-Z.'-]*(?:[ ][A-Z][A-Z.'-]*){0,3} (?:[ ]\d{1,2})?      # DR. WHO, SPEAKER 1
            | [A-Z][a-z]{1,14} (?: [ ][A-Z][a-z'.-]{0,14} ){0,2} (?:[ ]\d{1,2})? )
    [:：] (?=\s+\S)
    """,
    re.VERBOSE | re.MULTILINE,
)
# Written as labels are, but what they label is not a speaker.
_NOT_NAMES = frozenset(
    {
        "note",
        "question",
        "answer",
        "example",
        "step",
        "warning",
        "remember",
        "first",
        "second",
        "third",
        "next",
        "finally",
    }
    | {"also", "tip", "http", "https", "python", "java", "output", "input", "result", "url", "faq", "ps"}
)


class Turn(NamedTuple):
    """Where another speaker takes over: `start` to `end` is a mark to remove (empty before a name)."""

    start: int
    end: int
    name: str | None


def find_turns(text: str) -> list[Turn]:
    """Places where a speaker takes over, in order.

    >>> find_turns(">> Good morning. >> JANE DOE: Thanks.")
    [Turn(start=0, end=3, name=None), Turn(start=17, end=20, name='JANE DOE')]

    A name stays in the text, where readers expect it; chevrons go. A name in small
    letters counts when it labels two captions or more: "Note: this works" labels nobody.
    """
    turns = [Turn(found.start(), found.end(), None) for found in _CHEVRON_RE.finditer(text)] if ">" in text else []
    if ":" not in text and "：" not in text:
        return turns
    labels = [found for found in _LABEL_RE.finditer(text) if found["name"].lower() not in _NOT_NAMES]
    seen = Counter(found["name"] for found in labels)
    by_end = {turn.end: index for index, turn in enumerate(turns)}
    for found in labels:
        name, at = found["name"], found.start("name")
        chevron = by_end.get(at)
        if seen[name] < 2 and chevron is None and not (name.isupper() and len(name) > 3 and " " in name):
            continue
        if chevron is None:
            turns.append(Turn(at, at, name))
        else:
            turns[chevron] = turns[chevron]._replace(name=name)
    return sorted(turns)
