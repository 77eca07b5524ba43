"""What stands between two words, and what belongs there.

A mark in a caption file may be the speaker's punctuation or the captioner's
scissors. Which, is told by what follows it, by the file's habits, and where
those do not settle it by the words around (`punctuation`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from itertools import accumulate, compress, count, pairwise, repeat
from math import exp, log
from typing import NamedTuple

from transcript_fixer.patterns import compile_late
from transcript_fixer.sentences.punctuation import (
    HOPELESS,
    PAD,
    SIGNS,
    Company,
    Scores,
    is_below,
    load_model,
    threshold,
    unpack,
)

# A mark that is followed by more of the word belongs to it: "3.5", "bit.ly/x", "10:30".
WORD_RE = re.compile(
    r"([^\s，。？！；：…,.?!;:]+(?:[,.:;?!]+[^\s，。？！；：…,.?!;:\"')\]][^\s，。？！；：…,.?!;:]*)*)"
)
# Words that have a capital in the middle of a line only where a sentence starts. Names and titles
# do without them ("The", "In" and "For" stand in too many).
_OPENER_RE = re.compile(
    r"(?:So|And|But|Because|It|It's|This|That|That's|These|Those|We|We're|You|They|There|There's|He|She|If|When|"
    r"What|How|Why|Now|Then|Here|Yeah|Yes|Okay|Well|Let's)(?= )"
)
_QUOTES = "\"'“”‘’()[]{}<>«»"
_NAME_RE = re.compile(r"[A-Z](?<=[A-Za-z] .)[^\W_]+")  # the letter first: it is found faster than what is before it
# Quotation marks and brackets that close behind a mark: no word, but part of the gap.
_CLOSER_RE = re.compile(r"""["'”’)\]»](?<=[，。？！；：…,.?!;:].)["'”’)\]»]*(?![^\s，。？！；：…,.?!;:])""", re.DOTALL)
_STRENGTH = {mark: rank for rank, marks in enumerate(("，,", "：:；;", "。.…", "！!", "？?")) for mark in marks}
MARKS = frozenset(_STRENGTH)
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


# Through its class a member takes five times as long to reach, and each gap asks for a dozen.
_NONE, _COMMA, _PAUSE, _STOP, _QUESTION = Mark
_KINDS = {"，": Mark.COMMA, ",": Mark.COMMA, "。": Mark.STOP, ".": Mark.STOP, "…": Mark.STOP}
_KINDS.update(dict.fromkeys("：:；;", Mark.PAUSE))
_KINDS.update(dict.fromkeys("？?！!", Mark.QUESTION))


class Gap(NamedTuple):
    """The gap behind word `word`, if it is more than a space.

    `mark` is the strongest mark in it; `wide` says that it is a fullwidth one, `breaks` that
    a line ends here or a slide marker stands here; `at` is the mark's offset.
    """

    word: int
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
    unspaced: bool = False
    """No space stands before the next word, only a line end or nothing."""

    @property
    def is_real(self) -> bool:
        """Whether the mark is ASCII: the scissors left fullwidth ones."""
        return self.mark is not _NONE and not self.wide


@dataclass(frozen=True, slots=True)
class Script:
    """The words of a text: where they start and end, what stands behind each, and, padded,
    their lower-case forms, and the model's numbers for them and for their classes."""

    text: str
    starts: list[int]
    ends: list[int]
    between: list[str]
    words: list[str]
    ids: list[int]
    kinds: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def capitals(self) -> Iterator[int]:
        """The words with a capital in front."""
        return compress(count(), map(str.isupper, map(self.text.__getitem__, self.starts)))

    def is_acronym(self, word: int) -> bool:
        """Whether a word is written large throughout: it is so anywhere."""
        said = self.text[self.starts[word] : self.ends[word]]
        return len(said) > 1 and said.isupper()

    def without(self, text: str, ranges: Sequence[tuple[int, int]]) -> Script:
        """The script of `text`, in which whole words, those in the ranges, have become white space.

        The words that stay are those of this script: none reads differently where one beside it goes.
        """
        kept = bytearray(b"\1") * len(self)
        for start, end in ranges:
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            kept[first:last] = bytes(last - first)
        starts, ends = list(compress(self.starts, kept)), list(compress(self.ends, kept))
        padded = b"\1" * PAD + kept + b"\1" * PAD
        words = list(compress(self.words, padded))
        ids, kinds = list(compress(self.ids, padded)), list(compress(self.kinds, padded))
        return Script(text, starts, ends, _between(text, starts, ends), words, ids, kinds)


def _between(text: str, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    """What stands behind each word."""
    return [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)], strict=True)] if ends else []


def read_script(text: str) -> Script:
    """Find the words of a text."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    pieces = WORD_RE.split(lowered.replace("’", "'"))  # gap, word, gap, ..., word, gap
    borders = list(accumulate(map(len, pieces)))
    starts, ends, found, between = borders[:-1:2], borders[1::2], pieces[1::2], pieces[2::2]
    if closers := {closer.start() for closer in _CLOSER_RE.finditer(text)}:
        kept = [index for index, start in enumerate(starts) if start not in closers]
        starts, ends = [starts[index] for index in kept], [ends[index] for index in kept]
        found = [found[index] for index in kept]
        between = _between(text, starts, ends)
    words = ["<"] * PAD
    words += map(str.strip, found, repeat(_QUOTES))
    words += [">"] * PAD
    return Script(text, starts, ends, between, words, *load_model().coding.codes(words))


def find_gaps(script: Script) -> list[Gap]:
    """Every gap that is more than one space, and what stands behind the last word."""
    text, starts, ends, between = script.text, script.starts, script.ends, script.between
    cjk = _cjk_lines(text)
    last = len(ends) - 1
    places = set(compress(count(), map(" ".__ne__, between)))
    for found in _OPENER_RE.finditer(text):
        at = found.start()
        if at and text[at - 1] == " ":
            index = bisect_left(starts, at) - 1
            if index >= 0 and ends[index] == at - 1:
                places.add(index)
    gaps: list[Gap] = []
    make = tuple.__new__  # as the class does itself, in half the time
    known: dict[str, tuple[Mark, str, int, bool, bool, bool]] = {}  # few different gaps stand in a text
    for index in sorted(places):
        held = between[index]
        if held not in known:
            known[held] = _read_gap(held)
        mark, char, offset, is_wide, breaks, unspaced = known[held]
        begin = ends[index]
        end = begin + len(held)
        is_among = is_tight = False
        if cjk is not None:
            left, right = is_cjk(text[begin - 1]), end < len(text) and is_cjk(text[end])
            is_tight = left and right
            is_among = is_tight or bool(cjk[begin])
        capital = index < last and _is_capital(text, end)
        at = begin + offset
        gaps.append(make(Gap, (index, mark, char, at, is_wide, breaks, capital, is_among, is_tight, unspaced)))
    return gaps


def _read_gap(held: str) -> tuple[Mark, str, int, bool, bool, bool]:
    """What a gap tells by itself: kind, sign and offset of its mark; is it wide, does a line end, is no space last."""
    char, at = "", 0
    for offset, each in enumerate(held):
        if each in _STRENGTH and (not char or _STRENGTH[each] > _STRENGTH[char]):
            char, at = each, offset
    return _KINDS[char] if char else _NONE, char, at, char > "\x7f", "\n" in held, not held.endswith(" ")


def is_cjk(char: str) -> bool:
    """Whether a character is written without spaces around it.

    >>> [is_cjk(char) for char in "学あx，"]
    [True, True, False, False]
    """
    return "\u3040" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


_CJK_RE = compile_late("[\u3040-\u9fff\uf900-\ufaff]")
# The same in UTF-8: it finds whether there is any as fast, and compiles in a tenth of the time.
_CJK_BYTES_RE = re.compile(rb"[\xe3-\xe9\xef](?:(?<=[\xe4-\xe9])|(?<=\xe3)[\x81-\xbf]|(?<=\xef)[\xa4-\xab])")
_LATIN_RE = re.compile("[A-Za-z]")


def _cjk_lines(text: str) -> bytearray | None:
    """For each offset, whether its line is mostly Chinese or Japanese; None if no line is."""
    if text.isascii() or not _CJK_BYTES_RE.search(text.encode("utf-8", "surrogatepass")):
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


# Words that end no sentence, whatever stands behind.
_OPEN_WORDS = frozenset(
    {"the", "a", "an", "of", "my", "your", "our", "their", "its", "and", "or", "as", "because", "than", "if", "with"}
    | {"for", "into", "from", "using", "can", "will", "i", "we", "they", "he", "she"}
    | {"i'm", "we're", "you're", "they're"}
)
# Except these, before a word that opens one and cannot follow them: "to play with。 So", "I can。 And".
_LAST_AT_TIMES = frozenset(("of", "with", "for", "from", "into", "using", "can", "will", "as", "if"))
_SURE_OPENERS = frozenset(("and", "but", "so", "now", "okay", "yeah", "because", "if", "as", "it", "it's", "that's"))
_SURE_OPENERS |= {"there's", "let's", "we", "we're", "they", "they're", "he", "she"}
_SUBJECTS = frozenset(("we", "you", "they", "it", "he", "she", "i", "the", "people", "everyone"))
# And words that end none even where the captions have a stop and a capital, as they do at the end of a window.
_NEVER_LAST = frozenset(("the", "an", "my", "your", "our", "their", "and", "i'm", "we're", "you're", "they're"))
# Behind these readers wrote no comma (in 25 excerpts), and a dash is mark enough. Not "a": it may be a letter.
_NO_COMMA_BEHIND = frozenset(("the", "an", "of", "my", "your", "our", "their", "its", "--"))
_PAUSES = frozenset(("um", "uh", "er", "hmm"))
SAID_AT_CUTS = _PAUSES | {"yeah"}
_GOING_ON = frozenset(
    ("for", "of", "to", "with", "from", "by", "at", "in", "into", "on", "about", "than", "which", "who")
)
FIRST_PERSON = frozenset(("i", "i'm", "i'll", "i've", "i'd"))
FEW = 4
"""Fewer marks than this tell no habit."""
WINDOW = 12
"""Stops on each side of one that tell the style of captions there."""
LONG_STRETCH = 35
"""Words without a mark from which on a stretch counts as unpunctuated. Of 200 sentences that careful
readers wrote down from talks, one is that long without a comma."""


class Style(IntEnum):
    """How the captions around a word are punctuated; the values index `_MISSING`."""

    PUNCTUATED = 0
    """Marks at cuts and at real places; a capital behind a stop is a sentence."""
    SPARSE = 1
    """What marks there are can be trusted, but most are missing."""
    BARE = 2
    """Small letters throughout, and every mark is a cut."""
    SHOUTING = 3
    """A capital behind every cut."""


_SPARSE, _BARE, _SHOUTING = Style.SPARSE, Style.BARE, Style.SHOUTING


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes: a `Style` for each word."""

    styles: bytearray
    names: frozenset[str]
    """Words, in small letters, that have a capital within sentences."""
    restarts: bool
    """Cues start with a space; one without it starts a new window of the recogniser, always with a capital."""
    ascii_cuts: bool
    """Small letters stand behind ASCII stops: those are cuts too where captions are bare."""
    finished: bool
    """ASCII punctuation throughout, each stop followed by a capital: somebody edited this."""


def find_habits(script: Script, gaps: Sequence[Gap]) -> Habits:
    """One pass of statistics: which style each stretch of a file is in.

    Only common words count: a name has a capital anywhere, and so has "I".
    """
    size = len(script)
    words = script.words
    known = load_model().common - FIRST_PERSON
    stops: list[tuple[int, bool]] = []
    all_stops: list[tuple[int, bool]] = []
    commas: list[tuple[int, bool]] = []
    capitals: list[tuple[int, bool]] = []  # marks before capitals, and whether a sentence cannot end there
    wide = ascii_stops = ascii_low = 0
    styles = bytearray(size)
    last = 0
    for index, mark, char, _, is_wide, is_break, capital, cjk, _, _ in gaps:
        if cjk:
            last = index + 1
            continue
        if is_wide:
            wide += 1
        if index == size - 1:
            continue
        if char == ".":
            ascii_stops += 1
            ascii_low += 0 if capital else 1
        if mark is not _NONE and (capital or mark is not _STOP):
            if index - last > LONG_STRETCH:
                styles[last:index] = bytes([_SPARSE]) * (index - last)
            last = index + 1
        following = words[index + 1 + PAD]
        if capital and (mark is _STOP or mark is _COMMA):
            capitals.append((index, words[index + PAD] in _OPEN_WORDS))
        if mark is _STOP or mark is _QUESTION or (mark is _NONE and is_break):
            if following in known:
                stops.append((index, capital))
            if following not in FIRST_PERSON:
                all_stops.append((index, capital))
        elif mark is _COMMA and following in known:
            commas.append((index, capital))
    if not wide and (ascii_stops + 1) * 80 > size and ascii_low * 12 <= ascii_stops and not _is_small(script):
        return Habits(bytearray(size), frozenset(), restarts=False, ascii_cuts=False, finished=True)
    if size - last > LONG_STRETCH:
        styles[last:] = bytes([_SPARSE]) * (size - last)
    if len(stops) < FEW:  # a short text: take what there is
        stops = all_stops
    has_capitals = len(stops) < FEW and not _is_small(script)
    for start, end, share in _stretches(stops, size):
        if share < 0.2 and not has_capitals:
            styles[start:end] = bytes([_BARE]) * (end - start)
    shouted: list[tuple[int, int]] = []
    if len(commas) >= FEW:
        shouted += [(start, end) for start, end, share in _stretches(commas, size) if share > 0.5]
    if sum(is_open for _, is_open in capitals) >= FEW - 1:
        # In punctuated captions two stops in a hundred stand behind such a word.
        shouted += [(start, end) for start, end, share in _stretches(capitals, size) if share > 0.12]
    for start, end in shouted:
        styles[start:end] = bytes([_SHOUTING]) * (end - start)
    names = frozenset(name.lower() for name in _NAME_RE.findall(script.text))
    breaks = [gap.unspaced for gap in gaps if gap.breaks]
    restarts = 0 < sum(breaks) < 0.7 * len(breaks)
    return Habits(styles, names, restarts, ascii_cuts=ascii_low >= FEW, finished=False)


def _is_small(script: Script) -> bool:
    """Whether hardly a word has a capital: the sign of bare captions where no mark tells."""
    return sum(1 for _ in script.capitals()) * 25 < len(script)


def _stretches(marks: Sequence[tuple[int, bool]], size: int) -> Iterator[tuple[int, int, float]]:
    """The words between two marks, and how often a capital stands behind the marks around."""
    sums = [0, *accumulate(capital for _, capital in marks)]
    count = len(marks)
    places = [0, *(index + 1 for index, _ in marks), size]
    for number, (start, end) in enumerate(pairwise(places)):
        low, high = max(0, number - WINDOW), min(count, number + WINDOW)
        yield start, end, (sums[high] - sums[low]) / max(1, high - low)


def decide_marks(
    script: Script,
    gaps: Sequence[Gap],
    habits: Habits,
    full_cues: Mapping[int, bool],
    turns: Container[int],
    language: str,
) -> dict[int, str]:
    """The mark that belongs behind a word: "" for none, or one of , . ? ! : ;

    A gap that is not in the answer stays as it is. `full_cues` are those of
    `wrapping.find_full_cues`; `turns` are the words with which
    another speaker takes over: what stands before is a whole sentence.
    """
    size = len(script)
    if language != "en":
        return {
            each.word: _before_turn(each)
            if each.word + 1 in turns
            else _without_model(each, full_cues.get(each.word), each.word == size - 1)
            for each in gaps
            if each.word + 1 in turns or (each.wide and not each.cjk)
        }
    decided: dict[int, str] = {}
    model = load_model()
    known, total_of = model.common, model.total
    words, ids, kinds, styles = script.words, script.ids, script.kinds, habits.styles
    names = habits.names - known
    last_end = last_mark = -1
    by_word: dict[int, Gap] = {gap.word: gap for gap in gaps}
    looked_at = list(range(size)) if all(styles) else _worth_a_look(script, habits, by_word)
    odds = model.between(ids, kinds, [index + PAD for index in looked_at])
    places = [  # no mark stands elsewhere, and none belongs there
        (index, between)
        for index, between in zip(looked_at, odds, strict=True)
        if (between + _PROMISING[styles[index]]) & SIGNS or index in by_word
    ]
    company = model.company(kinds)
    at_comma, at_cut = _find_leanings(script, gaps, habits, full_cues, company)
    together = _said_together(script, gaps)
    mark: str | None
    for index, between in places:
        gap = by_word.get(index)
        style = styles[index]
        if gap is None:
            if index == size - 1:
                continue
            if index + 1 not in turns:
                # Letters side by side are spelled, "R and N" as well, and a dash is mark enough.
                before, word, following, second = words[index + PAD - 1 : index + PAD + 3]
                if word == "--" or (len(word) == 1 and (len(following) == 1 or (following, len(second)) == ("and", 1))):
                    continue
                if word == "and" and len(before) == len(following) == 1:
                    continue
                if following in SAID_AT_CUTS and (word in _OPEN_WORDS or word in _GOING_ON):
                    continue  # "new papers about | yeah deep learning"
                scores = unpack(total_of(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between))
                if mark := _empty(style, index - last_end, following).best(scores, index - last_mark):
                    decided[index] = mark
                    last_mark = index
                    if mark != ",":
                        last_end = index
                continue
        elif gap.cjk and index + 1 not in turns:
            if gap.mark in (_STOP, _QUESTION):
                last_end = last_mark = index
            continue
        is_full = full_cues.get(index)
        if index == size - 1:
            mark = _at_the_end(gap, words[index + PAD] not in _PAUSES and model.may_end(ids, kinds, index + PAD))
        elif gap is None or index + 1 in turns:
            mark = _before_turn(gap)
        elif gap.mark is _QUESTION or gap.mark is _PAUSE:
            mark = gap.char.translate(_ASCII) if gap.wide else None
        elif habits.finished or (gap.is_real and not (habits.ascii_cuts and style >= _BARE)):
            mark = None
        elif style < _BARE and _carries_on(words, index, gap, by_word):
            mark = ","
        elif style < _BARE and _goes_on(words, index, gap, by_word.get(index + 1)):
            mark = ""
        elif (
            style < _BARE
            and not (habits.restarts and gap.unspaced)
            and not script.is_acronym(index + 1)
            and _is_end(gap, words[index + PAD], words[index + 1 + PAD], habits.names if is_full else names)
        ):
            mark = "."
        elif is_below(between, _HOPELESS) and _is_cut(gap) and full_cues.get(index) is not False:
            mark = ""
        else:
            scores = unpack(total_of(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between))
            since = index - last_mark
            if style >= _BARE:
                if style == _SHOUTING:
                    more = _SHOUTED if gap.mark is _STOP else 0.0
                else:
                    more = _CAPITAL if gap.capital and words[index + 1 + PAD] in known else 0.0
                evidence = _unmarked(style, words[index + 1 + PAD])
                mark = evidence._replace(stop=evidence.stop + more).best(scores, since)
            elif gap.mark is _COMMA and gap.capital and not is_full:
                mark = ","
            elif (
                gap.mark is not _COMMA
                and gap.capital
                and scores.stop > _least_stop(gap, words[index + PAD], habits, is_full)
            ):
                mark = "."
            elif gap.mark is _COMMA or gap.mark is _STOP or gap.breaks:
                if is_full or (is_full is False and not gap.capital):
                    evidence = _AT_FULL if is_full else _AT_EARLY
                else:
                    # Where a window of the recogniser starts with a capital the other cuts of the file tell nothing.
                    evidence = at_comma if gap.mark is _COMMA else _AT_CUT if gap.capital else at_cut
                    evidence = evidence.beside(index in together)
                mark = evidence.best(scores, since)
            else:
                mark = _empty(style, index - last_end, words[index + 1 + PAD]).best(scores, since)
        if gap is not None and gap.wide and index + 1 not in turns:
            word = words[index + PAD]
            if (mark == "." and word in _NEVER_LAST) or (mark == "," and word in _NO_COMMA_BEHIND):
                mark = ""
        if mark is not None:
            decided[index] = mark
        kind = mark if mark is not None else gap.char if gap is not None else ""
        if kind:
            last_mark = index
            if kind in ".?!。？！…":
                last_end = index
    return decided


def _worth_a_look(script: Script, habits: Habits, by_word: Iterable[int]) -> list[int]:
    """The words behind which a mark may belong: all where marks are missing, else few that have none."""
    if habits.finished:
        return sorted(by_word)
    signs, least = SIGNS, _STRIKING
    striking = [index for index, odds in enumerate(load_model().alone(script.ids)) if (odds + least) & signs]
    return sorted({*striking, *by_word, *compress(count(), habits.styles)})


def _before_turn(gap: Gap | None) -> str:
    """What a speaker said last is a whole sentence."""
    if gap is not None and gap.cjk:
        return gap.char if gap.mark is _QUESTION else "。"
    return gap.char.translate(_ASCII) if gap is not None and gap.mark is _QUESTION else "."


def _without_model(gap: Gap, is_full: bool | None, is_last: bool) -> str:
    """For a language the model was not trained on: only what the next letter and the width of the cues tell."""
    if is_last:
        return _at_the_end(gap, may_end=True) or ""
    if gap.mark is _STOP and not gap.capital:
        return "," if is_full is False else ""
    if gap.mark is _COMMA and is_full:
        return ""
    return gap.char.translate(_ASCII)


def _at_the_end(gap: Gap | None, may_end: bool) -> str | None:
    """A text may be cut off in the middle of a sentence; then its last mark is the scissors'."""
    if gap is None or not gap.wide:
        return None
    return gap.char.translate(_ASCII) if gap.mark is _QUESTION else "." if may_end else ""


class _Evidence(NamedTuple):
    """What mark and style of a gap say about a comma and a stop, and how much the model's word on a stop counts."""

    comma: float
    stop: float
    trust: float

    def beside(self, said_together: bool) -> _Evidence:
        """The evidence between two words that the talk has side by side elsewhere, or not."""
        return self._replace(comma=self.comma + _SAID_TOGETHER) if said_together else self

    def odds_of_comma(self, scores: Scores, since: int) -> float:
        """Of a comma against nothing, behind the `since`th word after the last mark."""
        most = max(scores.stop, scores.question)
        return self.comma + _COMMA_BY_COMMA * scores.comma + _COMMA_BY_STOP * most + _COMMA_BY_LENGTH * log(since)

    def best(self, scores: Scores, since: int) -> str:
        """The mark that belongs behind the `since`th word after the last one."""
        pause = log(since)
        most = max(scores.stop, scores.question)
        comma = self.odds_of_comma(scores, since)
        stop = self.stop + _STOP_BY_COMMA * scores.comma + self.trust * most + _STOP_BY_LENGTH * pause
        if max(comma, stop) <= _LEAST:
            return ""
        return "," if comma > stop else "." if scores.stop >= scores.question else "?"


# What readers wrote behind the words of 25 excerpts, as a logistic regression of it on the log-odds of a
# model that had not seen the talk, on the words since the last mark, and on what stands in the gap; 2026-11.
# F1 is best when a mark is written that is a little less likely than none.
# For a stop the regression gave the words since the last mark .15: with .05, four folds, F1 is .933 instead of .927.
_LEAST = -0.4
_COMMA_BY_COMMA, _COMMA_BY_STOP, _COMMA_BY_LENGTH = 0.73, 0.24, -0.23
_STOP_BY_COMMA, _STOP_BY_LENGTH = 0.06, 0.05
_AT_COMMA = _Evidence(3.7, -2.2, 0.7)
_AT_CUT = _Evidence(2.3, -2.2, 0.7)
# At a mark before a small letter where the cue was full, and at one before that: readers wrote a comma in 14 of 219
# of the first, in 225 of 287 of the others.
_AT_FULL = _Evidence(0.7, -2.2, 0.7)
_AT_EARLY = _Evidence(4.2, -2.2, 0.7)
_BY_STYLE = (
    _Evidence(-1.6, -4.4, 0.7),
    _Evidence(0.0, -2.7, 0.7),
    _Evidence(0.6, -0.35, 0.93),
    _Evidence(-0.1, -0.85, 1.05),
)
# In bare captions careful readers let a sentence run on before these more often than recognisers do, from whose
# captions the model has most of what it knows.
_RUNNING_ON, _RUN_ON = frozenset(("and", "because")), -0.5
# What a capital in bare captions adds to a stop, and a fullwidth stop in shouted ones.
_CAPITAL, _SHOUTED = 2.0, 2.2
# From which log-odds on a stop before a capital is believed: behind a word that ends no sentence, where a window
# of the recogniser starts (of 15 such stops 7 were none, all below -2), and before a name or "I", where the cue was
# full (of 5 such stops none were, all below -3 but for one that was a comma) and elsewhere.
_STOP_OPEN, _STOP_WINDOW, _STOP_FULL, _STOP_NAME = -0.5, -1.0, -2.5, -3.4
# What the two words at an empty gap must give a mark, by style, for the gap to be looked at.
_PROMISING = tuple(map(threshold, (1.7, 0.7, 0.3, 0.3)))
_HOPELESS = threshold(HOPELESS)
# In punctuated captions, what the two words, each by itself, must give. Nine in ten of the commas written
# into empty gaps have that, of all empty gaps 3 in 100.
_STRIKING = threshold(2.5)
# Where marks are missing, the longer a sentence has gone on the likelier the next one is.
_LONG_FROM, _LONG_TO = 25, 45


# What it adds to a comma at a mark that the two words stand side by side elsewhere in the file, with nothing
# between: of 42 such commas readers kept 11, of 348 others 221.
_SAID_TOGETHER = -3.0
_CONJUNCTIONS = frozenset(("and", "or", "but", "so"))  # readers wrote a comma before them in one place, in another none


def _said_together(script: Script, gaps: Sequence[Gap]) -> set[int]:
    """The words before wide marks that stand elsewhere in the file right before the same next word.

    A talk about "syntax errors" has a comma that the scissors left in one of them, and none in the others.
    """
    words = script.words
    asked: dict[tuple[str, str], list[int]] = {}
    for gap in gaps:
        if gap.wide and not gap.capital and not gap.cjk and gap.word + 1 < len(script):
            at = gap.word + PAD
            if words[at + 1] not in _CONJUNCTIONS:
                asked.setdefault((words[at], words[at + 1]), []).append(gap.word)
    if not asked:
        return set()
    free = bytearray(b"\1") * len(script)
    for gap in gaps:
        free[gap.word] = 0
    said = compress(zip(words[PAD:-PAD], words[PAD + 1 :], strict=False), free)
    return {index for pair in set(filter(asked.__contains__, said)) for index in asked[pair]}


# The share of commas among the gaps of those excerpts that held one, and among the cuts; how many gaps of a
# file weigh as much as these shares; how many gaps are asked, and how often.
_SHARE_AT_COMMA, _SHARE_AT_CUT = 0.74, 0.34
_PATIENCE, _ASKED, _ROUNDS = 6, 50, 8


def _find_leanings(
    script: Script, gaps: Sequence[Gap], habits: Habits, full_cues: Container[int], company: Company
) -> tuple[_Evidence, _Evidence]:
    """What a comma and a cut say in this file.

    In one file every stop before a small letter is a comma (of 12, 12 were), in another none (of 20).
    How many of a file are real commas is found by expectation maximisation, with all else that is
    known about each gap held fast (Saerens, Latinne and Decaestecker 2002).
    """
    asked: tuple[list[tuple[int, int, int]], ...] = ([], [])
    last_end = last_mark = -1
    for gap in gaps:
        index, mark = gap.word, gap.mark
        if mark is _NONE:
            continue
        is_told = gap.capital or gap.cjk or not gap.wide or habits.styles[index] >= _BARE or index in full_cues
        if not is_told and (mark is _COMMA or mark is _STOP):
            asked[mark is _STOP].append((index, last_end, last_mark))
        if mark is _COMMA or gap.capital:
            last_mark = index
        if mark is not _COMMA and gap.capital:
            last_end = index
    evidence = ((_AT_COMMA, _SHARE_AT_COMMA), (_AT_CUT, _SHARE_AT_CUT))
    at_comma, at_cut = (_lean(script, company, *each, places) for each, places in zip(evidence, asked, strict=True))
    return at_comma, at_cut


def _lean(
    script: Script, company: Company, evidence: _Evidence, share: float, asked: Sequence[tuple[int, int, int]]
) -> _Evidence:
    if not asked:
        return evidence
    model, ids, kinds = load_model(), script.ids, script.kinds
    asked = asked[:: 1 + len(asked) // _ASKED]
    odds: list[float] = []
    for (index, last_end, last_mark), between in zip(
        asked, model.between(ids, kinds, [index + PAD for index, _, _ in asked]), strict=True
    ):
        total = model.total(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between)
        odds.append(exp(evidence.odds_of_comma(unpack(total), index - last_mark)))
    usual = found = share / (1 - share)
    for _ in range(_ROUNDS):
        turned = found / usual
        real = sum(each * turned / (1 + each * turned) for each in odds)
        found = (real + _PATIENCE * share) / (len(odds) - real + _PATIENCE * (1 - share))
    return evidence._replace(comma=evidence.comma + log(found / usual))


def _unmarked(style: int, following: str) -> _Evidence:
    """What a gap says where marks mean nothing, or there is none."""
    evidence = _BY_STYLE[style]
    if style >= _BARE and following in _RUNNING_ON:
        return evidence._replace(stop=evidence.stop + _RUN_ON)
    return evidence


def _empty(style: int, length: int, following: str) -> _Evidence:
    """What an empty gap says behind the `length`th word of a sentence, before the word `following`."""
    if style != _SPARSE or length <= _LONG_FROM:
        return _unmarked(style, following)
    share = min(1.0, (length - _LONG_FROM) / (_LONG_TO - _LONG_FROM))
    sparse, bare = _BY_STYLE[_SPARSE], _BY_STYLE[_BARE]
    return _Evidence(*(few + share * (more - few) for few, more in zip(sparse, bare, strict=True)))


def _least_stop(gap: Gap, word: str, habits: Habits, is_full: bool | None) -> float:
    """The log-odds from which on a stop before a capital is believed that may be a cut all the same."""
    if word in _OPEN_WORDS:
        return _STOP_OPEN
    if is_full:
        return _STOP_FULL
    return _STOP_WINDOW if habits.restarts and gap.unspaced else _STOP_NAME


def _is_end(gap: Gap, word: str, following: str, names: Container[str]) -> bool:
    """Whether a stop before a capital is the end of a sentence beyond doubt.

    Of 400 in the captions that careful readers punctuated, 375 were, 15 were commas. A name or "I"
    has its capital behind a cut as well.
    """
    if gap.mark is not _STOP or not gap.capital or following in FIRST_PERSON or following in names:
        return False
    return word not in _OPEN_WORDS or (word in _LAST_AT_TIMES and following in _SURE_OPENERS)


def _carries_on(words: Sequence[str], index: int, gap: Gap, by_word: Mapping[int, Gap]) -> bool:
    """Whether what stands behind a stop only carries the sentence on: "a framework。 Which is great".

    Readers never began a sentence with "Which" unless it asked something (of 25), nor one with
    "So that we" (of 4).
    """
    following, second = words[index + 1 + PAD], words[index + 2 + PAD]
    if gap.mark is not _STOP or following not in ("which", "so"):
        return False
    if following == "so":
        return second == "that" and words[index + 3 + PAD] in _SUBJECTS
    if second in ("one", "ones", "of"):
        return False
    ahead = (by_word.get(place) for place in range(index + 1, index + LONG_STRETCH))
    end = next((each for each in ahead if each and each.mark in (_STOP, _QUESTION)), None)
    return end is None or end.mark is _STOP


def _goes_on(words: Sequence[str], index: int, gap: Gap, behind: Gap | None) -> bool:
    """Whether a sentence goes on across a cut at which the speaker said "yeah" or "um".

    The recogniser often opens or closes a window with it: "if you can yeah。" / "Tickle this",
    or "the supply needed。 Yeah。" / "for helping a patient". Nothing else tells that the stop
    is none, for with the filler between the words no longer look cut.
    """
    if gap.mark is not _STOP:
        return False
    word, following = words[index + PAD], words[index + 1 + PAD]
    if following in SAID_AT_CUTS:
        is_cut_behind = behind is not None and _is_cut(behind)
        return word in _OPEN_WORDS or (is_cut_behind and words[index + 2 + PAD] in _GOING_ON)
    return word in SAID_AT_CUTS and words[index - 1 + PAD] in _OPEN_WORDS


def _is_cut(gap: Gap) -> bool:
    """Whether captions were cut here in the middle of a sentence: a stop or a line end before a small letter."""
    is_mark = (gap.mark is _STOP and gap.wide) or (gap.mark is _NONE and gap.breaks)
    return is_mark and not gap.capital and not gap.cjk


def find_cut_words(script: Script, gaps: Sequence[Gap]) -> list[int]:
    """Words that open a cue in the middle of a sentence."""
    return [gap.word + 1 for gap in gaps if gap.word + 1 < len(script) and _is_cut(gap)]
