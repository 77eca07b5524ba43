"""Many jobs, done by worker processes that may die.

A worker is a Python of its own (`python -c ...`), and one thread here stands for each: it
sends a job down a pipe and waits for the answer. So

- a worker that dies (killed for its memory, crashed in C) fails one job, and we know which;
- a worker whose parent dies finds its pipe closed and ends: nothing is left running. Pools
  of the standard library leave their workers waiting for ever then, as these hold the
  other end of the pipe themselves;
- nothing is forked. A fork copies locks that other threads hold, and notebooks and services
  have threads. And unlike `multiprocessing` we do not run the caller's main module again in
  each worker, so a script needs no `if __name__ == "__main__"`.

A start costs a tenth of a second, once for each worker.

The same jobs can run on a Dask cluster; all that is ours there is handing them over.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")
T = TypeVar("T")

# What a new worker runs. Its modules are found where ours are, whatever its environment says.
_BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from transcript_fixer.batch.workers import serve; serve()"
)
_READY = "ready"
_STARTS = 5  # that may be killed from outside before a run is given up
_MANY_OBJECTS = 60_000  # some 10 MB more than before: then a worker looks all the same which of them are rubbish


class WorkerDiedError(Exception):
    """A worker ended in the middle of a job."""


class WorkerStartError(RuntimeError):
    """No worker can be started here at all."""


def available_cores() -> int:
    """The cores that this process may use, which on a shared server are fewer than there are.

    >>> 1 <= available_cores() <= (os.cpu_count() or 1)
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_here(do: Callable[[J], R], jobs: Sequence[J]) -> Generator[tuple[J, R], None, None]:
    """All jobs, one after the other, in this process; each is begun when its result is asked for.

    >>> list(run_here(str.upper, ["mice", "dogs"]))
    [('mice', 'MICE'), ('dogs', 'DOGS')]
    """
    for job in jobs:
        yield job, do(job)


def run_in_workers(
    do: Callable[[J], R], jobs: Sequence[J], workers: int, *, is_heavy: Callable[[J], bool] = lambda job: False
) -> Generator[tuple[J, R | WorkerDiedError], None, None]:
    """All jobs in so many worker processes, each with its result, as they are done.

    `do`, the jobs and the results must pickle. After a job that `is_heavy` its worker is
    replaced, as Python keeps what memory it once needed. A job whose worker died is done once
    more when all others are finished, by itself: with the memory of the whole machine it may
    well succeed. Closing the iterator kills the workers at once.
    """
    waiting = deque(jobs)
    done: SimpleQueue[tuple[J, R | WorkerDiedError] | BaseException] = SimpleQueue()
    crew = [_Worker(do) for _ in range(min(workers, len(jobs)))]

    def keep_busy(worker: _Worker[J, R]) -> None:
        try:
            while not worker.dismissed:
                try:
                    job = waiting.popleft()
                except IndexError:
                    return  # nothing is left to do
                done.put((job, worker.ask(job)))
                if is_heavy(job):
                    worker.stop()
        except BaseException as error:
            done.put(error)
        finally:
            worker.stop()

    threads = [threading.Thread(target=keep_busy, args=(worker,), daemon=True) for worker in crew]
    unlucky: list[J] = []
    try:
        for thread in threads:
            thread.start()
        for _ in jobs:
            answer = _next(done)
            if isinstance(answer, BaseException):
                raise answer
            job, result = answer
            if isinstance(result, WorkerDiedError):
                unlucky.append(job)
            else:
                yield job, result
        for job in unlucky:
            yield from _alone(do, job)
    finally:
        for worker in crew:
            worker.dismiss()
        for thread in threads:
            thread.join()


def run_on_cluster(
    do: Callable[[J], R], jobs: Sequence[J], address: str
) -> Generator[tuple[J, R | WorkerDiedError], None, None]:
    """All jobs on the Dask cluster at this address, each with its result, as they are done.

    Dask gives up a job after several of its workers have died of it, and with it jobs that only
    waited for the same workers. So these are tried once more, each by itself, at the end.
    Raises OSError, with the address, where no cluster answers. Closing the iterator cancels
    what is not done.
    """
    from distributed import Client, as_completed

    def answer(future: Any) -> R | WorkerDiedError:
        try:
            result: R = future.result()  # one that was lost with its worker is made again, and waited for
        except Exception as error:
            return WorkerDiedError(f"the cluster gave it up ({type(error).__name__}); see the logs of its workers")
        return result

    try:
        found = Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        said = "no Dask scheduler answers there; check the address, and that it runs"
        raise OSError(errno.EHOSTUNREACH, said, address) from error
    with found as client:
        futures = dict(zip(client.map(do, jobs, pure=False), jobs, strict=True))
        unlucky: list[J] = []
        try:
            for future in as_completed(list(futures), loop=client.loop):
                job = futures.pop(future)
                result = answer(future)
                if isinstance(result, WorkerDiedError):
                    unlucky.append(job)
                else:
                    yield job, result
            for job in unlucky:
                yield job, answer(client.submit(do, job, pure=False))
        finally:
            client.cancel(list(futures))


def serve() -> None:
    """Do what comes in on standard input, until it is closed; the answers go where standard output was."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a job prints must not get between the answers
    gc.disable()  # the search for rings of objects takes a twentieth of the time, and the stages make few
    try:
        pickle.dump(_READY, answers)
        answers.flush()
        while True:
            do, job = pickle.load(sys.stdin.buffer)
            pickle.dump(do(job), answers)
            answers.flush()
            if gc.get_count()[0] > _MANY_OBJECTS:
                gc.collect()
                gc.freeze()  # what is still there are models and word lists, which stay
    except (EOFError, BrokenPipeError):
        os._exit(0)  # whoever asked is gone


class _Worker(Generic[J, R]):
    """One worker process at a time, started with the first job that needs it; it belongs to one thread."""

    def __init__(self, do: Callable[[J], R]) -> None:
        self._do = do
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.dismissed = False

    def ask(self, job: J) -> R | WorkerDiedError:
        process = self._process or self._start()
        try:
            result: R = _send_and_receive(process, (self._do, job))
        except EOFError:
            return WorkerDiedError(_last_words(self.stop(patience=5)))
        return result

    def stop(self, patience: float = 0) -> int:
        """End the process, and tell its exit status. Patience is for one that is ending by itself."""
        process, self._process = self._process, None
        if process is None:
            return 0
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        return process.wait()

    def dismiss(self) -> None:
        """Kill the process and let no other start; any thread may ask for it."""
        with self._lock:
            self.dismissed = True
            process = self._process
        if process is not None:
            process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        """A process that is ready. One that was killed before it could say so is followed by another."""
        from multiprocessing.spawn import get_executable  # where a program that embeds Python says where it is

        command = [os.fsdecode(get_executable() or sys.executable), "-c", _BOOT]
        status = -1
        for _ in range(_STARTS):
            with self._lock:
                if self.dismissed:
                    raise WorkerStartError("the run is over")
                with _interrupts_held():
                    self._process = process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            with contextlib.suppress(EOFError):
                if _send_and_receive(process, sys.path) == _READY:
                    return process
            status = self.stop(patience=5)
            if status >= 0:
                break  # it ended by itself, and so would the next
        raise WorkerStartError(f"a worker process cannot start: {_last_words(status)}")


def _alone(do: Callable[[J], R], job: J) -> Generator[tuple[J, R | WorkerDiedError], None, None]:
    worker = _Worker[J, R](do)
    try:
        yield job, worker.ask(job)
    finally:
        worker.stop()


def _send_and_receive(process: subprocess.Popen[bytes], message: object) -> Any:
    """The answer of a worker; EOFError where there is none, be it that the answer is cut off or not ours."""
    assert process.stdin
    assert process.stdout
    data = pickle.dumps(message)
    try:
        process.stdin.write(data)
        process.stdin.flush()
        return pickle.load(process.stdout)
    except Exception as error:  # half a pickle may raise whatever it likes
        raise EOFError("no answer") from error


def _next(done: SimpleQueue[T]) -> T:
    while True:
        try:
            return done.get(timeout=0.5)  # on Windows nothing interrupts a wait without an end
        except Empty:
            continue


def _last_words(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
            return f"its process was ended by {name}" + (" (out of memory?)" if name == "SIGKILL" else "")
    return f"its process ended with status {status}"


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process started in here never sees Ctrl-C: we tell it when to stop."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
