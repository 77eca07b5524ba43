"""Text to cues and slide markers.

A caption file has a title line, blocks of captions, and image references that
stand where the slide changed: on a line of their own, inside a line, several in
a row. Every character goes into exactly one block; white space stays with the
block it follows.
"""

from __future__ import annotations

import re

from transcript_fixer.model import Captions, Cue, SlideMarker
from transcript_fixer.trace import TracedText

_HEADING_RE = re.compile(r"\s*#[ \t][^\r\n]*\s*")
# Lengths are bounded so that a text full of opening brackets costs no more than its length.
_MARKER_RE = re.compile(
    r"""
    !\[ [^\[\]\n]{0,500} \]
    \( (?:
        [ ]? <(?P<angled> [^<>\n]{1,2000} )> [ ]?
      | (?P<plain> [^()\n]{1,2000} (?: \( [^()\n]{0,500} \) [^()\n]{0,500} ){0,4} )
    ) \)
    \s*
    """,
    re.VERBOSE,
)
_ALT_RE = re.compile(r"!\[Slide(?: \d+)?\]", re.ASCII)
_CUE_RE = re.compile(r"[^\n]*\n\s*|[^\n]+")
_NUMBER_RE = re.compile(r"_(\d{1,9})\.\w+$", re.ASCII)
_TITLE_RE = re.compile(r"""(?<!\s)\s+(?:"[^"]*"|'[^']*')$""")


def parse_captions(text: TracedText, *, has_heading: bool = True) -> Captions:
    """Cut a transcript into its title line, its cues (a line each) and its slide markers.

    >>> captions = parse_captions(TracedText.from_source("# Mice\\n\\nHi， ![](img/a_2.png)all。"))
    >>> captions.heading.text, [block.text.text for block in captions.blocks]
    ('# Mice\\n\\n', ['Hi， ', '![](img/a_2.png)', 'all。'])
    >>> captions.blocks[1].image, captions.blocks[1].number
    ('img/a_2.png', 2)

    `has_heading` is False for our own Markdown, whose headings are known and gone: its first
    line is speech, and what stands in it was finished by an earlier run.

    The image is the path as written, without the angle brackets that may protect its
    spaces; it is never opened. A marker without a number at the end of its name has the
    number None. What only looks like a marker (an unclosed bracket) is speech.
    """
    heading = _HEADING_RE.match(text.text) if has_heading else None
    at = heading.end() if heading else 0
    starts: list[int] = []
    markers: dict[int, re.Match[str]] = {}
    found = _MARKER_RE.finditer(text.text, at)
    # In our own Markdown every marker says what it is; what else looks like one was spoken.
    real = found if has_heading else (each for each in found if _ALT_RE.match(each[0]))
    for marker in [*real, None]:
        until = marker.start() if marker else len(text.text)
        starts += [cue.start() for cue in _CUE_RE.finditer(text.text, at, until)]
        if marker:
            starts.append(until)
            markers[until] = marker
            at = marker.end()
    if not starts:
        return Captions(text if heading else None, () if heading else (Cue(text),), not has_heading)
    parts = text.split(starts if heading else starts[1:])
    title = parts.pop(0) if heading else None
    blocks = [
        _slide_marker(text, part, markers[start]) if start in markers else Cue(part)
        for start, part in zip(starts, parts, strict=True)
    ]
    return Captions(title, tuple(blocks), not has_heading)


def _slide_marker(text: TracedText, part: TracedText, found: re.Match[str]) -> SlideMarker:
    image = found["angled"] or _TITLE_RE.sub("", found["plain"].strip())
    if found["plain"] and image.startswith("<") and image.endswith(">"):  # a path that has such brackets itself
        image = image[1:-1] or image
    number = _NUMBER_RE.search(image)
    span = text.source_span(found.start(), found.start() + len(found[0].rstrip()))
    return SlideMarker(part, span, image, int(number[1]) if number else None)
