"""Options: what a caller may choose, and what is refused before any work is done."""

from collections.abc import Callable

import pytest

from transcript_fixer import Options, find_boundaries, fix_mojibake, fix_transcript, strip_fillers
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
        ({"keep": ["so", " "]}, "empty"),
        ({"drop": ""}, "empty"),
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


@pytest.mark.parametrize("choice", ["register", "fillers"])
def test_a_wrong_choice_for_one_text_names_the_right_ones(choice: str) -> None:
    with pytest.raises(ValueError, match=rf"^{choice} is 'foo'; it can be .* or "):
        strip_fillers("So um we saw.", **{choice: "foo"})


@pytest.mark.parametrize("one_thing", [fix_mojibake, strip_fillers])
@pytest.mark.parametrize(("wrong", "called"), [(None, "NoneType"), (3, "int"), (b"x", "bytes")])
def test_what_takes_text_says_so(one_thing: Callable[[object], str], wrong: object, called: str) -> None:
    with pytest.raises(TypeError, match=f"^expected str, not {called}$"):
        one_thing(wrong)


@pytest.mark.parametrize("wrong", ["We saw mice. They ran.", b"We saw mice."])
def test_sentences_are_not_one_text(wrong: str | bytes) -> None:
    with pytest.raises(TypeError, match="expected a list of sentences"):
        find_boundaries(wrong)


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        ([], "^0 sentences cannot make 2 segments; ask for 1$"),
        (["We saw mice."], "^1 sentence cannot make 2 segments; ask for 1$"),
    ],
)
def test_too_many_segments_are_refused_in_good_english(sentences: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        find_boundaries(sentences, 2)
    with pytest.raises(UnfitOptionsError, match=f"the talk has {said[1]} sentence"):
        fix_transcript(" ".join(sentences), Options(segments=2))


@pytest.mark.parametrize("options", [{"fillers": "none"}, "none", Options])
def test_only_options_are_options(options):
    with pytest.raises(TypeError, match="expected Options"):
        fix_transcript("So it is。", options)


@pytest.mark.parametrize(
    "how", [{"keep": 3}, {"drop": [3]}, {"language": None}, {"language": "English"}, {"register": "talk"}]
)
def test_stripping_refuses_what_options_refuse(how):
    with pytest.raises(ValueError, match=next(iter(how))):
        strip_fillers("So um it is.", **how)


@pytest.mark.parametrize(("sentences", "count"), [([1, 2], None), ([b"a"], None), (["a", "b"], 1.5), (["a", "b"], "2")])
def test_boundaries_are_found_in_sentences_and_counted_in_whole_numbers(sentences, count):
    with pytest.raises(TypeError, match="expected"):
        find_boundaries(sentences, count)
