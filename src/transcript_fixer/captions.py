"""Text to cues and slide markers.

Every character of the text goes into exactly one block: white space stays with
the block it follows.
"""

from __future__ import annotations

import re

from transcript_fixer.model import Captions, Cue, SlideMarker
from transcript_fixer.trace import TracedText

_HEADING_RE = re.compile(r"\s*#[ \t][^\r\n]*")
_MARKER_RE = re.compile(
    r"""
    !\[[^\[\]\n]{0,500}\]
    \((?:<([^<>\n]{1,2000})> | ([^()\n]{1,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,2000})?))\)
    \s*
    """,
    re.VERBOSE,
)
_CUE_RE = re.compile(r"[^\n]*\n\s*|[^\n]+")
_NUMBER_RE = re.compile(r"_(\d{1,9})\.\w+$")


def parse_captions(text: TracedText, *, has_heading: bool = True) -> Captions:
    """Cut a transcript into its title line, its cues (a line each) and its slide markers.

    >>> captions = parse_captions(TracedText.from_source("# Mice\\n\\nHi。\\n\\n![](img/a_2.png)\\n"))
    >>> captions.heading.text, captions.blocks[-1].image, captions.blocks[-1].number
    ('# Mice', 'img/a_2.png', 2)
    """
    heading = _HEADING_RE.match(text.text) if has_heading else None
    at = heading.end() if heading else 0
    starts: list[int] = []
    markers: dict[int, re.Match[str]] = {}
    for marker in [*_MARKER_RE.finditer(text.text, at), None]:
        until = marker.start() if marker else len(text.text)
        starts += [cue.start() for cue in _CUE_RE.finditer(text.text, at, until)]
        if marker:
            starts.append(until)
            markers[until] = marker
            at = marker.end()
    if not starts:
        return Captions(text if heading else None, () if heading else (Cue(text),))
    parts = text.split(starts if heading else starts[1:])
    title = parts.pop(0) if heading else None
    blocks = [
        _slide_marker(text, part, markers[start]) if start in markers else Cue(part)
        for start, part in zip(starts, parts, strict=True)
    ]
    return Captions(title, tuple(blocks))


def _slide_marker(text: TracedText, part: TracedText, found: re.Match[str]) -> SlideMarker:
    image = found[1] or found[2].strip()
    number = _NUMBER_RE.search(image)
    span = text.source_span(found.start(), found.start() + len(found[0].rstrip()))
    return SlideMarker(part, span, image, int(number[1]) if number else None)
