"""Every choice a caller can make, with its default and its risk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import NamedTuple, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


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


class UnfitOptionsError(ValueError):
    """The options ask for what this talk cannot give, such as more segments than it has sentences."""


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
    `glossary.parse_glossary` reads a file that replaces or extends it. Risk: an alias that is an
    ordinary word is rewritten wherever it stands."""

    language: str | None = None
    """The language of the talk, as its code of two or three letters (a region is left out). English and Chinese
    have rules of their own; any other code, known or not, gets the general ones. None finds it from the writing.
    Risk: a wrong one applies rules that do not fit."""

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
    words a minute. None finds as many as the talk has topics, about 20: each of the three makes fewer.
    `segments` goes first."""

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
            object.__setattr__(self, name, read_choice(kind, value, name))
        for name in ("keep", "drop"):
            object.__setattr__(self, name, read_texts(name, getattr(self, name)))
        if self.glossary is not None:
            object.__setattr__(self, "glossary", _glossary(self.glossary))
        for name in ("language", "encoding", "images"):
            value = getattr(self, name)
            if value is not None:
                _check_text(name, value)
        if self.language is not None:
            code = language_code(self.language)
            if code is None:
                raise ValueError(f"language is {self.language!r}; it is a code such as en, zh or pt-BR")
            object.__setattr__(self, "language", code)
        if self.encoding not in (None, "auto"):
            _check_encoding(self.encoding)
        if self.segments is not None:
            if not isinstance(self.segments, int) or isinstance(self.segments, bool):
                raise ValueError(f"segments is {self.segments!r}; it is a whole number")
            if self.segments < 1:
                raise ValueError(f"segments is {self.segments}; a talk has at least 1")

    def digest(self) -> str:
        """SHA-256 of all choices: two runs with one digest and one source write the same bytes."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


def read_choice(kind: type[Choice], value: str, name: str) -> Choice:
    """One of the values of an enum, asked for by `name`; ValueError, with all of them, for any other.

    >>> read_choice(Register, "talk", "register")
    Traceback (most recent call last):
    ...
    ValueError: register is 'talk'; it can be lecture or conversation
    """
    try:
        return kind(value)
    except ValueError:
        *others, last = [choice.value for choice in kind]
        raise ValueError(f"{name} is {value!r}; it can be {', '.join(others)} or {last}") from None


def language_code(name: str) -> str | None:
    """The code without a region, in lower case; None for what is no code.

    >>> language_code("pt-BR"), language_code("English, please")
    ('pt', None)
    """
    code = name.replace("_", "-").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def read_texts(name: str, value: object) -> tuple[str, ...]:
    """Words and phrases, asked for by `name`: one alone, or several.

    >>> read_texts("keep", "like"), read_texts("keep", ["like", "you know"])
    (('like',), ('like', 'you know'))
    """
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, Iterable) or isinstance(texts, Mapping | bytes):
        raise ValueError(f"{name} is {value!r}; it is a list of words and phrases")
    return tuple([_check_phrase(name, text) for text in texts])


def _glossary(value: object) -> tuple[GlossaryEntry, ...]:
    """Entries may be plain pairs too."""
    if not isinstance(value, Iterable) or isinstance(value, Mapping | str | bytes):
        raise ValueError(f"glossary is {value!r}; it is a list of entries: a term and its aliases")
    entries = []
    for entry in value:
        if not isinstance(entry, tuple | list) or len(entry) != 2:
            raise ValueError(f"glossary has {entry!r}; an entry is a term and its aliases")
        term, aliases = _check_text("glossary", entry[0]), read_texts("glossary", entry[1])
        for text in (term, *aliases):
            if not any(map(str.isalnum, text)):
                raise ValueError(f"glossary has {text!r} in {tuple(entry)!r}; a term and its aliases have words")
        entries.append(GlossaryEntry(term, aliases))
    return tuple(entries)


def _check_text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}; it is text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{name} is {value!r}; a lone surrogate cannot be written") from None
    return value


def _check_phrase(name: str, value: object) -> str:
    text = _check_text(name, value)
    if not text.strip():
        raise ValueError(f"{name} has {text!r}; a word or phrase is not empty")
    return text


def _check_encoding(name: str) -> None:
    try:
        " ".encode(name)
    except (LookupError, ValueError):
        raise ValueError(f"encoding is {name!r}; no text encoding is called so: try utf-8 or gb18030") from None
