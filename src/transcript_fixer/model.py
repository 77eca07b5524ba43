"""What a transcript is made of, from the first cue to the finished segments.

Everything here is frozen: a stage returns new values and writes nothing back.
Every `span` counts code points of the source, the decoded text before any edit.

The parts of a talk tile its source: each part's span starts where the one
before it ended, so nothing can fall between two stages unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from transcript_fixer.trace import Span, TracedText

T = TypeVar("T")


class WarningKind(StrEnum):
    """What a reader should look at. The values stand in the JSON index."""

    DECODER_LOOP = "decoder-loop"
    MISSING_SLIDE = "missing-slide"
    UNCERTAIN_REPAIR = "uncertain-repair"
    UNREPAIRED = "unrepaired"
    UNREADABLE_BYTES = "unreadable-bytes"
    TERM_SUGGESTION = "term-suggestion"


class TranscriptWarning(NamedTuple):
    """Something a reader should look at, and where in the source."""

    kind: WarningKind
    span: Span
    message: str


class Fixed(NamedTuple, Generic[T]):
    """What a stage hands on: what it made (its edits travel in the traced text), and what it doubts."""

    value: T
    warnings: tuple[TranscriptWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The decoded text before any change, and where it came from.

    `text` holds a byte that could not be decoded as a lone surrogate (PEP 383), so that
    the bytes can be had back.
    """

    text: str
    encoding: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One block of captions, with the white space that follows it."""

    text: TracedText


@dataclass(frozen=True, slots=True)
class SlideMarker:
    """An image reference in the text: `![](img/ID_7.png)` has the number 7.

    `span` is where it stands in the source. `text` is the marker as written, with the
    white space that follows it; for a marker that was moved behind the sentence it
    interrupted, `text` is an insertion there.
    """

    text: TracedText
    span: Span
    image: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Captions:
    """A parsed transcript: the title line, if it has one, and what follows, in order, gapless."""

    heading: TracedText | None
    blocks: tuple[Cue | SlideMarker, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of speech by one speaker, in whole sentences, with no slide marker in it.

    `opens_turn` says that another speaker takes over here; `speaker` is the name, where the
    captions tell it.
    """

    text: TracedText
    opens_turn: bool = False
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with the white space that follows it. It is empty where nothing was left of it."""

    text: TracedText
    opens_turn: bool = False
    speaker: str | None = None


Block: TypeAlias = Utterance | SlideMarker
Unit: TypeAlias = Sentence | SlideMarker


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of a segment that stays on one matter."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """What the title line tells. `text` is the line as repaired; None is what it does not tell."""

    text: str
    title: str | None = None
    episode: int | None = None
    channel: str | None = None
    video: Video | None = None


@dataclass(frozen=True, slots=True)
class Video:
    """Where the talk can be seen."""

    site: str
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The stretch in which one speaker speaks; `name` is None where the captions do not tell it."""

    name: str | None
    span: Span
