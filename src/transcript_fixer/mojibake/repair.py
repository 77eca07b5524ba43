"""Undo wrong decodings: UTF-8 that was read as Windows-1252 or another code page.

Where all bytes are still there, ftfy knows what to do and we do the same, a stretch at a
time. In the files in the wild some are gone: an editor or a web page dropped the bytes that
Windows-1252 leaves undefined and the soft hyphen, made U+FFFD of them, or made an ordinary
space of a no-break space. One Chinese character in seven has such a byte, and so have í, č,
Ł, с, я and most hiragana. Those are restored from the language's own statistics:
`readings` says what a damaged character may have been, `charmodel` how likely that is
where it stands, `lattice` finds the likeliest line, and `habits` what the rest of the text
says where that is unsure. docs/mojibake.md has the figures.

What cannot be mojibake is passed over before anything is loaded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from transcript_fixer.model import Fixed, TranscriptWarning, WarningKind
from transcript_fixer.mojibake import readings as damage
from transcript_fixer.mojibake.badness import is_bad
from transcript_fixer.mojibake.charmodel import CharacterModel, Family, load_model
from transcript_fixer.mojibake.habits import Habits
from transcript_fixer.mojibake.lattice import Item, Reading, guesses, read, read_again, unsure_pairs
from transcript_fixer.patterns import compile_late
from transcript_fixer.trace import Change, Reason, TracedText

# The characters of ftfy's badness heuristic, of which two meet wherever it finds something; what it finds
# in fewer; and single letters that only a lost byte can have left behind a small letter.
_BADNESS = (
    "\xa0-\u017e\u0192\u02c6\u02c7\u02d8\u02db-\u02dd\u0384-\u03ce\u0401-\u045f\u0490\u0491\u2010-\u203a\u2044"
    "\u20a7\u20ac\u2116\u2122\u2202\u2206\u220f\u2211\u221a\u221e\u2229\u222b\u2248\u2260\u2261\u2264\u2265"
    "\u2310\u2500-\u259f\u25ca\uf8ff\ufb01\ufb02\ufffd"
)
# Each pattern here starts with one class, as then sound text is passed over ten times faster.
SUSPECT_RE = re.compile(
    rf"[\x80-\x9f{_BADNESS}](?:[{_BADNESS}]|(?<=[\x80-\x9f])|(?<=[ÂÃ])[ \t\r\n]|(?<=[Œœ])(?![A-Za-z]))"
)
ALONE_RE = re.compile(r"[ÃÄÅ](?:(?<=[a-z].)(?=[a-z])|(?<![A-Za-z].)(?<=Ã)(?=(?:  )?[a-z]))")
RUN_RE = compile_late(f"[{damage.HIGH}][{damage.HIGH}]*")
SPACED_RUN_RE = compile_late(f"[{damage.HIGH}][{damage.HIGH}]*(?: [{damage.HIGH}]+)*")
WHOLE_RE = compile_late(damage.WHOLE)
PIECE_RE = compile_late(f"({damage.WHOLE})|{damage.PIECE}")
SPACED_PIECE_RE = compile_late(f"({damage.WHOLE})|{damage.SPACED_PIECE}")

MASK_RE = re.compile(r"(?<=\]\()[^()\n]*(?=\))|`[^`\n]+`")
KEPT_RE = re.compile(MASK_RE.pattern + r"|(?:https?://|www\.)\S+")
ADDRESS_RE = re.compile(r"(?:https?://|www\.)[!-~]*+(?<![]>)])")  # what stands behind its bracket is no part of it
MASK_SIGNS = ("](", "`", "://", "www.")  # a line without these has nothing to mask

HAN_LEADS = frozenset("äåæçèé")
HANGUL_LEADS = frozenset("êëì")
CJK_LEADS = HAN_LEADS | HANGUL_LEADS | {"ã"}
SOFT = frozenset("‘’“”‚„‹›«»–—…·•°ºª®©™´ \xa0")
"""What stands behind an accented letter in sound text, too."""
SOUND_RE = re.compile(f"(?:[à-ï][{''.join(SOFT)}]{{2}})+")

LEAD_RE = re.compile("[Â-ô]")
SHOUTED_RE = re.compile("(?<=[A-Z])Ã(?=[OES])")  # SÃO, MÃE, IRMÃS
# What UTF-8 that was read as Windows-1252 twice is full of: lead bytes and continuation bytes that became two or
# three characters each. Three leads lost their second half: Ð (Cyrillic, beside Ñ), Ï (Greek, beside Î) and í (Korean).
TWICE_RE = compile_late("Ã([ƒ„…†‘Ž¢-±]?)(?:Â[^ -~]|â€[^ -~]|[ÅË][^ -~]|Æ’)|Ã[ƒ„…]Â")
TWICE_SIGNS = {"Ð": "‘", "Ï": "Ž", "í": "ª«¬"}
QUOTES = ("''", '""', "‘’", "“”", "()", "[]")
HAN_RE = compile_late("[\u3041-\u30fe\u4e00-\u9fff\uac00-\ud7a3]")

GAP = "\ufffd"
# A reading with a lower score gets a warning; where a number or a "not" hangs on it, already from the second one on.
# Chosen on five Chinese talks and on documentation, 2026-11: docs/mojibake.md has the curve.
UNCERTAIN, GRAVE_UNCERTAIN = 0.8, 0.97
GRAVE = frozenset("零一二三四五六七八九十百千万亿两半几不没未无非否别")
AROUND = 5  # characters that a warning shows on each side

NEAR = 8  # characters of a word in capitals that are read in small letters
MOST = 16  # readings of one piece that are looked at, the commonest characters first
CLEARLY = 20  # times as many simplified characters as traditional ones, and the text is simplified

MAX_PASSES = 40  # each undoes one wrong decoding; nobody made more than a few


class Doubt(NamedTuple):
    """A stretch that may have been something else, and what is said about it."""

    start: int
    end: int
    message: str


class Round(NamedTuple):
    """What one round of repair changes, in order, and what among that is doubtful."""

    changes: list[Change]
    doubts: list[Doubt]


def fix_mojibake(text: str) -> str:
    """The text as it was before it was decoded wrongly.

    >>> fix_mojibake("æ·±åº¦å¦ä¹\xa0æ–°é—»")
    '深度学习新闻'
    >>> fix_mojibake("MarÃa spoke first.")
    'María spoke first.'

    Sound text is given back as it is, whatever its language; so are image paths, addresses and
    inline code, and what has no plausible reading:

    >>> fix_mojibake("SÃO PAULO, `Ã©`, ![](img/Ã©.png)")
    'SÃO PAULO, `Ã©`, ![](img/Ã©.png)'
    """
    if not isinstance(text, str):
        raise TypeError(f"expected str, not {type(text).__name__}")
    for _ in range(MAX_PASSES):
        changes, _ = find_repairs(text, bad=_is_suspect(text))
        if not changes:
            break
        text = _changed(text, changes)
    return text


def repair_mojibake(text: TracedText) -> Fixed[TracedText]:
    """Undo wrong decodings in a traced text, each repaired stretch under an edit.

    Stretches that had all their bytes are `mojibake` edits; a character that had lost one is
    an edit of its own, `mojibake-lost-byte`, with a score, and where scores are low a warning
    shows the stretch in its sentence and names the runner-up. What stays broken is warned of.
    """
    warnings: list[TranscriptWarning] = []
    for _ in range(MAX_PASSES):
        bad = _is_suspect(text.text)
        changes, doubts = find_repairs(text.text, bad=bad)
        if not changes:
            break
        for start, end, message in doubts:
            span = text.source_span(start, end)
            warnings.append(TranscriptWarning(WarningKind.UNCERTAIN_REPAIR, span, message))
        text = text.edit(changes)
    if bad:
        warnings += _unrepaired(text)
    return Fixed(text, tuple(sorted(warnings, key=lambda warning: warning.span)))


def _changed(text: str, changes: Iterable[Change]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, after, _, _ in changes:
        pieces += (text[at:start], after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _unrepaired(text: TracedText) -> Iterator[TranscriptWarning]:
    for start, line in _lines(text.text):
        if is_bad(line):
            protected = _protection(line)
            for run in RUN_RE.finditer(line):
                context = line[max(0, run.start() - 1) : run.end() + 1]
                if is_bad(context) and not protected(run):
                    span = text.source_span(start + run.start(), start + run.end())
                    message = f"{run.group()!r} looks wrongly decoded and has no plausible reading"
                    yield TranscriptWarning(WarningKind.UNREPAIRED, span, message)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield at, line
        at += len(line) + 1


def _is_suspect(text: str) -> bool:
    """Whether ftfy's heuristic finds mojibake in a text."""
    return not text.isascii() and SUSPECT_RE.search(text) is not None and is_bad(text)


def find_repairs(text: str, *, bad: bool) -> Round:
    """What to change in a text, which looks wrongly decoded (`bad`) or does not."""
    if not bad and not (("Ã" in text or "Ä" in text or "Å" in text) and ALONE_RE.search(text)):
        return Round([], [])
    return Document(text, bad).repairs()


def _protection(line: str) -> Callable[[re.Match[str]], bool]:
    """Tells which runs of a line belong to an image path, an address or code."""
    masks = [match.span() for match in MASK_RE.finditer(line)]
    addresses = {match.end() for match in ADDRESS_RE.finditer(line)} if "://" in line or "www." in line else set()
    starts = [start for start, _ in masks]

    def is_protected(run: re.Match[str]) -> bool:
        if run.start() in addresses:
            after = damage.decode_whole(run.group()) or damage.decode_whole(run.group()[:3])
            return after is None or after.isalnum()
        index = bisect_right(starts, run.start()) - 1
        return index >= 0 and run.start() < masks[index][1]

    return is_protected


@dataclass(slots=True)
class Piece:
    """A damaged character of some family, or several that are whole; `reading` is None until it is settled."""

    start: int
    end: int
    text: str
    reading: Reading | str | None = None
    family: Family | None = None

    @property
    def after(self) -> str:
        """What it is read as, as far as that is known."""
        reading = self.reading
        if isinstance(reading, str):
            return reading
        return reading.text if reading else self.text

    @property
    def is_unsure(self) -> bool:
        """Whether a reader has to be told that this is a close choice."""
        reading = self.reading
        if not isinstance(reading, Reading) or reading.text == self.text:
            return False
        is_grave = reading.text in GRAVE or reading.runner_up in GRAVE
        return reading.score < (GRAVE_UNCERTAIN if is_grave else UNCERTAIN)

    @property
    def runner_up(self) -> str:
        """What else it may be."""
        return self.reading.runner_up if isinstance(self.reading, Reading) else self.after


@dataclass(slots=True)
class Stretch:
    """What one model reads of a line: the doubtful items are the pieces, in order."""

    model: CharacterModel
    items: list[Item]
    pieces: list[Piece]
    readings: list[Reading]

    @property
    def is_sure(self) -> bool:
        return all(reading.is_sure for reading in self.readings)


@dataclass(slots=True)
class DamagedLine:
    """A line some of whose pieces have lost bytes, as far as it has been read."""

    text: str
    offset: int
    pieces: list[Piece]
    stretches: list[Stretch]

    @property
    def is_read(self) -> bool:
        return any(piece.after != piece.text for piece in self.pieces)

    @property
    def sure_text(self) -> str:
        """The line as it is read, with a gap wherever the reading is unsure."""
        found: list[str] = []
        at = 0
        for piece in self.pieces:
            is_sure = not isinstance(piece.reading, Reading) or piece.reading.is_sure
            found += (self.text[at : piece.start], piece.after if is_sure else GAP)
            at = piece.end
        found.append(self.text[at:])
        return "".join(found)

    def changes(self) -> Iterator[Change]:
        """Neighbours that had all their bytes are one change, a character that had not is its own."""
        for piece in self.pieces:
            if piece.after == piece.text:
                continue
            start, end = self.offset + piece.start, self.offset + piece.end
            if isinstance(piece.reading, Reading):
                yield Change(start, end, piece.after, Reason.MOJIBAKE_LOST_BYTE, round(piece.reading.score, 3))
            else:
                yield Change(start, end, piece.after, Reason.MOJIBAKE)

    def doubts(self) -> Iterator[Doubt]:
        """What is unsure, characters side by side as one stretch, shown as it is read and where it stands."""
        unsure = [index for index, piece in enumerate(self.pieces) if piece.is_unsure]
        if not unsure:
            return
        text, starts = self._as_read()
        for first, last in self._stretches(unsure):
            start, end = self.pieces[first].start, self.pieces[last].end
            read_from, read_to = starts[first], starts[last] + len(self.pieces[last].after)
            found, context = text[read_from:read_to], text[max(0, read_from - AROUND) : read_to + AROUND]
            otherwise = "".join([piece.runner_up for piece in self.pieces[first : last + 1]])
            message = f"{self.text[start:end]!r} read as {found!r} in {context!r}; it may be {otherwise!r}"
            yield Doubt(self.offset + start, self.offset + end, message)

    def _stretches(self, indices: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The first and last of those pieces that touch each other."""
        first = last = -1
        for index in indices:
            if first < 0 or index > last + 1 or self.pieces[index].start > self.pieces[last].end:
                if first >= 0:
                    yield first, last
                first = index
            last = index
        if first >= 0:
            yield first, last

    def _as_read(self) -> tuple[str, list[int]]:
        """The line as it is read, and where each piece starts in that."""
        found: list[str] = []
        starts, at, length = [], 0, 0
        for piece in self.pieces:
            length += piece.start - at
            starts.append(length)
            found += (self.text[at : piece.start], piece.after)
            length += len(piece.after)
            at = piece.end
        return "".join([*found, self.text[at:]]), starts


class _Decoded(dict[str, str | None]):
    """What the runs of one text decode to, each looked at once: captions have the same few at every cut.

    None where bytes are lost, and nothing where no lead byte is: that is no UTF-8 at all.
    """

    __slots__ = ()

    def __missing__(self, run: str) -> str | None:
        self[run] = after = damage.decode_whole(run) if LEAD_RE.search(run) else ""
        return after


class Document:
    """What the whole text tells about how it was damaged."""

    def __init__(self, text: str, bad: bool) -> None:
        self.bad = bad
        self.hyphen_lost = "\xad" not in text
        self.spaced = damage.NBSP not in text
        self.piece_re = SPACED_PIECE_RE if self.spaced else PIECE_RE
        self.text = text
        self.unused: frozenset[str] | None = None
        self.choices: dict[tuple[str, Family], tuple[str, ...]] = {}
        self.decoded = _Decoded()
        self.damaged = bad and any(damage.decode_whole(match.group()) for match in WHOLE_RE.finditer(text))
        pairs = TWICE_RE.findall(text) if self.damaged else []
        self.twice = len(pairs) > 2 and 2 * len(pairs) > text.count("Ã")
        leads = "".join(pairs)
        signs = {lead: sum(map(leads.count, signs)) for lead, signs in TWICE_SIGNS.items()}
        self.twice_lead = max(signs, key=signs.__getitem__)
        if 2 * signs[self.twice_lead] < max(1, len(leads)):
            self.twice_lead = ""
        kana = text.count("ã") - text.count("ã€")
        self.han = Family.JAPANESE if 10 * kana > sum(map(text.count, HAN_LEADS)) + kana else Family.CHINESE
        self.has_han = (bad and any(_is_han(match.group()) for match in WHOLE_RE.finditer(text))) or bool(
            HAN_RE.search(text)
        )

    def repairs(self) -> Round:
        """What to change: each line by itself first, then what is unsure with all that the text says."""
        found = [(start, line, self._read(line, start)) for start, line in _lines(self.text)]
        stretches = [
            stretch
            for _, _, damaged in found
            if isinstance(damaged, DamagedLine)
            for stretch in damaged.stretches
            if not stretch.is_sure
        ]
        for model in {id(stretch.model): stretch.model for stretch in stretches}.values():
            texts = (model.normal(_sure_text(*line)) for line in found)
            self._read_again([stretch for stretch in stretches if stretch.model is model], texts)
        changes: list[Change] = []
        doubts: list[Doubt] = []
        for _, _, damaged in found:
            if isinstance(damaged, DamagedLine):
                changes += damaged.changes()
                doubts += damaged.doubts()
            else:
                changes += damaged
        return Round(changes, doubts)

    def _read_again(self, stretches: list[Stretch], texts: Iterable[str]) -> None:
        pairs = {pair for stretch in stretches for pair in unsure_pairs(stretch.items, stretch.readings)}
        unsure = (guess for stretch in stretches for guess in guesses(stretch.readings))
        habits = Habits(texts, pairs, unsure)
        for stretch in stretches:
            readings = read_again(stretch.model, stretch.items, stretch.readings, habits)
            for piece, reading in zip(stretch.pieces, readings, strict=True):
                piece.reading = reading

    def _read(self, line: str, offset: int) -> list[Change] | DamagedLine:
        """What to change in one line, which starts at an offset of the text."""
        runs = list(RUN_RE.finditer(line))
        decoded = [self.decoded[run.group()] for run in runs]
        if "" in decoded:
            runs = [run for run, after in zip(runs, decoded, strict=True) if after != ""]
            decoded = [after for after in decoded if after != ""]
        if not runs:
            return list(_as_ftfy(line, offset)) if self.bad and is_bad(line) else []
        if any(sign in line for sign in MASK_SIGNS):
            protected = _protection(line)
            runs = [run for run in runs if not protected(run)]
            decoded = [self.decoded[run.group()] for run in runs]
        if self.bad and None not in decoded:
            if not self.has_han:
                odd = [run for run in runs if not SOUND_RE.fullmatch(run.group())]
                if len(odd) < len(runs) and not is_bad(line):
                    runs = odd
            return [
                Change(
                    offset + run.start(), offset + run.end(), self.decoded[run.group()] or run.group(), Reason.MOJIBAKE
                )
                for run in runs
            ]
        if self.spaced:
            protected = _protection(line)
            runs = [run for run in SPACED_RUN_RE.finditer(line) if LEAD_RE.search(run.group()) and not protected(run)]
        damaged = self._lossy(line, runs, offset)
        if damaged.is_read:
            return damaged
        return list(_as_ftfy(line, offset)) if self.bad and is_bad(line) else []

    def _lossy(self, line: str, runs: list[re.Match[str]], offset: int) -> DamagedLine:
        """Read the pieces of a line some of which have lost bytes."""
        bad = self.bad and is_bad(line)
        damaged = bad or self.damaged
        pieces: list[Piece] = []
        for run in runs:
            start, end = run.span()
            end += self.spaced and line[end : end + 1] == " "
            found = list(self.piece_re.finditer(line, start, end))
            strong = damaged and any(not _may_be_sound(piece.group()) for piece in found)
            # A word is no talk of a mark: some of its characters have all their bytes.
            is_quoted = _is_quoted(line, run) and all(_may_be_sound(piece[0]) for piece in found if piece.lastindex)
            for match in found:
                piece = Piece(*match.span(), match.group())
                if self.twice and (piece.text == "Â" or (piece.text == "Ã" and self.twice_lead)):
                    piece.reading = self._inner(piece)
                elif damaged and match.lastindex and (bad or not _may_be_sound(piece.text)):
                    piece.reading = damage.decode_whole(piece.text) or piece.text
                elif is_quoted or not (strong or self._may_be_damaged(line, run, piece, damaged)):
                    piece.reading = piece.text
                else:
                    piece.family = self._family(piece.text)
                pieces.append(piece)
        return DamagedLine(line, offset, pieces, self._settle(line, pieces))

    def _inner(self, piece: Piece) -> Reading:
        """In mojibake of mojibake: Â alone was a byte that is lost, Ã alone the lead byte of this text's script."""
        if piece.text == "Â":
            return Reading("", 1.0, "")
        return Reading(self.twice_lead, 1.0, "")

    def _settle(self, line: str, pieces: list[Piece]) -> list[Stretch]:
        """Read what is left, with the model of each family that it belongs to; what may be read again is given back."""
        stretches: list[Stretch] = []
        waiting = {piece.family for piece in pieces if piece.family}
        for family in sorted(waiting, reverse=True):
            wanted = [piece for piece in pieces if piece.family is family]
            model = load_model(self._language(line) if family is Family.CHINESE else family)
            items: list[Item] = []
            certain: list[str] = []
            at = 0
            shouted = False  # in a word in capitals, which is read as if it were in small letters
            for piece in pieces:
                if at < piece.start:
                    certain.append(_quiet(line[at : piece.start]) if shouted else line[at : piece.start])
                at = piece.end
                if piece.family is family:
                    choices = self._choices(piece.text, model)
                    before = "".join(certain)
                    shouted = family is Family.ALPHABETS and _is_shouted(line, piece)
                    if shouted:
                        choices = (
                            tuple(dict.fromkeys([choice.lower() for choice in choices if choice.isupper()])) or choices
                        )
                        quiet = _word_end(before)
                        before = before[:quiet] + before[quiet:].lower()
                    items += (model.normal(before), choices)
                    certain.clear()
                else:
                    certain.append(piece.after)
            certain.append(_quiet(line[at:]) if shouted else line[at:])
            items.append(model.normal("".join(certain)))
            readings = read(model, items)
            if model.words:
                stretches.append(Stretch(model, items, wanted, readings))
            for piece, reading in zip(wanted, readings, strict=True):
                if piece.text[0] == "ð":  # an emoji: which one, nobody can tell
                    others = [choice for choice in self._choices(piece.text, model) if choice != reading.text]
                    reading = Reading(reading.text, 1 / (1 + len(others)), (*others, "")[0])
                if family is Family.ALPHABETS and reading.text != piece.text and _is_shouted(line, piece):
                    reading = Reading(reading.text.upper(), reading.score, reading.runner_up.upper())
                piece.reading = reading
        return stretches

    def _language(self, line: str) -> Family:
        """Whether the Han characters of a line are Chinese or Japanese."""
        kana = line.count("ã") - line.count("ã€")
        return Family.JAPANESE if kana and 5 * kana >= sum(map(line.count, HAN_LEADS)) + kana else self.han

    def _choices(self, piece: str, model: CharacterModel) -> tuple[str, ...]:
        """What a piece may have been; in an alphabet also a letter that nothing happened to."""
        choices = self.choices.get((piece, model.family))
        if choices is None:
            possible = damage.readings(piece, hyphen_lost=self.hyphen_lost)
            unused = self._unused(model) if model.family is Family.CHINESE else ()
            choices = tuple([choice for choice in possible if choice[0] in model.known and choice[0] not in unused])
            if piece[0] == "ð":
                emoji = [choice for choice in possible if "\U0001f300" <= choice[0] <= "\U0001faff"]
                choices = tuple([choice for choice in emoji if choice.endswith(" ") == piece.endswith(" ")])
            if len(choices) > MOST:
                choices = tuple(sorted(choices, key=lambda choice: model.cost[choice[0]])[:MOST])
            if not choices or (model.family is Family.ALPHABETS and _may_be_sound(piece) and piece != "Â "):
                choices = (*choices, piece)
            self.choices[piece, model.family] = choices
        return choices

    def _unused(self, model: CharacterModel) -> frozenset[str]:
        """The characters that a Chinese text does not use: the traditional ones where it is simplified."""
        if self.unused is None:
            whole = [match.group() for match in WHOLE_RE.finditer(self.text)]
            decoded = damage.decode_whole("".join(whole))  # all at once, unless one of them is no UTF-8
            if decoded is None:
                decoded = "".join([damage.decode_whole(piece) or "" for piece in whole])
            characters = decoded + "".join(HAN_RE.findall(self.text))
            simplified = sum(map(model.simplified.__contains__, characters))
            traditional = sum(map(model.traditional.__contains__, characters))
            self.unused = frozenset()
            if simplified > CLEARLY * max(1, traditional):
                self.unused = model.traditional
            elif traditional > CLEARLY * max(1, simplified):
                self.unused = model.simplified
        return self.unused

    def _family(self, piece: str) -> Family:
        lead = piece[0]
        if lead in HANGUL_LEADS or (lead == "í" and len(piece) > 1):
            return Family.KOREAN
        if lead in HAN_LEADS or lead in "ãï" or (lead == "â" and self.has_han):
            return Family.CHINESE
        return Family.ALPHABETS

    def _may_be_damaged(self, line: str, run: re.Match[str], piece: Piece, damaged: bool) -> bool:
        if not damaged:
            return bool(ALONE_RE.match(line, piece.start)) and not SHOUTED_RE.match(line, piece.start)
        if self._family(piece.text) is Family.ALPHABETS:
            return True
        before, after = line[max(0, run.start() - 1) : run.start()], line[run.end() : run.end() + 1]
        return self.has_han and not (_is_latin(before) or (_is_latin(after) and len(piece.text) == 1))


def _sure_text(offset: int, line: str, found: list[Change] | DamagedLine) -> str:
    """A line as far as it is sound or surely read."""
    if isinstance(found, DamagedLine):
        return found.sure_text
    return _changed(line, [change._replace(start=change.start - offset, end=change.end - offset) for change in found])


def _is_quoted(line: str, run: re.Match[str]) -> bool:
    """Whether a run stands in quotation marks by itself: then it is talked about. The text of a link is not."""
    return (
        not line.startswith("](", run.end())
        and line[max(0, run.start() - 1) : run.start()] + line[run.end() : run.end() + 1] in QUOTES
    )


def _is_han(piece: str) -> bool:
    return piece[0] in CJK_LEADS and not SOUND_RE.fullmatch(piece)


def _may_be_sound(piece: str) -> bool:
    """Whether a piece is what sound text has as well: a letter, perhaps with punctuation."""
    return all(character in SOFT for character in piece[1:])


def _is_shouted(line: str, piece: Piece) -> bool:
    """Whether a piece stands in a word in capitals."""
    before = line[max(0, piece.start - 3) : piece.start]
    after = line[piece.end : piece.end + 3]
    letters = before[_word_end(before) :] + after[: _word_start(after)]
    capitals = [letter for letter in letters if letter.isascii()]
    return len(capitals) > 1 and "".join(capitals).isupper()


def _word_end(text: str) -> int:
    """Where the word at the end of a text starts, as far as the model looks back."""
    at = len(text)
    while at > max(0, len(text) - NEAR) and text[at - 1].isalnum():
        at -= 1
    return at


def _word_start(text: str) -> int:
    """Where the word at the start of a text ends, as far as the model looks ahead."""
    at = 0
    while at < min(len(text), NEAR) and text[at].isalnum():
        at += 1
    return at


def _quiet(text: str) -> str:
    """A text whose first word goes on a word in capitals, with that word in small letters."""
    quiet = _word_start(text)
    return text[:quiet].lower() + text[quiet:]


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


def _as_ftfy(line: str, offset: int) -> Iterator[Change]:
    """What ftfy makes of a line, apart from what is masked in it: the other code pages."""
    from ftfy import fix_encoding

    at = 0
    for mask in [*(match.span() for match in KEPT_RE.finditer(line)), (len(line), len(line))]:
        before, after = line[at : mask[0]], fix_encoding(line[at : mask[0]])
        if before != after and after.count("\ufffd") <= before.count("\ufffd"):
            start = _shared(before, after)
            stop = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - start)
            repaired = after[start : len(after) - stop]
            yield Change(offset + at + start, offset + at + len(before) - stop, repaired, Reason.MOJIBAKE)
        at = mask[1]


def _shared(left: str, right: str) -> int:
    """How many characters two texts start with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
