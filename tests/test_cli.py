"""The command: what it writes, what it refuses, and its exit status."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from transcript_fixer.cli import run

RAW = "# P3：Mice - Ada - BV1ub4y127jj\n\nSo um we saw。\n\n two mice。\n\n![](img/a_1.png)\n\nThey were small。\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("FIXTRANSCRIPT_"):
            monkeypatch.delenv(name)
    Path("in.txt").write_text(RAW, "utf-8")


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_a_file_becomes_markdown_and_an_index(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "out.md"]) == 0
    assert "We saw two mice." in Path("out.md").read_text("utf-8")
    index = json.loads(Path("out.json").read_text("utf-8"))
    assert index["title"] == "Mice"
    assert index["source"]["file"] == "in.txt"
    assert index["output"]["file"] == "out.md"
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "out.md" in streams.err


def test_a_folder_as_target_takes_the_name_of_the_source() -> None:
    Path("clean").mkdir()
    assert run(["in.txt", "clean"]) == 0
    assert sorted(path.name for path in Path("clean").iterdir()) == ["in.json", "in.md"]


def test_without_a_target_the_markdown_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt"]) == 0
    streams = capfd.readouterr()
    assert streams.out.startswith("---\n")
    assert streams.err == ""
    assert files() == ["in.txt"]


def test_standard_input_is_read_and_the_index_goes_where_it_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "transcript_fixer", "-", "--index", "i.json"],
        input=RAW.encode(),
        capture_output=True,
        check=True,
    )
    assert b"two mice." in done.stdout
    assert json.loads(Path("i.json").read_bytes())["source"]["file"] is None


def test_quiet_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "out.md", "-q"]) == 0
    assert capfd.readouterr() == ("", "")


def test_what_is_up_to_date_is_not_written_again(capfd: pytest.CaptureFixture[str]) -> None:
    run(["in.txt", "out.md"])
    before = Path("out.md").stat().st_ino
    assert run(["in.txt", "out.md"]) == 0
    assert "up to date" in capfd.readouterr().err
    assert Path("out.md").stat().st_ino == before
    assert run(["in.txt", "out.md", "--force"]) == 0
    assert Path("out.md").stat().st_ino != before


def test_other_options_make_it_again() -> None:
    run(["in.txt", "out.md"])
    assert run(["in.txt", "out.md", "--fillers", "none"]) == 0
    assert "um we saw" in Path("out.md").read_text("utf-8")


def test_markdown_edited_by_hand_is_not_overwritten(capfd: pytest.CaptureFixture[str]) -> None:
    run(["in.txt", "out.md"])
    Path("out.md").write_text("My own words.\n", "utf-8")
    assert run(["in.txt", "out.md", "--fillers", "none"]) == 1
    assert "--force" in capfd.readouterr().err
    assert Path("out.md").read_text("utf-8") == "My own words.\n"
    assert run(["in.txt", "out.md", "--force"]) == 0


def test_markdown_that_was_never_ours_is_not_overwritten() -> None:
    Path("out.md").write_text("My own words.\n", "utf-8")
    assert run(["in.txt", "out.md"]) == 1
    assert files() == ["in.txt", "out.md"]


def test_json_that_was_never_ours_is_not_overwritten() -> None:
    Path("out.json").write_text('{"precious": true}', "utf-8")
    assert run(["in.txt", "out.md"]) == 1
    assert files() == ["in.txt", "out.json"]


def test_a_run_killed_between_its_two_files_can_be_taken_up(capfd: pytest.CaptureFixture[str]) -> None:
    run(["in.txt", "out.md"])
    index = Path("out.json").read_bytes()
    Path("out.json").unlink()
    assert run(["in.txt", "out.md"]) == 0
    assert Path("out.json").read_bytes() == index


def test_the_input_is_never_an_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "in.txt"]) == 2
    assert run(["in.txt", "./in.txt", "--force"]) == 2
    assert run(["in.txt", "--index", "in.txt"]) == 2
    Path("link.md").symlink_to("in.txt")
    assert run(["in.txt", "link.md"]) == 2
    assert run(["in.txt", "out.json"]) == 2
    assert Path("in.txt").read_text("utf-8") == RAW


@pytest.mark.parametrize(
    "text", ["", " \n\n \n", "。\n\n，\n", "![](img/a_1.png)\n", "# P3：Mice - Ada - BV1ub4y127jj\n"]
)
def test_a_page_without_words_is_said_to_be_one(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_text(text, "utf-8")
    said = "fixtranscript: in.txt: no words in it\n"
    assert run(["in.txt"]) == 0
    assert capfd.readouterr().err == said
    assert run(["in.txt", "out.md"]) == 0
    assert capfd.readouterr().err.endswith(said)
    assert run(["in.txt", "out.md", "--force", "-q"]) == 0
    assert capfd.readouterr().err == ""
    Path("raw").mkdir()
    Path("in.txt").rename("raw/in.txt")
    assert run(["raw", "clean", "--jobs", "1"]) == 0
    assert "raw/in.txt: no words in it\n" in capfd.readouterr().err
    assert run(["raw", "clean", "--jobs", "1", "--force", "-q"]) == 0
    assert capfd.readouterr().err == ""


def test_every_edit_is_listed_on_demand() -> None:
    assert run(["in.txt", "out.md", "--edits", "edits.jsonl"]) == 0
    edits = [json.loads(line) for line in Path("edits.jsonl").read_text("utf-8").splitlines()]
    assert all(RAW[slice(*edit["span"])] == edit["before"] for edit in edits)
    assert any(edit["reason"] == "filled-pause" for edit in edits)


def test_what_a_difference_shows_was_written_so(capfd: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_text(
        "So um we tried noise，reduction in 2005，2006。 [Applause]\n\nThank you all。\n", "utf-8"
    )
    assert run(["in.txt", "--diff"]) == 0
    added = [line for line in capfd.readouterr().out.splitlines() if line.startswith("+ ")]
    assert run(["in.txt"]) == 0
    page = capfd.readouterr().out
    assert added
    assert all(line[2:].strip() in page for line in added), added


@pytest.mark.parametrize(
    "content",
    ["Another talk, not yet fixed.\n", "[1, 2]\n", '{"span": [0, 1]}\n', "\n", "{" * 100_000, b"\xff\xfe\x00"],
)
def test_edits_never_overwrite_what_is_not_ours(content: str | bytes, capfd: pytest.CaptureFixture[str]) -> None:
    data = content.encode() if isinstance(content, str) else content
    Path("in2.txt").write_bytes(data)
    assert run(["in.txt", "out.md", "--edits", "in2.txt"]) == 1
    said = capfd.readouterr().err
    assert "in2.txt" in said
    assert "--force" in said
    assert files() == ["in.txt", "in2.txt"]
    assert Path("in2.txt").read_bytes() == data
    assert run(["in.txt", "out.md", "--edits", "in2.txt", "--force"]) == 0
    assert Path("in2.txt").read_bytes().startswith(b'{"span"')


def test_edits_of_ours_and_empty_files_are_written_anew() -> None:
    Path("edits.jsonl").touch()
    for _ in range(2):
        assert run(["in.txt", "out.md", "--edits", "edits.jsonl"]) == 0
        assert Path("edits.jsonl").read_bytes().startswith(b'{"span"')


def test_a_difference_is_shown_and_nothing_written(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "out.md", "--diff"]) == 0
    shown = capfd.readouterr().out
    assert "- So um we saw。" in shown
    assert "\x1b" not in shown
    assert files() == ["in.txt"]


def test_check_compares_with_what_is_there() -> None:
    assert run(["in.txt", "out.md", "--check"]) == 4
    assert files() == ["in.txt"]
    run(["in.txt", "out.md"])
    assert run(["in.txt", "out.md", "--check"]) == 0
    Path("out.json").unlink()
    assert run(["in.txt", "out.md", "--check"]) == 4


def test_check_without_a_target_looks_for_edits() -> None:
    assert run(["in.txt", "--check"]) == 4
    run(["in.txt", "out.md"])
    assert run(["out.md", "--check"]) == 0


def test_check_sees_a_sound_that_goes_at_a_line_break() -> None:
    Path("sounds.txt").write_text("Hello there.\n\n![](img/a_1.png)\n\n[Applause] We begin now.\n", "utf-8")
    assert run(["sounds.txt", "--check"]) == 4
    Path("plain.txt").write_text("Hello there.\n\n![](img/a_1.png)\n\nWe begin now.\n", "utf-8")
    assert run(["plain.txt", "--check"]) == 0


def test_images_get_another_folder_in_the_markdown_alone() -> None:
    run(["in.txt", "out.md", "--images", "https://example.org/slides/"])
    assert "![Slide 1](https://example.org/slides/a_1.png)" in Path("out.md").read_text("utf-8")
    assert json.loads(Path("out.json").read_text("utf-8"))["slides"][0]["image"] == "img/a_1.png"


def test_words_are_kept_and_dropped_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in.txt").write_text("We um saw the mice， um， yesterday evening。", "utf-8")

    def said(*flags: str) -> str:
        assert run(["in.txt", "out.md", "--force", *flags]) == 0
        return json.loads(Path("out.json").read_text("utf-8"))["segments"][0]["text"]

    assert "um" not in said()
    assert said("--keep", "um").count("um") == 2
    assert "evening" not in said("--drop", "yesterday evening")
    monkeypatch.setenv("FIXTRANSCRIPT_DROP", "yesterday evening, the mice,")
    assert "evening" not in said()
    assert "mice" not in said()


def test_a_glossary_says_how_terms_are_written(capfd: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_text("We saw the moose keeto at night。", "utf-8")
    Path("terms.txt").write_text("Moskito: moose keeto\n", "utf-8")
    assert run(["in.txt", "out.md", "--glossary", "terms.txt"]) == 0
    assert "the Moskito at night" in Path("out.md").read_text("utf-8")
    Path("terms.txt").write_text("[terms]\nMoskito = 3\n", "utf-8")
    assert run(["in.txt", "out.md", "--glossary", "terms.txt"]) == 2
    assert "terms.txt" in capfd.readouterr().err
    assert run(["in.txt", "out.md", "--glossary", "absent.txt"]) == 1


def test_a_language_is_a_code() -> None:
    assert run(["in.txt", "out.md", "--language", "en-US"]) == 0
    assert run(["in.txt", "out.md", "--language", "English, please"]) == 2


def test_settings_come_from_flag_environment_file_and_project(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> bool:
        assert run(["in.txt", "out.md", "--force"]) == 0
        return "um" in Path("out.md").read_text("utf-8")

    Path("fixtranscript.toml").write_text('fillers = "none"', "utf-8")
    assert kept()
    Path("pyproject.toml").write_text('[tool.fixtranscript]\nfillers = "clean"', "utf-8")
    assert not kept()
    Path("own.toml").write_text('fillers = "none"', "utf-8")
    monkeypatch.setenv("FIXTRANSCRIPT_CONFIG", "own.toml")
    assert kept()
    monkeypatch.setenv("FIXTRANSCRIPT_FILLERS", "clean")
    assert not kept()
    assert run(["in.txt", "out.md", "--force", "--fillers", "none"]) == 0
    assert "um" in Path("out.md").read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        "[tool]\nfixtranscript.fillers = 'none'",
        "[tool]\n[ tool . 'fixtranscript' ]\nfillers = 'none'",
        "tool = {fixtranscript = {fillers = 'none'}}",
        '"tool".fixtranscript.fillers = "none"',
        "[\"t\\u006fol\".fixtranscript]\nfillers = 'none'",
    ],
)
def test_our_table_is_found_however_it_is_written(content: str) -> None:
    Path("pyproject.toml").write_text(content, "utf-8")
    assert run(["in.txt", "out.md"]) == 0
    assert "um" in Path("out.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("fixtranscript.toml", "filers = 1", "did you mean 'fillers'?"),
        ("fixtranscript.toml", "fillers = ", "not valid TOML"),
        ("pyproject.toml", "tool.fixtranscript = 1", "not a table"),
        ("fixtranscript.toml", 'fillers = "some"', "'some'"),
    ],
)
def test_a_wrong_setting_is_wrong_usage(name: str, content: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path(name).write_text(content, "utf-8")
    assert run(["in.txt", "out.md"]) == 2
    streams = capfd.readouterr()
    assert said in streams.err
    assert streams.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("keep = {um = 1}", "keep is {'um': 1}; expected text in quotes, or a list of such"),
        ("keep = [1, [2]]", "keep is"),
        ("segments = 1.9", "segments is 1.9; expected a whole number"),
        ('segments = "3"', "expected a whole number"),
        ("segments = true", "expected a whole number"),
        ("fillers = 1", "fillers is 1; expected text in quotes"),
        ('force = "yes"', "expected true or false"),
        ("jobs = 1.5", "jobs is 1.5"),
    ],
)
def test_a_setting_of_the_wrong_type_is_named(content: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("fixtranscript.toml").write_text(content, "utf-8")
    assert run(["in.txt"]) == 2
    streams = capfd.readouterr().err
    assert said in streams
    assert "fixtranscript.toml" in streams


def test_one_word_to_keep_may_stand_alone_in_settings() -> None:
    Path("fixtranscript.toml").write_text('keep = "um"', "utf-8")
    assert run(["in.txt", "out.md"]) == 0
    assert "Um we saw" in Path("out.md").read_text("utf-8")


def test_paths_in_settings_start_from_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in.txt").write_text("We saw the moose keeto at night。", "utf-8")
    Path("terms.txt").write_text("Moskito: moose keeto\n", "utf-8")
    Path("fixtranscript.toml").write_text('glossary = "terms.txt"', "utf-8")
    Path("deeper").mkdir()
    monkeypatch.chdir("deeper")
    assert run(["../in.txt", "out.md"]) == 0
    assert "the Moskito at night" in Path("out.md").read_text("utf-8")


def test_settings_and_glossary_may_start_with_a_byte_order_mark() -> None:
    Path("in.txt").write_text("We saw the moose keeto at night。", "utf-8")
    Path("terms.txt").write_text("Moskito: moose keeto\n", "utf-8-sig")
    Path("fixtranscript.toml").write_text('glossary = "terms.txt"', "utf-8-sig")
    assert run(["in.txt", "out.md"]) == 0
    assert "the Moskito at night" in Path("out.md").read_text("utf-8")


def test_a_target_that_ends_in_a_slash_is_a_folder() -> None:
    assert run(["in.txt", "clean/"]) == 0
    assert sorted(path.name for path in Path("clean").iterdir()) == ["in.json", "in.md"]
    assert run(["in.txt", "clean/in.md/"]) == 1


def test_an_empty_name_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["", "x.md"]) == 2
    assert run(["in.txt", ""]) == 2
    assert run(["", ""]) == 2
    assert capfd.readouterr().err.count("is empty") == 3
    assert files() == ["in.txt"]


@pytest.mark.parametrize("flags", [["memory://x"], ["--index", "memory://x"], ["o.md", "--edits", "s3://b/x"]])
def test_one_transcript_cannot_go_to_an_address(flags: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", *flags]) == 2
    assert "address" in capfd.readouterr().err
    assert files() == ["in.txt"]


def test_an_index_alone_overwrites_nothing_that_is_not_ours() -> None:
    Path("notes.json").write_text('{"precious": true}', "utf-8")
    assert run(["in.txt", "--index", "notes.json"]) == 1
    assert Path("notes.json").read_text("utf-8") == '{"precious": true}'
    assert run(["in.txt", "--index", "notes.json", "--force"]) == 0
    assert run(["in.txt", "--index", "notes.json"]) == 0


def test_edits_and_markdown_do_not_mix(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "--edits", "-"]) == 2
    assert capfd.readouterr().out == ""
    assert run(["in.txt", "out.md", "--edits", "-"]) == 0
    assert all(json.loads(line)["reason"] for line in capfd.readouterr().out.splitlines())


@pytest.mark.parametrize("flag", ["--diff", "--check"])
def test_edits_are_not_written_by_a_run_that_writes_nothing(flag: str) -> None:
    assert run(["in.txt", "out.md", "--edits", "edits.jsonl", flag]) == 2
    assert files() == ["in.txt"]


def test_more_segments_than_sentences_is_one_clear_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "out.md", "--segments", "99"]) == 1
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "in.txt: 99 segments asked for" in said
    assert "unexpected" not in said
    Path("raw").mkdir()
    Path("raw/p1.txt").write_text(RAW, "utf-8")
    assert run(["raw", "clean", "--segments", "99", "--jobs", "1"]) == 3
    assert "unexpected" not in capfd.readouterr().err


def test_another_source_of_the_same_bytes_is_another_index() -> None:
    run(["in.txt", "out.md"])
    Path("copy.txt").write_bytes(Path("in.txt").read_bytes())
    assert run(["copy.txt", "out.md"]) == 0
    assert json.loads(Path("out.json").read_bytes())["source"]["file"] == "copy.txt"
    assert run(["copy.txt", "out.md", "--check"]) == 0


def test_check_says_what_would_change(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["in.txt", "out.md", "--check"]) == 4
    assert capfd.readouterr().err == "fixtranscript: out.md would change\n"
    assert run(["in.txt", "--check", "-q"]) == 4
    assert capfd.readouterr().err == ""
    run(["in.txt", "out.md", "-q"])
    assert run(["in.txt", "out.md", "--check"]) == 0
    assert capfd.readouterr().err == "fixtranscript: out.md would not change\n"


@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        ("in.txt >&-", "standard output: it is closed"),
        ("- <&-", "standard input: it is closed"),
        ("in.txt out.md <&- >&- 2>&-", ""),
        ("absent.txt 2>&-", ""),
    ],
)
def test_closed_streams_are_one_clear_line(redirection: str, said: str) -> None:
    command = f"{sys.executable} -m transcript_fixer {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert said in done.stderr
    assert done.stderr.count("\n") == bool(said)
    assert done.returncode == (0 if "out.md" in redirection else 1)


@pytest.mark.parametrize("flags", [["-v"], ["-qv"], ["--verbose"]])
def test_a_traceback_is_shown_on_demand(flags: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["absent.txt"]) == 1
    assert "Traceback" not in capfd.readouterr().err
    assert run(["absent.txt", *flags]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_a_traceback_can_be_asked_for_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIXTRANSCRIPT_VERBOSE", "1")
    assert run(["absent.txt"]) == 1
    assert "Traceback" in capfd.readouterr().err


def test_what_a_killed_run_left_is_swept_away() -> None:
    Path(".fixtranscript-0123456789ab.tmp").write_text("half", "utf-8")
    assert run(["in.txt", "out.md"]) == 0
    assert files() == ["in.txt", "out.json", "out.md"]


@pytest.mark.parametrize(
    "line",
    [
        "date: 2021-13-45",
        "date: !!timestamp x",
        "episode: " + "7" * 5000,
        "episode: true",
        "channel: " + "[" * 3000,
        'title: "cut',
        "language: [en]",
        "language: no such thing",
        'language: "!"',
    ],
)
def test_front_matter_of_ours_that_a_hand_changed_loses_only_that(line: str) -> None:
    run(["in.txt", "out.md"])
    page = Path("out.md").read_text("utf-8")
    key = line.partition(":")[0]
    lines = [old for old in page.splitlines(keepends=True) if not old.startswith(f"{key}: ")]
    Path("page.md").write_text("".join([lines[0], line + "\n", *lines[1:]]), "utf-8")
    assert run(["page.md", "again.md"]) == 0
    index = json.loads(Path("again.json").read_bytes())
    assert index["language"] == "en"
    assert index["episode"] == (None if key == "episode" else 3)
    assert index["channel"] == (None if key == "channel" else "Ada")


def one_line(capfd: pytest.CaptureFixture[str]) -> str:
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    ("name", "value"), [("JOBS", "many"), ("FILLERS", "some"), ("SEGMENTS", "0"), ("LANGUAGE", "x y"), ("QUIET", "so")]
)
def test_a_wrong_value_says_in_which_variable_it_stands(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"FIXTRANSCRIPT_{name}", value)
    assert run(["in.txt"]) == 2
    said = one_line(capfd)
    assert f"FIXTRANSCRIPT_{name}" in said
    assert f"--{name.lower()}'" not in said


@pytest.mark.parametrize("line", ['fillers = "some"', "segments = 0", 'language = "x y"', 'encoding = "morse"'])
def test_a_wrong_value_says_in_which_file_it_stands(line: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text("[tool.fixtranscript]\nquiet = true\n", "utf-8")
    Path("own.toml").write_text(line, "utf-8")
    assert run(["in.txt", "--config", "own.toml"]) == 2
    said = one_line(capfd)
    assert f"{line.split()[0]} in own.toml" in said
    flag = ["--" + line.split()[0], "!"]
    assert run(["in.txt", "--config", "own.toml", *flag]) == 2
    assert "own.toml" not in one_line(capfd)


def test_a_glossary_or_settings_that_are_no_text_are_one_plain_line(capfd: pytest.CaptureFixture[str]) -> None:
    Path("own.toml").write_bytes(b"a\xff")
    for flag in ("--config", "--glossary"):
        assert run(["in.txt", flag, "own.toml"]) == 2
        assert "own.toml: not UTF-8 (byte 1 is 0xFF); save it as UTF-8 text" in one_line(capfd)
        assert run(["in.txt", flag, "none.toml"]) in (1, 2)
        assert "none.toml: no such file; check the name" in one_line(capfd)


def test_who_names_many_files_is_told_to_name_their_folder(capfd: pytest.CaptureFixture[str]) -> None:
    assert run([*["in.txt"] * 300, "clean/"]) == 2
    said = one_line(capfd)
    assert "301 names" in said
    assert "a folder" in said
    assert len(said) < 250
    assert run(["in.txt", "out.md", "--nope"]) == 2
    assert "No such option" in one_line(capfd)
    assert files() == ["in.txt"]


def test_a_wrong_variable_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIXTRANSCRIPT_FILERS", "none")
    assert run(["in.txt"]) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe" * 9, "PNG picture"),
        ("Über Größe und Maß läßt sich prächtig jäh reden".encode("windows-1252"), "windows-1252"),
        ("今天我们来看看深度学习的新闻，这是很有意思的".encode("gb18030"), "--encoding gb18030"),
        (bytes(range(128, 256)) * 4, "not"),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nSo um we saw mice\n", "WebVTT"),
        (b"1\n00:00:01,000 --> 00:00:04,000\nSo um we saw mice\n", "SRT"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(data: bytes, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_bytes(data)
    assert run(["in.txt", "out.md"]) == 1
    streams = capfd.readouterr()
    assert "in.txt" in streams.err
    assert said in streams.err
    assert streams.err.count("\n") == 1
    assert files() == ["in.txt"]


def test_an_encoding_can_be_named_or_guessed() -> None:
    Path("in.txt").write_bytes("今天我们来看看深度学习的新闻，这是很有意思的".encode("gb18030"))
    assert run(["in.txt", "out.md", "--encoding", "gb18030"]) == 0
    assert "深度学习" in Path("out.md").read_text("utf-8")
    assert run(["in.txt", "out.md", "--encoding", "auto"]) == 0
    assert "深度学习" in Path("out.md").read_text("utf-8")
    assert run(["in.txt", "out.md", "--encoding", "klingon"]) == 2


def test_missing_files_and_targets_that_cannot_be_are_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["absent.txt"]) == 1
    assert run(["in.txt", "in.txt/out.md"]) == 1
    assert run(["in.txt", "x" * 300 + ".md"]) == 1
    assert run([]) == 2
    assert run(["in.txt", "out.md", "--no-such-flag"]) == 2
    errors = capfd.readouterr().err.splitlines()
    assert len(errors) == 5
    assert all(line.startswith("fixtranscript: error: ") for line in errors)


def test_a_target_without_permission_is_left_alone(capfd: pytest.CaptureFixture[str]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    Path("closed").mkdir(mode=0o500)
    assert run(["in.txt", "closed/out.md"]) == 1
    assert "permission denied" in capfd.readouterr().err


def test_a_full_disk_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    run(["in.txt", "out.md", "-q"])
    before = {name: Path(name).read_bytes() for name in files()}

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(["in.txt", "out.md", "--fillers", "none"]) == 1
    assert "no space left" in capfd.readouterr().err
    assert {name: Path(name).read_bytes() for name in files()} == before


@pytest.mark.parametrize("step", ["open", "write", "replace"])
@pytest.mark.parametrize("output", ["out.md", "i.json", "e.jsonl"])
def test_an_error_names_the_output_that_was_asked_for(
    step: str, output: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    open_, replace, fsync = Path.open, Path.replace, os.fsync
    order = {"e.jsonl": 1, "out.md": 2, "i.json": 3}[output]
    calls: list[object] = []

    def refused(do: Callable[..., object]) -> Callable[..., object]:
        def instead(*given: object) -> object:
            if do is open_ and given[1:] != ("xb",):
                return do(*given)
            calls.append(given)
            if len(calls) == order:
                raise PermissionError(errno.EACCES, "no", *map(str, given[:1] if do is not fsync else ()))
            return do(*given)

        return instead

    if step == "open":
        monkeypatch.setattr(Path, "open", refused(open_))
    elif step == "write":
        monkeypatch.setattr(os, "fsync", refused(fsync))
    else:
        monkeypatch.setattr(Path, "replace", refused(replace))
    assert run(["in.txt", "out.md", "--index", "i.json", "--edits", "e.jsonl"]) == 1
    assert f"error: {output}: permission denied" in capfd.readouterr().err


@pytest.mark.parametrize(("reader", "read"), [("head -n 1", b"---\n"), ("true", b"")])
def test_a_closed_pipe_ends_quietly(reader: str, read: bytes) -> None:
    """Closed before we write or while we do: the page is more than a pipe holds."""
    Path("in.txt").write_text(" ".join(f"We saw {n * n} mice in box {n}." for n in range(9000)), "utf-8")
    command = f"{sys.executable} -m transcript_fixer in.txt | {reader}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, read, b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\0" * 50,
        b"\r\r\n\n",
        b"\xef\xbb\xbf",
        "Größe\r\nund\rMaß".encode("utf-16"),
        b"# \n",
        b"a\0b\x1b[31mc",
        b"![](img/a_1.png)" * 500,
        b"So it goes. " * 400 + b"\xe9",
    ],
)
def test_odd_files_are_fixed_all_the_same(data: bytes) -> None:
    Path("in.txt").write_bytes(data)
    assert run(["in.txt", "out.md"]) == 0
    assert Path("out.json").exists()


def test_an_interruption_leaves_no_half_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    assert run(["in.txt", "out.md"]) == 130
    assert files() == ["in.txt"]
    assert "interrupted" in capfd.readouterr().err


def test_warnings_are_listed_with_their_line(capfd: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_bytes(b"So it goes.\n" * 50 + b"caf\xe9\n")
    assert run(["in.txt", "out.md", "-v"]) == 0
    assert "line 51: unreadable-bytes" in capfd.readouterr().err


def test_the_schema_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--schema"]) == 0
    assert json.loads(capfd.readouterr().out)["type"] == "object"


def test_the_version_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capfd.readouterr().out.startswith("fixtranscript, version ")
