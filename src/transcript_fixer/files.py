"""Transcripts on disk: what is up to date, what is not ours, and writing so that no half file is ever seen.

The index of an output records hashes of its source, its options and its Markdown.
They decide, never clocks: files are copied, checked out and restored, and their
times then say nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from transcript_fixer.model import Transcript
from transcript_fixer.options import Options
from transcript_fixer.writers.json import dump_index, generator_facts


class ForeignFileError(Exception):
    """The target holds something that we did not write, or that was edited since."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The two files that one talk becomes, as bytes."""

    markdown: bytes
    index: bytes


def render_pages(talk: Transcript, output_file: str | None) -> Pages:
    markdown = talk.to_markdown().encode("utf-8")
    return Pages(markdown, dump_index(talk.to_index(output_file=output_file)).encode("utf-8"))


def write_pages(pages: Pages, markdown: Path, index: Path) -> None:
    """Write both files, the index last: an index never speaks of Markdown that is not there yet."""
    markdown.parent.mkdir(parents=True, exist_ok=True)
    index.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(markdown, pages.markdown)
    write_atomically(index, pages.index)


def differs(path: Path, data: bytes) -> bool:
    """Whether the file is missing or holds anything else."""
    return _file_sha256(path) != hashlib.sha256(data).hexdigest()


def is_up_to_date(data: bytes, markdown: Path, index: Path, options: Options) -> bool:
    """Whether the output on disk is what these bytes, this version and these options make."""
    known = _read_index(index)
    return (
        known is not None
        and known.get("generator") == generator_facts(options.digest())
        and _sha256(known, "source") == hashlib.sha256(data).hexdigest()
        and _sha256(known, "output") == _file_sha256(markdown)
    )


def refuse_foreign(markdown: Path, index: Path, pages: Pages) -> None:
    """Raise ForeignFileError if writing these pages would destroy what is not ours.

    Markdown that is exactly what we are about to write is ours even without its index: a
    run that was killed between the two files leaves it so.
    """
    written = _file_sha256(markdown)
    known = _read_index(index)
    if known is None and index.exists():
        raise ForeignFileError(f"{index}: is not an index that fixtranscript wrote; name another file with --index")
    if written is None or written == hashlib.sha256(pages.markdown).hexdigest():
        return
    if known is None:
        raise ForeignFileError(f"{markdown}: is not ours (it has no index); --force overwrites it")
    if written != _sha256(known, "output"):
        raise ForeignFileError(f"{markdown}: was edited since it was written; --force overwrites it")


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the target, then replace it: a reader sees the old file or the new one."""
    target = Path(os.path.realpath(path))  # a link stays a link
    beside = target.with_name(f".fixtranscript-{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _read_index(path: Path) -> dict[str, object] | None:
    """An index of ours, or None."""
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    generator = known.get("generator") if isinstance(known, dict) else None
    return known if isinstance(generator, dict) and generator.get("name") == "transcript_fixer" else None


def _sha256(index: dict[str, object], part: str) -> str | None:
    facts = index.get(part)
    digest = facts.get("sha256") if isinstance(facts, dict) else None
    return digest if isinstance(digest, str) else None


def _file_sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
