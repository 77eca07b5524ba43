"""Heading anchors: the ids by which contents and index point at a segment."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ASCII_DROPPED_RE = re.compile(r"[^\w\- ]", re.ASCII)


def find_anchors(titles: Sequence[str]) -> list[str]:
    """The anchor that GitHub, GitLab and Pandoc's `gfm` give each heading, made unique in order.

    >>> find_anchors(["What's new in R-CNN?", "深度学习", "What's new in R-CNN?"])
    ['whats-new-in-r-cnn', '深度学习', 'whats-new-in-r-cnn-1']

    Vowel signs and accents belong to their words, as Unicode's own notion of a word says:

    >>> find_anchors(["हिन्दी, आज"])
    ['हिन्दी-आज']
    """
    taken: set[str] = set()
    anchors: list[str] = []
    for title in titles:
        base = _kept(title.strip().lower()).replace(" ", "-")
        anchor, count = base, 0
        while anchor in taken or not anchor:
            count += 1
            anchor = f"{base}-{count}"
        taken.add(anchor)
        anchors.append(anchor)
    return anchors


def _kept(title: str) -> str:
    """What an anchor keeps of a title: word characters, hyphens and spaces."""
    if title.isascii():
        return _ASCII_DROPPED_RE.sub("", title)
    import regex  # for `\p{Word}`, which `re` does not have; 8 ms that ASCII titles need not wait for

    return regex.sub(r"[^\p{Word}\- ]", "", title)
