"""Folders and files: on this machine, or behind an address that fsspec knows (`s3://bucket/raw`).

Two promises hold for both kinds. A file is read as it was at one moment, or not at all; and
it is replaced whole: whoever looks sees the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

_BESIDE = ".fixtranscript-"  # a hidden name, which no run takes for a transcript
_RECENT = 2.0  # seconds; a clock only raises the suspicion, the bytes decide
_LONGEST_NAME = 255  # bytes of a file name, on all disks in common use


class ChangingFileError(Exception):
    """A file went on changing while it was read."""


class Staged(Protocol):
    """A new content that lies ready, and is not yet seen."""

    def commit(self) -> None: ...

    def discard(self) -> None: ...


class File(Protocol):
    """One file, read whole and replaced whole."""

    @property
    def name(self) -> str: ...

    def read(self) -> bytes:
        """All of it, as it was at one moment. Raises FileNotFoundError or another OSError."""

    def stage(self, data: bytes) -> Staged:
        """Lay a new content ready beside the old one."""


class Found(NamedTuple):
    """A file in a folder: its path there, with `/` between the parts, and its size in bytes."""

    path: str
    size: int


class PassedOver(NamedTuple):
    """What a folder holds and `walk` did not enter: a link that leads out, or a folder it may not read."""

    path: str
    error: OSError | None


class Folder(Protocol):
    """A folder of files, at any depth. It pickles: it holds its address and nothing open."""

    def file(self, path: str) -> File: ...

    def create(self) -> None: ...

    def walk(self, leave_out: Folder | None) -> Iterator[Found | PassedOver]:
        """All files, in no order, but hidden ones and those in the folder `leave_out`."""

    def holds(self, other: Folder) -> bool:
        """Whether `other` is this folder, or lies in it."""

    def leads_into(self, target: Folder, path: str) -> bool:
        """Whether the file `path` of the folder `target` is, by way of links, one of this folder."""

    def merges_case(self) -> bool:
        """Whether `A.md` and `a.md` are one file here."""

    def is_private(self) -> bool:
        """Whether no other process can see this folder: it is in the memory of this one."""

    def sweep(self, folders: Sequence[str]) -> None:
        """Remove from these folders what killed runs left unfinished; what a living one writes stays."""


def write_together(contents: Sequence[tuple[File, bytes]]) -> None:
    """Replace several files, in order, after all new contents lie ready.

    A full disk shows before the first file is replaced, and a kill has next to no time to
    fall between two of them.
    """
    staged: list[Staged] = []
    try:
        for file, data in contents:
            staged.append(file.stage(data))
        while staged:
            staged[0].commit()
            del staged[0]
    finally:
        for left in staged:
            left.discard()


def fit_name(stem: str, suffix: str) -> str:
    """A file name of the stem and the suffix that a disk takes.

    Where it would be too long, a hash stands for the end of the stem:

        >>> fit_name("lecture", ".json")
        'lecture.json'
        >>> name = fit_name("讲" * 84, ".json")
        >>> len(name.encode()), name[-15:]
        (254, '讲~8925492b.json')
    """
    name = stem + suffix
    if len(os.fsencode(name)) <= _LONGEST_NAME:
        return name
    import hashlib

    tail = f"~{hashlib.sha256(os.fsencode(stem)).hexdigest()[:8]}{suffix}"
    room = _LONGEST_NAME - len(tail)
    return os.fsencode(stem)[:room].decode("utf-8", "ignore") + tail


# On this machine


class LocalFile:
    """A file on this machine."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> bytes:
        """All of it, as it was at one moment.

        A file that is being written shows by its size and times, and just after that by two
        readings that differ; then we read again, and give up where it goes on.
        """
        for _ in range(5):
            with self.path.open("rb") as file:
                before = os.fstat(file.fileno())
                data = file.read()
                if not stat.S_ISREG(before.st_mode):
                    return data
                if time.time() - before.st_mtime < _RECENT:
                    file.seek(0)
                    if file.read() != data:
                        continue
                after = os.fstat(file.fileno())
            if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                return data
        raise ChangingFileError("it changed while it was read; run again when it is finished")

    def __str__(self) -> str:
        return str(self.path)

    def stage(self, data: bytes) -> _StagedFile:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return _StagedFile(self.path, data)


class _StagedFile:
    """A new content under a hidden name in the same folder, locked for as long as its writer lives."""

    __slots__ = ("_beside", "_file", "_path", "_target")

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        self._target = target = Path(os.path.realpath(path))  # a link stays a link
        while True:
            self._beside = target.with_name(f"{_BESIDE}{os.urandom(6).hex()}.tmp")
            with _named(path):
                self._file = self._beside.open("xb")
            if _lock(self._file.fileno()):
                break
            self._file.close()  # swept away between making and locking
        try:
            with _named(path):
                self._file.write(data)
                self._file.flush()
                os.fsync(self._file.fileno())
            with contextlib.suppress(OSError):
                self._beside.chmod(target.stat().st_mode & 0o7777)
            if os.name == "nt":  # an open file can be neither swept away nor renamed there
                self._file.close()
        except BaseException:
            self.discard()
            raise

    def commit(self) -> None:
        with _named(self._path):
            self._beside.replace(self._target)
        self._file.close()

    def discard(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._beside.unlink()


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error in here speaks of the file that was asked for, not of the one beside it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _lock(descriptor: int) -> bool:
    """Lock an open file, and tell whether it still has a name."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False  # a sweep holds it
    except (ImportError, OSError):
        return True  # no locks here, and no sweeps either
    return os.fstat(descriptor).st_nlink > 0


def sweep(folder: Path) -> None:
    """Remove from a folder what killed runs left unfinished; what a living one writes is locked, and stays."""
    try:
        import fcntl

        left = [entry.path for entry in os.scandir(folder) if entry.name.startswith(_BESIDE)]
    except (ImportError, OSError):
        return
    for path in left:
        with contextlib.suppress(OSError), Path(path).open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            Path(path).unlink()


class LocalFolder:
    """A folder on this machine."""

    __slots__ = ("root",)

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def file(self, path: str) -> LocalFile:
        return LocalFile(self.root / path)

    def create(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)

    def walk(self, leave_out: Folder | None) -> Iterator[Found | PassedOver]:
        """All files, each once, in no order. Hidden ones are passed over, as are those in `leave_out`.

        A link to a file is read where it stays in this folder, and passed over where it leads
        out. A link to a folder is never followed: what it shows of this folder is read at its
        own place, and a ring of links has no end.
        """
        real = os.path.realpath(self.root)
        closed = os.path.realpath(leave_out.root) if isinstance(leave_out, LocalFolder) else None
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError as error:
                if not folder:
                    raise
                yield PassedOver(folder, error)
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    target = os.path.realpath(entry.path)
                    if not _within(target, real):
                        yield PassedOver(path, None)
                    elif not Path(target).is_dir() and not (closed and _within(target, closed)):
                        yield Found(path, _size(target))
                elif entry.is_dir(follow_symlinks=False):
                    if closed is None or os.path.realpath(entry.path) != closed:
                        waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield Found(path, _size(entry.path))

    def holds(self, other: Folder) -> bool:
        return isinstance(other, LocalFolder) and _within(os.path.realpath(other.root), os.path.realpath(self.root))

    def leads_into(self, target: Folder, path: str) -> bool:
        if not isinstance(target, LocalFolder):
            return False
        real = os.path.realpath(target.root / path)
        return _within(real, os.path.realpath(self.root)) and not _within(real, os.path.realpath(target.root))

    def merges_case(self) -> bool:
        for folder in (self.root, *self.root.parents):
            other = folder.with_name(folder.name.swapcase()) if folder.name else folder
            if other != folder and folder.exists():
                return other.exists() and other.samefile(folder)
        return False

    def is_private(self) -> bool:
        return False

    def sweep(self, folders: Sequence[str]) -> None:
        for folder in folders:
            sweep(self.root / folder)

    def __str__(self) -> str:
        return str(self.root)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0  # reading it will tell


def open_folder(address: str | Path) -> Folder:
    """The folder at a path, or at an address with `://` in it."""
    if not is_address(address):
        return LocalFolder(Path(address))
    from transcript_fixer.files.remote import open_remote  # and with it fsspec, which few runs need

    return open_remote(str(address))


def is_address(path: str | Path) -> bool:
    return isinstance(path, str) and "://" in path
