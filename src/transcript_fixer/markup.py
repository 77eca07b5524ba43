"""Our own Markdown, read back as a transcript.

Fixing a finished talk again must change no words, so what the Markdown writer
adds (front matter, title, contents, headings, escapes) is recognised here and
taken away. It is presentation: the edits are `layout`.

A file is ours when its front matter says so; any other Markdown is a
transcript like every text, and its `#` lines are speech.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transcript_fixer.model import Heading, Video
from transcript_fixer.trace import Change, Reason, TracedText

GENERATOR = "transcript_fixer"

_FRONT_MATTER_RE = re.compile(r"\A---\r?\n((?:[^\n]*\n){1,40}?)---\r?\n")
_TITLE_RE = re.compile(r"^# [^\n]*\n*", re.MULTILINE)
_HEADING_RE = re.compile(r"(?:^#{1,2} [^\n]*\n*)+", re.MULTILINE)
_CONTENTS_RE = re.compile(r"(?:^- \[[^\n]*\n*)+", re.MULTILINE)
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
    ('\nIt_s.\n', 'Mice')
    """
    front = _FRONT_MATTER_RE.match(text.text)
    if not front or not re.search(rf"^generator: {GENERATOR}\r?$", front[1], re.MULTILINE):
        return text, None
    removed = [(0, front.end())]
    title = _TITLE_RE.search(text.text, front.end())
    if title:
        removed.append(title.span())
        if contents := _CONTENTS_RE.match(text.text, title.end()):
            removed.append(contents.span())
        removed += [found.span() for found in _HEADING_RE.finditer(text.text, removed[-1][1])]
    changes = [Change(start, end, "", Reason.LAYOUT) for start, end in removed]
    bare = text.edit(changes)
    escapes = [Change(found.start(), found.start() + 1, "", Reason.LAYOUT) for found in _ESCAPE_RE.finditer(bare.text)]
    return bare.edit(escapes), _read_facts(front[1])


def _read_facts(front_matter: str) -> OwnPage:
    """The facts of the front matter; a hand that broke its YAML loses them, not the talk."""
    import yaml  # 20 ms, and few inputs are our own Markdown

    try:
        facts = yaml.safe_load(front_matter)
    except yaml.YAMLError:
        facts = None
    if not isinstance(facts, dict):
        return OwnPage(Heading(""), None)

    def text(key: str) -> str | None:
        value = facts.get(key)
        return value if isinstance(value, str) else None

    found = re.search(r"bilibili\.com/video/(BV\w{10})", text("video") or "")
    video = Video("bilibili", found[1], f"https://www.bilibili.com/video/{found[1]}") if found else None
    episode = facts.get("episode")
    known_episode = episode if isinstance(episode, int) and episode >= 0 else None
    return OwnPage(Heading("", text("title"), known_episode, text("channel"), video), text("language"))
