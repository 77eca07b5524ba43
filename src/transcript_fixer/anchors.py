"""Heading anchors: the ids by which contents and index point at a segment."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_DROPPED_RE = regex.compile(r"[^\w\- ]")


def find_anchors(titles: Sequence[str]) -> list[str]:
    """The anchor that GitHub, GitLab and Pandoc's `gfm` give each heading, made unique in order.

    >>> find_anchors(["What's new in R-CNN?", "深度学习", "What's new in R-CNN?"])
    ['whats-new-in-r-cnn', '深度学习', 'whats-new-in-r-cnn-1']
    """
    taken: set[str] = set()
    anchors: list[str] = []
    for title in titles:
        base = _DROPPED_RE.sub("", title.strip().lower()).replace(" ", "-")
        anchor, count = base, 0
        while anchor in taken or not anchor:
            count += 1
            anchor = f"{base}-{count}"
        taken.add(anchor)
        anchors.append(anchor)
    return anchors
