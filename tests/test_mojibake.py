"""Mojibake: what is restored, what is left alone, and the laws."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcript_fixer.mojibake import fix_mojibake, repair_mojibake
from transcript_fixer.trace import TracedText, apply_edits, undo_edits

CASES = tomllib.loads((Path(__file__).parent / "golden" / "mojibake.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_golden_case(case: dict[str, str]) -> None:
    assert fix_mojibake(case["heard"]) == case.get("fixed", case["heard"])


@given(st.text(max_size=60))
@settings(deadline=None)
def test_repair_is_stable_and_traced_on_any_text(text: str) -> None:
    """Repairing twice is repairing once, and the edits lead there and back."""
    fixed = fix_mojibake(text)
    assert fix_mojibake(fixed) == fixed
    traced = repair_mojibake(TracedText.from_source(text)).value
    assert traced.text == fixed
    assert apply_edits(text, traced.edits) == fixed
    assert undo_edits(fixed, traced.edits) == text
