"""Our own Markdown, read back as a transcript.

Fixing a finished talk again must change no words, so what the Markdown writer
adds (front matter, title, contents, headings, escapes) is recognised here and
taken away. It is presentation: the edits are `layout`.

A file is ours when its front matter says so; any other Markdown is a
transcript like every text, and its `#` lines are speech.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from transcript_fixer.model import Heading, Video
from transcript_fixer.options import language_code
from transcript_fixer.trace import Change, Reason, TracedText
from transcript_fixer.version import GENERATOR

_FRONT_MATTER_RE = re.compile(r"\A---\r?\n((?:[^\n]*\n){1,40}?)---\r?\n")
_TITLE_RE = re.compile(r"^# [^\n]*\n*", re.MULTILINE)
_HEADING_RE = re.compile(r"(?:^#{1,2} [^\n]*\n*)+", re.MULTILINE)
_CONTENTS_RE = re.compile(r"(?:^- \[[^\n]*\n*)+", re.MULTILINE)
_FACT_RE = re.compile(r"^([a-z]{1,20}): (.*?)\r?$", re.MULTILINE)
_VIDEO_RE = re.compile(r"bilibili\.com/video/(BV\w{10})", re.ASCII)
_LONGEST_EPISODE = 6  # digits
_ESCAPE_RE = re.compile(r"\\(?=[!-/:-@\[-`{-~])(.)", re.DOTALL)


class OwnPage(NamedTuple):
    """What a page of ours says above its text."""

    heading: Heading
    language: str | None


def strip_markup(text: TracedText) -> tuple[TracedText, OwnPage | None]:
    r"""Take away what our Markdown writer added; None, and the text as it was, if it is not ours.

    >>> page = "---\ntitle: Mice\ngenerator: transcript_fixer\n---\n\n# Mice\n\n- [A](#a)\n\n## A\n\nIt\\_s.\n"
    >>> body, own = strip_markup(TracedText.from_source(page))
    >>> body.text, own.heading.title
    ('\n\nIt_s.\n', 'Mice')
    """
    front = _FRONT_MATTER_RE.match(text.text)
    if not front or not re.search(rf"^generator: {GENERATOR}\r?$", front[1], re.MULTILINE):
        return text, None
    changes = [Change(0, front.end(), "", Reason.LAYOUT)]
    title = _TITLE_RE.search(text.text, front.end())
    if title:
        contents = _CONTENTS_RE.match(text.text, title.end())
        body = contents.end() if contents else title.end()
        changes.append(Change(title.start(), body, "", Reason.LAYOUT))
        # What a heading parts are two paragraphs, even where a hand left no blank line.
        changes += [Change(*found.span(), "\n", Reason.LAYOUT) for found in _HEADING_RE.finditer(text.text, body)]
    bare = text.edit(changes)
    escapes = [Change(found.start(), found.start() + 1, "", Reason.LAYOUT) for found in _ESCAPE_RE.finditer(bare.text)]
    return bare.edit(escapes), _read_facts(front[1])


def _read_facts(front_matter: str) -> OwnPage:
    """The facts of the front matter, a line and a JSON scalar each, as our writer writes them.

    A hand may have changed them into other YAML. It is then this fact that is lost, not the talk.

    >>> _read_facts('title: "Mice"\\nepisode: 3\\nlanguage: [en]\\n')
    OwnPage(heading=Heading(text='', title='Mice', episode=3, channel=None, video=None), language=None)
    """
    facts = dict(_FACT_RE.findall(front_matter))
    found = _VIDEO_RE.search(_text(facts, "video") or "")
    video = Video("bilibili", found[1], f"https://www.bilibili.com/video/{found[1]}") if found else None
    number = facts.get("episode", "")
    episode = int(number) if number.isdecimal() and number.isascii() and len(number) <= _LONGEST_EPISODE else None
    language = _text(facts, "language")
    return OwnPage(
        Heading("", _text(facts, "title"), episode, _text(facts, "channel"), video),
        language_code(language) if language else None,
    )


def _text(facts: Mapping[str, str], key: str) -> str | None:
    """What stands in quotes, as we write it, or plainly or in single quotes, as a hand does."""
    value = facts.get(key, "").strip()
    if value.startswith("'"):
        return value[1:-1].replace("''", "'")
    if not value.startswith('"'):
        return None if not value or value in ("null", "~") or value[0] in "[{>|*&!%#@`-?:," else value
    try:
        read = json.loads(value)
    except ValueError:
        return None
    return read if isinstance(read, str) else None
