"""Heading anchors: the ids by which contents and index point at a segment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MAYBE_DROPPED_RE = re.compile(r"[^\w\- ]")


def find_anchors(titles: Sequence[str]) -> list[str]:
    """The anchor that GitHub, GitLab and Pandoc's `gfm` give each heading, made unique in order.

    >>> find_anchors(["What's new in R-CNN?", "深度学习", "What's new in R-CNN?"])
    ['whats-new-in-r-cnn', '深度学习', 'whats-new-in-r-cnn-1']
    """
    taken: set[str] = set()
    anchors: list[str] = []
    for title in titles:
        base = _MAYBE_DROPPED_RE.sub(_keep_marks, title.strip().lower()).replace(" ", "-")
        anchor, count = base, 0
        while anchor in taken or not anchor:
            count += 1
            anchor = f"{base}-{count}"
        taken.add(anchor)
        anchors.append(anchor)
    return anchors


def _keep_marks(found: re.Match[str]) -> str:
    """Vowel signs and accents belong to their words; `re` does not count them among `\\w`."""
    return found[0] if unicodedata.category(found[0]).startswith("M") else ""
