"""Undo wrong decodings: UTF-8 that was read as Windows-1252 or another code page.

Where all bytes are still there, ftfy knows what to do and we do the same, a stretch at a
time. In the files in the wild some are gone: an editor or a web page dropped the bytes that
Windows-1252 leaves undefined and the soft hyphen, made U+FFFD of them, or made an ordinary
space of a no-break space. One Chinese character in seven has such a byte, and so have í, č,
Ł, с, я and most hiragana. Those are restored from the language's own statistics:
`readings` says what a damaged character may have been, `charmodel` how likely that is
where it stands, and `lattice` finds the likeliest line. docs/mojibake.md has the figures.

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
from transcript_fixer.mojibake.badness import load_is_bad
from transcript_fixer.mojibake.charmodel import CharacterModel, Family, load_model
from transcript_fixer.mojibake.lattice import Item, Reading, read
from transcript_fixer.trace import Change, Reason, TracedText

# The characters of ftfy's badness heuristic, of which two meet wherever it finds something; what it finds
# in fewer; and single letters that only a lost byte can have left behind a small letter.
_BADNESS = (
    "\xa0-\u017e\u0192\u02c6\u02c7\u02d8\u02db-\u02dd\u0384-\u03ce\u0401-\u045f\u0490\u0491\u2010-\u203a\u2044"
    "\u20a7\u20ac\u2116\u2122\u2202\u2206\u220f\u2211\u221a\u221e\u2229\u222b\u2248\u2260\u2261\u2264\u2265"
    "\u2310\u2500-\u259f\u25ca\uf8ff\ufb01\ufb02\ufffd"
)
SUSPECT_RE = re.compile(rf"[{_BADNESS}]{{2}}|[\x80-\x9f]|[ÂÃ][ \t\r\n]|[Œœ](?![A-Za-z])")
ALONE_RE = re.compile(r"[ÃÄÅ](?:(?<=[a-z].)(?=[a-z])|(?<![A-Za-z].)(?<=Ã)(?=(?:  )?[a-z]))")
RUN_RE = re.compile(f"[{damage.HIGH}]+")
SPACED_RUN_RE = re.compile(f"[{damage.HIGH}]+(?: [{damage.HIGH}]+)*")
WHOLE_RE = re.compile(damage.WHOLE)
PIECE_RE = re.compile(f"({damage.WHOLE})|{damage.PIECE}")
SPACED_PIECE_RE = re.compile(f"({damage.WHOLE})|{damage.SPACED_PIECE}")

MASK_RE = re.compile(r"(?<=\]\()[^()\n]*(?=\))|`[^`\n]+`")
KEPT_RE = re.compile(MASK_RE.pattern + r"|(?:https?://|www\.)\S+")
ADDRESS_RE = re.compile(r"(?:https?://|www\.)[!-~]*")

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
TWICE_RE = re.compile("Ã([ƒ„…†‘Ž¢-±]?)(?:Â[^ -~]|â€[^ -~]|[ÅË][^ -~]|Æ’)|Ã[ƒ„…]Â")
TWICE_SIGNS = {"Ð": "‘", "Ï": "Ž", "í": "ª«¬"}
QUOTES = ("''", '""', "‘’", "“”", "()", "[]")
HAN_RE = re.compile("[\u3041-\u30fe\u4e00-\u9fff\uac00-\ud7a3]")

UNCERTAIN = 0.8  # a reading with a lower score gets a warning

NEAR = 8  # characters of a word in capitals that are read in small letters
MOST = 16  # readings of one piece that are looked at, the commonest characters first
CLEARLY = 20  # times as many simplified characters as traditional ones, and the text is simplified

MAX_PASSES = 40  # each undoes one wrong decoding; nobody made more than a few


class Repair(NamedTuple):
    """Write `after` over `text[start:end]`; `reading` tells what else a lost byte may have meant."""

    start: int
    end: int
    after: str
    reading: Reading | None = None


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
    for _ in range(MAX_PASSES):
        repairs = find_repairs(text)
        if not repairs:
            break
        text = _repaired(text, repairs)
    return text


def repair_mojibake(text: TracedText) -> Fixed[TracedText]:
    """Undo wrong decodings in a traced text, each repaired stretch under an edit.

    Stretches that had all their bytes are `mojibake` edits; a character that had lost one is
    an edit of its own, `mojibake-lost-byte`, with a score, and a warning names the runner-up
    where the score is low. What stays broken is warned of.
    """
    warnings: list[TranscriptWarning] = []
    for _ in range(MAX_PASSES):
        repairs = find_repairs(text.text)
        if not repairs:
            break
        changes = []
        for start, end, after, reading in repairs:
            if reading is None:
                changes.append(Change(start, end, after, Reason.MOJIBAKE))
                continue
            score = round(reading.score, 3)
            changes.append(Change(start, end, after, Reason.MOJIBAKE_LOST_BYTE, score))
            if score < UNCERTAIN:
                message = f"{text.text[start:end]!r} read as {reading.text!r}; it may be {reading.runner_up!r}"
                span = text.source_span(start, end)
                warnings.append(TranscriptWarning(WarningKind.UNCERTAIN_REPAIR, span, message))
        text = text.edit(changes)
    warnings += _unrepaired(text)
    return Fixed(text, tuple(sorted(warnings, key=lambda warning: warning.span)))


def _repaired(text: str, repairs: Iterable[Repair]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, after, _ in repairs:
        pieces += (text[at:start], after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _unrepaired(text: TracedText) -> Iterator[TranscriptWarning]:
    if text.text.isascii() or not SUSPECT_RE.search(text.text):
        return
    is_bad = load_is_bad()
    if not is_bad(text.text):
        return
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


def find_repairs(text: str) -> list[Repair]:
    """What one round of repair changes, in order."""
    if text.isascii():
        return []
    bad = SUSPECT_RE.search(text) is not None and load_is_bad()(text)
    if not bad and not (("Ã" in text or "Ä" in text or "Å" in text) and ALONE_RE.search(text)):
        return []
    document = Document(text, bad)
    repairs: list[Repair] = []
    for start, line in _lines(text):
        for repair in document.repairs(line):
            repairs.append(Repair(start + repair.start, start + repair.end, repair.after, repair.reading))
    return repairs


def _protection(line: str) -> Callable[[re.Match[str]], bool]:
    """Tells which runs of a line belong to an image path, an address or code."""
    masks = [match.span() for match in MASK_RE.finditer(line)]
    addresses = {match.end() for match in ADDRESS_RE.finditer(line)} if "://" in line or "www." in line else set()
    starts = [start for start, _ in masks]

    def is_protected(run: re.Match[str]) -> bool:
        if run.start() in addresses:
            after = damage.decode_whole(run.group())
            return after is None or after.isalnum()
        index = bisect_right(starts, run.start()) - 1
        return index >= 0 and run.start() < masks[index][1]

    return is_protected


@dataclass(slots=True)
class Piece:
    """A damaged character, or several that are whole; `reading` is None until it is settled."""

    start: int
    end: int
    text: str
    reading: Reading | str | None = None

    @property
    def after(self) -> str:
        """What it is read as, as far as that is known."""
        if self.reading is None:
            return self.text
        return self.reading if isinstance(self.reading, str) else self.reading.text


class Document:
    """What the whole text tells about how it was damaged."""

    def __init__(self, text: str, bad: bool) -> None:
        self.bad = bad
        self.is_bad = load_is_bad()
        self.hyphen_lost = "\xad" not in text
        self.spaced = damage.NBSP not in text
        self.piece_re = SPACED_PIECE_RE if self.spaced else PIECE_RE
        self.text = text
        self.unused: frozenset[str] | None = None
        self.choices: dict[tuple[str, Family], tuple[str, ...]] = {}
        whole = [match.group() for match in WHOLE_RE.finditer(text)] if bad else []
        self.damaged = any(damage.decode_whole(piece) for piece in whole)
        pairs = TWICE_RE.findall(text) if self.damaged else []
        self.twice = len(pairs) > 2 and 2 * len(pairs) > text.count("Ã")
        leads = "".join(pairs)
        signs = {lead: sum(map(leads.count, signs)) for lead, signs in TWICE_SIGNS.items()}
        self.twice_lead = max(signs, key=signs.__getitem__)
        if 2 * signs[self.twice_lead] < max(1, len(leads)):
            self.twice_lead = ""
        kana = text.count("ã") - text.count("ã€")
        self.han = Family.JAPANESE if 10 * kana > sum(map(text.count, HAN_LEADS)) + kana else Family.CHINESE
        han = [piece for piece in whole if piece[0] in CJK_LEADS and not SOUND_RE.fullmatch(piece)]
        self.has_han = bool(han) or bool(HAN_RE.search(text))

    def repairs(self, line: str) -> Iterator[Repair]:
        """What to change in one line."""
        runs = [run for run in RUN_RE.finditer(line) if LEAD_RE.search(run.group())]
        if not runs:
            if self.bad and self.is_bad(line):
                yield from _as_ftfy(line)
            return
        protected = _protection(line)
        runs = [run for run in runs if not protected(run)]
        whole = [damage.decode_whole(run.group()) for run in runs] if self.bad else [None]
        if None not in whole:
            for run, after in zip(runs, whole, strict=True):
                if after and (self.has_han or not SOUND_RE.fullmatch(run.group()) or self.is_bad(line)):
                    yield Repair(run.start(), run.end(), after)
            return
        if self.spaced:
            runs = [run for run in SPACED_RUN_RE.finditer(line) if LEAD_RE.search(run.group()) and not protected(run)]
        found = list(self._lossy(line, runs))
        if not found and self.bad and self.is_bad(line):
            found = list(_as_ftfy(line))
        yield from found

    def _lossy(self, line: str, runs: list[re.Match[str]]) -> Iterator[Repair]:
        """Read the pieces of a line some of which have lost bytes."""
        bad = self.bad and self.is_bad(line)
        damaged = bad or self.damaged
        pieces: list[Piece] = []
        for run in runs:
            start, end = run.span()
            end += self.spaced and line[end : end + 1] == " "
            found = list(self.piece_re.finditer(line, start, end))
            strong = damaged and any(not _may_be_sound(piece.group()) for piece in found)
            for match in found:
                piece = Piece(*match.span(), match.group())
                if self.twice and (piece.text == "Â" or (piece.text == "Ã" and self.twice_lead)):
                    piece.reading = self._inner(piece)
                elif damaged and match.lastindex and (bad or not _may_be_sound(piece.text)):
                    piece.reading = damage.decode_whole(piece.text) or piece.text
                elif not self._may_be_damaged(line, run, piece, damaged, strong):
                    piece.reading = piece.text
                pieces.append(piece)
        self._settle(line, pieces)
        yield from _as_repairs(pieces)

    def _inner(self, piece: Piece) -> Reading:
        """In mojibake of mojibake: Â alone was a byte that is lost, Ã alone the lead byte of this text's script."""
        if piece.text == "Â":
            return Reading("", 1.0, "")
        return Reading(self.twice_lead, 1.0, "")

    def _settle(self, line: str, pieces: list[Piece]) -> None:
        """Read what is left, with the model of each family that it belongs to."""
        waiting = {self._family(piece.text) for piece in pieces if piece.reading is None}
        for family in sorted(waiting, reverse=True):
            wanted = [piece for piece in pieces if piece.reading is None and self._family(piece.text) is family]
            model = load_model(self._language(line) if family is Family.CHINESE else family)
            items: list[Item] = []
            certain: list[str] = []
            at = 0
            shouted = False  # in a word in capitals, which is read as if it were in small letters
            for piece in pieces:
                between = line[at : piece.start]
                quiet = _word_start(between) if shouted else 0
                certain.append(between[:quiet].lower() + between[quiet:])
                at = piece.end
                if piece.reading is None and self._family(piece.text) is family:
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
            rest = line[at:]
            quiet = _word_start(rest) if shouted else 0
            certain.append(rest[:quiet].lower() + rest[quiet:])
            items.append(model.normal("".join(certain)))
            for piece, reading in zip(wanted, read(model, items), strict=True):
                if piece.text[0] == "ð":  # an emoji: which one, nobody can tell
                    others = [choice for choice in self._choices(piece.text, model) if choice != reading.text]
                    reading = Reading(reading.text, 1 / (1 + len(others)), (*others, "")[0])
                if family is Family.ALPHABETS and reading.text != piece.text and _is_shouted(line, piece):
                    reading = Reading(reading.text.upper(), reading.score, reading.runner_up.upper())
                piece.reading = reading

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
            whole = [damage.decode_whole(match.group()) or "" for match in WHOLE_RE.finditer(self.text)]
            characters = "".join(whole + HAN_RE.findall(self.text))
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

    def _may_be_damaged(self, line: str, run: re.Match[str], piece: Piece, damaged: bool, strong: bool) -> bool:
        if _is_quoted(line, run):
            return False
        if not damaged:
            return bool(ALONE_RE.match(line, piece.start)) and not SHOUTED_RE.match(line, piece.start)
        if strong or self._family(piece.text) is Family.ALPHABETS:
            return True
        before, after = line[max(0, run.start() - 1) : run.start()], line[run.end() : run.end() + 1]
        return self.has_han and not (_is_latin(before) or (_is_latin(after) and len(piece.text) == 1))


def _is_quoted(line: str, run: re.Match[str]) -> bool:
    """Whether a run stands in quotation marks by itself: then it is talked about."""
    return line[max(0, run.start() - 1) : run.start()] + line[run.end() : run.end() + 1] in QUOTES


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


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


def _as_repairs(pieces: list[Piece]) -> Iterator[Repair]:
    """Neighbours that had all their bytes are one repair, a character that had not is its own."""
    for piece in pieces:
        if piece.after != piece.text:
            yield Repair(piece.start, piece.end, piece.after, None if isinstance(piece.reading, str) else piece.reading)


def _as_ftfy(line: str) -> Iterator[Repair]:
    """What ftfy makes of a line, apart from what is masked in it: the other code pages."""
    from ftfy import fix_encoding

    at = 0
    for mask in [*(match.span() for match in KEPT_RE.finditer(line)), (len(line), len(line))]:
        before, after = line[at : mask[0]], fix_encoding(line[at : mask[0]])
        if before != after and after.count("\ufffd") <= before.count("\ufffd"):
            start = _shared(before, after)
            stop = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - start)
            yield Repair(at + start, at + len(before) - stop, after[start : len(after) - stop])
        at = mask[1]


def _shared(left: str, right: str) -> int:
    """How many characters two texts start with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
