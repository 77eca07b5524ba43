"""Whole talks, short and our own, against what a reader and a program should get.

`make accept` writes the expectations again; review the difference like code.
"""

import os
from pathlib import Path

import pytest

from transcript_fixer import fix_transcript
from transcript_fixer.writers.json import dump_index

TALKS = sorted((Path(__file__).parent / "talks").iterdir())


@pytest.mark.parametrize("folder", TALKS, ids=lambda folder: folder.name)
def test_a_talk_becomes_what_is_expected(folder: Path) -> None:
    talk = fix_transcript((folder / "source.txt").read_bytes(), file="source.txt")
    made = {
        "expected.md": talk.to_markdown(),
        "expected.json": dump_index(talk.to_index(output_file="expected.md")),
    }
    for name, text in made.items():
        if os.environ.get("ACCEPT"):
            (folder / name).write_text(text, "utf-8")
        assert text == (folder / name).read_text("utf-8"), "run `make accept` and review the difference"


@pytest.mark.parametrize("folder", TALKS, ids=lambda folder: folder.name)
def test_a_finished_talk_stays_as_it_is(folder: Path) -> None:
    talk = fix_transcript((folder / "source.txt").read_bytes(), file="source.txt")
    again = fix_transcript(talk.to_markdown(), file="source.txt")
    assert (
        " ".join(part.text for part in again.segments).split() == " ".join(part.text for part in talk.segments).split()
    )
