"""Jobs for worker processes, which find them by the name of this module."""

import os
import signal
from pathlib import Path

from transcript_fixer.batch.jobs import FileResult, Job, fix_file


def shout(word: str) -> str:
    return word.upper()


def die_of_the_third(number: int) -> int:
    if number == 3:
        os._exit(9)
    return os.getpid()


def die_the_first_time(path: str) -> str:
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def print_something(word: str) -> str:
    print("not an answer", flush=True)
    return word


class Unreadable:
    """A result that raises where it is read back: IndexError, which a queue raises too when it is empty."""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return [].pop, ()


def answer_unreadably(number: int) -> object:
    return Unreadable() if number == 1 else number


def crash_on_b(job: Job) -> FileResult:
    if job.path == "b.txt":
        os._exit(1)
    return fix_file(job)
