"""Folders behind an address: whatever fsspec knows, such as `s3://bucket/raw`, `gs://` or `memory://`.

This module is imported only where an address is given; fsspec itself comes with the extra
`remote`, and most stores need one package more (s3fs, gcsfs), which its errors name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs

from transcript_fixer.files.storage import Folder, Found, LocalFolder, PassedOver, Staged


def open_remote(address: str) -> Folder:
    """The folder at an address; `file://` gives one of this machine."""
    system, root = url_to_fs(address)
    return LocalFolder(Path(root)) if "file" in system.protocol else RemoteFolder(address)


class RemoteFile:
    """A file behind an address: an object of a store, or a file of another machine."""

    __slots__ = ("_path", "_system")

    def __init__(self, system: Any, path: str) -> None:
        self._system = system
        self._path = path

    @property
    def name(self) -> str:
        return self._path.rsplit("/", 1)[-1]

    def read(self) -> bytes:
        data: bytes = self._system.cat_file(self._path)
        return data

    def __str__(self) -> str:
        return str(self._system.unstrip_protocol(self._path))

    def stage(self, data: bytes) -> Staged:
        return _StagedObject(self._system, self._path, data)


class _StagedObject:
    """A content that its store shows on commit: what fsspec calls a file without autocommit.

    Where a store has no such thing, the commit writes it at once, which is whole or nothing
    in the stores that keep objects.
    """

    __slots__ = ("_data", "_file", "_path", "_system")

    def __init__(self, system: Any, path: str, data: bytes) -> None:
        self._system, self._path, self._data = system, path, data
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._file: Any = None
        with contextlib.suppress(NotImplementedError, TypeError):
            file = system.open(path, "wb", autocommit=False)
            file.write(data)
            file.close()
            self._file = file

    def commit(self) -> None:
        with contextlib.suppress(NotImplementedError, AttributeError):
            if self._file is not None:
                self._file.commit()
                return
        self._system.pipe_file(self._path, self._data)

    def discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(Exception):
                self._file.discard()


class RemoteFolder:
    """A folder behind an address."""

    __slots__ = ("address",)

    def __init__(self, address: str) -> None:
        self.address = address

    def _open(self) -> tuple[Any, str]:
        system, root = url_to_fs(self.address)
        return system, root.rstrip("/")

    def is_private(self) -> bool:
        return "memory" in self._open()[0].protocol

    def file(self, path: str) -> RemoteFile:
        system, root = self._open()
        return RemoteFile(system, f"{root}/{path}")

    def create(self) -> None:
        system, root = self._open()
        system.makedirs(root, exist_ok=True)

    def walk(self, leave_out: Folder | None) -> Iterator[Found | PassedOver]:
        system, root = self._open()
        closed = leave_out._open()[1] + "/" if isinstance(leave_out, RemoteFolder) and self.holds(leave_out) else None
        found = system.find(root, detail=True)
        if not found and not system.exists(root):
            raise FileNotFoundError(2, "no such folder", self.address)
        for path, facts in found.items():
            inside = path.removeprefix(root).lstrip("/")
            hidden = any(part.startswith(".") for part in inside.split("/"))
            if not hidden and not (closed and path.startswith(closed)):
                yield Found(inside, int(facts.get("size") or 0))

    def holds(self, other: Folder) -> bool:
        if not isinstance(other, RemoteFolder):
            return False
        (system, root), (others, inner) = self._open(), other._open()
        return bool(system == others) and (inner == root or inner.startswith(root + "/"))

    def leads_into(self, target: Folder, path: str) -> bool:
        return False  # there are no links

    def merges_case(self) -> bool:
        return False

    def sweep(self, folders: Sequence[str]) -> None:
        """A store forgets by itself what was not committed."""

    def __str__(self) -> str:
        return self.address
