"""Terms are written in one way; ordinary words are left alone."""

import json
import pickle
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcript_fixer import fix_transcript
from transcript_fixer.glossary import built_in_glossary, parse_glossary
from transcript_fixer.model import Fixed, Utterance, WarningKind
from transcript_fixer.options import GlossaryEntry, Options
from transcript_fixer.resources import files
from transcript_fixer.terms import fix_terms
from transcript_fixer.trace import Reason, TracedText, apply_edits
from transcript_fixer.vocabulary import english, is_ordinary

GARBLED = """
LSDM LSTM R C andN R and N NY U A U C CoVD 19 pie torch Pytorrch Pytorch PyTorch pike on PyCon pikons resnt image net
imagenet json Json co-routines see Python sure Soren protobuf Protobuff protobuf protobufs my pie 's - , . _ / num py
pep 8 python code circuit Protobuf
""".split()  # noqa: SIM905
texts = st.one_of(st.text(), st.lists(st.sampled_from(GARBLED), max_size=40).map(" ".join))


def fixed(*said: str, options: Options | None = None, language: str = "en") -> Fixed:
    blocks = tuple(Utterance(TracedText.from_source(text)) for text in said)
    return fix_terms(blocks, options or Options(), language)


def written(*said: str, options: Options | None = None, language: str = "en") -> str:
    return "|".join(block.text.text for block in fixed(*said, options=options, language=language).value)


@given(texts, texts)
def test_fixing_what_is_fixed_changes_nothing(one, two):
    once = [block.text.text for block in fixed(one, two).value]
    assert written(*once) == "|".join(once)


def test_an_alias_inside_its_own_term_is_left_where_the_term_stands():
    options = Options(glossary=(GlossaryEntry("Ada Lovelace", ("Ada",)), GlossaryEntry("Big NumPy", ("numpy",))))
    once = written("Ada said it. Ada Lovelace wrote big numpy and numpy.", options=options)
    assert once == "Ada Lovelace said it. Ada Lovelace wrote Big NumPy and Big NumPy."
    assert written(once, options=options) == once
    dotted = Options(glossary=(GlossaryEntry("Alice B.", ("Alice",)),))
    assert written("Alice and Alice B. ran.", options=dotted) == "Alice B. and Alice B. ran."


def test_the_english_list_finds_all_that_it_holds():
    text = files("transcript_fixer").joinpath("lexicons/english.txt").read_text("ascii")
    listed = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    assert len(listed) > 20_000
    assert all(word in english() for word in listed)
    assert not [word for word in ("", "a", "zzz", "~", "aardvarc", "mice mill", "我") if word in english()]


@given(texts)
def test_every_edit_says_why_and_how_sure(text):
    done = fixed(text).value[0].text
    assert apply_edits(text, done.edits) == done.text
    assert all(edit.reason is Reason.TERM and 0 < edit.score <= 1 for edit in done.edits)


def test_an_alias_stops_at_word_boundaries():
    said = "resnts, my_resnt, resnt/x, resnt.py and a resnt"
    assert written(said) == "resnts, my_resnt, resnt/x, resnt.py and a ResNet"


def test_a_guess_needs_the_right_form_in_the_same_transcript():
    assert written("We load the Protibuf.") == "We load the Protibuf."
    assert written("We load the Protibuf.", "Protobuf! " * 5).startswith("We load the Protobuf.")


def test_an_ordinary_word_is_never_rewritten_by_likeness():
    soren = Options(glossary=(GlossaryEntry("Soren"), GlossaryEntry("Tensor")))
    said = "Make sure that the sensor and the censor sored. Soren, Soren, Soren, Soren, Soren. Tensor."
    assert written(said, options=soren) == said


def test_forms_of_one_word_are_two_words():
    said = "deserializer " * 9 + "deserialized deserializers"
    assert written(said) == said


def test_what_is_likely_but_not_sure_is_a_suggestion():
    doubtful = fixed("Hamovitch and Haimovitch and Haimovitch and Haimovitch and Haimovitch, Hamovitch")
    assert [(each.kind, each.message) for each in doubtful.warnings] == [
        (WarningKind.TERM_SUGGESTION, "Hamovitch may be Haimovitch")
    ]
    assert doubtful.value[0].text.edits == ()


def test_letters_are_joined_where_the_transcript_has_the_word():
    assert written("The Q F T is slow.") == "The Q F T is slow."
    assert written("The Q F T is slow, the QFT.") == "The QFT is slow, the QFT."


def test_other_languages_keep_their_words_unless_a_glossary_is_given():
    assert written("ein json von pike on", language="de") == "ein json von pike on"
    mine = Options(glossary=(GlossaryEntry("Straße", ("strasse",)),))
    assert written("die strasse", options=mine, language="de") == "die Straße"


@pytest.mark.parametrize("entry", built_in_glossary(), ids=lambda entry: entry.term)
def test_no_built_in_alias_of_one_word_is_an_ordinary_word(entry):
    single = [alias for alias in entry.aliases if alias.isalpha() and alias.lower() != entry.term.lower()]
    assert not [alias for alias in single if len(alias) > 4 and is_ordinary(alias)]


@pytest.mark.parametrize("entry", built_in_glossary(), ids=lambda entry: entry.term)
def test_each_built_in_alias_becomes_its_term(entry):
    for alias in entry.aliases:
        assert written(f"of {alias} here") == f"of {entry.term} here"


def test_glossary_travels_in_the_options():
    options = Options(glossary=parse_glossary("replace = true\nNYU: NY U"))
    assert pickle.loads(pickle.dumps(options)) == options
    assert json.loads(json.dumps(asdict(options)))["glossary"]
    assert options.digest() != Options().digest()


def test_a_users_entry_takes_the_place_of_the_built_in_one():
    entries = {entry.term: entry.aliases for entry in parse_glossary("ResNet: rezzy net")}
    assert entries["ResNet"] == ("rezzy net",)
    assert "NumPy" in entries


def test_a_glossary_may_mix_scripts():
    options = Options(glossary=parse_glossary("C语言: 西语言, C 雨燕\nPyTorch: pytorch"))
    said = "他用C雨燕，不用pytorch。西语言，是的。"
    assert written(said, options=options, language="zh") == "他用C语言，不用PyTorch。C语言，是的。"


@pytest.mark.parametrize("language", ["de", "ko"])
def test_without_a_glossary_other_languages_are_left_alone(language):
    assert written("Wir nutzen numpy.", language=language) == "Wir nutzen numpy."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NYU: NY U\n: x", "line 2: no term; expected a term, or"),
        ("NYU: NY U,", "line 1: alias '' of 'NYU' has no word"),
        ("replace = yes", "line 1: replace is 'yes'; expected true or false"),
        ("[terms]\nNYU = 3", "line 2: 'NYU' is 3; expected a list"),
        ("[terms]\nNYU = = 3", "not valid TOML: .*line 2"),
        ("merge = 1\n[terms]\n", "line 1: unknown key 'merge'; expected replace or"),
        ("replace = 1\n[terms]\n", "line 1: replace is 1; expected true or false"),
    ],
)
def test_a_glossary_that_cannot_be_read_says_where_and_what_was_expected(text, message):
    with pytest.raises(ValueError, match=message):
        parse_glossary(text)


def spoken(heard, options=None):
    """What a talk says, once and fixed again."""
    talk = fix_transcript(heard, options)
    again = fix_transcript(talk.to_markdown(), options)
    assert [part.text for part in again.segments] == [part.text for part in talk.segments]
    return " ".join(part.text for part in talk.segments)


@pytest.mark.parametrize(
    "heard",
    [
        "We know ImageNet. Image net is old.",
        "It is on image net, and ImageNet is large.",
        "If we take image net, ImageNet will be too large.",
        "First image net and then ImageNet.",
    ],
)
def test_a_term_heard_in_two_ways_may_be_meant_twice(heard):
    assert spoken(heard).count("ImageNet") == 2


@pytest.mark.parametrize(
    ("heard", "fixed"),
    [
        ("We use image net ImageNet for it.", "We use ImageNet for it."),
        ("They ran covd 19 covid 19 tests.", "They ran COVID-19 tests."),
        ("It is on image net, on ImageNet all day.", "It is on ImageNet all day."),
        ("We wrote tensorlow tensor, you know, flow code.", "We wrote TensorFlow code."),
    ],
)
def test_a_term_heard_in_two_ways_at_once_is_a_repeat(heard, fixed):
    assert spoken(heard) == fixed


def test_a_pause_beside_a_garbled_term_is_one():
    assert spoken("o um C L I liks") == "o CLI liks"
    assert spoken("3 um，N L P wit. A") == "3 NLP wit. A"


def test_a_term_of_the_user_may_be_what_is_to_be_dropped():
    options = Options(glossary=(GlossaryEntry("the model", ("a model",)),), drop=("the model",))
    assert spoken("We ran a model twice.", options) == "We ran twice."


def test_letters_are_an_acronym_that_only_a_repaired_term_has():
    assert written("We took G P T first.", "Then came G P T 2.") == "We took GPT first.|Then came GPT-2."
    assert written("We took Q F T first.", "Then came G P T 2.") == "We took Q F T first.|Then came GPT-2."
