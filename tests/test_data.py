"""data/clean is what the command makes of data/raw, now."""

from pathlib import Path

import pytest

from transcript_fixer import fix_transcript
from transcript_fixer.writers.json import dump_index

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("raw", sorted((DATA / "raw").glob("*.txt")), ids=lambda path: path.name)
def test_clean_data_is_up_to_date(raw: Path) -> None:
    talk = fix_transcript(raw.read_bytes(), file=raw.name)
    clean = DATA / "clean" / f"{raw.stem}.md"
    assert clean.read_text("utf-8") == talk.to_markdown(), "run `make clean-data` and review the difference"
    assert clean.with_suffix(".json").read_text("utf-8") == dump_index(talk.to_index(output_file=clean.name))


def test_there_is_data() -> None:
    assert list((DATA / "raw").glob("*.txt"))
