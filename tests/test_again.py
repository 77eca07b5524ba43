"""A page of ours, fixed again: its paragraphs stand, and nothing is taken out across them.

A paragraph may begin where another speaker took over (`>>` without a name), and the page does not
say so: what stands in two paragraphs is compared with nothing in the other.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcript_fixer import Options, fix_transcript
from transcript_fixer.model import Paragraph, Transcript

ONE = Options(segments=1)
FRONT = "---\nlanguage: en\ngenerator: {}\n---\n\n"


def page_of(*paragraphs: str, generator: str = "transcript_fixer", end: str = "\n") -> str:
    body = "\n\n".join(["# Mice", "## Cats", *paragraphs])
    return (FRONT.format(generator) + body + "\n").replace("\n", end)


def blocks(talk: Transcript) -> list[str]:
    """Paragraphs as they are, and slides by their paths, in reading order."""
    parts = [block for segment in talk.segments for block in segment.blocks]
    return [block.text if isinstance(block, Paragraph) else block.image for block in parts]


def again(*paragraphs: str, **how: str) -> list[str]:
    return blocks(fix_transcript(page_of(*paragraphs, **how), ONE))


def test_a_page_of_another_tool_gets_paragraphs_like_any_transcript() -> None:
    said = "We saw a cat.", "It was red.", "Then it ran."
    assert again(*said) == list(said)
    assert any("We saw a cat. It was red." in part for part in again(*said, generator="another_tool"))


def test_without_front_matter_a_blank_line_is_a_cut_like_any() -> None:
    talk = fix_transcript("We saw the。\n\nred cat。", ONE)
    assert blocks(talk) == ["We saw the red cat."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sentence_that_a_hand_broke_over_two_paragraphs_stays_there(end: str) -> None:
    said = ["We saw two", "red mice. They ran."]
    assert again(*said, end=end) == said


def test_lines_that_a_hand_wrapped_are_one_paragraph() -> None:
    assert again("We saw two\nred mice.\nThey ran.") == ["We saw two red mice. They ran."]


def test_spaces_between_chinese_words_stay_and_wrapped_lines_join() -> None:
    assert again("我们看. 我们, 你们\n走。") == ["我们看. 我们, 你们走。"]


def test_a_slide_that_a_hand_put_into_a_paragraph_comes_behind_its_sentence() -> None:
    assert again("We saw ![Slide 7](img/a_7.png) two mice. They ran.", "It was late.") == [
        "We saw two mice.",
        "img/a_7.png",
        "They ran.",
        "It was late.",
    ]


def test_a_slide_in_a_sentence_without_an_end_goes_no_further_than_its_paragraph() -> None:
    assert again("We saw ![Slide 7](img/a_7.png) two", "red mice.") == ["We saw two", "img/a_7.png", "red mice."]


def test_a_slide_between_the_parts_of_a_sentence_stays() -> None:
    said = "We saw two", "![Slide 7](img/a_7.png)", "red mice."
    assert again(*said) == ["We saw two", "img/a_7.png", "red mice."]


def test_a_heading_parts_paragraphs_without_a_blank_line_too() -> None:
    assert again("We saw a cat.\n## Dogs\nThe dog ran.") == ["We saw a cat.", "The dog ran."]


@pytest.mark.parametrize("path", ["a b_2.png", "a<b>_2.png", "<_2.png", "a>", "<a b>", "a\\b_2.png", "../(x)_2.png"])
def test_a_path_stays_what_it_was(path: str) -> None:
    once = fix_transcript(f"We saw it.\n\n![](<{path}>)\n\nIt ran.")
    (image,) = (slide.image for slide in once.segments[0].slides)
    twice = fix_transcript(once.to_markdown())
    assert [slide.image for segment in twice.segments for slide in segment.slides] == [image] == [path]


def test_marks_that_open_a_paragraph_stay() -> None:
    said = ["We saw it, but", "… and then it ran."]
    assert again(*said) == said


def test_a_long_paragraph_is_not_cut() -> None:
    animals = ["cat", "dog", "fox", "hen", "cow", "pig", "owl", "ant", "bee"]
    looked = " ".join(f"Now let's look at the {animal}." for animal in animals)
    said = [looked, "It ran."]
    assert again(*said) == said


def test_named_speakers_take_over_where_they_did() -> None:
    talk = fix_transcript(">> ADA LEE: We saw a cat。 It ran。 >> BOB ROE: It ran。 It was old。", ONE)
    fixed = fix_transcript(talk.to_markdown(), ONE)
    assert (
        blocks(fixed)
        == blocks(talk)
        == [
            "ADA LEE: We saw a cat. It ran.",
            "BOB ROE: It ran. It was old.",
        ]
    )
    assert [turn.name for turn in fixed.turns] == [turn.name for turn in talk.turns] == ["ADA LEE", "BOB ROE"]


def test_nobody_takes_over_in_a_paragraph() -> None:
    said = ["It says this. SIDE NOTE: It ran.", "It says this too. SIDE NOTE: It ran."]
    assert again(*said) == said


def test_a_paragraph_is_no_turn() -> None:
    assert fix_transcript(page_of("We saw a cat.", "It was red.")).turns == ()


def test_a_consequence_is_one_of_what_the_paragraph_before_says() -> None:
    said = ["The cat is old and it sleeps all day.", "So it is not out in the garden."]
    assert again(*said) == said


def test_what_a_second_speaker_repeats_stays() -> None:
    talk = fix_transcript(">> We saw two， two >> two， we said。", ONE)
    assert blocks(fix_transcript(talk.to_markdown(), ONE)) == blocks(talk)
    assert again("We saw the", "the cat.") == ["We saw the", "the cat."]


def test_what_stands_in_one_paragraph_is_stripped_as_ever() -> None:
    assert again("Um, so we saw the the cat.", "Uh, it was it was red, you know.") == [
        "We saw the cat.",
        "It was red.",
    ]


def test_points_in_a_row_end_no_sentence_where_a_paragraph_ends_with_them() -> None:
    talk = fix_transcript("n.. So another")
    assert [segment.text for segment in fix_transcript(talk.to_markdown()).segments] == ["n..", "So another"]
    assert again("We saw it...", "So another cat ran.") == ["We saw it...", "So another cat ran."]
    assert again("We saw it.", "So another cat ran.") == ["We saw it.", "Another cat ran."]


PIECES = ["we", "we saw", "the", "the the", "So", "so it is", "um", "and", "It was", "like", "right?", "I mean", "我们"]
MARKS = [" ", " ", " ", "， ", "。 ", "。\n\n", "? ", " >> ", "。>> ", "\n\n>>", "\n\n![](img/a_1.png)\n\n", " ADA: "]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), max_size=40))
@example([("I mean", "，"), ("the we", "，>>"), ("we", "。")])
@example([("我们 two we two", "，>>"), ("we", "")])
@example([("。䀂", "。，>>"), ("I mean the we", "")])
def test_a_talk_of_one_segment_is_the_same_page_again(parts: list[tuple[str, str]]) -> None:
    talk = fix_transcript("".join(piece + mark for piece, mark in parts), ONE)
    assert fix_transcript(talk.to_markdown(), ONE).to_markdown() == talk.to_markdown()
