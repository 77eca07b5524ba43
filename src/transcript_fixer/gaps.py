"""What stands between two words, and what belongs there.

A mark in a caption file may be the speaker's punctuation or the captioner's
scissors. Which, is told by what follows it, by the file's habits, and where
those do not settle it by the words around (`punctuation`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from transcript_fixer.punctuation import PAD, Scores, load_model

# A mark that is followed by more of the word belongs to it: "3.5", "bit.ly/x", "10:30".
WORD_RE = re.compile(
    r"[^\s，。？！；：…,.?!;:]+(?:[,.:;?!]+(?![\s，。？！；：…,.?!;:\"')\]]|$)[^\s，。？！；：…,.?!;:]+)*"
)
_MARK_RE = re.compile(r"[，。？！；：…,.?!;:]")
_QUOTES = "\"'“”‘’()[]{}<>«»"
_STRENGTH = {mark: rank for rank, marks in enumerate(("，,", "：:；;", "。.…", "！!", "？?")) for mark in marks}
_ASCII = str.maketrans("，。？！：；", ",.?!:;")


class Mark(Enum):
    """What a gap holds."""

    NONE = auto()
    COMMA = auto()
    PAUSE = auto()
    """A colon or a semicolon."""
    STOP = auto()
    QUESTION = auto()
    """A question mark or an exclamation mark: no cut looks like that."""


_KINDS = {"，": Mark.COMMA, ",": Mark.COMMA, "。": Mark.STOP, ".": Mark.STOP, "…": Mark.STOP}
_KINDS.update(dict.fromkeys("：:；;", Mark.PAUSE))
_KINDS.update(dict.fromkeys("？?！!", Mark.QUESTION))


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap behind word `index`, if it is more than a space.

    `mark` is the strongest mark in it; `wide` says that it is a fullwidth one, `breaks` that
    a line ends here or a slide marker stands here; `at` is the mark's offset.
    """

    index: int
    mark: Mark
    char: str
    at: int
    wide: bool
    breaks: bool
    capital: bool
    cjk: bool = False
    """Chinese or Japanese on a side or all around: the gap is left as it is."""
    tight: bool = False
    """No space belongs here: Chinese or Japanese on both sides."""


@dataclass(frozen=True, slots=True)
class Script:
    """The words of a text: where they start and end, and, padded, their lower-case forms and classes."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: list[str]

    def __len__(self) -> int:
        return len(self.starts)


def read_script(text: str) -> Script:
    starts: list[int] = []
    ends: list[int] = []
    for found in WORD_RE.finditer(text):
        starts.append(found.start())
        ends.append(found.end())
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    lowered = lowered.replace("’", "'")
    words = [lowered[start:end].strip(_QUOTES) for start, end in zip(starts, ends, strict=True)]
    words = ["<"] * PAD + words + [">"] * PAD
    return Script(text, starts, ends, words, load_model().kinds(words))


def find_gaps(script: Script) -> list[Gap]:
    """Every gap that is more than one space, and what stands behind the last word."""
    text, starts, ends = script.text, script.starts, script.ends
    gaps: list[Gap] = []
    cjk = _cjk_lines(text)
    for index, begin in enumerate(ends):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        if end - begin == 1 and text[begin] == " ":
            continue
        between = text[begin:end]
        mark, char, at = Mark.NONE, "", begin
        for found in _MARK_RE.finditer(between):
            if not char or _STRENGTH[found[0]] > _STRENGTH[char]:
                char, at = found[0], begin + found.start()
        if char:
            mark = _KINDS[char]
        is_wide = is_tight = False
        if cjk is not None:
            left, right = is_cjk(text[begin - 1]), end < len(text) and is_cjk(text[end])
            is_tight = left and right
            is_wide = is_tight or bool(cjk[begin])
        capital = end < len(text) and _is_capital(text, end)
        gaps.append(Gap(index, mark, char, at, char > "\x7f", "\n" in between, capital, is_wide, is_tight))
    return gaps


def is_cjk(char: str) -> bool:
    """Whether a character is written without spaces around it.

    >>> [is_cjk(char) for char in "学あx，"]
    [True, True, False, False]
    """
    return "\u3040" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


_CJK_RE = re.compile("[\u3040-\u9fff\uf900-\ufaff]")
_LATIN_RE = re.compile("[A-Za-z]")


def _cjk_lines(text: str) -> bytearray | None:
    """For each offset, whether its line is mostly Chinese or Japanese; None if no line is."""
    if text.isascii() or not _CJK_RE.search(text):
        return None
    covered = bytearray(len(text) + 1)
    start = 0
    for line in text.split("\n"):
        end = start + len(line) + 1
        # A character says about as much as two or three letters.
        if 2 * len(_CJK_RE.findall(line)) > len(_LATIN_RE.findall(line)):
            covered[start:end] = b"\x01" * (end - start)
        start = end
    return covered


def _is_capital(text: str, at: int) -> bool:
    char = text[at]
    if char in _QUOTES:
        char = text[at + 1 : at + 2]
    return char.isupper()


FIRST_PERSON = frozenset(("i", "i'm", "i'll", "i've", "i'd"))
WINDOW = 12
"""Stops on each side of one that tell the style of captions there."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes: `bare` and `shouting` are ranges of words."""

    bare: list[tuple[int, int]]
    shouting: list[tuple[int, int]]
    finished: bool
    """ASCII punctuation throughout, each stop followed by a capital: somebody edited this."""


def find_habits(script: Script, gaps: Sequence[Gap]) -> Habits:
    """One pass of statistics: where captions are bare, and where every cut has a capital.

    Only common words count: a name has a capital anywhere, and so has "I".
    """
    size = len(script)
    words = script.words
    known = load_model().common - FIRST_PERSON
    stops: list[tuple[int, bool]] = []
    commas: list[tuple[int, bool]] = []
    wide = ascii_stops = ascii_low = 0
    for gap in gaps:
        following = words[gap.index + 1 + PAD]
        if gap.cjk:
            continue
        if gap.wide:
            wide += 1
        elif gap.char == ".":
            ascii_stops += 1
            ascii_low += 0 if gap.capital else 1
        if following not in known:
            continue
        if gap.mark is Mark.STOP or (gap.mark is Mark.NONE and gap.breaks) or gap.mark is Mark.QUESTION:
            stops.append((gap.index, gap.capital))
        elif gap.mark is Mark.COMMA:
            commas.append((gap.index, gap.capital))
    finished = not wide and ascii_stops * 80 > size and ascii_low * 12 < ascii_stops
    if finished:
        return Habits([], [], True)
    bare = _ranges(stops, size, lambda share: share < 0.2, longest=70)
    shouting = _ranges(commas, size, lambda share: share > 0.5, longest=size + 1)
    return Habits(bare, shouting, False)


def _ranges(
    marks: Sequence[tuple[int, bool]], size: int, fits: Callable[[float], bool], longest: int
) -> list[tuple[int, int]]:
    """Ranges of words in which the share of capitals fits; a stretch of `longest` words without a mark does."""
    sums = [0]
    for _, capital in marks:
        sums.append(sums[-1] + capital)
    ranges: list[tuple[int, int]] = []
    places = [0, *(index + 1 for index, _ in marks), size]
    count = len(marks)
    previous = False
    for number in range(len(places) - 1):
        start, end = places[number], places[number + 1]
        low, high = max(0, number - WINDOW), min(count, number + WINDOW)
        share = (sums[high] - sums[low]) / (high - low) if high > low else -1.0
        # Short texts: fewer than four marks prove nothing.
        fit = (high - low >= 4 and fits(share)) or end - start > longest or (high - low < 4 and previous)
        if high - low < 4 and share <= 0 and fits(0.0):
            fit = True
        previous = fit
        if fit:
            if ranges and ranges[-1][1] == start:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
    return ranges


def decide_marks(
    script: Script, gaps: Sequence[Gap], habits: Habits, turns: Container[int], language: str
) -> dict[int, str]:
    """The mark that belongs behind a word: "" for none, or one of , . ? ! : ;

    A gap that is not in the answer stays as it is. `turns` are the words with which
    another speaker takes over: what stands before is a whole sentence.
    """
    size = len(script)
    if language != "en":
        return {each.index: _without_model(each, each.index == size - 1) for each in gaps if each.wide and not each.cjk}
    decided: dict[int, str] = {}
    model = load_model()
    words, kinds = script.words, script.kinds
    loose = _covered(habits.bare, size)
    shouting = _covered(habits.shouting, size)
    last_end = last_mark = -1
    by_word: dict[int, Gap] = {gap.index: gap for gap in gaps}
    places: Iterable[int] = range(size) if habits.bare or habits.shouting else by_word
    mark: str | None
    for index in places:
        gap = by_word.get(index)
        is_loose = loose[index] or shouting[index]
        if gap is None:
            if not is_loose or index == size - 1:
                continue
        elif gap.cjk:
            if gap.mark in (Mark.STOP, Mark.QUESTION):
                last_end = last_mark = index
            continue
        if index == size - 1:
            mark = _at_the_end(gap)
        elif index + 1 in turns:
            mark = gap.char.translate(_ASCII) if gap and gap.mark is Mark.QUESTION else "."
        elif gap is not None and gap.mark in (Mark.QUESTION, Mark.PAUSE):
            mark = gap.char.translate(_ASCII) if gap.wide else None
        elif gap is not None and (habits.finished or (gap.mark is not Mark.NONE and not gap.wide and not is_loose)):
            mark = None
        else:
            scores = model.scores(words, kinds, index + PAD, index - last_end, index - last_mark)
            following = words[index + 1 + PAD]
            if gap is None or is_loose:
                mark = _bare(gap, scores, following in model.common and not shouting[index])
            else:
                mark = _punctuated(gap, scores)
        if mark is not None and (gap is not None or mark):
            decided[index] = mark
        kind = mark if mark is not None else gap.char if gap is not None else ""
        if kind:
            last_mark = index
            if kind in ".?!。？！…":
                last_end = index
    return decided


def _without_model(gap: Gap, is_last: bool) -> str:
    """For a language the model was not trained on: only what the next letter tells."""
    if is_last:
        return _at_the_end(gap) or ""
    if gap.mark is Mark.STOP and not gap.capital:
        return ""
    return gap.char.translate(_ASCII)


def _at_the_end(gap: Gap | None) -> str | None:
    if gap is None or not gap.wide:
        return None
    return gap.char.translate(_ASCII) if gap.mark is Mark.QUESTION else "."


def _covered(ranges: Sequence[tuple[int, int]], size: int) -> bytearray:
    covered = bytearray(size)
    for start, end in ranges:
        covered[start:end] = b"\x01" * (end - start)
    return covered


def _bare(gap: Gap | None, scores: Scores, known: bool) -> str:
    comma, stop, question = scores
    stop += 0.6
    question += 0.6
    comma += 0.6
    if gap is not None and gap.capital and known:
        stop += 2
    best = max(0.0, comma, stop, question)
    if best == 0.0:
        return ""
    return "," if best == comma else "." if best == stop else "?"


def _punctuated(gap: Gap, scores: Scores) -> str:
    comma, stop, _ = scores
    if gap.mark is Mark.STOP or gap.mark is Mark.NONE:
        if gap.capital:
            if gap.mark is Mark.STOP and stop > -4:
                return "."
            if stop > -1:
                return "."
        return "," if comma > -0.5 else ""
    if gap.capital:
        return ","
    return "," if comma > -2.5 else ""


def find_cut_words(script: Script, gaps: Sequence[Gap]) -> list[int]:
    """Words that open a cue in the middle of a sentence: small letters behind a stop or a bare line end."""
    return [
        gap.index + 1
        for gap in gaps
        if not gap.capital
        and not gap.cjk
        and gap.index + 1 < len(script)
        and ((gap.mark is Mark.STOP and gap.wide) or (gap.mark is Mark.NONE and gap.breaks))
    ]
