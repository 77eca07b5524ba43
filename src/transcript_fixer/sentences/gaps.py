"""What stands between two words.

A mark in a caption file may be the speaker's punctuation or the captioner's
scissors. Here each gap is described; which of the two it is, `marks` decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate, compress, count, repeat
from typing import NamedTuple

from transcript_fixer.patterns import compile_late
from transcript_fixer.sentences.punctuation import PAD, load_model

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
_BEFORE_LETTER = _QUOTES + "¿¡„‚‹"
_CLOSING, _OPENING = _QUOTES + "」』》】）", _QUOTES + "「『《【（"
NAME_RE = re.compile(r"[A-Z](?<=[A-Za-z] .)[^\W_]+")  # the letter first: it is found faster than what is before it
# Quotation marks and brackets that close behind a mark: no word, but part of the gap.
_CLOSER_RE = re.compile(r"""["'”’)\]»](?<=[，。？！；：…,.?!;:].)["'”’)\]»]*(?![^\s，。？！；：…,.?!;:])""", re.DOTALL)
_STRENGTH = {mark: rank for rank, marks in enumerate(("，,", "：:；;", "。.…", "！!", "？?")) for mark in marks}
MARKS = frozenset(_STRENGTH)


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
    """The gap is Chinese or Japanese and left as it is: it stands in a line that is mostly that, or between two such
    characters, or it holds a mark behind one, or a fullwidth mark before one."""
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
    """Find the words of a text.

    A mark inside a number belongs to the word; quotation marks and brackets around a word do not count.

    >>> said = read_script('He said， "No。" It cost 3.5 (or so)')
    >>> said.words[PAD:-PAD]
    ['he', 'said', 'no', 'it', 'cost', '3.5', 'or', 'so']
    >>> said.between[:4]
    [' ', '， ', '。" ', ' ']
    """
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
    """Every gap that is more than one space, and what stands behind the last word.

    One space counts too before a word that has a capital only where a sentence starts.

    >>> said = read_script("It is in the。 old harbour， I think So they say")
    >>> for gap in find_gaps(said):
    ...     print(said.words[gap.word + PAD], gap.mark.name, gap.capital)
    the STOP False
    harbour COMMA True
    think NONE True
    say NONE False
    """
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
        if char and cjk is not None and not is_among:
            if is_cjk(text[starts[index] : begin].rstrip(_CLOSING)[-1:]):
                is_among = True
            elif index < last and is_cjk(text[end : ends[index + 1]].lstrip(_OPENING)[:1]):
                is_among = is_wide
                capital = True  # it has no small letters, so none tells that a sentence goes on
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
    if char in _BEFORE_LETTER:  # two may stand there: "«¿Qué"
        char = text[at + 1 : at + 3].lstrip(_BEFORE_LETTER)[:1]
    return char.isupper()


def is_cut(gap: Gap) -> bool:
    """Whether captions were cut here in the middle of a sentence: a stop or a line end before a small letter.

    An ASCII stop is nobody's cut, and a comma may be the speaker's.

    >>> gaps = find_gaps(read_script("in the。 old\\nharbour， by the. sea。 It"))
    >>> [(gap.char, is_cut(gap)) for gap in gaps[:-1]]
    [('。', True), ('', True), ('，', False), ('.', False), ('。', False)]
    """
    is_mark = (gap.mark is _STOP and gap.wide) or (gap.mark is _NONE and gap.breaks)
    return is_mark and not gap.capital and not gap.cjk


def find_cut_words(script: Script, gaps: Sequence[Gap]) -> list[int]:
    """Words that open a cue in the middle of a sentence.

    >>> said = read_script("It is in the。 old harbour。 It leaks。")
    >>> [said.words[word + PAD] for word in find_cut_words(said, find_gaps(said))]
    ['old']
    """
    return [gap.word + 1 for gap in gaps if gap.word + 1 < len(script) and is_cut(gap)]
