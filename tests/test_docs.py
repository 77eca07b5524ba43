"""README, --help and data agree with the code."""

import doctest
import re
from pathlib import Path

import click
import pytest

from transcript_fixer.cli import command, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_in_the_readme_does_what_it_says() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried
    assert not failed


def test_the_readme_explains_every_option_and_no_other() -> None:
    table = README.split("## The command")[1].split("Settings come from")[0]
    explained = set(re.findall(r"`(--?[a-z-]+)", table))
    offered = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
    assert explained - offered == set()
    assert offered - explained <= {"--version", "--help", "-h", "--quiet", "--verbose"}


def test_the_passage_of_the_readme_is_what_the_command_makes() -> None:
    raw = (ROOT / "data" / "raw" / "deep-learning-news-1.txt").read_text("utf-8")
    clean = (ROOT / "data" / "clean" / "deep-learning-news-1.md").read_text("utf-8")
    broken = README.split("```")[1]
    shown = "\n".join(line[2:] for line in README.split("\n") if re.match(r">(?: |$)", line))
    for passage, page in ((broken, raw), (shown, clean)):
        assert passage.count("[…]") == 1
        assert all(part.strip("\n") in page for part in passage.split("[…]"))


def test_the_command_of_the_readme_says_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    called, said = README.split("$ fixtranscript ")[1].split("\n")[:2]
    source = called.split()[0]
    (tmp_path / source).write_bytes((ROOT / "data" / "raw" / source).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(called.split()) == 0
    assert capfd.readouterr().err == f"{said}\n"


@pytest.mark.parametrize("page", [README, *(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))])
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", page):
        assert (ROOT / link).exists() or (ROOT / "docs" / link).exists(), link
