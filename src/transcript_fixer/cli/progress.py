"""A line on a terminal that tells how far a long run is."""

from __future__ import annotations

import shutil
import sys
import time

_INTERVAL = 0.1  # seconds between two drawings: a terminal far away is slow


class Progress:
    """Files, characters and the time left, on standard error, and only where that is a terminal.

    The time left is reckoned by size: large files come first, so a count of files would promise
    far too long a night.
    """

    def __init__(self, files: int, size: int, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._files, self._size = files, size
        self._done = self._size_done = self._characters = 0
        self._start = time.monotonic()
        self._drawn = 0.0
        self._width = 0

    def advance(self, size: int, characters: int) -> None:
        self._done += 1
        self._size_done += size
        self._characters += characters
        now = time.monotonic()
        if self._shown and (now - self._drawn > _INTERVAL or self._done == self._files):
            self._drawn = now
            self._draw(render_progress(self._done, self._files, self._characters, self._left(now)))

    def clear(self) -> None:
        """Make room for a message; the next advance draws the line again."""
        if self._width:
            self._draw("")

    def _left(self, now: float) -> float:
        return (now - self._start) * (self._size - self._size_done) / max(1, self._size_done)

    def _draw(self, line: str) -> None:
        line = line[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write(f"\r{line}{' ' * (self._width - len(line))}" + ("" if line else "\r"))
        sys.stderr.flush()
        self._width = len(line)


def render_progress(done: int, files: int, characters: int, left: float) -> str:
    """One line.

    >>> render_progress(12, 400, 1234567, 754.0)
    '[>                   ]  12/400 files  1,234,567 characters  12:34 left'
    """
    bar = "=" * (20 * done // max(1, files))
    minutes, seconds = divmod(round(left), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"[{f'{bar}>'[:20]:<20}]  {done:,}/{files:,} files  {characters:,} characters  {clock} left"
