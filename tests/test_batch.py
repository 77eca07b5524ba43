"""Folders of episodes: what is done, what is left out, what is said, and the index over all."""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jobs
import jsonschema
import pytest

import transcript_fixer.files.storage as storage
from transcript_fixer import Options, fix_folder, fix_transcript
from transcript_fixer.batch.jobs import Status
from transcript_fixer.batch.matching import matcher
from transcript_fixer.batch.run import plan_batch
from transcript_fixer.batch.workers import WorkerDiedError, run_in_workers, run_on_cluster
from transcript_fixer.cli import run
from transcript_fixer.files.storage import LocalFolder
from transcript_fixer.writers.episodes import read_schema

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe" * 9


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("FIXTRANSCRIPT_"):
            monkeypatch.delenv(name)
    Path("raw").mkdir()


def talk(number: int, words: int = 30) -> str:
    spoken = " ".join(f"so um we look at mouse {number} again。\n\n" for _ in range(words // 8 + 1))
    return f"# P{number}：Mice {number} - Ada - BV1ub4y127jj\n\n{spoken}![](img/a_{number}.png)\n\nThey were small。\n"


def make(*paths: str) -> None:
    for number, path in enumerate(paths, 1):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(talk(number), "utf-8")


def tree(folder: str) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def index(folder: str = "clean") -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(Path(folder, "index.json").read_bytes())
    jsonschema.validate(facts, json.loads(read_schema()))
    return facts


def test_every_transcript_is_done_at_any_depth_under_its_own_path() -> None:
    make("raw/a.txt", "raw/week 1/b.md", "raw/week 1/x/y/c.txt", "raw/notes.rst", "raw/.hidden.txt", "raw/.git/d.txt")
    assert run(["raw", "clean"]) == 0
    assert set(tree("clean")) == {
        "a.md",
        "a.json",
        "week 1/b.md",
        "week 1/b.json",
        "week 1/x/y/c.md",
        "week 1/x/y/c.json",
        "index.json",
    }


def test_a_folder_makes_the_same_files_as_each_transcript_by_itself() -> None:
    make("raw/a.txt", "raw/b.txt")
    run(["raw", "clean"])
    Path("single").mkdir()
    run(["raw/a.txt", "single"])
    assert {name: data for name, data in tree("clean").items() if name.startswith("a.")} == tree("single")


def test_the_index_lists_episodes_by_number_then_file() -> None:
    make("raw/z.txt", "raw/b.txt", "raw/a.txt")
    Path("raw/a2.txt").write_text(talk(3), "utf-8")
    Path("raw/0.txt").write_text("No number here.", "utf-8")
    assert run(["raw", "clean"]) == 0
    facts = index()
    assert [(episode["episode"], episode["file"]) for episode in facts["episodes"]] == [
        (1, "z.txt"),
        (2, "b.txt"),
        (3, "a.txt"),
        (3, "a2.txt"),
        (None, "0.txt"),
    ]
    first = facts["episodes"][0]
    own = json.loads(Path("clean/z.json").read_bytes())
    assert (first["markdown"], first["index"], first["title"]) == ("z.md", "z.json", "Mice 1")
    assert first["counts"]["edits"] == sum(own["edits"].values())
    assert [segment["span"] for segment in first["segments"]] == [segment["span"] for segment in own["segments"]]
    assert [image for segment in first["segments"] for image in segment["slides"]] == ["img/a_1.png"]
    assert (facts["failures"], facts["pending"]) == ([], [])


def test_the_same_folder_gives_the_same_bytes_whatever_the_number_of_workers() -> None:
    make(*(f"raw/{number}.txt" for number in range(12)))
    run(["raw", "one", "--jobs", "1"])
    run(["raw", "three", "--jobs", "3"])
    assert tree("one") == tree("three")


def test_a_second_run_makes_nothing_again_and_the_index_stays(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt", "raw/b.txt")
    run(["raw", "clean"])
    before = tree("clean")
    nodes = {path: path.stat().st_ino for path in Path("clean").iterdir()}
    capfd.readouterr()
    assert run(["raw", "clean"]) == 0
    assert "2 up to date" in capfd.readouterr().err
    assert {path: path.stat().st_ino for path in Path("clean").iterdir()} == nodes
    assert run(["raw", "clean", "--force"]) == 0
    assert tree("clean") == before
    assert {path: path.stat().st_ino for path in Path("clean").glob("?.md")}.items() - nodes.items()


def test_hashes_decide_what_is_made_again_not_clocks() -> None:
    make("raw/a.txt", "raw/b.txt")
    list(fix_folder("raw", "clean", jobs=1))
    os.utime("raw/a.txt", (0, 0))
    Path("raw/b.txt").write_text(talk(9), "utf-8")
    os.utime("raw/b.txt", (0, 0))
    became = {result.file: result.status for result in fix_folder("raw", "clean", jobs=1)}
    assert became == {"a.txt": Status.UP_TO_DATE, "b.txt": Status.WRITTEN}
    assert {r.status for r in fix_folder("raw", "clean", Options(fillers="none"), jobs=1)} == {Status.WRITTEN}


def test_an_index_that_somebody_cut_is_made_again() -> None:
    make("raw/a.txt")
    run(["raw", "clean"])
    whole = tree("clean")
    cut = json.loads(whole["a.json"])
    del cut["segments"]
    Path("clean/a.json").write_text(json.dumps(cut), "utf-8")
    assert run(["raw", "clean"]) == 0
    assert tree("clean") == whole


def test_a_bad_file_costs_only_itself(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt", "raw/b.txt")
    Path("raw/bad.txt").write_bytes(PICTURE)
    assert run(["raw", "clean"]) == 3
    streams = capfd.readouterr()
    assert "error: " in streams.err
    assert "raw/bad.txt: " in streams.err
    assert "PNG picture" in streams.err
    assert "2 written, 1 failed" in streams.err
    facts = index()
    assert len(facts["episodes"]) == 2
    assert [failure["file"] for failure in facts["failures"]] == ["bad.txt"]
    assert "PNG picture" in facts["failures"][0]["reason"]
    assert str(Path.cwd()) not in Path("clean/index.json").read_text("utf-8")


def test_fail_fast_stops_at_the_first_failure() -> None:
    make(*(f"raw/{number}.txt" for number in range(20)))
    Path("raw/bad.txt").write_bytes(PICTURE * 1000)  # the largest, so the first
    assert run(["raw", "clean", "--fail-fast", "--jobs", "1"]) == 3
    facts = index()
    assert [failure["file"] for failure in facts["failures"]] == ["bad.txt"]
    assert len(facts["pending"]) + len(facts["episodes"]) == 20
    assert facts["pending"]


def test_inputs_that_would_write_one_output_are_reported_and_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/in.txt", "raw/in.md", "raw/index.txt", "raw/sub/index.txt", "raw/ok.txt", "raw/d.txt", "raw/d.md/e.txt")
    assert run(["raw", "clean"]) == 3
    assert set(tree("clean")) == {
        "ok.md",
        "ok.json",
        "sub/index.md",
        "sub/index.json",
        "d.md/e.md",
        "d.md/e.json",
        "index.json",
    }
    facts = index()
    assert {failure["file"] for failure in facts["failures"]} == {"in.txt", "in.md", "index.txt", "d.txt"}
    assert "in.md would be written by in.txt too" in capfd.readouterr().err


def test_where_capitals_do_not_count_names_that_differ_in_them_clash(monkeypatch: pytest.MonkeyPatch) -> None:
    make("raw/a.txt", "raw/A.txt", "raw/Index.txt", "raw/e\u0301.txt", "raw/\u00e9.txt", "raw/ok.txt")
    monkeypatch.setattr(LocalFolder, "merges_case", lambda folder: True)
    assert run(["raw", "clean"]) == 3
    assert {failure["file"] for failure in index()["failures"]} == {
        "a.txt",
        "A.txt",
        "Index.txt",
        "e\u0301.txt",
        "\u00e9.txt",
    }
    monkeypatch.setattr(LocalFolder, "merges_case", lambda folder: False)
    assert run(["raw", "clean"]) == 0


def test_the_target_is_never_read_as_input(capfd: pytest.CaptureFixture[str]) -> None:
    make("a.txt", "b/c.txt")
    assert run([".", "clean"]) == 0
    before = tree("clean")
    assert run([".", "clean"]) == 0
    assert tree("clean") == before
    assert set(before) == {"a.md", "a.json", "b/c.md", "b/c.json", "index.json"}


@pytest.mark.parametrize("target", ["raw", ".", "raw/../raw", "link"])
def test_a_target_that_holds_the_source_is_wrong_usage(target: str) -> None:
    make("raw/a.md")
    Path("link").symlink_to("raw")
    before = tree("raw")
    assert run(["raw", target, "--force"]) == 2
    assert tree("raw") == before


def test_links_that_lead_out_are_not_followed(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt", "outside/secret.txt")
    Path("raw/out.txt").symlink_to(Path("outside/secret.txt").resolve())
    Path("raw/all").symlink_to(Path("outside").resolve())
    Path("raw/up").symlink_to("..")
    Path("raw/ring").symlink_to(".")
    Path("raw/same.txt").symlink_to("a.txt")
    assert run(["raw", "clean"]) == 0
    assert set(tree("clean")) == {"a.md", "a.json", "same.md", "same.json", "index.json"}
    assert "3 links out of raw not followed" in capfd.readouterr().err.replace(f"{Path.cwd()}/", "")


def test_a_link_from_the_target_into_the_source_is_not_written_through() -> None:
    make("raw/a.txt", "raw/b.txt")
    Path("clean").mkdir()
    Path("clean/a.md").symlink_to(Path("raw/b.txt").resolve())
    before = tree("raw")
    assert run(["raw", "clean", "--force"]) == 3
    assert tree("raw") == before


def test_what_is_not_ours_in_the_target_is_not_overwritten() -> None:
    make("raw/a.txt", "raw/b.txt")
    Path("clean").mkdir()
    Path("clean/a.md").write_text("my own", "utf-8")
    Path("clean/index.json").write_text('{"precious": true}', "utf-8")
    assert run(["raw", "clean"]) == 3
    assert Path("clean/a.md").read_text("utf-8") == "my own"
    assert Path("clean/b.md").exists()
    assert json.loads(Path("clean/index.json").read_bytes()) == {"precious": True}
    assert run(["raw", "clean", "--force"]) == 0
    assert len(index()["episodes"]) == 2


def test_patterns_say_which_files_are_meant() -> None:
    make("raw/a.txt", "raw/b.srt", "raw/drafts/c.txt", "raw/week/drafts/d.txt", "raw/week/e.txt")
    assert run(["raw", "one", "--exclude", "drafts"]) == 0
    assert {episode["file"] for episode in index("one")["episodes"]} == {"a.txt", "week/e.txt"}
    assert run(["raw", "two", "--include", "week/**", "--include", "*.srt", "--exclude", "week/drafts/*"]) == 0
    assert {episode["file"] for episode in index("two")["episodes"]} == {"b.srt", "week/e.txt"}
    assert run(["raw", "three", "--include", "[z-a]"]) == 2


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("*.txt", ["a.txt", "x/a.txt"], ["a.txt2", "a.TXT"]),
        ("x/*.txt", ["x/a.txt"], ["a.txt", "x/y/a.txt", "y/x/a.txt"]),
        ("x/**/*.txt", ["x/a.txt", "x/y/z/a.txt"], ["a.txt"]),
        ("p?.txt", ["p1.txt"], ["p12.txt", "p.txt"]),
        ("p[0-9].txt", ["p1.txt"], ["pa.txt"]),
        ("p[!0-9].txt", ["pa.txt"], ["p1.txt"]),
        ("p[1.txt", ["p[1.txt"], ["p1.txt"]),
        ("a(b)+.txt", ["a(b)+.txt"], ["abb.txt"]),
    ],
)
def test_a_pattern_means_what_a_shell_means(pattern: str, matching: list[str], other: list[str]) -> None:
    is_meant = matcher([pattern], [])
    assert all(map(is_meant, matching))
    assert not any(map(is_meant, other))


def test_check_on_a_folder_tells_what_would_change_and_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt", "raw/b.txt")
    assert run(["raw", "clean", "--check"]) == 4
    assert not Path("clean").exists()
    run(["raw", "clean"])
    assert run(["raw", "clean", "--check"]) == 0
    Path("clean/index.json").unlink()
    assert run(["raw", "clean", "--check"]) == 4
    run(["raw", "clean"])
    Path("raw/a.txt").write_text(talk(7), "utf-8")
    capfd.readouterr()
    assert run(["raw", "clean", "--check"]) == 4
    assert "raw/a.txt would change" in capfd.readouterr().err
    Path("raw/bad.txt").write_bytes(PICTURE)
    assert run(["raw", "clean", "--check"]) == 3
    assert run(["raw", "--check"]) == 3


def test_the_difference_of_a_folder_is_shown_file_by_file(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/b.txt", "raw/a.txt")
    assert run(["raw", "--diff"]) == 0
    shown = capfd.readouterr().out
    assert shown.index("=== a.txt") < shown.index("=== b.txt")
    assert "so um we look" in shown
    assert "\x1b" not in shown
    assert run(["raw", "--diff", "--check"]) == 4
    assert set(tree(".")) == {"raw/a.txt", "raw/b.txt"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["raw"],
        ["raw", "file"],
        ["raw", "clean", "--index", "i.json"],
        ["raw", "clean", "--edits", "-"],
        ["raw", "clean", "--jobs", "0"],
        ["raw/a.txt", "a.md", "--jobs", "2"],
        ["raw/a.txt", "a.md", "--include", "*"],
        ["nowhere://raw", "clean"],
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt")
    Path("file").touch()
    assert run(arguments) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_settings_for_folders_stand_in_a_file_and_hurt_no_single_run() -> None:
    make("raw/a.txt", "raw/b.srt")
    Path("fixtranscript.toml").write_text('include = ["*.srt"]\njobs = 1\n', "utf-8")
    assert run(["raw", "clean"]) == 0
    assert [episode["file"] for episode in index()["episodes"]] == ["b.srt"]
    assert run(["raw/a.txt", "a.md"]) == 0


def test_quiet_says_nothing_but_errors(capfd: pytest.CaptureFixture[str]) -> None:
    make("raw/a.txt")
    assert run(["raw", "clean", "-q"]) == 0
    assert capfd.readouterr() == ("", "")
    Path("raw/bad.txt").write_bytes(PICTURE)
    assert run(["raw", "clean", "-q"]) == 3
    assert capfd.readouterr().err.count("\n") == 1


def test_progress_is_drawn_on_a_terminal_only() -> None:
    make("raw/a.txt", "raw/b.txt")
    Path("raw/bad.txt").write_bytes(PICTURE)
    command = [sys.executable, "-m", "transcript_fixer", "raw", "clean", "--jobs", "1"]
    ours, theirs = os.openpty()
    done = subprocess.run(command, stderr=theirs, check=False)
    os.close(theirs)
    drawn = b""
    try:
        while part := os.read(ours, 4096):
            drawn += part
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert done.returncode == 3
    assert b"3/3 files" in drawn
    assert b"\x1b" not in drawn
    assert b"\rfixtranscript: error: " in drawn
    plain = subprocess.run([*command, "--force"], capture_output=True, check=False)
    assert b"files" not in plain.stderr


def test_the_schema_of_the_index_over_all_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--schema-episodes"]) == 0
    assert json.loads(capfd.readouterr().out) == json.loads(read_schema())
    assert run(["--schema"]) == 0
    assert json.loads(capfd.readouterr().out) != json.loads(read_schema())


def test_a_single_pattern_need_not_be_a_list() -> None:
    make("raw/a.txt", "raw/b.srt")
    assert [result.file for result in fix_folder("raw", "clean", include="*.srt", jobs=1)] == ["b.srt"]


def test_an_empty_folder_is_done_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["raw", "clean"]) == 0
    assert "no transcripts in raw" in capfd.readouterr().err.replace(f"{Path.cwd()}/", "")
    assert index()["episodes"] == []


def test_a_missing_folder_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["absent", "clean"]) == 1
    assert capfd.readouterr().err.count("\n") == 1
    with pytest.raises(FileNotFoundError):
        fix_folder("absent", "clean")


# The library


def test_results_come_one_by_one_and_pickle() -> None:
    make("raw/a.txt", "raw/b.txt")
    results = list(fix_folder("raw", "clean", jobs=2))
    assert {result.file: result.episode for result in results} == {"a.txt": 1, "b.txt": 2}
    assert pickle.loads(pickle.dumps(results)) == results


def test_a_closed_iterator_leaves_an_index_of_what_is_done() -> None:
    make(*(f"raw/{number}.txt" for number in range(9)))
    results = fix_folder("raw", "clean", jobs=1)
    done = next(results)
    del results
    facts = index()
    assert done.file in {episode["file"] for episode in facts["episodes"]}
    assert len(facts["pending"]) == 8
    assert {result.status for result in fix_folder("raw", "clean")} == {Status.UP_TO_DATE, Status.WRITTEN}
    assert index()["pending"] == []


def test_nothing_happens_before_the_first_result_is_asked_for() -> None:
    make("raw/a.txt")
    fix_folder("raw", "clean")
    assert not Path("clean").exists()


def test_a_script_needs_no_main_guard() -> None:
    make("raw/a.txt", "raw/b.txt")
    Path("script.py").write_text(
        "from transcript_fixer import fix_folder\n"
        "print(sorted(result.file for result in fix_folder('raw', 'clean', jobs=2)))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=True)
    assert done.stdout == "['a.txt', 'b.txt']\n"


def test_large_files_are_begun_first() -> None:
    for number, size in enumerate((100, 3000, 1000)):
        Path(f"raw/{number}.txt").write_text(talk(number, size), "utf-8")
    batch = plan_batch(LocalFolder(Path("raw")), LocalFolder(Path("clean")), Options())
    assert [job.path for job in batch.jobs] == ["1.txt", "2.txt", "0.txt"]


# Workers


def test_workers_do_all_jobs() -> None:
    words = [f"word {number}" for number in range(100)]
    assert sorted(run_in_workers(jobs.shout, words, 3)) == sorted((word, word.upper()) for word in words)


def test_a_worker_that_dies_costs_one_job() -> None:
    answers = dict(run_in_workers(jobs.die_of_the_third, range(12), 2))
    assert isinstance(answers.pop(3), WorkerDiedError)
    assert set(answers) == {*range(12)} - {3}
    assert all(isinstance(answer, int) for answer in answers.values())


def test_a_job_whose_worker_was_killed_is_tried_once_more() -> None:
    assert dict(run_in_workers(jobs.die_the_first_time, ["mark"], 1)) == {"mark": "done"}


def test_what_a_job_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert dict(run_in_workers(jobs.print_something, ["a", "b"], 1)) == {"a": "a", "b": "b"}
    assert capfd.readouterr().out == ""


def test_a_heavy_job_ends_its_worker() -> None:
    pids = dict(run_in_workers(jobs.die_of_the_third, [1, 2, 4], 1, is_heavy=lambda number: number == 1))
    assert pids[1] != pids[2] == pids[4]


def test_a_crash_in_a_batch_is_a_failure_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    make("raw/a.txt", "raw/b.txt", "raw/c.txt")
    monkeypatch.setattr("transcript_fixer.batch.run.fix_file", jobs.crash_on_b)
    assert run(["raw", "clean", "--jobs", "2"]) == 3
    facts = index()
    assert [failure["file"] for failure in facts["failures"]] == ["b.txt"]
    assert "status 1" in facts["failures"][0]["reason"]
    assert len(facts["episodes"]) == 2


# Elsewhere


@pytest.fixture
def _empty_memory() -> Iterator[None]:
    memory = pytest.importorskip("fsspec.implementations.memory", reason="the extra 'remote' is not installed")
    memory.MemoryFileSystem.store.clear()
    memory.MemoryFileSystem.pseudo_dirs[:] = [""]
    yield
    memory.MemoryFileSystem.store.clear()


@pytest.mark.usefixtures("_empty_memory")
def test_folders_can_be_addresses() -> None:
    import fsspec

    make("raw/a.txt", "raw/sub/b.txt", "raw/.hidden/c.txt")
    memory = fsspec.filesystem("memory")
    memory.put("raw/", "/lake/raw", recursive=True)
    assert {result.status for result in fix_folder("memory://lake/raw", "memory://lake/raw/clean")} == {Status.WRITTEN}
    list(fix_folder("raw", "here", jobs=1))
    written = {name.removeprefix("/lake/raw/clean/"): memory.cat(name) for name in memory.find("/lake/raw/clean")}
    assert written == tree("here")
    again = list(fix_folder("memory://lake/raw", "memory://lake/raw/clean"))
    assert [result.status for result in again] == [Status.UP_TO_DATE] * 2


@pytest.mark.usefixtures("_empty_memory")
def test_a_folder_can_go_from_here_to_an_address_and_back() -> None:
    make("raw/a.txt")
    assert run(["raw", "memory://lake/clean"]) == 0
    assert run(["memory://lake/clean", "again", "--include", "*.md"]) == 0
    words = [
        [segment["text"].split() for segment in json.loads(data)["segments"]]
        for name, data in tree("again").items()
        if name == "a.json"
    ]
    assert words == [[segment.text.split() for segment in fix_transcript(talk(1)).segments]]


@pytest.mark.usefixtures("_empty_memory")
def test_what_is_missing_or_mixed_up_behind_an_address_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["memory://absent", "clean"]) == 1
    assert run(["memory://absent", "memory://absent"]) == 2
    assert run(["file:///absent", "clean"]) == 1
    assert capfd.readouterr().err.count("\n") == 3


def test_an_answer_that_cannot_be_read_fails_its_job_and_no_other() -> None:
    answers = dict(run_in_workers(jobs.answer_unreadably, range(4), 1))
    assert isinstance(answers.pop(1), WorkerDiedError)
    assert answers == {0: 0, 2: 2, 3: 3}


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "2"])
def test_less_than_one_process_is_refused_before_anything_is_done(jobs: object) -> None:
    make("raw/a.txt")
    with pytest.raises(ValueError, match="jobs is"):
        fix_folder("raw", "clean", jobs=jobs)  # type: ignore[arg-type]
    assert not Path("clean").exists()


def test_a_cluster_does_the_same(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    make(*(f"raw/{number}.txt" for number in range(8)))
    Path("raw/bad.txt").write_bytes(PICTURE)
    assert run(["raw", "here", "--jobs", "1"]) == 3
    with cluster(workers=2) as address:
        assert run(["raw", "there", "--scheduler", address]) == 3
        assert tree("here") == tree("there")
        assert run(["raw", "there", "--scheduler", address]) == 3
    assert tree("here") == tree("there")


@pytest.mark.slow
def test_a_job_that_kills_the_workers_of_a_cluster_costs_only_itself() -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    # A nanny whose worker dies while it starts gives up. The job kills four workers at most, so two nannies at most.
    with cluster(workers=3, nannies=True) as address:
        answers = dict(run_on_cluster(jobs.die_of_the_third, range(6), address))
    assert isinstance(answers.pop(3), WorkerDiedError)
    assert all(isinstance(answer, int) for answer in answers.values())


def test_a_cluster_that_is_not_there_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    make("raw/a.txt")
    code = (
        "import dask, sys; dask.config.set({'distributed.comm.timeouts.connect': '1s'}); "
        "from transcript_fixer.cli import run; sys.exit(run(['raw', 'clean', '--scheduler', 'tcp://127.0.0.1:9']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "error: tcp://127.0.0.1:9: no Dask scheduler answers there" in last


class cluster:  # noqa: N801 - used like a function
    """A Dask scheduler and workers, each a process, as a user starts them."""

    def __init__(self, workers: int, *, nannies: bool = False) -> None:
        self._workers = workers
        self._flags = [
            "--nthreads",
            "1",
            "--no-dashboard",
            "--death-timeout",
            "30",
            "--nanny" if nannies else "--no-nanny",
        ]
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> str:
        file = Path("scheduler.json").absolute()
        self._start("scheduler", "--scheduler-file", str(file), "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        for _ in range(100):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        address: str = json.loads(file.read_bytes())["address"]
        for _ in range(self._workers):
            self._start("worker", address, *self._flags)
        return address

    def _start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "dask", *arguments]
        # What they import is what the tests import, `jobs` and the package of this checkout.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        self._processes.append(process)

    def __exit__(self, *exception: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_writing_together_replaces_nothing_where_one_part_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a").write_bytes(b"old")
    one, two = storage.LocalFile(Path("a")), storage.LocalFile(Path("raw/a/b"))
    Path("raw/a").touch()
    with pytest.raises(OSError, match="raw/a"):
        storage.write_together([(one, b"new"), (two, b"new")])
    assert tree(".") == {"a": b"old", "raw/a": b""}
