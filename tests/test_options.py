"""Options: what a caller may choose, and what is refused before any work is done."""

import pytest

from transcript_fixer import Options, fix_transcript
from transcript_fixer.options import GlossaryEntry, UnfitOptionsError


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"segments": "3"}, "whole number"),
        ({"segments": 1.5}, "whole number"),
        ({"segments": True}, "whole number"),
        ({"segments": 0}, "at least 1"),
        ({"images": "a\ud800"}, "surrogate"),
        ({"images": 3}, "text"),
        ({"keep": [1]}, "text"),
        ({"keep": {"um": 1}}, "list"),
        ({"drop": 3}, "list"),
        ({"glossary": "LSTM"}, "glossary"),
        ({"glossary": ["LSTM"]}, "glossary"),
        ({"glossary": [("LSTM", [""])]}, "glossary"),
        ({"glossary": [("LSTM", [1])]}, "glossary"),
        ({"glossary": [("!", [])]}, "glossary"),
        ({"encoding": "klingon"}, "klingon"),
        ({"encoding": "hex"}, "hex"),
        ({"encoding": "utf\0"}, "encoding"),
        ({"language": 3}, "text"),
        ({"language": "German!"}, "code"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_at_once(choice: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Options(**choice)


def test_a_glossary_may_be_a_list_of_pairs() -> None:
    options = Options(glossary=[("LSTM", ["LSDM"]), GlossaryEntry("YOLO")])
    assert options.glossary == (GlossaryEntry("LSTM", ("LSDM",)), GlossaryEntry("YOLO"))
    assert "LSTM" in fix_transcript("Now the LSDM is a network。", options).segments[0].text


@pytest.mark.parametrize("encoding", ["utf-16", "auto", "gb18030", "idna"])
def test_encodings_that_python_knows_are_taken(encoding: str) -> None:
    assert Options(encoding=encoding).encoding == encoding


def test_more_segments_than_sentences_are_refused() -> None:
    with pytest.raises(UnfitOptionsError, match="99 segments"):
        fix_transcript("One sentence only。", Options(segments=99))


def test_no_folder_of_this_machine_gets_into_the_index() -> None:
    assert fix_transcript("Mice。", file="/media/ada/mice.txt").to_index()["source"]["file"] == "mice.txt"
    assert fix_transcript("Mice。", file="course/mice.txt").to_index()["source"]["file"] == "course/mice.txt"
