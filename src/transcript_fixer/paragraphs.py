"""Sentences to paragraphs.

A transcript has no paragraphs; a reader needs them. They have two to six
sentences, about as many words as a paragraph of a book page, and break where the
thought does: at a sentence that opens something ("Now, ...", "Let's ...",
"The next ..."), and not at one that leans on the sentence before ("And", "It",
"Because"). Among all ways to cut, the one with the best sum is taken, as line
breaking in typesetting does (Knuth and Plass 1981).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import or_

from transcript_fixer.patterns import compile_late

FEWEST, MOST = 2, 6
USUAL_WORDS = 75
"""Words in the middle one of the 300 paragraphs that careful readers made of 25 stretches of talk."""

_OPENING_RE = compile_late(
    r"""
    (?:(?:and|but|so|okay|ok|all\ right|alright|yeah|well|right)[,.]?\ ){0,2}
    (?: (?P<strong> now|next|first|firstly|second|secondly|third|finally|lastly|let's|let\ us|let\ me|okay|another
          | moving\ on|to\ (?:start|begin|summarize|sum\ up|conclude)|in\ (?:summary|conclusion)
          | today|here's|here\ is|suppose|imagine|for\ (?:example|instance)|the\ (?:first|second|third|next|last|other)
          | one\ (?:more|thing|other)|once|after|before|when|if|what|why|how|then|again|also )
      | (?P<weak> it|it's|its|that|that's|this|these|those|they|they're|he|she|which|because|and|or|not|no|yes|there ) )
    \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRONG = frozenset(
    {"now", "next", "first", "firstly", "second", "secondly", "third", "finally", "lastly", "let's", "let us", "let me"}
    | {"okay", "another", "moving on", "today", "the first", "the second", "the third", "the next", "the last"}
)
_LED_RE = re.compile(r"(?:so|okay|ok|all right|alright)\b", re.IGNORECASE)
_CONTENT_RE = re.compile(r"([^\W\d_]{5,6})[^\W\d_]*")
_ASCII_CONTENT_RE = re.compile(r"([a-z]{5,6})[a-z]*")  # finds the same in ASCII, twice as fast


def find_paragraphs(sentences: Sequence[str], language: str) -> list[int]:
    """Indices of the sentences that open a paragraph, the first excluded.

    >>> said = ["We have a set of points.", "It is finite.", "They are joined by lines.", "That is all."]
    >>> find_paragraphs([*said, "Now, let's look at trees.", "A tree has no cycle.", "It has leaves."], "en")
    [4]

    Every paragraph has two to six sentences; one sentence is a paragraph only by itself.
    In languages other than English only lengths count.
    """
    size = len(sentences)
    if size <= FEWEST:
        return []
    words = [
        len(sentence) / 5.5 if language != "zh" and language != "ja" else len(sentence) / 2 for sentence in sentences
    ]
    gains = _gains(sentences) if language == "en" else [0.0] * size
    best = [0.0] + [float("-inf")] * size  # of cutting the first n sentences
    back = [0] * (size + 1)
    for end in range(FEWEST, size + 1):
        length = sum(words[end - FEWEST + 1 : end])
        most, chosen = float("-inf"), 0
        for start in range(end - FEWEST, max(-1, end - MOST - 1), -1):
            length += words[start]
            off = (length - USUAL_WORDS) / USUAL_WORDS
            gain = best[start] + gains[start] - off * off
            if gain > most:
                most, chosen = gain, start
        best[end], back[end] = most, chosen
    opening: list[int] = []
    at = back[size]
    while at:
        opening.append(at)
        at = back[at]
    return opening[::-1]


def _gains(sentences: Sequence[str]) -> list[float]:
    """How well each sentence opens a paragraph."""
    lowered = [sentence.lower() for sentence in sentences]
    contents = [set((_ASCII_CONTENT_RE if each.isascii() else _CONTENT_RE).findall(each)) for each in lowered]
    # What each sentence holds together with the next one.
    pairs = [*map(or_, contents, contents[1:]), contents[-1]]
    gains = [0.0]
    for index in range(1, len(sentences)):
        sentence = sentences[index]
        gain = 0.0
        if opening := _OPENING_RE.match(sentence):
            if opening["weak"]:
                gain -= 0.6
            else:
                gain += 0.8 if opening["strong"].lower() in _STRONG else 0.3
        if _LED_RE.match(sentence):
            gain += 0.3
        if sentences[index - 1].endswith("?"):
            gain -= 0.5  # what answers a question stays with it
        before = pairs[index - 2] if index > 1 else contents[0]
        behind = pairs[index]
        shared = len(before & behind) / (1 + min(len(before), len(behind)))
        gains.append(gain + 0.3 - shared)
    return gains
