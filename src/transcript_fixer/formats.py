"""Which texts are no transcripts: captions that still have their times.

WebVTT and SRT are text, and a stage would take their numbers and times for speech: the page
would look finished and be full of "00:00:01.000". So they are named and refused.
"""

from __future__ import annotations

import re


class FormatError(ValueError):
    """The text is in a format that is not read here. The message says which, and what to give instead."""


_TIME = r"\d++:\d\d:\d\d[,.]\d\d?+\d?+"
# What stands before: byte order marks, one of them read as Windows-1252, and blank lines.
_TIMED_RE = re.compile(
    rf"(?:\ufeff|ï»¿)*+\s*+(?:(?P<WebVTT>WEBVTT)(?!\S)|(?P<SRT>\d++[ \t]*+(?:\r\n?|\n){_TIME}[ \t]*+-->[ \t]*+{_TIME}))"
)


def refuse_timed_captions(text: str) -> None:
    r"""Raise FormatError for WebVTT and SRT, by what such a file must start with.

        >>> refuse_timed_captions("1\n00:00:01,000 --> 00:00:04,000\nSo um we saw mice\n")
        Traceback (most recent call last):
        ...
        transcript_fixer.formats.FormatError: captions with times (SRT), which would be read as speech; ...

    Nothing is looked for further on: a lecture on subtitles may show a line of them.

        >>> refuse_timed_captions("WEBVTT, said the slide。\n\n00:00:01,000 --> 00:00:04,000 is one line of it。")
    """
    found = _TIMED_RE.match(text)
    if found:
        raise FormatError(
            f"captions with times ({found.lastgroup}), which would be read as speech; "
            "give their text alone, without the numbers and times"
        )
