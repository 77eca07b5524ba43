"""The words of each segment, counted: what titles and keywords are chosen from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from transcript_fixer.evidence import common_words

_MARKS = ".,;:!?\"'()[]{}<>*_`~…“”‘’«»。，？！、：；（）-–—/\\|=&"  # around a word, not part of it (C++, C#)
_HAN_RE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}|[A-Za-z][A-Za-z0-9.+#-]+")
# Characters of grammar: no Chinese or Japanese term has them.
_NO_TERM = frozenset(
    "的了是我你他她它这那就也在有和与及都很不吗吧啊呢嗯个们会要可以说到对把被让给从而但所因为什么怎样些一の"
)
_LONGEST_HAN = 6


class Wording(NamedTuple):
    """The words of one segment in lower case, and how often each occurs.

    `follows` says of each word whether it is in one phrase with the one before it: no mark, no new
    sentence between them. `opening` counts the words of the first sentence. `spelling` has
    the usual spelling of each word: as it stands inside sentences, where it does.
    """

    words: list[str]
    follows: list[bool]
    opening: int
    counts: Counter[str]
    spelling: dict[str, str]


def count_words(parts: Sequence[Sequence[str]], language: str) -> list[Wording]:
    """The wording of each segment, which is given as its sentences."""
    return [_wording(part, language) for part in parts]


def _wording(part: Sequence[str], language: str) -> Wording:
    if language in ("zh", "ja"):
        sentences = [_han_terms(sentence) for sentence in part]
    else:
        sentences = [sentence.split() for sentence in part]
    written = [token for sentence in sentences for token in sentence]
    spelled = [token.strip(_MARKS) for token in written]
    initial: Counter[str] = Counter()
    follows = [False]
    follows += [token[-1] not in _MARKS for token in written]
    at = 0
    for sentence in sentences:
        if sentence:
            follows[at] = False
            initial[spelled[at]] += 1
            at += len(sentence)
    counts: Counter[str] = Counter()
    best: dict[str, int] = {}
    spelling: dict[str, str] = {}
    for token, count in Counter(spelled).items():
        word = token.lower()
        counts[word] += count
        weight = 1 + 2 * (count - initial[token])
        if weight > best.get(word, 0):
            best[word], spelling[word] = weight, token
    if language in ("zh", "ja"):
        _drop_pieces(counts)
    words = list(map(str.lower, spelled))
    return Wording(words, follows[:-1], len(sentences[0]) if sentences else 0, counts, spelling)


@lru_cache(maxsize=1 << 15)
def is_term(word: str) -> bool:
    """Whether a word, in lower case, can stand for a subject.

    >>> is_term("tensor"), is_term("okay"), is_term("that's"), is_term("7"), is_term(",")
    (True, False, False, False, False)
    """
    if word in common_words() or len(word) < 2 or not any(map(str.isalpha, word)):
        return False
    return not any(mark in word for mark in "'’")


def _drop_pieces(counts: Counter[str]) -> None:
    """Forget the terms that only ever occur inside one longer term, and what is said but once."""
    pieces = {
        piece
        for term, count in counts.items()
        for piece in (term[1:], term[:-1])
        if count > 1 and counts[piece] == count
    }
    for term in [term for term, count in counts.items() if count < 2 or term in pieces]:
        del counts[term]


def _han_terms(sentence: str) -> list[str]:
    """Every run of two to six characters that could be a term, and words in Latin letters."""
    terms: list[str] = []
    for run in _HAN_RE.findall(sentence):
        if run.isascii():
            terms.append(run)
            continue
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_HAN) + 1):
                if run[end - 1] in _NO_TERM:
                    break
                if end - start > 1:
                    terms.append(run[start:end])
    return terms
