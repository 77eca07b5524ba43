"""The words of each segment, counted: what titles and keywords are chosen from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
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
    """The words of one segment, as written and in lower case, and how often each occurs.

    `written` has the marks around a word, `words` does not. `starts` says where each sentence
    starts.
    """

    written: list[str]
    words: list[str]
    starts: list[int]
    counts: Counter[str]

    def spell(self, wanted: Iterable[str]) -> dict[str, str]:
        """The usual spelling of words: as they stand inside sentences, where they do."""
        wanted = set(wanted)
        initial = set(self.starts)
        best: dict[str, int] = {}
        spelling: dict[str, str] = {}
        found: Counter[str] = Counter()
        for at in [at for at, word in enumerate(self.words) if word in wanted]:
            found[self.written[at].strip(_MARKS)] += 1 if at in initial else 3
        for token, weight in found.items():
            word = token.lower()
            if weight > best.get(word, 0):
                best[word], spelling[word] = weight, token
        return spelling

    def follows(self, at: int) -> bool:
        """Whether a word is in one phrase with the word before it: no mark between them."""
        return self.written[at - 1][-1] not in _MARKS


def count_words(parts: Sequence[Sequence[str]], language: str) -> list[Wording]:
    """The wording of each segment, which is given as its sentences."""
    return [_wording(part, language) for part in parts]


def _wording(part: Sequence[str], language: str) -> Wording:
    spaced = language not in ("zh", "ja")
    sentences = [sentence.split() if spaced else _han_terms(sentence) for sentence in part]
    starts = [0, *accumulate(map(len, sentences))]
    written = list(chain.from_iterable(sentences))
    words = [token.strip(_MARKS) for token in " ".join(written).lower().split(" ")] if written else []
    counts = Counter(words)
    if not spaced:
        _drop_pieces(counts)
    return Wording(written, words, starts, counts)


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
