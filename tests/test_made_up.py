"""The three laws, on lectures that are made up: `fuzz_command.py` goes on where this ends."""

from pathlib import Path
from random import Random

import pytest
from fuzz_command import composed, find_fault
from made_up import make_up

from transcript_fixer import fix_mojibake, strip_fillers

SEEDS = range(1, 1001)


def faults(seeds: range) -> list[str]:
    return [f"seed {seed}: {fault}" for seed in seeds if (fault := find_fault(*composed(seed, "lectures")))]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_few_lectures_keep_the_laws() -> None:
    assert faults(SEEDS[:20]) == []


@pytest.mark.slow
def test_a_thousand_lectures_keep_the_laws() -> None:
    assert faults(SEEDS) == []


@pytest.mark.parametrize("register", ["lecture", "conversation"])
def test_what_is_stripped_or_mended_once_stays(register: str) -> None:
    for seed in SEEDS[:100]:
        text = make_up(Random(seed))
        stripped, mended = strip_fillers(text, register=register), fix_mojibake(text)
        assert strip_fillers(stripped, register=register) == stripped
        assert fix_mojibake(mended) == mended


def test_a_seed_tells_the_file() -> None:
    assert composed(7) == composed(7, "noise") != composed(7, "lectures") != composed(8, "lectures")
