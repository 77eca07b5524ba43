"""What the command says to people, a line at a time."""

from __future__ import annotations

import errno
import os


def explain(error: Exception) -> str:
    """Why one transcript failed, without its name and without a path of this machine."""
    from transcript_fixer.accounting import AccountingError
    from transcript_fixer.decoding import DecodingError
    from transcript_fixer.files.outputs import ForeignFileError
    from transcript_fixer.files.storage import ChangingFileError
    from transcript_fixer.formats import FormatError
    from transcript_fixer.options import UnfitOptionsError

    if isinstance(error, DecodingError | FormatError | ForeignFileError | ChangingFileError | UnfitOptionsError):
        return str(error)
    if isinstance(error, AccountingError):
        return f"our own check failed, so nothing was written: {error}; please report it"
    if isinstance(error, OSError):
        return without_folders(advice(error))
    if isinstance(error, MemoryError):
        return "not enough memory; run it by itself, or with fewer --jobs"
    said = without_folders(str(error))
    return f"unexpected {type(error).__name__}: {said}; run it by itself with -v and report what it shows"


def without_folders(text: str) -> str:
    r"""A message in which each path of a machine is its last part: indexes are published.

    >>> without_folders("[Errno 5] lost: '/media/ada/raw/p1.txt' and C:\\talks\\p2.txt; s3://bucket/p3.txt")
    "[Errno 5] lost: 'p1.txt' and p2.txt; s3://bucket/p3.txt"
    """
    import re  # only what went wrong needs it

    return re.sub(r"(?<![\w:/.\\])(?:[A-Za-z]:)?[/\\][^\s'\"]*[/\\](?=[^\s'\"/\\])", "", text)


def advice(error: OSError) -> str:
    """What the operating system refused, and what to try."""
    known = {
        errno.ENOENT: "no such file; check the name",
        errno.EACCES: "permission denied; check who may read and write there",
        errno.ENOSPC: "no space left on the disk; free some and run again",
        errno.EDQUOT: "no space left for you on the disk; free some and run again",
        errno.EROFS: "the disk is read-only; write somewhere else",
        errno.EISDIR: "it is a folder; name a file",
        errno.ENOTDIR: "a part of this path is a file, not a folder; check the name",
        errno.ENAMETOOLONG: "the name is too long for this disk; give the output a shorter one",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def shown(path: object) -> str:
    r"""A path on one line, whatever bytes a disk took for a name.

    >>> print(shown("a\nb\x1b[31m 讲.txt"))
    a\nb\x1b[31m 讲.txt
    """
    name = os.fsencode(str(path)).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)


def readable(name: str) -> str:
    r"""A name without what is not text, for use in a text.

    >>> readable("lecture \udcff.txt")
    'lecture \ufffd.txt'
    """
    return os.fsencode(name).decode("utf-8", "replace")


def count(number: int, noun: str) -> str:
    """A number of things.

    >>> count(1, "file"), count(12345, "file")
    ('1 file', '12,345 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
