"""What a night of work must stand: kills, full and closed disks, odd names, and very much of everything."""

import contextlib
import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import transcript_fixer.files.storage as storage
from transcript_fixer import fix_folder, fix_transcript
from transcript_fixer.batch.jobs import Status
from transcript_fixer.cli import run

COMMAND = [sys.executable, "-m", "transcript_fixer"]
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self").exists(), reason="only /proc tells the children of a process")
SPOKEN = "so um we look at the mice again。\n\n and they are um very small， you know。\n\n![](img/a_{}.png)\n\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()


def make(number: int, size: int = 1) -> None:
    for k in range(number):
        text = f"# P{k}：Mice {k} - Ada - BV1ub4y127jj\n\n" + "".join(SPOKEN.format(i) for i in range(size))
        Path(f"raw/{k:05}.txt").write_text(text, "utf-8")


def tree(folder: str = "clean") -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def is_whole(folder: str = "clean") -> bool:
    """Whether each Markdown file is the one that its index speaks of."""
    import hashlib

    for path in Path(folder).rglob("*.json"):
        facts = json.loads(path.read_bytes())
        if "output" in facts:
            markdown = path.with_suffix(".md").read_bytes()
            if facts["output"]["sha256"] != hashlib.sha256(markdown).hexdigest():
                return False
    return True


# Ended in the middle


@pytest.mark.parametrize("moment", [1, 150])
def test_after_kill_9_a_second_run_ends_like_an_undisturbed_one(moment: int) -> None:
    make(300)
    assert run(["raw", "undisturbed", "-q"]) == 0
    process = subprocess.Popen([*COMMAND, "raw", "clean", "--jobs", "2"], stderr=subprocess.DEVNULL)
    wait_until(lambda: len(list(Path("clean").glob("*.json"))) >= moment)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert is_whole()
    assert 0 < len(tree()) < 601
    assert run(["raw", "clean", "-q"]) == 0
    assert tree() == tree("undisturbed")


def test_a_kill_in_the_middle_of_a_write_leaves_nothing_behind() -> None:
    make(1)
    run(["raw", "undisturbed", "-q"])
    code = (
        "import os, signal, transcript_fixer.files.storage as s\n"
        "s._StagedFile.commit = lambda staged: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from transcript_fixer.cli import run; run(['raw/00000.txt', 'clean/00000.md'])"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert [path.suffix for path in Path("clean").iterdir()] == [".tmp", ".tmp"]
    assert run(["raw", "clean", "-q"]) == 0
    assert tree() == tree("undisturbed")


def test_what_a_living_run_is_writing_is_not_swept_away() -> None:
    make(1)
    Path("clean").mkdir()
    staged = storage.LocalFile(Path("clean/other.md")).stage(b"not yet")
    assert run(["raw", "clean", "-q"]) == 0
    staged.commit()
    assert tree()["other.md"] == b"not yet"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_at_once_with_whole_files_and_an_index(sent: signal.Signals) -> None:
    make(200)
    Path("raw/large.txt").write_text("".join(SPOKEN.format(i) for i in range(40_000)), "utf-8")  # some seconds of work
    process = subprocess.Popen(
        [*COMMAND, "raw", "clean", "--jobs", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_until(lambda: len(list(Path("clean").glob("*.json"))) >= 20)
    os.killpg(process.pid, sent) if sent == signal.SIGINT else process.send_signal(
        sent
    )  # Ctrl-C reaches the workers too
    begin = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begin < 5
    assert process.returncode == 130
    assert said.splitlines()[-1].endswith("run the same command to go on")
    assert "Traceback" not in said
    assert is_whole()
    assert not list(Path("clean").glob(".*"))
    facts = json.loads(Path("clean/index.json").read_bytes())
    assert len(facts["episodes"]) >= 20 - 2  # of the last two the workers may not have told yet
    assert len(facts["episodes"]) + len(facts["pending"]) == 201
    assert "large.txt" in facts["pending"]


@NEEDS_PROC
def test_no_worker_outlives_a_run_that_was_killed() -> None:
    make(50, 300)
    process = subprocess.Popen([*COMMAND, "raw", "clean", "--jobs", "2"], stderr=subprocess.DEVNULL)
    wait_until(lambda: len(list(Path("clean").glob("*.json"))) >= 2)
    workers = children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.wait()
    wait_until(lambda: not any(is_alive(worker) for worker in workers))


def children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                facts = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(facts[1]) == parent:
                found.append(int(entry.name))
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@NEEDS_PROC
def test_a_worker_that_is_killed_costs_nothing() -> None:
    make(60, 100)
    run(["raw", "undisturbed", "-q"])
    process = subprocess.Popen([*COMMAND, "raw", "clean", "--jobs", "2"], stderr=subprocess.DEVNULL)
    for done in (1, 10, 20):
        wait_until(lambda done=done: len(list(Path("clean").glob("*.json"))) >= done)
        os.kill(children(process.pid)[0], signal.SIGKILL)
    assert process.wait(120) == 0
    assert tree() == tree("undisturbed")


@NEEDS_PROC
def test_a_worker_that_is_killed_at_its_start_costs_nothing() -> None:
    make(30, 100)
    run(["raw", "undisturbed", "-q"])
    process = subprocess.Popen([*COMMAND, "raw", "clean", "--jobs", "2"], stderr=subprocess.DEVNULL)
    for _ in range(2):
        wait_until(lambda: bool(children(process.pid)))
        os.kill(children(process.pid)[0], signal.SIGKILL)
    assert process.wait(120) == 0
    assert tree() == tree("undisturbed")


def test_two_runs_side_by_side_do_no_harm() -> None:
    make(80)
    run(["raw", "undisturbed", "-q"])
    runs = [subprocess.Popen([*COMMAND, "raw", "clean", "--jobs", "1", "-q"]) for _ in range(3)]
    assert [one.wait(120) for one in runs] == [0, 0, 0]
    assert tree() == tree("undisturbed")


# Disks


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[None]:
    path.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("this user may not mount a small disk; the next test fails the writing instead")
    try:
        yield
    finally:
        subprocess.run(["umount", path], check=True)


def test_a_full_disk_stops_no_run_and_leaves_whole_files(capfd: pytest.CaptureFixture[str]) -> None:
    make(40, 40)
    run(["raw", "undisturbed", "-q"])
    with small_disk(Path("clean"), "256k"):
        assert run(["raw", "clean"]) == 3
        said = capfd.readouterr().err
        assert "no space left on the disk" in said
        assert "Traceback" not in said
        whole = tree("undisturbed")
        there = tree()
        assert 0 < len(there) < len(whole)
        assert is_whole()
        assert all(whole[name] == data for name, data in there.items() if name != "index.json")


def test_a_read_only_disk_is_one_line_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    make(2)
    with small_disk(Path("clean"), "1m"):
        assert run(["raw/00000.txt", "clean", "-q"]) == 0
        before = tree()
        subprocess.run(["mount", "-o", "remount,ro", "clean"], check=True)
        assert run(["raw", "clean"]) == 3
        assert run(["raw/00001.txt", "clean"]) == 1
        said = capfd.readouterr().err
        assert said.count("the disk is read-only; write somewhere else") == 3  # a transcript, the index, and by itself
        assert "Traceback" not in said
        assert tree() == before
        assert run(["raw/00000.txt", "clean", "-q"]) == 0  # up to date: nothing is to be written


def test_a_disk_that_fails_fails_its_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    make(3)
    Path("clean").mkdir()
    sync, calls = os.fsync, iter(range(100))

    def fail_once(descriptor: int) -> None:
        if next(calls) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_once)
    monkeypatch.setattr(storage.LocalFolder, "is_private", lambda folder: True)  # done in this process
    results = {result.file: result for result in fix_folder("raw", "clean")}
    assert results["00000.txt"].reason == "no space left on the disk; free some and run again"
    assert {results["00001.txt"].status, results["00002.txt"].status} == {Status.WRITTEN}
    assert set(tree()) == {"00001.md", "00001.json", "00002.md", "00002.json", "index.json"}


# Root is stopped by no permission. But for two capabilities, which a process can give away before
# it becomes another program; and then it is bound like everybody.
_BOUND = (
    "import ctypes, os, sys\n"
    "if not os.geteuid():\n"
    "    for capability in (1, 2):\n"  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    "        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):\n"  # PR_CAPBSET_DROP
    "            sys.exit(99)\n"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


def run_bound_by_permissions(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _BOUND, *COMMAND[1:], *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 99:
        pytest.skip("this root cannot give up its rights")
    return done


@pytest.fixture
def _opened_again() -> Iterator[None]:
    """Whatever a test closes must be open for whoever removes it."""
    yield
    for path in [Path(), *Path().rglob("*")]:
        path.chmod(stat.S_IRWXU)


@pytest.mark.usefixtures("_opened_again")
def test_a_read_only_target_is_one_line_a_file() -> None:
    make(2)
    Path("clean").mkdir(mode=0o555)
    done = run_bound_by_permissions("raw", "clean")
    assert done.returncode == 3
    assert done.stderr.count("permission denied") == 3  # two transcripts and the index
    assert "Traceback" not in done.stderr
    assert list(Path("clean").iterdir()) == []


@pytest.mark.usefixtures("_opened_again")
def test_a_target_that_cannot_be_made_is_one_line() -> None:
    make(2)
    Path("closed").mkdir(mode=0o555)
    done = run_bound_by_permissions("raw", "closed/clean")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "permission denied" in done.stderr


@pytest.mark.usefixtures("_opened_again")
def test_what_cannot_be_read_is_reported_and_the_rest_done() -> None:
    make(2)
    Path("raw/00000.txt").chmod(0)
    Path("raw/closed").mkdir(mode=0)
    done = run_bound_by_permissions("raw", "clean")
    assert done.returncode == 3
    assert "raw/00000.txt: permission denied" in done.stderr
    assert "raw/closed: permission denied" in done.stderr
    facts = json.loads(Path("clean/index.json").read_bytes())
    assert [episode["file"] for episode in facts["episodes"]] == ["00001.txt"]
    assert {failure["file"] for failure in facts["failures"]} == {"00000.txt", "closed"}


def test_what_is_neither_file_nor_folder_is_passed_over() -> None:
    make(1)
    os.mkfifo("raw/pipe.txt")
    Path("raw/gone.txt").symlink_to("nothing.txt")
    assert run(["raw", "clean", "-q"]) == 3  # the link to nothing
    assert set(tree()) == {"00000.md", "00000.json", "index.json"}


# Files


def test_a_file_that_changes_is_read_as_it_was_at_one_moment() -> None:
    """The writer goes from front to back, so at each moment a new part is followed by an old one."""
    contents = [bytes([letter]) * 3_000_000 for letter in b"ab"]
    path = Path("raw/a.txt")
    path.write_bytes(contents[0])
    stop = threading.Event()

    def change() -> None:
        turn = 0
        while not stop.is_set():
            turn ^= 1
            with path.open("r+b") as file:
                file.write(contents[turn])

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(50):
            with contextlib.suppress(storage.ChangingFileError):
                data = storage.LocalFile(path).read()
                assert len(data) == 3_000_000
                assert data.count(b"ab") + data.count(b"ba") <= 1
    finally:
        stop.set()
        thread.join()
    assert storage.LocalFile(path).read() in contents


def test_a_file_that_goes_on_growing_fails_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    make(2)
    read = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        with Path("raw/00000.txt").open("ab") as file:
            file.write(b"more\n")
        return read(descriptor)

    monkeypatch.setattr(os, "fstat", grow)
    with pytest.raises(storage.ChangingFileError):
        storage.LocalFile(Path("raw/00000.txt")).read()


ODD_NAMES = [
    b"with spaces and 'quotes' \"two\".txt",
    b"line\nbreak.txt",
    b"\x1b[31mred.txt",
    "深度学习：第一课.txt".encode(),
    "e\u0301 and \u00e9.txt".encode(),
    "👩‍🔬.md".encode(),
    b"not \xff utf-8 \xe9.txt",
    b"x" * 251 + b".txt",
    ("讲" * 83 + "xx.txt").encode(),
    b"-rf.txt",
    b"--help.txt",
    b"%s {} $HOME `id`.txt",
    b"back\\slash.txt",
    b"trailing. .txt",
    b"a.b.c.txt",
    b" .txt",
    b"<b>&amp;|#[x](y).txt",
]


def test_any_name_that_a_disk_takes_is_done() -> None:
    for name in ODD_NAMES:
        Path("raw", os.fsdecode(name)).write_text(SPOKEN, "utf-8")
        Path("raw", os.fsdecode(name[:200] + b" d"), "sub").mkdir(parents=True)
        Path("raw", os.fsdecode(name[:200] + b" d"), "sub", os.fsdecode(name)).write_text(SPOKEN, "utf-8")
    done = subprocess.run([*COMMAND, "raw", "clean", "-v"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"\n") == 2 * len(ODD_NAMES) + 1
    assert b"\x1b" not in done.stderr
    facts = json.loads(Path("clean/index.json").read_bytes())
    assert len(facts["episodes"]) == 2 * len(ODD_NAMES)
    assert all(Path("clean", episode["markdown"]).is_file() for episode in facts["episodes"])
    assert run(["raw", "clean", "-q", "--check"]) == 0


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_can_be_done_by_itself(name: bytes) -> None:
    Path("raw", os.fsdecode(name)).write_text(SPOKEN, "utf-8")
    Path("clean").mkdir()
    done = subprocess.run([*COMMAND, "--", b"raw/" + name, b"clean"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"\n") == 1
    run(["raw", "folder", "-q"])
    assert {n: d for n, d in tree("folder").items() if n != "index.json"} == tree()


# Very much


def test_a_decoder_loop_of_a_million_words_is_done_in_its_turn() -> None:
    Path("raw/loop.txt").write_text(
        "# P1：Loop - Ada - BV1ub4y127jj\n\n" + "and so on and so forth。\n\n" * 40_000, "utf-8"
    )
    begin = time.monotonic()
    assert run(["raw", "clean", "-q"]) == 0
    assert time.monotonic() - begin < 60


@pytest.mark.slow
def test_ten_thousand_small_files() -> None:
    for k in range(100):
        Path(f"raw/{k:02}").mkdir()
        for i in range(100):
            Path(f"raw/{k:02}/{i:02}.txt").write_text(
                f"# P{k * 100 + i}：Mice - Ada - BV1ub4y127jj\n\nSo it goes。\n", "utf-8"
            )
    begin = time.monotonic()
    assert run(["raw", "clean", "-q"]) == 0
    assert time.monotonic() - begin < 300
    facts = json.loads(Path("clean/index.json").read_bytes())
    assert [episode["episode"] for episode in facts["episodes"]] == list(range(10_000))
    begin = time.monotonic()
    assert run(["raw", "clean", "-q"]) == 0
    assert time.monotonic() - begin < 120


@pytest.mark.slow
def test_one_file_of_fifty_megabytes() -> None:
    spoken = Path(__file__).parent.parent / "data/raw/deep-learning-news-1.txt"
    text = spoken.read_text("utf-8")
    Path("raw/large.txt").write_text(text * (50_000_000 // len(text.encode()) + 1), "utf-8")
    make(3)
    assert run(["raw", "clean", "-q", "--jobs", "2"]) == 0
    facts = json.loads(Path("clean/index.json").read_bytes())
    assert len(facts["episodes"]) == 4


@pytest.mark.slow
def test_time_grows_with_the_length_and_no_faster() -> None:
    """Ten times the text may take twenty times as long: generous, and far below a square."""
    text = (Path(__file__).parent.parent / "data/raw/deep-learning-news-1.txt").read_text("utf-8")

    def seconds(copies: int) -> float:
        begin = time.process_time()
        fix_transcript(text * copies)
        return time.process_time() - begin

    seconds(1)
    assert seconds(30) < 20 * max(0.05, seconds(3))
