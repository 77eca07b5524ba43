"""What parts of a talk are called by their place and by how they are opened."""

import re
import time

import pytest

from transcript_fixer.segments.plain_names import find_plain_name
from transcript_fixer.segments.titles import find_titles
from transcript_fixer.segments.wording import count_words

FILLING = ["A lighthouse warns ships.", "It has a lamp."]
OF = 10  # parts of the talk


def _name(said: str, at: int) -> str | None:
    named = find_plain_name([*re.split(r"(?<=[.?!]) ", said), *FILLING], at, OF, "en")
    return named and named.text


@pytest.mark.parametrize(
    ("said", "at", "name"),
    [
        # Negatives: what only sounds so, or is said in another place.
        ("We met at a party where somebody had demos.", 4, None),
        ("To demonstrate that, we light a lamp.", 4, None),
        ("The newspaper has interactive demos.", 4, None),
        ("For example, a lamp.", 4, None),
        ("Let's get back to the example.", 4, None),
        ("Here's that example again.", 4, None),
        ("Let's see some examples of why lamps are round.", 4, None),
        ("The classic example of this is a lamp.", 4, None),
        ("Looking at the results of rules is fast.", 4, None),
        ("We light it with the same results.", 4, None),
        ("In the future lamps will be blue.", 7, None),
        ("Who am I not?", 1, None),
        ("Tell me about the lamp.", 1, None),
        ("Who am I to say so?", 6, None),
        ("Here's the outline of an island.", 1, None),
        ("The agenda for today is short.", 6, None),
        ("Before we draw conclusions, we need a lamp.", 7, None),
        ("To recap what a lamp is.", 3, None),
        ("Let me summarize it.", 2, None),
        ("That you can take away.", 7, None),
        ("We wrap a blanket around the lamp.", 7, None),
        ("Let's get started.", 4, None),
        ("Everyone wants to get started quickly.", 4, None),
        ("My lamp is here.", 1, None),
        ("Hello is what it says.", 3, None),
        # And what is named.
        ("It's time for a demo.", 4, "Demo"),
        ("Demo.", 4, "Demo"),
        ("Let's look at another example. It is a lamp.", 4, "Example"),
        ("Here's a real life example that I built.", 4, "Example"),
        ("I want to start with an example of a lamp.", 4, "Example"),
        ("So I will talk a bit about our results.", 4, "Results"),
        ("So what's next?", 4, "What's next"),
        ("Let's look at some future work.", 7, "Future work"),
        ("Now the roadmap. We talk about the roadmap.", 7, "Future work"),
        ("Who am I?", 1, "About the speaker"),
        ("A little bit about me.", 1, "About the speaker"),
        ("Why should you listen to me?", 2, "About the speaker"),
        ("Before that, I'd like to introduce myself.", 1, "About the speaker"),
        ("Talk outline.", 1, "Talk overview"),
        ("Here's a roadmap for this talk.", 1, "Talk overview"),
        ("What lessons did we learn?", 7, "Lessons learned"),
        ("To recap what a lamp is.", 7, "Recap"),
        ("Here we are, let's sum it up.", 7, "Summary"),
        ("Summing up.", 7, "Summary"),
        ("There are three takeaways.", 7, "Takeaways"),
        ("To wrap up, lamps are round.", 7, "Wrap-up"),
        ("In conclusion, lamps are round.", 7, "Conclusion"),
        ("How do you get started with this?", 4, "Getting started"),
        ("To get started, buy a lamp.", 4, "Getting started"),
        ("Hi everybody. My name is Ada.", 1, "Introduction"),
        ("And I'm here to talk about lamps.", 1, "Introduction"),
    ],
)
def test_a_part_is_called_by_what_it_does(said: str, at: int, name: str | None) -> None:
    assert _name(said, at) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Hello. We build lamps.", "Welcome and introduction"),
        ("Hello. My name is Ada.", "Welcome and speaker introduction"),
        ("Please welcome Ada. First, I'll light a lamp.", "Welcome and speaker introduction"),
        ("Hello. First lamps, then oil.", "Welcome and introduction"),
        ("Hello. This is an outline of where we go.", "Introduction and talk overview"),
        ("Hello. My name is Ada. First, I'll light a lamp.", "Introduction and talk overview"),
        ("Hello. My name is Ada. First, I’ll light a lamp.", "Introduction and talk overview"),
        ("Hello. I’m a smith.", "Welcome and speaker introduction"),
        ("Hello. The agenda for today is short.", "Introduction and talk overview"),
        ("The structure of this talk is simple.", "Introduction and talk overview"),
    ],
)
def test_the_first_part_is_called_by_who_speaks_and_whether_the_talk_is_outlined(said: str, name: str) -> None:
    assert _name(said, 0) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A lamp is round.", None),
        ("Let's look at an example. A lamp is round.", "Example"),
        ("In conclusion, lamps are round.", "Conclusion and closing"),
        ("A lamp is round. Thank you.", "Closing and thanks"),
        ("There are more resources. Thank you.", "Closing and resources"),
        ("We plan a lamp. Thank you.", "Future work and closing"),
        ("A lamp is round. " * 20 + "Thank you.", "closing thanks"),
        ("A lamp is round. " * 20 + "To wrap up, use lamps. Thank you.", "wrap-up"),
    ],
)
def test_the_last_part_is_called_by_what_sums_up_or_thanks(said: str, name: str | None) -> None:
    assert _name(said, OF - 1) == name


HELLO = ["Good morning everyone.", "My name is Ada and I am here to show you a few things."]
SCHEDULES = ["The next thing is train schedules.", "A train schedule says when a train leaves the station."]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            "Let's see a demo of the turbine. The turbine turns in the wind. A turbine makes power.",
            r"Demo of the turbine\b",
        ),
        (
            "Now it's time for a demo. A turbine turns in the wind. A turbine makes power from wind.",
            r"Demo: .*\bturbine",
        ),
        ("How do you get started? A turbine turns in the wind. A turbine makes power.", r"Getting started with \w+$"),
    ],
)
def test_a_subject_follows_and_a_phrase_that_says_the_name_stands_for_it(said: str, title: str) -> None:
    parts = [HELLO, SCHEDULES, re.split(r"(?<=[.?!]) ", said), SCHEDULES, FILLING]
    assert re.match(title, find_titles(parts, count_words(parts, "en"), "en")[2])


def test_a_title_with_its_plain_name_has_eight_words_at_most() -> None:
    last = ["The full history of the glass roofs of the old towers of glass."] * 20
    parts = [HELLO, SCHEDULES, [*last, "To wrap up, thank you."]]
    title = find_titles(parts, count_words(parts, "en"), "en")[-1]
    assert title.endswith("and wrap-up")
    assert len(title.split()) <= 8


def test_a_sentence_without_end_takes_no_time() -> None:
    """Patterns that allow words between look at the beginning of a sentence."""
    start = time.process_time()
    for said in ("let's ", "enough of ", "who am I ", "here's an "):
        find_plain_name([said * 100_000, *FILLING], 4, OF, "en")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("said", "at", "name"),
    [
        ("谢谢主持人。现在说说灯塔。", 3, None),  # thanks in the middle of a talk
        ("灯塔警告船只。灯塔很高。", 9, None),
        ("船有什么问题？灯有什么问题？", 3, None),  # questions before the end of a talk
        ("灯塔有什么用？谁来修？", 8, None),  # asked, but by the speaker
        ("大家好。我是修灯塔的。", 0, "介绍"),
        ("现在我们总结一下灯塔。", 9, "总结"),
        ("灯塔很高。谢谢大家。", 9, "总结"),
        ("有问题吗？灯塔有多高？很高。", 8, "问答"),
    ],
)
def test_in_chinese_the_edges_of_a_talk_have_names(said: str, at: int, name: str | None) -> None:
    found = find_plain_name(re.findall("[^。？]+[。？]", said), at, 10, "zh")
    assert (found and found.text) == name


def test_a_chinese_name_is_followed_by_what_the_part_says_again() -> None:
    parts = [["大家好。", "我修灯塔，灯塔很高。"], ["船来了，船走了。", "船很大。"], ["再见。", "谢谢大家。"]]
    first, _, last = find_titles(parts, count_words(parts, "zh"), "zh")
    assert (first, last) == ("介绍：灯塔", "总结")
