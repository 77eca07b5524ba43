"""The JSON index over a folder of episodes; `episodes.schema.json` describes it.

It is put together from the indexes of the single talks, so that a talk that was done long
ago and one that was done just now stand in it alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from transcript_fixer.resources import files
from transcript_fixer.writers.json import escape_surrogates, generator_facts

FORMAT = 1


class Entry(NamedTuple):
    """One episode, as the index has it. Entries sort by episode number, then by file; those without a number last."""

    unnumbered: bool
    episode: int
    file: str
    text: bytes
    """The JSON, indented as it will stand in the index: thousands of them are kept until the end."""


def render_entry(file: str, markdown: str, index: str, facts: dict[str, Any]) -> Entry:
    """The entry of one talk: where its files are, and what its own index says of it, without the text."""
    segments = facts["segments"]
    episode = {
        "file": file,
        "markdown": markdown,
        "index": index,
        "title": facts["title"],
        "episode": facts["episode"],
        "channel": facts["channel"],
        "video": facts["video"],
        "language": facts["language"],
        "segments": [
            {key: segment[key] for key in ("number", "id", "title", "span", "slides", "words", "line")}
            for segment in segments
        ],
        "counts": {
            "characters": facts["source"]["characters"],
            "words": sum(segment["words"] for segment in segments),
            "segments": len(segments),
            "slides": len(facts["slides"]),
            "edits": sum(facts["edits"].values()),
            "warnings": len(facts["warnings"]),
        },
        "edits": facts["edits"],
        "warnings": facts["warnings"],
    }
    number = facts["episode"]
    return Entry(number is None, number or 0, file, _dump(episode))


def render_episodes(
    options_digest: str, entries: Iterable[Entry], failures: Iterable[tuple[str, str]], pending: Iterable[str]
) -> bytes:
    """The whole index. `failures` are files with the reason, `pending` files that an interruption left to do."""
    lists = {
        "episodes": [entry.text for entry in sorted(entries)],
        "failures": [_dump({"file": file, "reason": reason}) for file, reason in sorted(failures)],
        "pending": [_dump(file) for file in sorted(pending)],
    }
    head = json.dumps({"version": FORMAT, "generator": generator_facts(options_digest)}, indent=2).removesuffix("\n}")
    parts = [head.encode("ascii")]
    for name, texts in lists.items():
        parts.append(f',\n  "{name}": ['.encode("ascii"))
        parts.append(b",".join(texts) + b"\n  ]" if texts else b"]")
    return b"".join([*parts, b"\n}\n"])


@cache
def read_schema() -> str:
    """The JSON Schema of the index over a folder, as text."""
    return (files("transcript_fixer") / "writers" / "episodes.schema.json").read_text("utf-8")


def _dump(value: object) -> bytes:
    text = "\n" + escape_surrogates(json.dumps(value, ensure_ascii=False, indent=2))
    return text.replace("\n", "\n    ").encode("utf-8")
