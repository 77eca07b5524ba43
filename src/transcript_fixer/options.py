"""Every choice a caller can make, with its default and its risk."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import NamedTuple


class Fillers(StrEnum):
    """How much of what was said, but is not meant to be read, goes."""

    NONE = "none"
    PAUSES = "pauses"
    CLEAN = "clean"


class Granularity(StrEnum):
    """How many segments an hour of talk has."""

    COARSE = "coarse"
    NORMAL = "normal"
    FINE = "fine"


class Register(StrEnum):
    """How the talk was spoken: a lecture loses hedges and answers, a conversation keeps them."""

    LECTURE = "lecture"
    CONVERSATION = "conversation"


class GlossaryEntry(NamedTuple):
    """A term as it is to be written, and how else it turns up."""

    term: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to fix a transcript.

    >>> Options(fillers="pauses").fillers
    <Fillers.PAUSES: 'pauses'>
    >>> Options(fillers="some")
    Traceback (most recent call last):
    ...
    ValueError: fillers is 'some'; it can be none, pauses or clean
    """

    fillers: Fillers | str = Fillers.CLEAN
    """Filled pauses, repeats and other fillers: `clean` removes them, `pauses` only um and uh,
    `none` keeps every word. Risk: `clean` may take a word that was meant."""

    register: Register | str = Register.LECTURE
    """`lecture` takes hedges (kind of), answers (yeah, okay) and a "So" that follows from nothing;
    `conversation` keeps them. Risk: dialogue read as a lecture loses its answers."""

    keep: tuple[str, ...] = ()
    """Words and phrases that are never stripped, whatever they are. One alone may be a plain string."""

    drop: tuple[str, ...] = ()
    """Words and phrases that are always stripped with the fillers, wherever they stand, in any language.
    Risk: every occurrence goes. What `keep` names as well stays."""

    glossary: tuple[GlossaryEntry, ...] | None = None
    """The terms to write in one way. None is the built-in glossary (machine learning, Python);
    `terms.parse_glossary` reads a file that replaces or extends it. Risk: an alias that is an
    ordinary word is rewritten wherever it stands."""

    language: str | None = None
    """The language of the talk, as its two-letter code (a region is left out). None finds it from the writing;
    a wrong one applies rules that do not fit."""

    encoding: str | None = None
    """How to decode bytes. None takes a byte order mark, UTF-16 by its NULs or UTF-8, and refuses
    the rest; `auto` guesses, and may guess wrong."""

    images: str | None = None
    """Written before the file name of each slide in the Markdown, in place of its folder.
    None leaves paths as they are. The index always has them as they are."""

    segments: int | None = None
    """Exactly so many topic segments. None finds as many as the talk has topics, about one for each
    400 words in a conference talk. Risk: a number cuts where there is nothing to cut."""

    granularity: Granularity | str | None = None
    """About 4 (`coarse`), 6 (`normal`) or 13 (`fine`) segments for an hour of talk, taken at 150
    words a minute. None finds as many as the talk has topics; `segments` goes first."""

    def __post_init__(self) -> None:
        kinds: tuple[tuple[str, type[StrEnum]], ...] = (
            ("fillers", Fillers),
            ("register", Register),
            ("granularity", Granularity),
        )
        for name, kind in kinds:
            value = getattr(self, name)
            if value is None and name == "granularity":
                continue
            try:
                object.__setattr__(self, name, kind(value))
            except ValueError:
                raise ValueError(f"{name} is {value!r}; it can be {_one_of(kind)}") from None
        for name in ("keep", "drop"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        if self.language is not None:
            code = self.language.replace("_", "-").partition("-")[0].lower()
            if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
                raise ValueError(f"language is {self.language!r}; it is a code such as en, zh or pt-BR")
            object.__setattr__(self, "language", code)
        if self.segments is not None and self.segments < 1:
            raise ValueError(f"segments is {self.segments}; a talk has at least 1")

    def digest(self) -> str:
        """SHA-256 of all choices: two runs with one digest and one source write the same bytes."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


def _one_of(choices: type[StrEnum]) -> str:
    *others, last = [choice.value for choice in choices]
    return f"{', '.join(others)} or {last}"
