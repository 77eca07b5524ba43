"""The files that a talk becomes: whether they are up to date, whether they are ours, and writing them.

The index of an output records hashes of its source, its options and its Markdown.
They decide, never clocks: files are copied, checked out and restored, and their
times then say nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from transcript_fixer.files.storage import File, write_together
from transcript_fixer.messages import readable
from transcript_fixer.model import Transcript
from transcript_fixer.options import Options
from transcript_fixer.trace import Reason
from transcript_fixer.version import GENERATOR
from transcript_fixer.writers.json import dump_index, generator_facts, is_edit


class ForeignFileError(Exception):
    """The target holds something that we did not write, or that was edited since."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The two files that one talk becomes, as bytes."""

    markdown: bytes
    index: bytes
    facts: dict[str, Any]
    """What the index says, before it was made bytes."""


def render_pages(talk: Transcript, output_file: str | None) -> Pages:
    """The files of a talk; `output_file` is the name that the Markdown is given."""
    facts = talk.to_index(output_file=output_file)
    return Pages(talk.to_markdown().encode("utf-8"), dump_index(facts).encode("utf-8"), facts)


def has_words(facts: dict[str, Any]) -> bool:
    """Whether there is anything to read in a talk, going by its index: more than slides, marks and blanks.

    >>> has_words({"segments": [{"text": "？"}, {"text": "Mice."}]}), has_words({"segments": [{"text": "？"}]})
    (True, False)
    """
    return any(any(map(str.isalnum, segment["text"])) for segment in facts["segments"])


def write_pages(pages: Pages, markdown: File, index: File) -> None:
    """Write both files, the index last: an index never speaks of Markdown that is not there yet."""
    write_together([(markdown, pages.markdown), (index, pages.index)])


def differs(file: File, data: bytes) -> bool:
    """Whether the file is missing or holds anything else."""
    return read_if_there(file) != data


def would_change(talk: Transcript, pages: Pages, markdown: File | None, index: File | None) -> bool:
    """Whether the files are missing or hold anything else; without files, whether more than layout was edited."""
    if markdown and index:
        return differs(markdown, pages.markdown) or differs(index, pages.index)
    return any(edit.reason is not Reason.LAYOUT for edit in talk.edits)


def is_up_to_date(
    data: bytes, markdown: File, known: dict[str, Any] | None, options: Options, *, file: str | None
) -> bool:
    """Whether the output on disk is what these bytes, this version and these options make.

    `known` is the index that lies there, as `read_index` gives it, and `file` the name that it
    should give the source. The index is taken at its word: that somebody changed its segments
    and left its hashes alone only a comparison with a new one shows, as `--check` makes it.
    """
    return (
        known is not None
        and known.get("generator") == generator_facts(options.digest())
        and _part(known, "source").get("file") == file
        and _part(known, "output").get("file") == readable(markdown.name)
        and _sha256(known, "source") == hashlib.sha256(data).hexdigest()
        and _sha256(known, "output") == _file_sha256(markdown)
    )


def refuse_foreign(markdown: File | None, index: File, pages: Pages) -> None:
    """Raise ForeignFileError if writing these pages would destroy what is not ours.

    Markdown that is exactly what we are about to write is ours even without its index: a
    run that was killed between the two files leaves it so. None where only an index is written.
    """
    written = _file_sha256(markdown) if markdown else None
    data = read_if_there(index)  # once: a run beside this one may be writing it
    known = _parse_index(data)
    if known is None and data is not None:
        raise ForeignFileError(
            f"{index.name} is not an index that fixtranscript wrote; move it away, or write elsewhere"
        )
    if not markdown or written is None or written == hashlib.sha256(pages.markdown).hexdigest():
        return
    if known is None:
        raise ForeignFileError(f"{markdown.name} is not ours (it has no index); --force overwrites it")
    if written != _sha256(known, "output"):
        raise ForeignFileError(f"{markdown.name} was edited since it was written; --force overwrites it")


def refuse_foreign_edits(edits: File) -> None:
    """Raise ForeignFileError if a list of edits would replace anything but an earlier one, or an empty file."""
    data = read_if_there(edits)
    if data and not is_edit(data.partition(b"\n")[0]):
        raise ForeignFileError(f"{edits.name} is not a list of edits that fixtranscript wrote; --force overwrites it")


def read_index(file: File) -> dict[str, Any] | None:
    """An index of ours, or None."""
    return _parse_index(read_if_there(file))


def _parse_index(data: bytes | None) -> dict[str, Any] | None:
    try:
        known = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        return None
    generator = known.get("generator") if isinstance(known, dict) else None
    return known if isinstance(generator, dict) and generator.get("name") == GENERATOR else None


def read_if_there(file: File) -> bytes | None:
    """All of a file, or None where there is none."""
    try:
        return file.read()
    except FileNotFoundError:
        return None


def _part(index: dict[str, Any], part: str) -> dict[str, Any]:
    facts = index.get(part)
    return facts if isinstance(facts, dict) else {}


def _sha256(index: dict[str, Any], part: str) -> str | None:
    digest = _part(index, part).get("sha256")
    return digest if isinstance(digest, str) else None


def _file_sha256(file: File) -> str | None:
    data = read_if_there(file)
    return None if data is None else hashlib.sha256(data).hexdigest()
