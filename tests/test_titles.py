"""What segments are called, and their keywords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcript_fixer.segments.keywords import find_keywords
from transcript_fixer.segments.titles import find_titles
from transcript_fixer.segments.wording import count_words

TYPES = [
    "So let's talk about type hints in Python.",
    "A type hint says what a function takes.",
    "With type hints the editor knows what a function gives back.",
    "Mypy reads the type hints and never runs the function.",
]
SCHEDULES = [
    "The next thing is train schedules.",
    "A train schedule says when a train leaves the station.",
    "Late trains break the schedule of the station.",
]
HELLO = ["Good morning everyone.", "My name is Ada and I am here to show you a few things."]
QUESTIONS = [
    "So, are there any questions?",
    "Yes, over there.",
    "How long did it take?",
    "About a year.",
    "Is it free?",
]


def _titles(*parts: list[str]) -> list[str]:
    return find_titles(parts, count_words(parts, "en"), "en")


def test_a_title_has_the_terms_that_the_segment_opens_with_and_keeps_using() -> None:
    _, types, schedules, _ = _titles(HELLO, TYPES, SCHEDULES, QUESTIONS)
    assert "type hint" in types.lower()
    assert "schedule" in schedules.lower()


def test_opening_and_questions_have_their_plain_names() -> None:
    first, *_, last = _titles(HELLO, TYPES, SCHEDULES, QUESTIONS)
    assert "ntroduction" in first
    assert "uestions" in last


@pytest.mark.parametrize("parts", [[TYPES, TYPES], [[""], [""], ["?"]], [TYPES] * 5, [["Part 1"], [""], ["Part 2"]]])
def test_no_two_titles_are_alike(parts: list[list[str]]) -> None:
    titles = _titles(*parts)
    assert len({title.lower() for title in titles}) == len(parts)


def test_a_title_stays_when_another_part_changes() -> None:
    before = _titles(HELLO, TYPES, SCHEDULES, QUESTIONS)
    after = _titles(HELLO, TYPES, [*SCHEDULES, "Trains and type hints and type hints and trains."] * 3, QUESTIONS)
    assert before[1] == after[1]


def test_a_title_keeps_the_spelling_of_a_name() -> None:
    part = [
        "Now let's look at PyTorch tensors.",
        "In PyTorch a tensor is like an array.",
        "So PyTorch knows the tensor.",
    ]
    assert "PyTorch" in _titles(HELLO, part, SCHEDULES)[1]


@given(
    st.lists(st.lists(st.text(max_size=60), max_size=5), min_size=1, max_size=6), st.sampled_from(["en", "zh", "de"])
)
def test_any_segments_have_titles_of_at_most_eight_words_or_an_opening(parts: list[list[str]], language: str) -> None:
    titles = find_titles(parts, count_words(parts, language), language)
    assert len(titles) == len(parts)
    assert all(titles)
    assert all(len(title.split()) <= 8 for title in titles)
    assert len(set(titles)) == len(titles)


def test_keywords_are_twice_as_frequent_here_as_elsewhere() -> None:
    parts = [TYPES, SCHEDULES, [*TYPES[:1], *SCHEDULES]]
    wordings = count_words(parts, "en")
    types, *_ = find_keywords(wordings)
    assert "type" in types
    for index, words in enumerate(find_keywords(wordings)):
        assert len(words) <= 8
        for word in words:
            here = wordings[index].counts[word.lower()] / len(wordings[index].words)
            rest = [each for at, each in enumerate(wordings) if at != index]
            there = sum(each.counts[word.lower()] for each in rest) / sum(len(each.words) for each in rest)
            assert here >= 2 * there
