"""What a transcript is made of, from the first cue to the finished segments.

Everything here is frozen: a stage returns new values and writes nothing back.
Every `span` counts code points of the source, the decoded text before any edit.

The parts of a talk tile its source: each part's span starts where the one
before it ended, so nothing can fall between two stages unseen.

Most classes are named tuples, which Python makes in a quarter of the time that a dataclass
takes: a short talk is done sooner than seventeen of these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from transcript_fixer.options import Options
from transcript_fixer.trace import Edit, Span, TracedText, undo_edits

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


class Source(NamedTuple):
    """The decoded text before any change, and where it came from.

    `text` holds a byte that could not be decoded as a lone surrogate (PEP 383), so that
    the bytes can be had back.
    """

    text: str
    encoding: str
    sha256: str


class Cue(NamedTuple):
    """One block of captions, with the white space that follows it."""

    text: TracedText


class SlideMarker(NamedTuple):
    """An image reference in the text: `![](img/ID_7.png)` has the number 7.

    `span` is where it stands in the source. `text` is the marker as written, with the
    white space that follows it; for a marker that was moved behind the sentence it
    interrupted, `text` is an insertion there.
    """

    text: TracedText
    span: Span
    image: str
    number: int | None


class Captions(NamedTuple):
    """A parsed transcript: the title line, if it has one, and what follows, in order, gapless."""

    heading: TracedText | None
    blocks: tuple[Cue | SlideMarker, ...]
    finished: bool = False
    """Our own Markdown: marks and capitals are what an earlier run made of them, and stay."""


class Utterance(NamedTuple):
    """One stretch of speech by one speaker, in whole sentences, with no slide marker in it.

    `opens_turn` says that another speaker takes over here; `speaker` is the name, where the
    captions tell it.
    """

    text: TracedText
    opens_turn: bool = False
    speaker: str | None = None
    is_paragraph: bool = False
    """A paragraph of our own Markdown, which stays one."""


class Sentence(NamedTuple):
    """One sentence, with the white space that follows it. It is empty where nothing was left of it.

    `opens_paragraph` is None where the source has no paragraphs and the layout makes them.
    """

    text: TracedText
    opens_turn: bool = False
    speaker: str | None = None
    opens_paragraph: bool | None = None


Block: TypeAlias = Utterance | SlideMarker
Unit: TypeAlias = Sentence | SlideMarker


class Topic(NamedTuple):
    """A part of a segment that stays on one matter."""

    title: str
    span: Span


class Heading(NamedTuple):
    """What the title line tells. `text` is the line as repaired; None is what it does not tell."""

    text: str
    title: str | None = None
    episode: int | None = None
    channel: str | None = None
    video: Video | None = None


class Video(NamedTuple):
    """Where the talk can be seen."""

    site: str
    id: str
    url: str


class Turn(NamedTuple):
    """The stretch in which one speaker speaks; `name` is None where the captions do not tell it."""

    name: str | None
    span: Span


class SegmentOutline(NamedTuple):
    """A segment as found: the index of its first unit, and what it is about."""

    first: int
    title: str
    keywords: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


class Paragraph(NamedTuple):
    """Sentences that belong together. `speaker` is set where a named speaker takes over."""

    text: str
    speaker: str | None = None


class Slide(NamedTuple):
    """A slide of the finished talk: its path as in the source, its number, and where it stood.

    `marker` is the reference as the source has it.
    """

    image: str
    number: int | None
    span: Span
    marker: str


class Segment(NamedTuple):
    """A stretch on one topic, as a reader gets it.

    `id` is the anchor of its heading; `blocks` holds paragraphs and slides in reading order.
    """

    number: int
    id: str
    title: str
    span: Span
    blocks: tuple[Paragraph | Slide, ...]
    keywords: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def text(self) -> str:
        """The clean text, without slides; a blank line stands between paragraphs."""
        return "\n\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def slides(self) -> tuple[Slide, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Slide))


class SourceFacts(NamedTuple):
    """What the index says of the source. `file` is a name without a folder, or None for text from memory."""

    file: str | None
    sha256: str
    encoding: str
    characters: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A finished talk: clean text in segments, and the account of every edit that led there.

    The talk's *output*, in the sense of the laws, is `output`: the title line, then the
    paragraphs and slide markers of all segments, with a blank line between them. Applying
    `edits` to the source gives it; `restore` undoes them.
    """

    heading: Heading
    segments: tuple[Segment, ...]
    edits: tuple[Edit, ...]
    warnings: tuple[TranscriptWarning, ...]
    turns: tuple[Turn, ...]
    language: str
    source: SourceFacts
    options: Options

    @property
    def title(self) -> str | None:
        return self.heading.title

    @property
    def shown_title(self) -> str:
        """What stands above the talk: its title, or else the name of its file."""
        return shown_title(self.heading, self.source.file)

    @property
    def output(self) -> str:
        parts = [self.heading.text] if self.heading.text else []
        for segment in self.segments:
            parts += [block.text if isinstance(block, Paragraph) else block.marker for block in segment.blocks]
        return "\n\n".join(parts)

    def restore(self) -> str:
        """The source, rebuilt from the output and the edits alone (for bytes: the decoded text)."""
        return undo_edits(self.output, self.edits)

    # Writers know the model, and the model does not know them: hence the imports where they are used.

    def to_markdown(self) -> str:
        """Clean Markdown: front matter, title, contents, and each segment with its slides."""
        from transcript_fixer.writers.markdown import render_markdown

        return render_markdown(self).text

    def to_index(self, *, output_file: str | None = None) -> dict[str, object]:
        """The JSON index, ready for `json.dumps`; `output_file` is the name the Markdown is given."""
        from transcript_fixer.writers.json import render_index

        return render_index(self, output_file=output_file)


def shown_title(heading: Heading, file: str | None) -> str:
    """The title a reader sees; a talk without a title line takes its file's name."""
    stem = file.rsplit("/", 1)[-1].partition(".")[0] if file else ""
    return heading.title or stem or "Transcript"
