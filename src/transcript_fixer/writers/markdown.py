"""The Markdown that readers get.

Speech is not Markdown: whatever in it looks like markup is escaped, so that it
reads as spoken. `markup.py` reads the result back.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from transcript_fixer.model import Paragraph, Slide, Transcript
from transcript_fixer.version import GENERATOR

# Any of these can start or end markup wherever it stands; a backslash would undo an escape.
_ANYWHERE_RE = re.compile(
    r"""
    [\\`*<\[\]~]
  | (?<![^\W_])_ | _(?![^\W_])        # in snake_case an underscore is a letter like others
  | &(?=\#?\w{1,32};)                 # an entity; a plain ampersand is only itself
    """,
    re.VERBOSE,
)
_AT_START_RE = re.compile(r"[#>+=:|-]|\d{1,9}(?=[.)](?:\s|$))")
_PLAIN_PATH_RE = re.compile(r"[^\s()<>\\\x00-\x20\x7f]+")
_NOT_IN_YAML_RE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Rendered(NamedTuple):
    """Markdown, and the line (from 1) of each segment's heading in it."""

    text: str
    heading_lines: tuple[int, ...]


def render_markdown(talk: Transcript) -> Rendered:
    """Front matter, title, contents, then each segment: heading, slides and paragraphs in order."""
    blocks = [_front_matter(talk), f"# {escape(talk.shown_title)}"]
    if talk.segments:
        blocks.append("\n".join(f"- [{escape(segment.title)}](#{segment.id})" for segment in talk.segments))
    line = sum(block.count("\n") + 2 for block in blocks) + 1
    lines: list[int] = []
    for segment in talk.segments:
        lines.append(line)
        written = [f"## {escape(segment.title)}", *(_render(block, talk) for block in segment.blocks)]
        line += 2 * len(written)
        blocks += written
    return Rendered("\n\n".join(blocks) + "\n", tuple(lines))


def escape(text: str) -> str:
    r"""One line of text, so that a Markdown reader shows it as it is.

    >>> print(escape("__self__ and snake_case, *args, <T>, [0] and a & b"))
    \_\_self\_\_ and snake_case, \*args, \<T>, \[0\] and a & b
    >>> print(escape("1. was never a list"))
    1\. was never a list
    """
    text = _ANYWHERE_RE.sub(r"\\\g<0>", text)
    if found := _AT_START_RE.match(text):
        at = found.end() if found[0][0].isdigit() else 0
        text = f"{text[:at]}\\{text[at:]}"
    return text


def _render(block: Paragraph | Slide, talk: Transcript) -> str:
    if isinstance(block, Paragraph):
        return escape(block.text)
    alt = "Slide" if block.number is None else f"Slide {block.number}"
    image = block.image
    if talk.options.images is not None:
        image = talk.options.images + image[max(image.rfind("/"), image.rfind("\\")) + 1 :]
    return f"![{alt}]({_destination(image)})"


def _destination(path: str) -> str:
    if _PLAIN_PATH_RE.fullmatch(path):
        return path
    return "<" + re.sub(r"[<>\\]", r"\\\g<0>", re.sub(r"[\r\n]", " ", path)) + ">"


def _front_matter(talk: Transcript) -> str:
    facts = {
        "title": talk.title,
        "episode": talk.heading.episode,
        "channel": talk.heading.channel,
        "video": talk.heading.video.url if talk.heading.video else None,
        "language": talk.language,
        "source": talk.source.file,
        "segments": len(talk.segments),
    }
    lines = [f"{key}: {_scalar(value)}" for key, value in facts.items() if value is not None]
    return "\n".join(["---", *lines, f"generator: {GENERATOR}", "---"])


def _scalar(value: str | int) -> str:
    r"""A value in YAML: text always in quotes, so that the language `no` is not a falsehood.

    What JSON writes is YAML too, but for some characters that YAML takes only as escapes:

    >>> print(_scalar('"Ünïcode" #1: \x85 and \udce9'))
    "\"Ünïcode\" #1: \u0085 and \udce9"
    """
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML_RE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
