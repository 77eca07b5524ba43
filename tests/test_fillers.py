"""Properties of `strip_fillers`: what holds on any text."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcript_fixer.disfluencies.words import WORD_RE
from transcript_fixer.fillers import find_fillers, strip_disfluencies, strip_fillers
from transcript_fixer.model import SlideMarker, Utterance
from transcript_fixer.options import Fillers, Options
from transcript_fixer.trace import Reason, TracedText

FILLERISH = """
um uh er so well like you know i mean kind of sort right okay yeah actually basically oh see now huh the a in to it it's
its he they they're that that's this was is are had very no and but or if when one two I So The And Right OK ER don't
dont im word words con- w run go goes think said x é １ 那个 嗯 说嗯，好 我们我们 这个 äh Ähm euh э-э えーと うーん 어
""".split()  # noqa: SIM905
GAPS = [" "] * 4 + [", ", ". ", "? ", "... ", "-- ", " - ", "\n", "\n\n", '" ', ' "', " (", ") "]
GAPS += [",", ".", "", "*", "，", "。", "、"]

texts = st.one_of(
    st.text(),
    st.lists(st.tuples(st.sampled_from(FILLERISH), st.sampled_from(GAPS)), max_size=40).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
    st.lists(st.sampled_from(FILLERISH), max_size=60).map(" ".join),
)
settings = st.fixed_dictionaries(
    {
        "register": st.sampled_from(["lecture", "conversation"]),
        "fillers": st.sampled_from(["clean", "pauses"]),
        "keep": st.lists(st.sampled_from(["like", "you know", "so", "the"]), max_size=2),
        "drop": st.lists(st.sampled_from(["very", "in the", "，", "x"]), max_size=2),
        "language": st.sampled_from(["en", "en", "en", "zh", "de", "fr", "ru", "ja", "ko"]),
    }
)


def letters(text: str) -> list[str]:
    return [mark.casefold() for mark in text if mark.isalnum()]


def is_subsequence(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(mark in rest for mark in part)


@given(texts, settings)
def test_stripping_what_is_stripped_changes_nothing(text, how):
    once = strip_fillers(text, **how)
    assert strip_fillers(once, **how) == once


@given(texts, settings)
def test_words_are_deleted_and_never_written(text, how):
    said = [word.casefold() for word in WORD_RE.findall(text)]
    left = [word.casefold() for word in WORD_RE.findall(strip_fillers(text, **how))]
    if how["language"] != "zh":
        assert is_subsequence(left, said)
    assert is_subsequence(letters(strip_fillers(text, **how)), letters(text))


@given(texts, settings)
def test_every_change_is_one_deletion_in_order(text, how):
    changes = find_fillers(text, **how)
    edited = TracedText.from_source(text).edit(changes)
    assert edited.text == strip_fillers(text, **how)
    assert all(change.reason in set(Reason) for change in changes)


@given(texts)
def test_none_leaves_everything(text):
    assert strip_fillers(text, fillers="none") == text


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_another_language_is_left_alone(language):
    text = "Um zwei Uhr, er war like so, um um die Ecke."
    assert strip_fillers(text, language=language) == text


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("de", "Ähm, das ist, äh, ein Haus. Das ist eh klar.", "Das ist ein Haus. Das ist eh klar."),
        ("fr", "Euh, on va euh là-bas. Eh bien, on va.", "On va là-bas. Eh bien, on va."),
        ("es", "Vamos, eh, a ver. Este libro, eh?", "Vamos a ver. Este libro, eh?"),
        ("ru", "Э-э, мы идём, эм, домой. Буква э тут.", "Мы идём домой. Буква э тут."),
        ("ja", "えーと、今日は、あのー、天気です。うーん。あの人です。", "今日は、天気です。うーん。あの人です。"),
        ("ko", "어, 음, 오늘은 음, 합니다. 이 음은 높다. 어.", "오늘은 음, 합니다. 이 음은 높다. 어."),
    ],
)
def test_sounds_that_are_no_word_go_in_their_language_alone(language, said, left):
    assert strip_fillers(said, language=language) == left
    assert strip_fillers(said, language="fi") == said


def test_keep_and_drop_take_phrases_and_keep_wins():
    said = "You know, the cat, like, sat on the mat, as it were."
    assert strip_fillers(said, keep=["you know"]) == "You know, the cat sat on the mat, as it were."
    assert strip_fillers(said, drop=["as it were"]) == "The cat sat on the mat."
    assert strip_fillers(said, keep=["as it were"], drop=["as it were", "cat"]) == "The sat on the mat, as it were."


def test_chinese_has_a_list_of_its_own():
    said = "大家好，嗯，欢迎。我们看看那个例子，那个，很好。嗯。"
    assert strip_fillers(said, language="zh") == "大家好，欢迎。我们看看那个例子，很好。嗯。"
    assert (
        strip_fillers(said, language="zh", keep=["嗯"], drop=["例子"]) == "大家好，嗯，欢迎。我们看看那个，很好。嗯。"
    )


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("他告诉我们我们错了。要一个一个看看。", "他告诉我们我们错了。要一个一个看看。"),
        ("你说这个这个不对。我们我们。", "你说这个这个不对。我们我们。"),
        ("我们我们今天看，在这个这个地方。", "我们今天看，在这个地方。"),
        ("他说嗯，好的。他说，嗯，好的。", "他说，好的。他说，好的。"),
    ],
)
def test_a_chinese_stutter_goes_where_nothing_else_can_be_meant(said, left):
    assert strip_fillers(said, language="zh") == left
    assert "我们我们" in strip_fillers("我们我们看。", language="zh", fillers="pauses")


def test_one_phrase_and_a_region_are_understood():
    assert strip_fillers("Um, we like it, like, a lot.", keep="like", language="en-GB") == "We like it, like, a lot."


def test_pauses_level_takes_pauses_only():
    assert strip_fillers("Um, so the the, uh, cat.", fillers="pauses") == "So the the cat."


def test_utterances_are_stripped_and_slide_markers_stay():
    source = "So, um, the the cat. ![](a_1.png)"
    said, marker = TracedText.from_source(source).split([21])
    blocks = (Utterance(said), SlideMarker(marker, marker.span, "a_1.png", 1))
    fixed = strip_disfluencies(blocks, Options(), "en").value
    assert fixed[0].text.text == "The cat. "
    assert fixed[1] is blocks[1]
    assert strip_disfluencies(blocks, Options(fillers=Fillers.NONE), "en").value == blocks


def test_options_travel():
    options = Options(register="conversation", keep=("so",), drop=("as it were",))
    assert pickle.loads(pickle.dumps(options)) == options
    assert json.loads(json.dumps(options.digest())) == options.digest()


def test_what_begins_again_across_a_sign_hides_nothing_that_is_left_hanging():
    assert strip_fillers("It's red, for $4 he um it's red.") == "It's red, for $4 it's red."


@pytest.mark.parametrize("said", ["They saw mice mice, okay(.", "They saw mice mice, okay '."])
def test_a_dot_behind_what_was_the_last_word_opens_none(said):
    once = strip_fillers(said)
    assert strip_fillers(once) == once
    assert once.startswith("They saw mice")
    assert "mice mice" not in once
