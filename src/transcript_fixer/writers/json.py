"""The JSON index that programs get; `index.schema.json` describes it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from functools import cache

from transcript_fixer.model import Segment, Transcript
from transcript_fixer.resources import files
from transcript_fixer.trace import Edit, Reason
from transcript_fixer.version import GENERATOR, __version__
from transcript_fixer.writers.markdown import render_markdown

FORMAT = 1
_EDIT_KEYS = ("span", "before", "after", "reason", "score")
_SURROGATE_RE = re.compile("[\ud800-\udfff]")


def generator_facts(options_digest: str) -> dict[str, str]:
    """Who made an index: with the same source, the same facts mean the same bytes."""
    return {"name": GENERATOR, "version": __version__, "options": options_digest}


def render_index(talk: Transcript, *, output_file: str | None = None) -> dict[str, object]:
    """The index as plain data, its keys in the order of the contract."""
    rendered = render_markdown(talk)
    counts = Counter(edit.reason for edit in talk.edits)
    video = talk.heading.video
    return {
        "version": FORMAT,
        "generator": generator_facts(talk.options.digest()),
        "source": {
            "file": talk.source.file,
            "sha256": talk.source.sha256,
            "encoding": talk.source.encoding,
            "characters": talk.source.characters,
        },
        "output": {"file": output_file, "sha256": hashlib.sha256(rendered.text.encode("utf-8")).hexdigest()},
        "title": talk.title,
        "episode": talk.heading.episode,
        "channel": talk.heading.channel,
        "video": {"site": video.site, "id": video.id, "url": video.url} if video else None,
        "language": talk.language,
        "segments": [
            _segment(segment, line) for segment, line in zip(talk.segments, rendered.heading_lines, strict=True)
        ],
        "slides": [
            {"image": slide.image, "number": slide.number, "span": list(slide.span), "segment": segment.number}
            for segment in talk.segments
            for slide in segment.slides
        ],
        "speakers": [{"name": turn.name, "span": list(turn.span)} for turn in talk.turns],
        "edits": {reason.value: counts[reason] for reason in Reason if counts[reason]},
        "warnings": [
            {"kind": warning.kind.value, "span": list(warning.span), "message": warning.message}
            for warning in talk.warnings
        ],
    }


def dump_index(index: dict[str, object]) -> str:
    """The index as JSON text, the same for the same index on every machine."""
    return escape_surrogates(json.dumps(index, ensure_ascii=False, indent=2)) + "\n"


def dump_edit(edit: Edit) -> str:
    """One edit as one line of JSON."""
    values = (list(edit.span), edit.before, edit.after, edit.reason.value, edit.score)
    return escape_surrogates(json.dumps(dict(zip(_EDIT_KEYS, values, strict=True)), ensure_ascii=False)) + "\n"


def is_edit(line: bytes) -> bool:
    """Whether a line, without its end, is one that `dump_edit` wrote.

    >>> is_edit(b'{"span": [0, 3], "before": "um ", "after": "", "reason": "filled-pause", "score": null}')
    True
    >>> is_edit(b"So um we saw two mice.")
    False
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(entry, dict) and tuple(entry) == _EDIT_KEYS


@cache
def read_schema() -> str:
    """The JSON Schema of the index, as text."""
    return (files("transcript_fixer") / "writers" / "index.schema.json").read_text("utf-8")


def _segment(segment: Segment, line: int) -> dict[str, object]:
    text = segment.text
    return {
        "number": segment.number,
        "id": segment.id,
        "title": segment.title,
        "span": list(segment.span),
        "slides": [slide.image for slide in segment.slides],
        "keywords": list(segment.keywords),
        "words": len(text.split()),
        "line": line,
        "topics": [{"title": topic.title, "span": list(topic.span)} for topic in segment.topics],
        "text": text,
    }


def escape_surrogates(text: str) -> str:
    """A lone surrogate has no UTF-8, but JSON can write it all the same."""
    return _SURROGATE_RE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
