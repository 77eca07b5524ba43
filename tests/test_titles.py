"""What segments are called, and their keywords."""

import gc
import re
from math import exp
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcript_fixer import Options, fix_transcript
from transcript_fixer.segments import likelihoods, subjects
from transcript_fixer.segments.keywords import find_keywords
from transcript_fixer.segments.phrases import find_phrases
from transcript_fixer.segments.title_weights import load_weights
from transcript_fixer.segments.titles import find_titles
from transcript_fixer.segments.turns import behind_turn
from transcript_fixer.segments.wording import MOST_STRESS, count_words

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


LOOM = [
    "So let's look at the loom.",
    "The loom stands in the hall and it has been there since before anyone of us was born, I think.",
    "You sit before it, you pull the beam towards you, and then you start to work with both hands.",
]
DYES = [
    "I do that in the evening because then it is quiet and nobody comes in and wants something from me.",
    "Okay, so next, natural dyes.",
    "You put them in water and wait for an hour or two until it looks right to you.",
]


@pytest.mark.parametrize(("draft", "named"), [(-4.0, False), (3.0, True)])
def test_a_matter_that_is_opened_inside_a_segment_comes_into_its_title(draft: float, named: bool) -> None:
    """What the segmenter takes for an opening and does not cut is still one."""
    filling = ["It was a long day and the beam was in the way, as it is for anyone who works here."] * 12
    part = [*LOOM, *filling, *DYES]
    drafts = [draft if sentence == DYES[1] else -4.0 for sentence in part]
    parts = [HELLO, part, SCHEDULES]
    wordings = count_words(parts, "en", [[0.0] * len(HELLO), drafts, [0.0] * len(SCHEDULES)])
    assert ("dyes" in find_titles(parts, wordings, "en")[1].lower()) is named


@pytest.mark.parametrize(
    ("part", "kept", "dropped"),
    [
        (
            ["Now let's see the payload.", "The payload carries information, and each payload carries information."],
            "payload",
            "carries",
        ),
        (
            [
                "Now let's see the payload.",
                "A payload requires for each letter a stamp, and a payload requires a stamp.",
                "Payload requires.",
            ],
            "payload",
            "requires",
        ),
        (
            ["Let's look at the payload and modify weights.", "We modify weights of a payload.", "Weights change."],
            "payload",
            "modify",
        ),
        (
            ["Let's look at the payload and the comments.", "Payload comments are short.", "No comments, no payload."],
            "comments",
            " and the ",
        ),
        (
            ["Let's talk about the supply chain.", "A supply chain has a supply of parts, and it can break."],
            "chain",
            " a ",
        ),
    ],
    ids=["behind a noun", "a form in -s", "behind and", "a form of a noun", "a noun that may be a verb"],
)
def test_a_verb_behind_a_noun_makes_a_sentence_and_no_title(part: list[str], kept: str, dropped: str) -> None:
    title = _titles(HELLO, part, SCHEDULES)[1].lower()
    assert kept in title
    assert dropped not in title


@pytest.mark.parametrize(
    ("said", "kept", "dropped"),
    [
        ("Let's talk about the goal of visiting. The goal of visiting is a lighthouse.", "goal", "visiting"),
        ("Let's talk about a sequence corresponding to that. The sequence is long.", "sequence", "corresponding"),
        ("Let's talk about machine learning the hard way. Machine learning is hard.", "machine learning", "?"),
        ("Let's talk about visiting a lighthouse. The goal is a lighthouse.", "visiting a lighthouse", "?"),
        ("Let's talk about tools for packaging. The tools are for packaging.", "tools for packaging", "?"),
        ("Last year we restored turbines. A turbine turns in the wind. We restored turbines.", "turbine", "restored"),
        (
            "Let's look at restored turbines. A restored turbine turns. Restored turbines turn.",
            "restored turbines",
            "?",
        ),
    ],
    ids=[
        "no object",
        "an object behind a term",
        "a name with an object",
        "an object",
        "a deed that has a name",
        "what was done",
        "a quality",
    ],
)
def test_a_word_in_ing_has_an_object_and_one_in_ed_says_how_something_is(said: str, kept: str, dropped: str) -> None:
    title = _titles(HELLO, re.split(r"(?<=[.?]) ", said), SCHEDULES)[1].lower()
    assert kept in title
    assert dropped not in title


@pytest.mark.parametrize(("word", "kept"), [("shovel", False), ("Fortran", True)])
def test_a_single_word_beside_a_phrase_is_a_name_or_a_likely_one(word: str, kept: bool) -> None:
    part = [
        "Let's talk about the code of conduct.",
        "We have it in the hall, and it hangs beside the door, where all of us walk by every day.",
        f"The code of conduct is on the {word} here and on that other {word}.",
        "Everyone has read the code of conduct.",
    ]
    title = _titles(HELLO, part, SCHEDULES)[1]
    assert "code of conduct" in title.lower()
    assert (word in title) is kept


def test_a_draft_beyond_all_measure_is_no_error() -> None:
    (wording,) = count_words([TYPES], "en", [[-1e9, -1e9, 1e9, 0.0]])
    assert len(wording.stress) == len(wording.words)
    assert all(0 <= stress <= MOST_STRESS for stress in wording.stress)


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


# The opening of a segment, and what its title is.
TITLED = {
    "a phrase keeps what is said of it behind a preposition": (
        "Let's talk about the cost of failure. Failure has a cost in every team. The cost is time.",
        "Cost of failure",
    ),
    "a question that stands alone is a title": (
        "What is a lighthouse? A lighthouse warns ships. Every lighthouse has a lamp.",
        "What is a lighthouse?",
    ),
    "a question behind a discourse marker too": (
        "So why are lighthouses round? Wind goes around lighthouses. Lighthouses stand in the wind.",
        "Why are lighthouses round?",
    ),
    "a question that is said to come stands in the order of a statement": (
        "Let's see how lighthouses warn ships. Lighthouses have lamps. A lamp turns.",
        "How lighthouses warn ships",
    ),
    "or is asked, if it is said as one": (
        "You may wonder what is a lighthouse. Lighthouses have lamps. A lamp turns.",
        "What is a lighthouse?",
    ),
    "what a thing is may come last": (
        "First, let's talk about what dead reckoning means. Ships have charts. A chart is old.",
        "What dead reckoning means",
    ),
    "and a question may end at a comma": (
        "To understand how to paint lighthouses, take a ladder. Lighthouses have lamps. A lamp turns.",
        "How to paint lighthouses",
    ),
    "how to do something is a title": (
        "This part is how to paint lighthouses. Lighthouses have lamps. A lamp turns.",
        "How to paint lighthouses",
    ),
    "what an opening leaves behind is no subject": (
        "That was the paper on turbines, moving on to lighthouses. Lighthouses warn ships. A lighthouse has a lamp.",
        "Lighthouses",
    ),
    "what somebody wants to do is a deed, and comes first": (
        "Now we want to install turbines. A turbine turns in the wind. The wind is strong.",
        "Installing turbines",
    ),
    "with an adverb, too": (
        "Okay, let's quickly install a turbine. It turns in the wind. The turbine makes power from wind.",
        "Installing a turbine",
    ),
    "a second deed, too": (
        "Next we have to clean a blade and install turbines. A turbine turns in the wind. The wind is strong.",
        "Installing turbines",
    ),
    "and a common one": (
        "Let's add a turbine. A turbine turns in the wind. The wind is strong. Turbines turn.",
        "Adding a turbine",
    ),
    "a common word before a term may belong to it": (
        "Let's talk about time zones. A time zone is wide. There are zones on every island.",
        "Time zones",
    ),
    "an ordinal before a term belongs to it": (
        "Now the third party tools. Third party tools are free. A tool is a tool.",
        "Third party tools",
    ),
    "a file is named": (
        "Now we look at setup.py. A setup.py has settings. Settings are in setup.py.",
        "setup.py",
    ),
    "an acronym keeps its number": (
        "Next is PEP 498. This PEP is about literals. Literals have values in them.",
        "PEP 498",
    ),
    "a name is written as it stands in one piece": (
        "This is the Glass Work Museum. The Glass Work Museum has lamps. Work with glass is work.",
        "Glass Work Museum",
    ),
}
# What a title must not have.
UNTITLED = {
    "what was told is no question to come": (
        "We talked about how turbines turn in the wind. Now lighthouses. A lighthouse warns ships.",
        "how",
    ),
    "a question that leans on what was said is none, told or not": (
        "Let's see how it turns turbines. A turbine turns in the wind. The turbine makes power.",
        "how",
    ),
    "nor is one that speaks of the listeners": (
        "Let's see how your turbines turn. A turbine turns in the wind. The turbine makes power.",
        "how",
    ),
    "nor one that goes on behind the comma": (
        "Let's see how turbines turn, and how they break. A turbine turns in the wind. The turbine makes power.",
        "how",
    ),
    "nor one whose verb is behind the comma": (
        "Let's see how the old turbines, in the wind, turn. A turbine turns in the wind. The turbine makes power.",
        "how",
    ),
    "nor a short one": (
        "Let's see what turbines are. A turbine turns in the wind. The turbine makes power.",
        "what",
    ),
    "nor a clause that only opens with what": (
        "Let's see what turbines need water for. A turbine turns in the wind. The turbine makes power.",
        "what",
    ),
    "what an opening leaves behind is no subject": (
        "That was the paper on glass, moving on to turbines. A turbine turns in the wind. The turbine makes power.",
        "glass",
    ),
    "a question that leans on what was said is none": (
        "But how does this compare? Turbines turn in the wind. A turbine makes power from wind.",
        "?",
    ),
    "a question that counts the listeners is none": (
        "How many of you have built a turbine? A turbine turns in the wind. The turbine makes power.",
        "many",
    ),
    "a question who of the listeners does something is none": (
        "Who builds turbines? A turbine turns in the wind. The turbine makes power.",
        "who",
    ),
    "what a speaker does to tell it is no deed": (
        "Now I'd like to explore turbines. A turbine turns in the wind. The turbine makes power.",
        "exploring",
    ),
    "what was done is no deed that is to come": (
        "They install turbines. A turbine turns in the wind. The turbine makes power.",
        "installing",
    ),
    "nor is what comes behind it": (
        "They clean a blade and install turbines. A turbine turns in the wind. The turbine makes power.",
        "installing",
    ),
    "what something is going to be is no deed": (
        "It is going to be a blade and install turbines. A turbine turns in the wind. The turbine makes power.",
        "installing",
    ),
    "what one can do and another does is no second deed": (
        "You can clean a blade and install turbines. A turbine turns in the wind. The turbine makes power.",
        "installing",
    ),
    "common verbs that say little are no deeds": (
        "Now we want to use turbines. A turbine turns in the wind. The turbine makes power.",
        "using",
    ),
    "a deed on nothing is none": (
        "We want to install for the winter. A turbine turns in the wind. The turbine makes power.",
        "installing for",
    ),
    "a common word is no part of a term behind a verb's subject": (
        "Then we time turbines. A turbine turns in the wind. The turbine makes power.",
        "time turbines",
    ),
    "a weak word beside a phrase says nothing": (
        "Let's talk about wind turbines. A wind turbine turns on that behalf. The wind is on its behalf.",
        "behalf",
    ),
    "two forms of a word are one word": (
        "Let's talk about batteries. A battery is heavy. Batteries of a turbine.",
        "batteries and battery",
    ),
    "a complement is not cut before its last noun": (
        "Let's talk about the payment for a turbine blade. A turbine has a blade. The payment is due.",
        "payment for a turbine,",
    ),
    "characters of another script in a token are no word": (
        "Let's talk about the turbine，但是我，wind. A turbine，但是我，wind. The turbine，但是我，wind turns.",
        "但",
    ),
    "a question to the listeners is none": (
        "Which turbines do you like? A turbine turns in the wind. The turbine makes power.",
        "?",
    ),
    "an ordinal before a verb belongs to nothing": (
        "Then we second turbines. A turbine turns in the wind. The turbine makes power.",
        "second",
    ),
    "an address is no subject": (
        "Go to turbines.com. On turbines.com there are turbines. At turbines.com, turbines turn in the wind.",
        ".com",
    ),
    "what a speaker calls the outline is none": (
        "Here is the outline. Wind turbines turn in the wind. That was the outline. The wind turbine makes power.",
        "outline",
    ),
    "vague words are no subject": (
        "There is a whole bunch of stuff on the other side. The stuff is about turbines. Turbines turn.",
        "stuff",
    ),
    "an adjective alone is no subject": (
        "That is dangerous. Really dangerous. Turbines are dangerous. A turbine can break.",
        "dangerous",
    ),
    "a word that may be misheard is no subject": (
        "Now the glorbixes of the turbine. A turbine turns in the wind. The turbine makes power.",
        "glorbixes",
    ),
    "a phrase does not cross a mark": (
        "First, turbines. Wind, water and turbines. Turbines, dams and wind.",
        "turbines wind",
    ),
}


@pytest.mark.parametrize("case", TITLED)
def test_the_opening_announces_the_title(case: str) -> None:
    said, title = TITLED[case]
    assert _titles(HELLO, re.split(r"(?<=[.?]) ", said), SCHEDULES)[1].startswith(title)


@pytest.mark.parametrize("case", UNTITLED)
def test_what_is_no_subject_is_not_in_a_title(case: str) -> None:
    said, never = UNTITLED[case]
    assert never not in _titles(HELLO, re.split(r"(?<=[.?]) ", said), SCHEDULES)[1].lower()


@pytest.mark.parametrize(
    ("part", "title"),
    [
        (["In Python we sort lists.", "A list in Python has a length.", "Sorting lists in Python."], "Python:"),
        (["Number of lists.", "A list has a length.", "Number of lists.", "Number, number, number."], "Number:"),
        (["We sort lists.", "A list has a length.", *["So it is long."] * 8, "Even Adaline sorts lists."], "Adaline:"),
    ],
    ids=["a name that everybody says", "a capital of a sentence", "a name said late and once"],
)
def test_what_a_segment_is_not_about_stands_before_no_colon(part: list[str], title: str) -> None:
    assert title not in _titles(HELLO, part, SCHEDULES)[1]


def test_a_name_that_a_segment_is_about_stands_before_a_colon() -> None:
    part = ["Now let's look at Adaline.", "So Adaline has glass roofs.", "The glass roofs are by Adaline."]
    assert _titles(HELLO, part, SCHEDULES)[1].startswith("Adaline: ")


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("The glass roofs and the oak stairs are by Adaline. Adaline has a workshop.", False),  # an "and" inside
        ("The glass roofs are by Adaline.", False),
        ("The glass roofs are by Adaline. Glass roofs let in light. Oak stairs. A marble floor. Oak stairs.", True),
    ],
)
def test_a_name_before_a_colon_has_a_list_of_three_behind_it_at_most(said: str, listed: bool) -> None:
    part = ["Now let's look at Adaline.", "So Adaline has glass roofs.", *re.split(r"(?<=[.]) ", said)]
    title = _titles(HELLO, part, SCHEDULES)[1]
    assert title.startswith("Adaline: ")
    assert ("," in title) is listed
    assert len(title.split()) <= 8


@pytest.mark.parametrize(
    ("asked", "is_asked"),
    [
        ("Thank you for the talk.", True),
        ("I'm curious about the lamp.", True),
        ("I was wondering about the lamp.", True),
        ("My question is about the lamp.", True),
        ("The question is about the lamp.", True),
        ("The lamp is a question of power.", False),
        ("The lamp is curious.", False),
        ("Nobody questions the lamp.", False),
        ("Thank you, Ada.", False),
        ("Let us look at a wondering crowd.", False),
    ],
)
def test_the_end_is_questions_if_they_are_announced_and_two_are_asked(asked: str, is_asked: bool) -> None:
    asking = [asked, "Is it free?", "Yes, for ships.", "Is the lamp heavy?", "It is.", *["A lamp warns ships."] * 4]
    last = ["A lamp turns.", "Thank you."]
    titles = _titles(HELLO, TYPES, asking, last)
    assert titles[2].startswith("Audience Q&A") is is_asked


def test_a_question_alone_makes_no_questions_and_answers() -> None:
    part = ["Thank you for the talk.", "Is it free?", "Yes, for ships.", "A lamp warns ships."]
    assert "Q&A" not in _titles(HELLO, TYPES, part, ["A lamp turns.", "Thank you."])[2]


def test_who_is_thanked_is_no_subject_but_who_is_spoken_of_may_be() -> None:
    part = ["Thank you Adaline.", "A turbine turns in the wind.", "Adaline."]
    assert "Adaline" not in _titles(HELLO, part, SCHEDULES)[1]
    part = ["This turbine is by Adaline.", "A turbine turns in the wind.", "Adaline.", "Thank you Adaline."]
    assert "Adaline" in _titles(HELLO, part, SCHEDULES)[1]


def test_an_introduction_is_called_after_what_the_talk_is_said_to_be_about() -> None:
    first = ["Hello.", "Coffee is in the hall, so get coffee.", "My name is Ada and this is a talk about glass roofs."]
    title = _titles(first, SCHEDULES)[0]
    assert title.startswith("Welcome and speaker introduction: glass roofs")
    assert "silence" not in _titles(["Hello, silence, please.", *first[2:], "Silence."], SCHEDULES)[0]


def test_an_introduction_has_no_unlikely_word_beside_a_name_but_has_it_alone() -> None:
    looked = "It was good to come here and to see you all again after so long a time, so I looked through the window."
    first = ["Hello.", "My name is Fortran.", looked]
    assert _titles(first, SCHEDULES)[0] == "Welcome and speaker introduction: Fortran"
    assert _titles(["Hello.", looked], SCHEDULES)[0] == "Welcome and introduction: window"


def test_a_word_that_only_opens_sentences_is_written_as_inside_one() -> None:
    part = ["Let's talk about bridges.", "Concrete bridges are heavy.", "Concrete is a stone.", "A bridge can break."]
    assert _titles(part, SCHEDULES)[0].startswith("Introduction: concrete bridges")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (["So we chose Gather.", "The people behind Gather are kind.", "We write to Gather about lamps."], True),
        (["So we have GATHER.", "They say that GATHER is kind.", "You write to GATHER about lamps."], True),
        (["So we gather.", "The people who gather are kind.", "We gather beside lamps."], False),
        (["So we chose Gather.", "The people behind it are kind.", "We write to Gather about lamps."], False),
        (["It is easy.", "Gather the wood.", "Gather all of it.", "Gather it beside lamps."], False),
        (["So we gather.", "Gather all of it.", "Gather it beside lamps.", "Gather it now.", "Gather it."], False),
    ],
)
def test_a_word_that_is_no_noun_is_a_subject_if_it_is_often_written_as_a_name(said: list[str], named: bool) -> None:
    title = _titles(HELLO, [*said, "A lamp is a thing of glass."], SCHEDULES)[1]
    assert "lamp" in title.lower()
    assert ("gather" in title.lower()) is named


def test_a_name_that_reads_like_a_verb_opens_a_phrase_and_one_in_ing_is_a_name() -> None:
    said = ["So we have the Gather platform.", "They use the Gather platform.", "It is the Gather platform."]
    assert "Gather platform" in _titles(HELLO, [*said, "A lamp is a thing of glass."], SCHEDULES)[1]
    said = ["So we went to Boeing.", "The people at Boeing are kind.", "We write to Boeing about lamps."]
    assert "Boeing" in _titles(HELLO, [*said, "A lamp is a thing of glass."], SCHEDULES)[1]


def test_what_is_possible_is_no_subject() -> None:
    part = ["It is possible to light lamps.", "We do as much as possible.", "As soon as possible, lamps glow."]
    wordings = count_words([part, SCHEDULES], "en")
    assert "ossible" not in find_titles([part, SCHEDULES], wordings, "en", plain=False)[0]
    assert "possible" not in find_keywords(wordings, "en")[0]


def test_a_title_keeps_the_spelling_of_a_name() -> None:
    part = [
        "Now let's look at PyTorch tensors.",
        "In PyTorch a tensor is like an array.",
        "So PyTorch knows the tensor.",
    ]
    assert "PyTorch" in _titles(HELLO, part, SCHEDULES)[1]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("The paper moves us on to lighthouses and lamps.", "the"),
        ("We had enough of a lamp to see the lighthouse.", "we"),
        ("Ships were moving on the sea to lighthouses and lamps.", "ships"),
        ("Bees, moving on to ships.", "bees"),  # too little is left
        ("That was the paper on bees, moving on to lighthouses, which warn ships by day and night.", "lighthouses"),
        ("So much for bees, let's move on to lighthouses, which warn ships by day and night.", "lighthouses"),
        ("But enough of the bees, let's look at lighthouses that warn the ships at night.", "let's"),
    ],
)
def test_an_opening_that_turns_to_something_leaves_the_matter_before(said: str, first: str) -> None:
    (wording,) = count_words([[said]], "en")
    shorter = behind_turn(wording)
    assert shorter.words[0] == first
    assert len(shorter.stress) == len(shorter.words) == shorter.size == shorter.starts[-1]


@given(
    st.lists(st.lists(st.text(max_size=60), max_size=5), min_size=1, max_size=6), st.sampled_from(["en", "zh", "de"])
)
def test_any_segments_have_titles_of_at_most_eight_words_or_an_opening(parts: list[list[str]], language: str) -> None:
    titles = find_titles(parts, count_words(parts, language), language)
    assert len(titles) == len(parts)
    assert all(titles)
    assert all(len(title.split()) <= 8 for title in titles)
    assert len(set(titles)) == len(titles)


def test_a_keyword_is_no_verb_adjective_or_adverb_but_may_be_a_name_that_looks_like_one() -> None:
    said = [
        "The kiln is toxic.",
        "We abdicate the kiln badly.",
        "Toxic kilns abdicate badly, says Swift.",
        "Ask Swift.",
    ]
    (words,) = find_keywords(count_words([said], "en"), "en")
    assert words == ("kiln", "Swift")


def test_a_keyword_is_no_weak_word_and_no_deed_without_an_object() -> None:
    said = ["The kiln is on behalf of somebody.", "Adding a kiln.", "Kiln packaging.", "A person adding a kiln."] * 2
    (words,) = find_keywords(count_words([said], "en"), "en")
    assert set(words) == {"kiln", "packaging"}


def test_an_ending_that_makes_an_english_adjective_makes_none_in_another_language() -> None:
    said = ["Le sable de la table est sur le sable.", "La table est pleine de sable."]
    (words,) = find_keywords(count_words([said], "fr"), "fr")
    assert {"sable", "table"} <= set(words)


def test_titles_leave_nothing_to_the_collector() -> None:
    """The workers of the command run without it, and a cycle for each title would hold all its phrases."""
    parts = [TYPES, SCHEDULES]
    for _ in range(2):  # what is loaded once, first
        gc.collect()
        gc.disable()
        try:
            find_titles(parts, count_words(parts, "en"), "en")
            left = gc.collect()
        finally:
            gc.enable()
    assert not left


def test_keywords_are_twice_as_frequent_here_as_elsewhere() -> None:
    parts = [TYPES, SCHEDULES, [*TYPES[:1], *SCHEDULES]]
    wordings = count_words(parts, "en")
    types, *_ = find_keywords(wordings, "en")
    assert "type" in types
    for index, words in enumerate(find_keywords(wordings, "en")):
        assert len(words) <= 8
        for word in words:
            here = len(wordings[index].find(word.lower())) / wordings[index].size
            rest = [each for at, each in enumerate(wordings) if at != index]
            there = sum(len(each.find(word.lower())) for each in rest) / sum(each.size for each in rest)
            assert here >= 2 * there


def _chinese(*said: str) -> tuple[str, tuple[str, ...]]:
    parts = [["今天天气很好。"], list(said)]
    wordings = count_words(parts, "zh")
    return find_titles(parts, wordings, "zh")[1], find_keywords(wordings, "zh")[1]


def test_a_piece_of_a_chinese_word_is_no_term() -> None:
    """Before 璃瓶 there is always 玻, whatever stands behind it."""
    title, keywords = _chinese("玻璃瓶很重。", "我看玻璃瓶。", "玻璃瓶子是蓝色。", "他的玻璃瓶碎了。")
    assert "玻璃瓶" in keywords
    assert not {"璃瓶", "玻璃"} & set(keywords)
    assert "璃瓶" not in title.replace("玻璃瓶", "")


def test_a_chinese_term_opens_with_no_verb_measure_word_or_number() -> None:
    title, keywords = _chinese("我们使用水车。", "他们使用水车。", "那些水车很大。", "三个水车。", "水车在转。")
    assert title == "水车"
    assert keywords == ("水车",)


@pytest.mark.parametrize(
    ("said", "term", "none"),
    [
        ("水车或风车。|水车或磨。|我看水车。|他的水车。", "水车", "或"),
        ("来比较水车。|我来比较水车。|他的水车。|水车在转。", "水车", "来"),
        ("来源很好。|我看来源。|他的来源。|来源在哪。", "来源", "?"),
        ("水车上转。|瓷器上转动。|塔上转。|他的水车。|我的水车。", "水车", "上转"),
        ("上海很好。|我看上海。|他的上海。|上海在哪。", "上海", "?"),
        ("水车水车。|我的水车水车。|他的水车。|水车在转。", "水车", "水车水车"),
        ("水车使用。|将使用水车。|将使用了。|我的水车。|他将使用。", "水车", "使用"),
        ("这是复杂的。|很复杂。|水车不复杂。|水车在转。|他的水车。", "水车", "复杂"),
        ("一篇水车论文。|这篇水车论文。|水车。|我的水车。|他的水车。", "水车", "篇"),
        ("设成水车。|要设成了。|可设成的。|我的水车。|他的水车。", "水车", "设成"),
        ("生成水车。|要生成了。|可生成的。|我的生成。|他的生成。", "生成", "?"),
        ("段落很长。|我看段落。|他的段落。|段落在哪。", "段落", "?"),
    ],
)
def test_a_chinese_term_is_no_piece_of_a_clause(said: str, term: str, none: str) -> None:
    title, keywords = _chinese(*said.split("|"))
    assert term in title.split("、")
    assert none not in title
    assert not any(none in word for word in keywords)


def test_the_end_of_other_words_opens_no_chinese_term() -> None:
    """Before 态风车 there is 静 or 动, which make words with 态; 风车 is said alone too."""
    said = [
        "静态风车很大。",
        "动态风车很重。",
        "静态风车在转。",
        "动态风车在转。",
        "静态很好。",
        "风车也好。",
        "他的风车。",
    ]
    title, keywords = _chinese(*said)
    assert not any(word.startswith("态") for word in (*title.split("、"), *keywords))
    assert "风车" in "".join(keywords)


def test_two_chinese_titles_are_not_of_the_same_terms_in_another_order() -> None:
    lamps = ["水车很大。", "我看水车。", "他的水车。", "风灯很大。", "我看风灯。", "水车。"]
    winds = ["风灯很大。", "我看风灯。", "他的风灯。", "水车很大。", "我看水车。", "风灯。"]
    parts = [["今天天气很好。"], lamps, winds]
    _, first, second = find_titles(parts, count_words(parts, "zh"), "zh")
    assert set(first.split("、")) == {"水车", "风灯"}
    assert set(second.split("、")) != {"水车", "风灯"}


def test_a_chinese_part_without_terms_is_counted_and_not_called_after_half_a_sentence() -> None:
    title, _ = _chinese("是的，我就是这样说的。")
    assert title == "第2部分"


# What was said under a title line, and what the one segment is called.
SHORT_TALKS = {
    "nothing": ("# P4：Keeping bees in town - ABC - BV1xx411c7mD\n\n![](img/a_1.png)\n", "Keeping bees in town"),
    "a few words": ("# Keeping bees in town\n\nThank you all for coming. Bees are fine.\n", "Keeping bees in town"),
    "under a long title, its last part": (
        "# Ada Lovelace talks about the many things that bees do - Bees in town\n\nThank you.\n",
        "Bees in town",
    ),
}


@pytest.mark.parametrize("case", SHORT_TALKS)
def test_a_talk_of_a_few_words_is_called_what_its_title_line_says(case: str) -> None:
    source, title = SHORT_TALKS[case]
    assert [segment.title for segment in fix_transcript(source).segments] == [title]


def test_a_talk_of_more_words_is_called_by_what_was_said() -> None:
    said = " ".join([*HELLO, *TYPES, *SCHEDULES])
    (segment,) = fix_transcript(f"# Keeping bees in town\n\n{said}\n", Options(segments=1)).segments
    assert "bees" not in segment.title


def test_a_title_has_one_and_at_most() -> None:
    for said, _ in TITLED.values():
        title = _titles(HELLO, re.split(r"(?<=[.?]) ", said), SCHEDULES)[1]
        assert title.count(" and ") <= 1


def test_no_word_comes_twice_in_a_title() -> None:
    fair = [
        "Let's talk about fairness.",
        "A fair model is fair to all.",
        "Fairness of a model has a cost.",
        "Fairness!",
    ]
    title = _titles(HELLO, fair, SCHEDULES)[1].lower()
    assert title.count("fair") == 1


def test_questions_that_come_late_stand_behind_the_subject() -> None:
    late = [*TYPES * 2, "Are there any questions?", "Is it free?", "Yes.", "Thank you."]
    title = _titles(HELLO, SCHEDULES, late)[-1]
    assert title.endswith("and audience Q&A")
    assert len(title.split()) <= 8


def test_a_title_has_more_than_one_word_where_more_was_said() -> None:
    part = ["Then there is granite.", "Granite, granite, granite.", "Nobody polishes granite like a glacier."]
    assert len(_titles(HELLO, part, SCHEDULES)[1].split()) > 1


def test_the_subject_of_a_conclusion_is_not_the_conclusion() -> None:
    last = [
        "In conclusion, the conclusion is a conclusion about lighthouses.",
        "A lighthouse is a tower.",
        "Thank you.",
    ]
    assert _titles(HELLO, SCHEDULES, last)[-1].lower().count("conclusion") == 1


def test_a_question_to_the_room_is_no_subject_of_an_introduction() -> None:
    first = ["Hello, is everyone awake?", "I am from the harbour.", "Lighthouses warn ships.", "We build lighthouses."]
    assert "?" not in _titles(first, SCHEDULES)[0]


def test_an_offer_of_questions_that_none_follow_is_a_closing() -> None:
    closing = [*TYPES, "I will be outside if you have any questions.", "Thank you."]
    assert "uestion" not in _titles(HELLO, SCHEDULES, closing)[-1]


def test_a_word_is_as_near_as_the_first_of_its_forms() -> None:
    """Who says "bridge" at once announces "bridges"; a word that only begins like it announces nothing."""
    filling = ["It was a long day for all of us there."] * 3

    def likelihood(first: str, second: str) -> float:
        part = [f"So we have a {first}.", *filling, f"There is a {second}, too.", "And then we saw bridges."]
        (wording,) = count_words([part], "en")
        return likelihoods.word_likelihoods(wording, load_weights())["bridges"]

    assert likelihood("bridge", "lamp") > likelihood("lamp", "bridge")
    assert likelihood("bride", "lamp") == likelihood("lamp", "bride")


def test_what_is_fitted_is_what_words_are_weighed_by() -> None:
    """The logit of a word is taken apart for speed; its features are written down for the fit."""
    weights = load_weights()
    said = ["So there is a scheduled restoration.", *TYPES, *SCHEDULES, "It is scheduling."]
    (wording,) = count_words([said], "en", [[0.0, 2.0, -1.0, 3.0, 0.0, 1.0, -2.0]])
    likely = likelihoods.word_likelihoods(wording, weights)
    assert len(likely) > 5
    found = likelihoods.find_words(wording, weights)
    for word, likelihood in likely.items():
        said = likelihoods.said_features(word, found[word], wording)
        features = (*said, *likelihoods.word_features(word, weights))
        logit = weights.bias + sum(map(mul, (*weights.said, *weights.words), features))
        assert likelihood == pytest.approx(1 / (1 + exp(-logit)))


def test_what_is_fitted_is_what_phrases_are_weighed_by() -> None:
    """Only those of the features that are something are added up, for speed; all are written down for the fit."""
    weights = load_weights()
    asked = ["What is a train schedule?", "We want to restore the station of the trains.", "PEP 519 is about trains."]
    more = ["These are signals and stations.", "We like train packaging.", "They have one train modernized."]
    (wording,) = count_words([[*more, *TYPES, *asked, *SCHEDULES, "So it has schedules and signals posted"]], "en")
    likely = likelihoods.word_likelihoods(wording, weights)
    found = find_phrases(wording, likely, weights)
    said = [(wording.words[places[0]], *phrase[1:]) for phrase, places in found.items()]
    assert {"what", "restoring", "pep"} <= {phrase[0] for phrase in found if len(phrase) > 1}
    alike = [(0.0, *each) for each in zip(found, found.values(), said, strict=True)]
    every = [subjects.phrase_features(phrase, places, wording, likely) for phrase, places in found.items()]
    assert [*map(any, zip(*every, strict=True))] == [True] * len(weights.phrases)
    for (less, *_), features in zip(subjects.weigh_readings(alike, wording, likely, weights), every, strict=True):
        assert less == pytest.approx(-subjects.READING * sum(map(mul, weights.phrases, features)))


def test_a_japanese_term_is_a_word_in_katakana_or_a_run_of_chinese_characters_and_no_ending() -> None:
    parts = [
        ["コンパスの針は北を指します。", "コンパスを使うと方位が分かります。", "方位を覚えると便利です。"],
        ["羊毛を染めると色が変わります。", "羊毛は水を吸います。", "染めるときは色を選びます。"],
    ]
    wordings = count_words(parts, "ja")
    assert find_titles(parts, wordings, "ja", plain=False)[0] == "コンパス、方位"
    assert all("ます" not in word for number in (0, 1) for word in find_keywords(wordings, "ja")[number])


def test_in_other_languages_a_title_has_terms_and_no_little_words() -> None:
    tower = [
        "Der Turm ist sehr hoch, und der Turm hat eine Treppe.",
        "Heute steigen wir auf die Treppe.",
        "Das ist es.",
    ]
    garden = [
        "Und dann ist da heute der Garten.",
        "In dem Garten sind die Rosen, und die Rosen sind rot.",
        "Das ist es.",
    ]
    wordings = count_words([tower, garden], "de")
    assert find_titles([tower, garden], wordings, "de") == ["Turm, Treppe", "Garten, Rosen"]
    assert find_keywords(wordings, "de") == [("Treppe", "Turm"), ("Garten", "Rosen")]


@pytest.mark.parametrize(("language", "name"), [("de", "Teil 2"), ("es", "Parte 2"), ("ko", "제2부"), ("sw", "Part 2")])
def test_a_segment_without_a_term_is_counted_in_its_language(language: str, name: str) -> None:
    parts = [["abc abc."], ["xyz."]]
    assert find_titles(parts, count_words(parts, language), language)[1] == name


@pytest.mark.parametrize("deed", ["update", "train", "deploy", "install", "build"])
def test_a_deed_and_a_number_are_no_title(deed: str) -> None:
    said = [f"So we want to {deed} 3.", f"You {deed} 3 and then you {deed} it.", f"To {deed} 3 you need a plan."]
    _, title, _ = _titles(HELLO, said, QUESTIONS)
    assert "3" not in title


def test_a_question_mark_that_stands_by_itself_is_no_number() -> None:
    assert len(fix_transcript("x_i x_i? Is x_i ?").segments) == 1
