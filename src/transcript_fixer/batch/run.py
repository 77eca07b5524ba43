"""Folders of episodes.

Everything that can be done is done, and the rest is accounted for: a bad file costs itself,
a killed run costs what it had in hand, and the next one goes on from there.

A run is planned first (which files, in which order, which cannot be done); each file is one of
the `jobs`, which `workers` do, and their results are accounted for in an index over all.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from transcript_fixer.batch.jobs import FileResult, Job, Look, Status, failed, fix_file
from transcript_fixer.batch.matching import matcher
from transcript_fixer.batch.workers import WorkerDiedError, available_cores, run_here, run_in_workers, run_on_cluster
from transcript_fixer.files.outputs import ForeignFileError, differs, read_if_there, read_index
from transcript_fixer.files.storage import Folder, Found, PassedOver, fit_name, open_folder, write_together
from transcript_fixer.messages import explain, readable
from transcript_fixer.options import Options
from transcript_fixer.version import __version__
from transcript_fixer.writers.episodes import Entry, render_episodes

INDEX = "index.json"
INCLUDE = ("*.txt", "*.md")
_HEAVY = 4_000_000  # bytes: a worker that had so large a file gives its memory back by ending


def fix_folder(
    source: str | Path,
    target: str | Path,
    options: Options | None = None,
    *,
    include: Sequence[str] | str = INCLUDE,
    exclude: Sequence[str] | str = (),
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    fail_fast: bool = False,
) -> Generator[FileResult, None, None]:
    """Fix every transcript in a folder, at any depth, and yield a result for each as it is done.

    Outputs have the same relative paths under `target`; its index.json, over all episodes,
    is written at the end, or when the iterator is closed. Both folders are paths, or addresses
    that fsspec knows. `include` and `exclude` are patterns as in `matching.matcher`. What an
    earlier run with the same options made of the same bytes is not made again, unless `force`.

        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> (folder / "raw").mkdir()
        >>> _ = (folder / "raw" / "p1.txt").write_text("So um we look at mice。")
        >>> for result in fix_folder(folder / "raw", folder / "clean", jobs=1):
        ...     print(result.file, result.status.value, result.markdown)
        p1.txt written p1.md
        >>> sorted(path.name for path in (folder / "clean").iterdir())
        ['index.json', 'p1.json', 'p1.md']

    The work is done by `jobs` processes (one for each core by default), or by the Dask cluster
    at the address `scheduler`. A file that fails is a result too, and does not stop the others;
    with `fail_fast` the first one ends the run. Files are begun largest first.

    Raises OSError if the source cannot be read or the target cannot be made, and ValueError
    for less than one process, and where one folder lies in the other in a way that would read
    outputs or overwrite inputs.
    """
    if jobs is not None and (not isinstance(jobs, int) or jobs < 1):
        raise ValueError(f"jobs is {jobs!r}; it is a whole number, at least 1")
    batch = plan_batch(
        open_folder(source), open_folder(target), options or Options(), include=include, exclude=exclude, force=force
    )
    return batch.run(jobs=jobs, scheduler=scheduler, fail_fast=fail_fast)


def plan_batch(
    source: Folder,
    target: Folder | None,
    options: Options,
    *,
    include: Sequence[str] | str = INCLUDE,
    exclude: Sequence[str] | str = (),
    force: bool = False,
    look: Look | None = None,
) -> Batch:
    """Find the files, and leave out those that would write over each other."""
    if target and target.holds(source):
        raise ValueError(f"{source} lies in {target}, so outputs could overwrite inputs; give another target folder")
    is_meant = matcher(include, exclude)
    found: list[Found] = []
    failures: list[FileResult] = []
    links: list[str] = []
    for entry in source.walk(target):
        if isinstance(entry, Found):
            if is_meant(entry.path):
                found.append(entry)
        elif isinstance(entry, PassedOver) and entry.error:
            failures.append(failed(entry.path, explain(entry.error)))
        else:
            links.append(entry.path)
    outputs = {entry.path: _output_names(entry.path) for entry in found}
    clashes = _find_clashes(outputs, target.merges_case() if target else False)
    failures += [failed(path, clashes[path]) for path in sorted(clashes)]
    jobs = [
        Job(source, target, entry.path, entry.size, *outputs[entry.path], options, force, look, __version__)
        for entry in found
        if entry.path not in clashes
    ]
    jobs.sort(key=lambda job: (-job.size, job.path))  # a large one begun last would keep everybody waiting
    return Batch(source, target, options, force, look, tuple(jobs), tuple(failures), tuple(sorted(links)))


class Batch(NamedTuple):
    """A planned run: the jobs, largest first, and what cannot be done. `links` lead out of the source."""

    source: Folder
    target: Folder | None
    options: Options
    force: bool
    look: Look | None
    jobs: tuple[Job, ...]
    failures: tuple[FileResult, ...]
    links: tuple[str, ...]

    def run(
        self, *, jobs: int | None = None, scheduler: str | None = None, fail_fast: bool = False
    ) -> Generator[FileResult, None, None]:
        """Do the jobs, yield their results as they come, and write the index of the folder at the end."""
        writes = self.target is not None and self.look is None
        account = _Account({job.path for job in self.jobs})
        if writes and self.target:
            self.target.create()
            self._sweep()
        try:
            with closing(self._results(jobs, scheduler)) as results:
                for result in results:
                    account.add(result)
                    yield result
                    if fail_fast and result.status is Status.FAILED:
                        break
        except BaseException:
            if writes:
                self._sweep()
                with suppress(OSError, ForeignFileError):
                    self._write_index(account)
            raise
        if writes:
            self._sweep()
        last = self._finish(account)
        if last:
            yield last

    def _results(self, jobs: int | None, scheduler: str | None) -> Generator[FileResult, None, None]:
        yield from self.failures
        folders = [folder for folder in (self.source, self.target) if folder]
        if any(folder.is_private() for folder in folders):
            answers: Generator[tuple[Job, FileResult | WorkerDiedError], None, None] = run_here(fix_file, self.jobs)
        elif scheduler:
            answers = run_on_cluster(fix_file, self.jobs, scheduler)
        else:
            answers = run_in_workers(
                fix_file, self.jobs, jobs or available_cores(), is_heavy=lambda job: job.size > _HEAVY
            )
        with closing(answers):
            for job, answer in answers:
                yield answer if isinstance(answer, FileResult) else failed(job.path, str(answer))

    def _sweep(self) -> None:
        if self.target:
            self.target.sweep(sorted({job.markdown.rpartition("/")[0] for job in self.jobs} | {""}))

    def _finish(self, account: _Account) -> FileResult | None:
        """Write or compare the index of the folder; a result tells what went wrong, or differs."""
        if not self.target:
            return None
        try:
            if self.look is None:
                self._write_index(account)
            elif differs(self.target.file(INDEX), account.render(self.options)):
                return FileResult(file=INDEX, status=Status.DIFFERS)
        except Exception as error:
            return failed(INDEX, explain(error))
        return None

    def _write_index(self, account: _Account) -> None:
        assert self.target
        file = self.target.file(INDEX)
        data = account.render(self.options)
        before = read_if_there(file)
        if before == data:
            return
        if before is not None and not self.force and "episodes" not in (read_index(file) or ()):
            raise ForeignFileError(f"{INDEX} is not ours; move it away, or --force overwrites it")
        write_together([(file, data)])


class _Account:
    """What has become of the files so far."""

    def __init__(self, pending: set[str]) -> None:
        self._pending = pending
        self._entries: list[Entry] = []
        self._failures: list[tuple[str, str]] = []

    def add(self, result: FileResult) -> None:
        self._pending.discard(result.file)
        if result.entry:
            self._entries.append(result.entry)
        elif result.status is Status.FAILED:
            self._failures.append((result.file, result.reason or ""))

    def render(self, options: Options) -> bytes:
        return render_episodes(options.digest(), self._entries, self._failures, self._pending)


def _output_names(path: str) -> tuple[str, str]:
    folder, slash, name = path.rpartition("/")
    stem = Path(name).stem
    return folder + slash + fit_name(stem, ".md"), folder + slash + fit_name(stem, ".json")


def _find_clashes(outputs: dict[str, tuple[str, str]], merges_case: bool) -> dict[str, str]:
    """The files whose outputs another one writes too, or that stand where a folder must be; each with the reason."""

    def key(path: str) -> str:
        return unicodedata.normalize("NFC", path).casefold() if merges_case else path

    writers: defaultdict[str, list[str]] = defaultdict(list)
    folders: set[str] = set()
    for path, names in outputs.items():
        for name in names:
            writers[key(name)].append(path)
            folders.update(key(str(parent)) for parent in _parents(name))
    clashes = {}
    for path, names in outputs.items():
        for name in names:
            others = sorted(set(writers[key(name)]) - {path})
            if key(name) == key(INDEX):
                clashes[path] = f"{name} is the index over all episodes; rename the source"
            elif others:
                clashes[path] = f"{name} would be written by {_listed(others)} too; rename one of them"
            elif key(name) in folders:
                clashes[path] = f"{name} is a folder of other outputs; rename the source"
            else:
                continue
            break
    return clashes


def _parents(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(map(readable, paths[:3])) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
