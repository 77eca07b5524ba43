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
# What no term opens or ends with, though it has no character of grammar: measure words before a noun, verbs and adverbs
# that take one, and places behind one. A noun may open with a measure word if it has two characters (项目).
_MEASURES = "种件根条位项次行份名张只家点"
_PLACES = "时上下中里后着"
_NUMERALS = "零〇二两三四五六七八九十百千万亿第"
_NO_OPENING = (
    "使用 应该 知道 继续 确保 减少 增加 提供 关于 寻找 意味 如何 更多 更加 任何 情况 助于"
    " 有助 仍然 实际 基本 当然 来自 至少 希望 帮助 考虑 本身 听起 看起 容易 取决 即使 担心"
    " 经常 真正 直接 确定 返回 添加 进入 开始 尝试 正在 许多 大多 多数 通常 例如 比如 其实"
    " 觉得 认为 告诉 看到 谈谈 之间 相同 这样 那样 东西 现在 然后 已经 可能 需要 非常 完全"
    " 特别 同时 起来 出来 大堆 别人 自己 您可 您想"
)
_NO_OPENING_RE = compile_late(rf"(?:{_NO_OPENING.replace(' ', '|')}|[{_MEASURES}].{{2,}}|[{_NUMERALS}].?$)")
_READ = 20_000  # characters of a segment in which neighbours are counted, so that the time stays linear
_FREQUENT = 5  # times: a term said so often has three neighbours on each side
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
    return Wording(written, words, starts, _without_pieces(Counter(words), part))


@lru_cache(maxsize=1 << 15)
def is_term(word: str) -> bool:
    """Whether a word, in lower case, can stand for a subject.

    >>> is_term("tensor"), is_term("okay"), is_term("that's"), is_term("7"), is_term(",")
    (True, False, False, False, False)
    """
    if word in common_words() or len(word) < 2 or not any(map(str.isalpha, word)):
        return False
    return not any(mark in word for mark in "'’")


def _without_pieces(counts: Counter[str], sentences: Sequence[str]) -> Counter[str]:
    """The terms that are said more than once, and are no piece of a longer one."""
    repeated = {term: times for term, times in counts.items() if times > 1}
    pieces = {
        piece for term, times in repeated.items() for piece in (term[1:], term[:-1]) if repeated.get(piece) == times
    }
    text = "\n".join(["", *sentences])[:_READ] + "\n"
    return Counter(
        {
            term: times
            for term, times in repeated.items()
            if term not in pieces
            and (
                term.isascii()
                or (term[-1] not in _PLACES and not _NO_OPENING_RE.match(term) and _stands_alone(term, times, text))
            )
        }
    )


def _stands_alone(term: str, times: int, text: str) -> bool:
    """Whether what stands beside a term changes, as it does beside a word.

    Before 士忌, a piece of a word, there is always 威. So the different neighbours on each side
    are counted (accessor variety; Feng, Chen, Deng and Zheng 2004), the edge of a clause as a
    new one each time.
    """
    wanted = 3 if times >= _FREQUENT else 2
    before: set[str] = set()
    behind: set[str] = set()
    edges = 0
    at = text.find(term)
    while at > 0:
        left, right = text[at - 1], text[at + len(term)]
        before.add(left if left.isalpha() else f"{(edges := edges + 1)}")
        behind.add(right if right.isalpha() else f"{(edges := edges + 1)}")
        if len(before) >= wanted and len(behind) >= wanted:
            return True
        at = text.find(term, at + 1)
    return False


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
