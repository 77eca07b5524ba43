"""Each rule against its cases: sentences it must leave alone, and sentences it must mend.

A file `golden/<rule>.toml` belongs to the rule of the same name in `RULES`.
"""

import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from transcript_fixer import Options, fix_mojibake, strip_fillers
from transcript_fixer.captions import parse_captions
from transcript_fixer.model import Utterance
from transcript_fixer.sentences import rebuild_sentences
from transcript_fixer.terms import fix_terms
from transcript_fixer.trace import TracedText

GOLDEN = Path(__file__).parent / "golden"


def _language(heard: str) -> str:
    return "zh" if heard[0] > "\u3000" else "en"


def _as_sentences(heard: str) -> str:
    captions = parse_captions(TracedText.from_source(heard))
    blocks = rebuild_sentences(captions, Options(), _language(heard)).value
    spoken = [block.text.text.strip() for block in blocks if isinstance(block, Utterance)]
    return " ".join(text for text in spoken if text)


def _with_terms(heard: str) -> str:
    (utterance,) = fix_terms((Utterance(TracedText.from_source(heard)),), Options(), _language(heard)).value
    return utterance.text.text


RULES: dict[str, Callable[[str], str]] = {
    "mojibake": fix_mojibake,
    "filled-pause": partial(strip_fillers, fillers="pauses"),
    "discourse-marker": strip_fillers,
    "conversation": partial(strip_fillers, register="conversation"),
    "repeat": strip_fillers,
    "restart": strip_fillers,
    "term": _with_terms,
    "cut": _as_sentences,
    "number": _as_sentences,
    "case": _as_sentences,
    "decoder-loop": _as_sentences,
    "caption-overlap": _as_sentences,
    "non-speech": _as_sentences,
    "speaker": _as_sentences,
    "bare": _as_sentences,
}


def _cases() -> Iterator[object]:
    for path in sorted(GOLDEN.glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            known = case.get("status") == "known-failure"
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError)] if known else []
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['label']}", marks=marks)


@pytest.mark.parametrize(("rule", "case"), list(_cases()))
def test_a_rule_mends_what_it_should_and_nothing_else(rule: str, case: dict[str, str]) -> None:
    assert RULES[rule](case["heard"]) == case.get("fixed", case["heard"]).replace("\n\n", " ")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.toml")), ids=lambda path: path.stem)
def test_each_rule_has_as_many_negatives_as_fixes(path: Path) -> None:
    cases = tomllib.loads(path.read_text("utf-8"))["case"]
    fixes = sum("fixed" in case for case in cases)
    assert len(cases) - fixes >= fixes
