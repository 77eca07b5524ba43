"""Talks and lectures as careful readers cut them, and as the segmenter sees them.

`readings/segments.json` holds readings of our own, of talks whose text is elsewhere: for each file the place in
characters, the level (1 for a segment, 2 for a part of one) and a title of each beginning. Some are of talks that
others have not read; they only judge. The others are second readings of annotated talks, by readers who had not seen
the first ones; with these they agree as the annotators do with each other (boundary F1 .89, Pk .07).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from transcript_fixer import fix_transcript, pipeline
from transcript_fixer.model import SegmentOutline, Unit
from transcript_fixer.segments.evidence import Passage, TopicEvidence, gather_evidence
from transcript_fixer.segments.outline import find_passages

READINGS = Path(__file__).with_name("readings") / "segments.json"


class Chapter(NamedTuple):
    """A segment, or with level 2 a part of one: its first passage, and what the reader called it."""

    start: int
    level: int
    title: str


@dataclass
class Document:
    """A talk: what the segmenter sees, and where each annotator cut."""

    name: str
    kind: str
    group: str
    passages: list[Passage]
    language: str
    units: list[int]
    """For each passage, the unit in which it starts; the figures count units."""
    length: int
    references: list[set[int]]
    """For each annotator, the units at which a segment starts."""
    chapters: list[Chapter]
    """As the first annotator named them; none for lectures."""
    second: list[Chapter] = field(default_factory=list)
    """As a reader of our own named them, to learn from; none for talks that only judge, and for lectures."""
    targets: np.ndarray = field(init=False)
    """For each passage, the share of annotators who cut before it."""
    evidence: TopicEvidence = field(init=False)

    def __post_init__(self) -> None:
        self.targets = np.zeros(len(self.passages))
        for reference in self.references:
            for boundary in reference:
                nearest = min(range(len(self.units)), key=lambda at: abs(self.units[at] - boundary))
                if nearest:
                    self.targets[nearest] += 1 / len(self.references)
        self.targets = np.minimum(self.targets, 1)
        self.evidence = gather_evidence(self.passages, self.language)


def units_of(raw: str) -> tuple[Sequence[Unit], str]:
    """What the pipeline hands to the segmenter, whichever stages it has before it."""
    seen: list[tuple[Sequence[Unit], str]] = []

    def remember(units: Sequence[Unit], options: object, language: str) -> tuple[SegmentOutline, ...]:
        seen.append((units, language))
        return (SegmentOutline(0, "All"),)

    whole, pipeline.find_segments = pipeline.find_segments, remember
    try:
        fix_transcript(raw)
    finally:
        pipeline.find_segments = whole
    return seen[0]


def passages_of(raw: str) -> tuple[list[Passage], list[int], str]:
    """The passages of a transcript, where each starts in characters, and the language."""
    seen, language = units_of(raw)
    places, passages = find_passages(seen)
    return passages, [seen[place].text.span.start for place in places], language


def read_chapters(marked: Sequence[tuple[int, int, str]], starts: Sequence[int]) -> list[Chapter]:
    """The chapters of a reading of ours, each at the passage that starts nearest to its place."""
    passages = range(len(starts))
    return [Chapter(min(passages, key=lambda at: abs(starts[at] - place)), *named) for place, *named in marked]


def read_talks(folder: Path) -> Iterator[Document]:
    """The talks of a folder of NAME.md, NAME.units.json and NAME.A.json ..."""
    readings = json.loads(READINGS.read_text("utf-8"))
    for path in sorted(folder.glob("*.units.json")):
        name = path.name.removesuffix(".units.json")
        units = json.loads(path.read_text("utf-8"))
        text_units = [at for at, unit in enumerate(units) if unit[2] == "TXT"]
        ends = [units[at][1] for at in text_units]
        passages, starts, language = passages_of((folder / f"{name}.md").read_text("utf-8"))
        index = [min(bisect_right(ends, start), len(ends) - 1) for start in starts]
        annotations = [
            json.loads(annotation.read_text("utf-8"))["segments"]
            for annotation in sorted(folder.glob(f"{name}.[A-Z].json"))
        ]
        references = [
            {
                min(bisect_left(text_units, each["start"]), len(ends) - 1)
                for each in [each for each in annotation if each["level"] == 1][1:]
            }
            - {0}
            for annotation in annotations
        ]
        chapters = [
            Chapter(bisect_left(index, bisect_left(text_units, each["start"])), each["level"], each["title"])
            for each in annotations[0]
        ]
        second = read_chapters(readings.get(f"{name}.md", []), starts)
        yield Document(name, "talks", name, passages, language, index, len(ends), references, chapters, second)


def read_own(folder: Path) -> Iterator[Document]:
    """The talks of a folder of texts that `READINGS` tells of."""
    for name, marked in json.loads(READINGS.read_text("utf-8")).items():
        if not (folder / name).exists():
            continue
        passages, starts, language = passages_of((folder / name).read_text("utf-8"))
        chapters = read_chapters(marked, starts)
        cuts = {chapter.start for chapter in chapters if chapter.level == 1} - {0}
        number = range(len(passages))
        yield Document(
            name, f"own readings, {language}", name, passages, language, [*number], len(number), [cuts], chapters
        )


def read_lectures(folder: Path) -> Iterator[Document]:
    """The lectures of a folder for each collection, in each file a sentence a line and `=====` between segments."""
    for path in sorted(folder.glob("*/*")):
        sentences: list[str] = []
        cuts: set[int] = set()
        for line in path.read_text("utf-8", "replace").splitlines():
            if re.match(r"={5,}\s*$", line):
                cuts.add(len(sentences))
            elif line.strip():
                sentences.append(line.strip())
        cuts = {cut for cut in cuts if 0 < cut < len(sentences)}
        passages = [Passage(sentence, sentence) for sentence in sentences]
        number = range(len(sentences))
        yield Document(
            path.name, path.parent.name, f"lecture {path.name}", passages, "en", [*number], len(number), [cuts], []
        )
