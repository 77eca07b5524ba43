"""What speaks for a new topic at a gap between two sentences.

A speaker who changes the subject says so ("all right, so let's talk about ..."), shows
another slide, stops using one set of words and takes up another. Each kind of evidence is
a number for each gap, called a *column* here; `boundaries` weighs them. All of them are
counted in words, not sentences, so that a talk whose sentences are badly cut looks the
same as one whose sentences are right.

Words of a subject are evidence only by coming and going: nothing here knows what any of
them means, so a talk on mice is cut as well as one on Python.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, compress, count, groupby, pairwise, repeat
from math import log
from operator import add
from typing import NamedTuple

from transcript_fixer.language import UNSPACED
from transcript_fixer.patterns import compile_late
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.manner import compare_manner
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.signposts import find_signposts
from transcript_fixer.segments.unspaced import ALL, TERMS, is_word


class Passage(NamedTuple):
    """A sentence as the segmenter sees it.

    `text` is the clean sentence. `heard` is how it begins in the source, fillers and all:
    "Okay, so" is the best evidence there is, and an earlier stage may have removed it.
    `slides` counts the slide markers directly before it, `interrupted` those inside the
    sentence before it.
    """

    text: str
    heard: str
    slides: int = 0
    interrupted: int = 0
    opens_turn: bool = False


class TopicEvidence(NamedTuple):
    """The columns, and what else weighing them needs, for each passage.

    `words` are those of each passage, `heard` those that tell how it opens (the same list, where nothing else
    was heard); `signposts` are the kinds of those in it; `content` has the stems of its words that are not
    common, each once. `positions` are words before each passage, and in all (one more than passages).
    """

    words: list[list[str]]
    heard: list[list[str]]
    signposts: Sequence[frozenset[str]]
    positions: list[int]
    content: list[list[str]]
    columns: dict[str, list[float]]


_WORD_RE = re.compile(r"[^\W_]+")
_MARKS_AS_SPACES = str.maketrans(
    {chr(code): " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "\n")}
)
_HAN_RE = compile_late(rf"{TERMS}|[^\W_{ALL}]+")
CHINESE_CUE_RE = compile_late(
    r"\W*(?:(?:好的?|那么?|嗯|所以)\W*)?(?:首先|其次|接下来|接着|下面|最后|另外|总结|总之|第[一二三四五六七八九十][个点步]"
    r"|现在我们|(?:让|今天)?我们(?:再|先|就|接着)?来?(?:看|讲|说|谈|聊|介绍|讨论)|然后我们)"
)
_QUESTIONS_RE = re.compile(r"\b(?:any|your|take|for|have|some|first|next|more) questions?\b", re.IGNORECASE)
_EVENT_RE = re.compile(r"[\[(][^\])]{0,20}(?:appl|laugh|music|clap)", re.IGNORECASE)

OPENING_WORDS = 7  # of a sentence, in which a cue phrase is looked for
CHINESE_CUE = "接下来"  # stands for all the phrases with which a Chinese speaker goes on to something else
LINKS = (30, 250)  # content words that a link spans at most, each once a sentence
_ASKING = ("?", "？")
_STEM = 6  # letters that tell content words apart: "topic" and "topics", "classify" and "classifier"
_STAY = 800.0  # words, beyond which a slide has stayed long
_LATE = 600.0  # words from the start of the talk, or from a call for questions, that tell something
_FEW = 10.0  # passages to a slide, beyond which they tell nothing more
_FAR = 300.0  # words, beyond which the distance to a slide tells nothing more


def split_words(text: str, language: str) -> list[str]:
    """Words in lower case; where a language does not space them, pairs of characters that can be part of a term.

    That makes about as many words as a speaker of English needs for the same: with all pairs, five Chinese talks got
    1.9 times as many segments as a reader marked.

    >>> split_words("Let's see CNNs", "en")
    ['let', 's', 'see', 'cnns']
    >>> split_words("我们用 GPU 训练模型", "zh")
    ['gpu', '训练', '练模', '模型']
    """
    if language not in UNSPACED:
        return _WORD_RE.findall(text.lower())
    words: list[str] = []
    for run in _HAN_RE.findall(text.lower()):
        if len(run) < 3 or is_word(run):
            words.append(run)
        else:
            words += map(add, run, run[1:])
    return words


def split_all(texts: Sequence[str], language: str) -> list[list[str]]:
    """The words of each text, as `split_words` finds them; texts in ASCII are split together, which is faster."""
    if language in UNSPACED:
        return [split_words(text, language) for text in texts]
    plain = "\n".join([text.replace("\n", " ") for text in texts if text.isascii()])
    lines = iter(plain.lower().translate(_MARKS_AS_SPACES).split("\n"))
    return [next(lines).split() if text.isascii() else _WORD_RE.findall(text.lower()) for text in texts]


def _find_content(words: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words of each passage that are not common, each once, and one stem for all forms of a word.

    >>> _find_content([["tensor", "tensors", "the"], ["tensor"]])
    [['tensor'], ['tensor']]
    """
    return [[*dict.fromkeys(filter(None, map(_CONTENT.__getitem__, each)))] for each in words]


def _content(word: str) -> str:
    if word in common_words() or (len(word) <= 2 and word.isascii() and not word.isdigit()):
        return ""
    return word[:_STEM] if len(word) > _STEM else word.removesuffix("s")


_CONTENT: Remembered[str, str] = Remembered(_content)


def gather_evidence(passages: Sequence[Passage], language: str) -> TopicEvidence:
    """Everything that can be said of each gap, in time linear in the words.

    Entry i of a column is about the gap before passage i; entry 0, about no gap, is there
    so that numbers agree.
    """
    words = split_all([passage.text for passage in passages], language)
    lengths = list(map(len, words))
    positions = [0, *accumulate(lengths)]
    if language == "zh":
        heard = [[CHINESE_CUE] if CHINESE_CUE_RE.match(passage.heard) else [] for passage in passages]
    else:
        unlike = [passage.heard is not passage.text for passage in passages]
        others = iter(split_all([passage.heard for passage in compress(passages, unlike)], language))
        heard = [next(others) if other else each for other, each in zip(unlike, words, strict=True)]
    signposts = [frozenset[str]()] * len(words) if language in UNSPACED else find_signposts(words)
    content = _find_content(words)
    columns = _cohesion(content)
    columns["manner"] = compare_manner(words, positions, language)
    columns |= _shape(passages, lengths)
    columns |= _slides(passages, positions)
    columns |= _place(passages, positions)
    return TopicEvidence(words, heard, signposts, positions, content, columns)


def opening_phrases(words: Sequence[str]) -> list[str]:
    """One to three words in a row among the first seven of a sentence; `^` marks its very start.

    >>> opening_phrases(["so", "what", "next"])
    ['^so', '^so what', '^so what next', 'what', 'what next', 'next']
    """
    marked = [f"^{words[0]}", *words[1:OPENING_WORDS]] if words else ["^"]
    return [
        " ".join(marked[start:end])
        for start in range(len(marked))
        for end in range(start + 1, min(start + 3, len(marked)) + 1)
    ]


def closing_phrases(words: Sequence[str]) -> list[str]:
    """The last word of a sentence and its last two; `$` marks its end.

    >>> closing_phrases(["what", "about", "that"]), closing_phrases([])
    (['that$', 'about that$'], ['$'])
    """
    return [f"{' '.join(words[-size:])}$" for size in (1, 2)] if words else ["$"]


def _cohesion(content: Sequence[Sequence[str]]) -> dict[str, list[float]]:
    """How much the words after each gap are those before it.

    `links` are pairs of occurrences of one word, at most so many content words apart, that
    a gap would part: the lexical chains of LCseg (Galley et al. 2003), cut at a distance. A
    link of a frequent word weighs less.
    """
    words = list(chain.from_iterable(content))
    # In parts of 1,024, so that sums are exact, and 0 where nothing is linked.
    weights = {word: round(1024 / (1 + log(times))) / 1024 for word, times in Counter(words).items() if times > 1}
    behind = list(chain.from_iterable(map(repeat, count(1), map(len, content))))  # the gap behind each word
    near, far = LINKS
    last = dict.fromkeys(weights, -far - 1)
    changes = [[0.0] * (len(content) + 1) for _ in LINKS]
    in_near, in_far = changes
    for at, word in compress(enumerate(words), map(weights.__contains__, words)):
        before = last[word]
        last[word] = at
        distance = at - before
        if distance > far:
            continue
        change = in_near if distance <= near else in_far
        weight = weights[word]
        change[behind[before]] += weight
        change[behind[at]] -= weight
    columns = {}
    links = [0.0] * len(content)
    for reach, change in zip(LINKS, changes, strict=True):
        links = list(map(add, links, accumulate(change)))
        columns[f"links{reach}"] = links
    return columns


def _shape(passages: Sequence[Passage], lengths: Sequence[int]) -> dict[str, list[float]]:
    """Lengths of the sentences around, questions, applause, a new speaker."""
    asks = [1.0 if passage.text.rstrip(' "”\n').endswith(_ASKING) else 0.0 for passage in passages]
    events = [
        float(("[" in heard or "(" in heard) and _EVENT_RE.search(heard) is not None)
        for heard in [passage.heard for passage in passages]
    ]
    words = [float(length) if length < 60 else 60.0 for length in lengths]
    return {
        "words 2 before": [0.0, 0.0, *words][: len(words)],
        "words before": [0.0, *words][: len(words)],
        "words": words,
        "words after": [*words[1:], 0.0],
        "question": asks,
        "applause": events,
        "turn": [float(passage.opens_turn) for passage in passages],
    }


def _place(passages: Sequence[Passage], positions: Sequence[int]) -> dict[str, list[float]]:
    """How near the start is, and how long ago the audience was asked for questions.

    Questions and answers jump from one subject to another, and are one segment all the same.
    """
    total = positions[-1]
    calls = [
        (at, here)
        for at, (passage, here) in enumerate(zip(passages, positions, strict=False))
        if "uestion" in passage.text and 2 * here > total and _QUESTIONS_RE.search(passage.text)
    ]
    since = [_LATE] * len(passages)
    for (at, asked), (end, _) in pairwise([*calls, (len(passages) - 1, total)] if calls else []):
        for behind in range(at + 1, end + 1):
            since[behind] = min(_LATE, float(positions[behind] - asked))
    early = bisect_left(positions, _LATE, hi=len(passages))
    return {
        "words from start": [*map(float, positions[:early]), *[_LATE] * (len(passages) - early)],
        "words since questions": since,
    }


def _slides(passages: Sequence[Passage], positions: Sequence[int]) -> dict[str, list[float]]:
    """Where the slides change, how often, and how long the one before stayed.

    A marker inside a sentence stands, for this, in the middle of it.
    """
    size = len(passages)
    shown = [at for at, passage in enumerate(passages) if passage.slides or passage.interrupted]
    slides = [0.0] * size
    changes: list[int] = []
    for at in shown:
        passage = passages[at]
        slides[at] = min(3.0, float(passage.slides))
        if passage.interrupted:
            changes += [(positions[at - 1] + positions[at]) // 2] * passage.interrupted
        changes += [positions[at]] * passage.slides
    total = max(1, positions[-1])
    since: list[float] = []
    to: list[float] = []
    before: list[float] = []
    nowhere = total + 10 * _FAR
    places = [float(here) for here, _ in groupby(changes)]  # a run is one change
    heres = list(map(float, positions[:-1]))
    previous, last = -1.0, -10 * _FAR
    for following in [*places, nowhere]:
        here_on = heres[len(since) : bisect_left(heres, following)]
        since += [gone if (gone := here - last) < _FAR else _FAR for here in here_on]
        to += [left if (left := following - here) < _FAR else _FAR for here in here_on]
        before += [min(_STAY, last - previous) if last >= 0 <= previous else _STAY] * len(here_on)
        previous, last = last, following
    columns = {"words since slide": since, "words to slide": to, "slide before": before, "slides": slides}
    columns["slides per 1,000"] = [1000 * len(changes) / total] * size
    columns["sentences to slide"] = _sentences_to(shown, size)
    return columns


def _sentences_to(shown: Sequence[int], size: int) -> list[float]:
    """How many passages lie between each one and the next of these, ten at most.

    >>> _sentences_to([1, 3], 5)
    [0.0, 1.0, 0.0, 10.0, 10.0]
    """
    distances: list[float] = []
    for at in shown:
        distances += [min(_FEW, at - 1.0 - here) for here in range(len(distances), at)]
    return distances + [_FEW] * (size - len(distances))
