"""One file of a folder: what is to be done with it, and what became of it.

A job has all that a worker must know, on this machine or another, and its result says what happened,
whatever that was; no job knows of another.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transcript_fixer.files.outputs import (
    ForeignFileError,
    has_words,
    is_up_to_date,
    read_index,
    refuse_foreign,
    render_pages,
    would_change,
    write_pages,
)
from transcript_fixer.files.storage import Folder
from transcript_fixer.messages import explain, readable
from transcript_fixer.options import Options
from transcript_fixer.version import __version__
from transcript_fixer.writers.episodes import Entry, render_entry


class Status(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UP_TO_DATE = "up-to-date"
    DIFFERS = "differs"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file of a folder.

    `file` is its path in the source folder, `markdown` and `index` are those of its outputs in
    the target folder. `reason` says why it failed. A failure of the index over all episodes
    is one of the file `index.json`. A talk is `wordless` if there is nothing to read in it.
    `difference` is what a run that shows it would print, and `entry` stands in the index over all.
    """

    file: str
    status: Status
    reason: str | None = None
    markdown: str | None = None
    index: str | None = None
    title: str | None = None
    episode: int | None = None
    characters: int = 0
    segments: int = 0
    edits: int = 0
    warnings: int = 0
    wordless: bool = False
    difference: str = ""
    entry: Entry | None = None


class Look(StrEnum):
    """A run that writes nothing: does it tell what differs, or show it too?"""

    CHECK = "check"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to do, with all that a worker elsewhere must know. It pickles."""

    source: Folder
    target: Folder | None
    path: str
    size: int
    markdown: str
    index: str
    options: Options
    force: bool
    look: Look | None
    version: str


def fix_file(job: Job) -> FileResult:
    """Do one job, here or in a worker. Whatever goes wrong is its result."""
    try:
        return _fix_file(job)
    except Exception as error:
        return failed(job.path, explain(error))


def _fix_file(job: Job) -> FileResult:
    if job.version != __version__:
        return failed(job.path, f"this worker has version {__version__}, not {job.version}; install the same on all")
    data = job.source.file(job.path).read()
    markdown = job.target.file(job.markdown) if job.target else None
    index = job.target.file(job.index) if job.target else None
    if markdown and index and not job.force and not job.look:
        known = read_index(index)
        if is_up_to_date(data, markdown, known, job.options, file=_source_name(job)):
            with suppress(LookupError, TypeError, AttributeError):  # an index that somebody cut is made again
                return _result(job, Status.UP_TO_DATE, known or {})
    from transcript_fixer.pipeline import fix_transcript  # what is up to date needs no stage

    talk = fix_transcript(data, job.options, file=_source_name(job))
    pages = render_pages(talk, readable(job.markdown.rpartition("/")[2]) if job.target else None)
    if job.look:
        changes = would_change(talk, pages, markdown, index)
        difference = ""
        if job.look is Look.DIFFERENCE:
            from transcript_fixer.difference import paint_ansi, render_difference

            difference = "\n".join(render_difference(talk.restore(), talk.edits, paint_ansi))
        return _result(job, Status.DIFFERS if changes else Status.UP_TO_DATE, pages.facts, difference)
    if markdown and index:
        if not job.force:
            refuse_foreign(markdown, index, pages)
        _refuse_inputs(job)
        write_pages(pages, markdown, index)
    return _result(job, Status.WRITTEN, pages.facts)


def _source_name(job: Job) -> str:
    """What the index calls the source."""
    return readable(job.path.rpartition("/")[2])


def _result(job: Job, status: Status, facts: dict[str, Any], difference: str = "") -> FileResult:
    return FileResult(
        file=job.path,
        status=status,
        markdown=job.markdown,
        index=job.index,
        title=facts["title"],
        episode=facts["episode"],
        characters=facts["source"]["characters"],
        segments=len(facts["segments"]),
        edits=sum(facts["edits"].values()),
        warnings=len(facts["warnings"]),
        wordless=not has_words(facts),
        difference=difference,
        entry=render_entry(job.path, job.markdown, job.index, facts),
    )


def failed(path: str, reason: str) -> FileResult:
    """The result of a file that could not be done."""
    return FileResult(file=path, status=Status.FAILED, reason=reason)


def _refuse_inputs(job: Job) -> None:
    """Input is never changed, not even through links from the target into the source."""
    if not job.target:
        return
    for name in (job.markdown, job.index):
        if job.source.leads_into(job.target, name):
            raise ForeignFileError(f"{name} leads to a file of the source folder; remove the link")
