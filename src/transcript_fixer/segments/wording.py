"""The words of each segment, counted: what titles and keywords are chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress
from typing import NamedTuple

from transcript_fixer.patterns import compile_late
from transcript_fixer.segments.evidence import common_words

_MARKS = ".,;:!?\"'()[]{}<>*_`~…“”‘’«»。，？！、：；（）-–—/\\|=&"  # around a word, not part of it (C++, C#)
# Characters of grammar: no Chinese or Japanese term has them.
_NO_TERM = "的了是我你他她它这那就也在有和与及都很不吗吧啊呢嗯个们会要可以说到对把被让给从而但所因为什么怎样些一の"
_HAN_RE = compile_late(rf"(?:(?![{_NO_TERM}])[\u3040-\u30ff\u3400-\u9fff]){{2,}}|[A-Za-z][A-Za-z0-9.+#-]+")
_LONGEST_HAN = 6
_REMEMBERED = 1 << 15


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
        found: dict[str, int] = {}
        for at in compress(range(len(self.words)), map(wanted.__contains__, self.words)):
            token = self.written[at].strip(_MARKS)
            found[token] = found.get(token, 0) + (1 if at in initial else 3)
        for token, weight in found.items():
            word = token.lower()
            if weight > best.get(word, 0):
                best[word], spelling[word] = weight, token
        return spelling

    def follows(self, at: int) -> bool:
        """Whether a word is in one phrase with the word before it: no mark between them."""
        return self.written[at - 1][-1] not in _MARKS


class _Bare(dict[str, str]):
    """Tokens in lower case without the marks around them, remembered: most tokens come again."""

    def __missing__(self, token: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[token] = bare = token.lower().strip(_MARKS)
        return bare


_BARE = _Bare()


def count_words(parts: Sequence[Sequence[str]], language: str) -> list[Wording]:
    """The wording of each segment, which is given as its sentences."""
    return [_wording(part, language) for part in parts]


def _wording(part: Sequence[str], language: str) -> Wording:
    spaced = language not in ("zh", "ja")
    sentences = list(map(str.split if spaced else _han_terms, part))
    starts = [0, *accumulate(map(len, sentences))]
    written = list(chain.from_iterable(sentences))
    if spaced:
        words = list(map(_BARE.__getitem__, written))
        return Wording(written, words, starts, Counter(words))
    words = [term.lower().strip(_MARKS) if term.isascii() else term for term in written]
    return Wording(written, words, starts, _without_pieces(Counter(words)))


@lru_cache(maxsize=1 << 15)
def is_term(word: str) -> bool:
    """Whether a word, in lower case, can stand for a subject.

    >>> is_term("tensor"), is_term("okay"), is_term("that's"), is_term("7"), is_term(",")
    (True, False, False, False, False)
    """
    if word in common_words() or len(word) < 2 or not any(map(str.isalpha, word)):
        return False
    return not any(mark in word for mark in "'’")


def _without_pieces(counts: Counter[str]) -> Counter[str]:
    """Without the terms that only ever occur inside one longer term, and what is said but once."""
    repeated = {term: count for term, count in counts.items() if count > 1}
    pieces = {
        piece for term, count in repeated.items() for piece in (term[1:], term[:-1]) if repeated.get(piece) == count
    }
    return Counter({term: count for term, count in repeated.items() if term not in pieces})


def _han_terms(sentence: str) -> list[str]:
    """Every run of two to six characters that could be a term, and words in Latin letters."""
    terms: list[str] = []
    for run in _HAN_RE.findall(sentence):
        if run.isascii():
            terms.append(run)
            continue
        for start in range(len(run) - 1):
            terms += [run[start:end] for end in range(start + 2, min(len(run), start + _LONGEST_HAN) + 1)]
    return terms
