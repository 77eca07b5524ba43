"""Folders of episodes, as the command is asked for them: progress, failures, a summary, the exit status."""

from __future__ import annotations

import gc
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import click

from transcript_fixer.batch.jobs import FileResult, Look, Status
from transcript_fixer.batch.run import INCLUDE, INDEX, Batch, plan_batch
from transcript_fixer.batch.workers import WorkerStartError
from transcript_fixer.cli.progress import Progress
from transcript_fixer.files.storage import Folder, is_address, open_folder
from transcript_fixer.messages import count, shown
from transcript_fixer.options import Options


def fix_all(source: str, target: str | None, options: Options, flags: dict[str, Any]) -> int:
    """Fix every transcript under a folder and return the exit status."""
    gc.enable()  # a night is long, and a cluster's client makes rings
    look = Look.DIFFERENCE if flags["diff"] else Look.CHECK if flags["check"] else None
    if target is None and not look:
        raise click.UsageError(f"{shown(source)} is a folder; name a folder for the output too")
    if target and not is_address(target) and Path(target).exists() and not Path(target).is_dir():
        raise click.UsageError(f"{shown(target)} is a file; the output of a folder needs a folder")
    try:
        batch = plan_batch(
            _open(source),
            _open(target) if target else None,
            options,
            include=flags["include"] or INCLUDE,
            exclude=flags["exclude"],
            force=flags["force"],
            look=look,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if flags["scheduler"]:
        _need("distributed", "--scheduler", "dask")
    return _run(batch, _Named(source, target), flags)


class _Named(NamedTuple):
    """The two folders as they were typed, for messages: a batch knows them by their full paths."""

    source: str
    target: str | None

    def file(self, path: str) -> str:
        folder = (self.target or "") if path == INDEX else self.source
        return shown(f"{folder.rstrip('/')}/{path}")


def _run(batch: Batch, named: _Named, flags: dict[str, Any]) -> int:
    quiet, total = flags["quiet"], len(batch.jobs)
    if batch.links and not quiet:
        _say(f"{count(len(batch.links), 'link')} out of {shown(named.source)} not followed: {_listed(batch.links)}")
    progress = Progress(total, sum(job.size for job in batch.jobs), quiet=quiet)
    sizes = {job.path: job.size for job in batch.jobs}
    became: Counter[Status] = Counter()
    edits = 0
    waiting: dict[str, str] = {}
    results = batch.run(jobs=flags["jobs"], scheduler=flags["scheduler"], fail_fast=flags["fail_fast"])
    try:
        with _ended_by_terminate(), closing(results):
            for result in results:
                became[result.status] += 1
                edits += result.edits
                if result.file in sizes:
                    progress.advance(sizes[result.file], result.characters)
                _report(result, named, flags, progress)
                if result.difference:
                    waiting[result.file] = result.difference
    except KeyboardInterrupt:
        progress.clear()
        done = became[Status.WRITTEN] + became[Status.UP_TO_DATE]
        _say(
            f"interrupted: {done:,} of {count(total, 'transcript')} done, none half-written; "
            "run the same command to go on"
        )
        return 130
    except WorkerStartError as error:
        raise click.ClickException(str(error)) from None
    progress.clear()
    for path in sorted(waiting):
        click.echo(f"=== {shown(path)}\n{waiting[path]}")
    if not quiet:
        _say(_summary(batch, named, became, edits))
    if became[Status.FAILED]:
        return 3
    return 4 if flags["check"] and became[Status.DIFFERS] else 0


def _report(result: FileResult, named: _Named, flags: dict[str, Any], progress: Progress) -> None:
    name = named.file(result.file)
    if result.status is Status.FAILED:
        progress.clear()
        _say(f"error: {name}: {shown(result.reason)}")
    elif result.status is Status.DIFFERS and flags["check"] and not flags["quiet"]:
        progress.clear()
        _say(f"{name} would change")
    elif result.status is Status.WRITTEN and result.wordless and not flags["quiet"]:
        progress.clear()
        _say(f"{name}: no words in it")
    elif flags["verbose"]:
        progress.clear()
        parts = {"segment": result.segments, "edit": result.edits, "warning": result.warnings}
        _say(f"{name}: {result.status.value}, {', '.join(count(number, noun) for noun, number in parts.items())}")


def _summary(batch: Batch, named: _Named, became: Counter[Status], edits: int) -> str:
    if not batch.jobs and not batch.failures:
        return f"no transcripts in {shown(named.source)} (--include tells which files to take)"
    names = {
        Status.WRITTEN: "written",
        Status.UP_TO_DATE: "up to date",
        Status.DIFFERS: "would change",
        Status.FAILED: "failed",
    }
    parts = [f"{became[status]:,} {name}" for status, name in names.items() if became[status]]
    where = f" in {shown(named.target)}" if named.target else ""
    total = count(len(batch.jobs) + len(batch.failures), "transcript")
    return f"{total}{where}: {', '.join(parts)}; {count(edits, 'edit')}"


@contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """Whoever ends us politely (a service manager, `timeout`) gets what Ctrl-C gets: an index of what is done."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _open(address: str) -> Folder:
    if is_address(address):
        _need("fsspec", address, "remote")
    try:
        return open_folder(address)
    except ImportError as error:  # fsspec tells which package the protocol needs
        raise click.UsageError(f"{shown(address)}: {error}") from None
    except ValueError as error:
        raise click.UsageError(f"{shown(address)}: {error}; fsspec must know what stands before ://") from None


def _need(package: str, what: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise click.UsageError(f"{what} needs {package}; pip install 'transcript-fixer[{extra}]'")


def _listed(paths: tuple[str, ...]) -> str:
    return ", ".join(map(shown, paths[:3])) + (" ..." if len(paths) > 3 else "")


def _say(message: str) -> None:
    click.echo(f"fixtranscript: {message}", err=True)
