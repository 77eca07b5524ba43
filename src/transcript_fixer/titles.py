"""What a segment is called."""

from __future__ import annotations

from collections.abc import Sequence

from transcript_fixer.keywords import find_keywords


def find_titles(parts: Sequence[Sequence[str]], language: str) -> list[str]:
    return [
        " ".join(words[:4]).capitalize() or f"Part {number}"
        for number, words in enumerate(find_keywords(parts, language), 1)
    ]
