"""The words of each segment, and where they are said: what titles and keywords are chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, filterfalse, repeat
from math import exp
from typing import NamedTuple

from transcript_fixer.language import UNSPACED
from transcript_fixer.patterns import compile_late
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.unspaced import TERMS, is_word

MARKS = ".,;:!?\"'()[]{}<>*_`~…“”‘’«»。，？！、：；（）-–—/\\|=&"  # around a word, not part of it (C++, C#)
_HAN_RE = compile_late(rf"{TERMS}|[A-Za-z][A-Za-z0-9.+#-]+")
_LONGEST_HAN = 6
# What no term opens or ends with, though it has no character of grammar: measure words before a noun, verbs and adverbs
# that take one, and places behind one. A noun may open with a measure word if it has two characters (项目).
_MEASURES = "种件根条位项次行份名张只家点"
# The same of measure words that open more nouns than they count, but not with these behind them.
_OTHER_MEASURES = "[篇段句座辆部台](?![章落子法位标谈分门署队件族首式湾风北阶词账]).{2,}"
_PLACES = "时上下中里后着"
_NUMERALS = "零〇二两三四五六七八九十百千万亿第"
_NO_OPENING = (
    "使用 应该 知道 继续 确保 减少 增加 提供 关于 寻找 意味 如何 更多 更加 任何 情况 助于"
    " 有助 仍然 实际 基本 当然 来自 至少 希望 帮助 考虑 本身 听起 看起 容易 取决 即使 担心"
    " 经常 真正 直接 确定 返回 添加 进入 开始 尝试 正在 许多 大多 多数 通常 例如 比如 其实"
    " 觉得 认为 告诉 看到 谈谈 之间 相同 这样 那样 东西 现在 然后 已经 可能 需要 非常 完全"
    " 特别 同时 起来 出来 大堆 别人 自己 您可 您想"
)
# What names nothing alone, though a longer term may open with it (复杂性).
_NOT_ALONE = "复杂 工作 等于 等等 足够 最好 回去 叫做 接近 产生"
# 来 before a verb says what for (来比较名字), but opens some nouns; 上 and 下 belong to the noun before them, but for a
# few words; and what comes twice in a row was said twice.
_NO_OPENING_RE = compile_late(
    rf"(?:{_NO_OPENING.replace(' ', '|')}|(?:{_NOT_ALONE.replace(' ', '|')})$|[{_MEASURES}].{{2,}}|[{_NUMERALS}].?$"
    rf"|{_OTHER_MEASURES}|[^生合集构]成$"  # 设成 takes an object, 生成 is one
    r"|来(?![源历宾电]).{2,}|[上下](?![海传载限升降游层级市标班课学线文午属]).$|.使用$|(.{2,3})\1$)"
)
_READ = 20_000  # characters of a segment in which neighbours are counted, so that the time stays linear
_FREQUENT = 5  # times: a term said so often has three neighbours on each side
# The stress of a sentence is its odds as an opening, half at a draft of `_SOUNDS` and none below `_UNHEARD`, and what
# it has for being short, half of `_SHORT` at `_HALF` words. Chosen together on talks left out of the fit, where half
# or twice of any of them makes the words of titles less likely by up to 1 in 200.
_SOUNDS = 1.0
_UNHEARD = -3.0
_SHORT = 0.67
_HALF = 6
MOST_STRESS = 1 + _SHORT


class Wording(NamedTuple):
    """The words of one segment, as written and in lower case, and where each term is said.

    `written` has the marks around a word, `words` does not. `starts` and `initial` say where each sentence
    starts and, where words are spaced, where the last one ends, `once` where each term is said that is said once,
    `again` where each other one is: most are said once, and a list for each would be most of what there is to make.
    `repeated` are those said again that may stand for a subject.
    `size` counts the words; where they are not spaced, it counts every run that could be one,
    and `words` are those that come again in the talk. `stress` says for each word how much its sentence
    sounds like a heading: by its draft, and by how short it is (nothing where words are not spaced).
    """

    written: list[str]
    words: list[str]
    starts: list[int]
    initial: frozenset[int]
    once: Mapping[str, int]
    again: Mapping[str, list[int]]
    repeated: Collection[str]
    size: int
    stress: Sequence[float]

    @property
    def first_end(self) -> int:
        """Where the first sentence ends."""
        return self.starts[1] if len(self.starts) > 1 else 0

    def find(self, word: str) -> list[int]:
        """Where a word is said, term or not."""
        if word in self.again:
            return self.again[word]
        if word in self.once:
            return [self.once[word]]
        return [at for at, other in enumerate(self.words) if other == word]

    def spell(self, word: str) -> str:
        """The usual spelling of a word: as it stands inside sentences, where it does."""
        if word in self.once:
            return _STRIPPED[self.written[self.once[word]]]
        places = self.find(word)
        spelled = [_STRIPPED[self.written[at]] for at in places]
        if spelled.count(spelled[0]) < len(spelled):
            found = dict.fromkeys(spelled, 0)
            for spelling, at in zip(spelled, places, strict=True):
                found[spelling] += 1 if at in self.initial else 3
            return max(found, key=found.__getitem__)
        return spelled[0]

    def follows(self, at: int) -> bool:
        """Whether a word is in one phrase with the word before it: no mark between them."""
        return self.written[at - 1][-1] not in MARKS


def is_term(word: str) -> bool:
    """Whether a word, in lower case, can stand for a subject.

    >>> is_term("tensor"), is_term("okay"), is_term("that's"), is_term("7"), is_term(",")
    (True, False, False, False, False)
    """
    if word in common_words() or len(word) < 2 or "'" in word or "’" in word:
        return False
    return word.isalpha() or any(map(str.isalpha, word))


# Tokens in lower case without the marks around them, and which are terms: most tokens come again.
_BARE: Remembered[str, str] = Remembered(lambda token: token.lower().strip(MARKS))
_STRIPPED: Remembered[str, str] = Remembered(lambda token: token.strip(MARKS))
# Where words are spaced, Chinese characters and the marks that stand between them are noise of a recogniser.
_UNSPACED_RE = compile_late(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff65]")
_IS_TERM: Remembered[str, bool] = Remembered(
    lambda word: is_term(word) and (word.isascii() or not _UNSPACED_RE.search(word))
)
_SHORTNESS: Remembered[int, float] = Remembered(lambda length: _SHORT * _HALF / (_HALF + length))


def count_words(parts: Sequence[Sequence[str]], language: str, drafts: Sequence[Sequence[float]] = ()) -> list[Wording]:
    """The wording of each segment, which is given as its sentences, with the drafts of their openings if there are.

    >>> (wording,) = count_words([["Bees dance.", "We saw the bees."]], "en")
    >>> wording.once, wording.again, wording.starts
    ({'dance': 1}, {'bees': [0, 5]}, [0, 2, 6])
    """
    if language in UNSPACED:
        return _count_runs(parts)
    return [_wording(part, own) for part, own in zip(parts, drafts or [()] * len(parts), strict=True)]


def _wording(part: Sequence[str], drafts: Sequence[float]) -> Wording:
    sentences = list(map(str.split, part))
    starts = [0, *accumulate(map(len, sentences))]
    written = list(chain.from_iterable(sentences))
    words = list(map(_BARE.__getitem__, written))
    once, again = _find_places(compress(enumerate(words), map(_IS_TERM.__getitem__, words)))
    stress: list[float] = []
    for draft, sentence in zip(chain([_UNHEARD], drafts[1:], repeat(_UNHEARD)), sentences, strict=False):
        length = len(sentence)
        sound = _SHORTNESS[length]
        if draft > _UNHEARD:
            sound += 1 / (1 + exp(_SOUNDS - draft))
        stress += [sound] * length
    return Wording(written, words, starts, frozenset(starts), once, again, again, len(words), stress)


def excerpt(wording: Wording, first: int, end: int) -> Wording:
    """The wording of some sentences of a segment: what `count_words` tells of them, without splitting them again.

    >>> (wording,) = count_words([["Bees dance.", "We saw the bees.", "They saw us."]], "en")
    >>> excerpt(wording, 1, 3) == count_words([["We saw the bees.", "They saw us."]], "en")[0]
    True
    """
    at, stop = wording.starts[first], wording.starts[end]
    starts = [start - at for start in wording.starts[first : end + 1]]
    written, words = wording.written[at:stop], wording.words[at:stop]
    once, again = _find_places(compress(enumerate(words), map(_IS_TERM.__getitem__, words)))
    opening = starts[1]  # the first sentence sounds like a heading by its place, whatever its draft
    stress = [_SHORTNESS[opening]] * opening + list(wording.stress[at + opening : stop])
    return Wording(written, words, starts, frozenset(starts), once, again, again, len(words), stress)


def without_start(wording: Wording, at: int) -> Wording:
    """The wording of a segment without its first words.

    >>> (wording,) = count_words([["Bees dance.", "We saw the bees."]], "en")
    >>> shorter = without_start(wording, 3)
    >>> shorter.words, shorter.starts, shorter.once
    (['saw', 'the', 'bees'], [0, 3], {'bees': 2})
    """
    starts = [0, *(start - at for start in wording.starts if start > at)]
    written, words = wording.written[at:], wording.words[at:]
    once, again = _find_places(compress(enumerate(words), map(_IS_TERM.__getitem__, words)))
    return Wording(written, words, starts, frozenset(starts), once, again, again, len(words), wording.stress[at:])


def _find_places(terms: Iterable[tuple[int, str]]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Where each term is said that is said once, and where each other one is."""
    once: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    for at, term in terms:
        if term in again:
            again[term].append(at)
        elif term in once:
            again[term] = [once.pop(term), at]
        else:
            once[term] = at
    return once, again


def _count_runs(parts: Sequence[Sequence[str]]) -> list[Wording]:
    """The wordings where words are not spaced: every run of two to six characters could be a term.

    Only runs that come again in the talk are kept, and so only those are made longer.
    """
    latin: list[list[str]] = []
    initial: list[list[int]] = []
    texts: list[str] = []
    sizes: list[int] = []
    for part in parts:
        found: list[str] = []
        opened: list[int] = []
        runs: list[str] = []
        for terms in map(_HAN_RE.findall, part):
            if terms and is_word(terms[0]):
                opened.append(len(found))
            runs += terms
            found += filter(is_word, terms)
        latin.append(found)
        initial.append(opened)
        runs = list(filterfalse(is_word, runs))
        texts.append("\n".join(runs))
        lengths = Counter(map(len, runs))
        sizes.append(len(found) + sum(_count_within(length) * times for length, times in lengths.items()))
    wordings = []
    for part, found, opened, repeated, size in zip(parts, latin, initial, _repeated_runs(texts), sizes, strict=True):
        words = [*(term.lower().strip(MARKS) for term in found), *repeated]
        once, again = _find_places(enumerate(words))
        terms = list(filter(is_term, _without_pieces(once, again, part)))
        wordings.append(Wording([*found, *repeated], words, opened, frozenset(opened), once, again, terms, size, ()))
    return wordings


def _count_within(length: int) -> int:
    """How many runs of two to six characters a run of that length has."""
    begun = length - 1
    short = min(begun, _LONGEST_HAN - 1)
    return short * (short + 1) // 2 + (begun - short) * (_LONGEST_HAN - 1)


def _repeated_runs(texts: Sequence[str]) -> list[list[str]]:
    """For each text, the runs of two to six characters of one line that come again in it or another text."""
    found: list[list[str]] = [[] for _ in texts]
    starts = list(map(_find_pairs, texts))
    for length in range(2, _LONGEST_HAN + 1):
        runs = [[text[at : at + length] for at in begun] for text, begun in zip(texts, starts, strict=True)]
        again = {run for run, times in Counter(chain.from_iterable(runs)).items() if times > 1}
        for number, these in enumerate(runs):
            is_kept = list(map(again.__contains__, these))
            found[number] += compress(these, is_kept)
            kept = list(compress(starts[number], is_kept))
            behind = set(kept)
            starts[number] = [at for at in kept if at + 1 in behind]
    return found


def _find_pairs(text: str) -> list[int]:
    r"""Where each two characters start that stand in one line.

    >>> _find_pairs("abc\n\nd\nef")
    [0, 1, 7]
    """
    starts: list[int] = []
    at = 0
    for line in text.split("\n"):
        starts += range(at, at + len(line) - 1)
        at += len(line) + 1
    return starts


def _without_pieces(once: Mapping[str, int], again: Mapping[str, list[int]], sentences: Sequence[str]) -> Iterator[str]:
    """The terms that are said more than once, and are no piece of a longer one."""
    repeated = {term: len(places) for term, places in again.items()}
    pieces = {
        piece for term, times in repeated.items() for piece in (term[1:], term[:-1]) if repeated.get(piece) == times
    }
    text = "\n".join(["", *sentences])[:_READ] + "\n"
    for term, times in repeated.items():
        if term not in pieces and (
            is_word(term)
            or (
                term[-1] not in _PLACES
                and not _NO_OPENING_RE.match(term)
                and _stands_alone(term, times, text)
                and not _is_cut_off(term, repeated, once, text)
            )
        ):
            yield term


def _stands_alone(term: str, times: int, text: str) -> bool:
    """Whether what stands beside a term changes, as it does beside a word.

    Before 士忌, a piece of a word, there is always 威. So the different neighbours on each side
    are counted (accessor variety; Feng, Chen, Deng and Zheng 2004), the edge of a clause as a
    new one each time.
    """
    wanted = 3 if times >= _FREQUENT else 2
    before: set[str] = set()
    behind: set[str] = set()
    opens = closes = 0
    for at in _find_all(text, term):
        left, right = text[at - 1], text[at + len(term)]
        if left.isalpha():
            before.add(left)
        else:
            opens += 1
        if right.isalpha():
            behind.add(right)
        else:
            closes += 1
        if len(before) + opens >= wanted and len(behind) + closes >= wanted:
            return True
    return False


def _is_cut_off(term: str, repeated: Mapping[str, int], once: Container[str], text: str) -> bool:
    """Whether the first character of a term is always the end of another word.

    Before 态类型语言 there is 静 or 动; 静态 and 动态 are runs of the talk, and 类型 is said without them.
    """
    return any(
        repeated.get(term[1:end], 0) > repeated.get(term[:end], 0)
        and all((run := text[at - 1] + term[0]) in repeated or run in once for at in _find_all(text, term[:end]))
        for end in range(3, len(term) + 1)
    )


def _find_all(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at > 0:
        yield at
        at = text.find(term, at + 1)
