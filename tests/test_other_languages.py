"""Marks and capitals in languages for which there is no model."""

import pytest

from transcript_fixer import fix_transcript
from transcript_fixer.captions import parse_captions
from transcript_fixer.model import Sentence, Slide
from transcript_fixer.options import Options
from transcript_fixer.sentences import rebuild_sentences, split_sentences
from transcript_fixer.sentences.gaps import find_gaps, read_script
from transcript_fixer.sentences.other_languages import OtherLanguage
from transcript_fixer.trace import TracedText

TITLE = "# P1：Talk - Channel - BV1ab4y127jj\n\n"


def spoken(text: str, language: str) -> str:
    blocks = rebuild_sentences(parse_captions(TracedText.from_source(text)), Options(), language).value
    return " ".join(block.text.text.strip() for block in blocks)


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("ar", "مرحبا بكم。 اليوم نتحدث عن البيوت القديمة， وهي جميلة جدا。 شكرا。"),
        ("he", "שלום לכולם。 היום נדבר על הבית הישן。 תודה。"),
        ("hi", "आज हम घर की बात करेंगे。 यह घर पुराना है， पर सुंदर है。 धन्यवाद。"),
        ("th", "วันนี้เราพูดถึงบ้านเก่า。 บ้านสวยมาก。 ขอบคุณครับ。"),
        ("ko", "네， 안녕하세요 여러분。 오늘은 옛집 이야기입니다。 집은 3층입니다。 12년 걸렸습니다。"),
        ("ka", "გამარჯობა。 დღეს ძველ სახლზე ვისაუბრებთ。 გმადლობთ。"),
    ],
)
def test_a_script_without_capitals_keeps_its_marks(language: str, heard: str) -> None:
    assert spoken(heard, language) == heard.replace("。", ".").replace("，", ",")


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("es", "La casa es vieja。 ¿Cuántos años tiene？ Cien。 ¡Imaginaos！ Es así。 «Sí», dijo。"),
        ("es", "Y， por lo tanto， la vendieron。 Dijo que， si llueve， no viene。"),
        ("de", "Das ist der Preis， den ich meine， und， wie gesagt， er ist hoch。 Komm mit。 Schalte ihn ein。"),
        ("de", "Das habe ich gesehen。 Der Hafen ist alt。 Man kennt ihn。"),
        ("de", "Ich rede mit dem。 Wir haben auch eine， die wir mögen。 Das will ich， Anna will es nicht。"),
        ("fr", "On parle du port。 Il est vieux， et， je crois， trop petit。 Nous sommes pour。 Moi aussi。"),
        ("ru", "Это старый дом。 Он стоит здесь давно， и， как видно， ещё постоит。"),
        ("tr", "Bu ev çok eski。 Ama güzel， bence。"),
        ("de", "Das Haus… Es steht da。 Es ist… alt。 Nun gut…"),
    ],
)
def test_marks_in_their_place_stay(language: str, heard: str) -> None:
    assert spoken(heard, language) == heard.translate(str.maketrans("。，？！", ".,?!"))


@pytest.mark.parametrize(
    ("language", "heard", "fixed"),
    [
        (
            "es",
            "Esto consiste en，\n\nmirar las。 Casas del，\n\npuerto viejo。",
            "Esto consiste en mirar las Casas del puerto viejo.",
        ),
        ("es", "Me pregunto。 ¿cuántos años tiene？", "Me pregunto, ¿cuántos años tiene?"),
        (
            "de",
            "Das ist eine。 Folge von，\n\nfrüher， für。 Alle。 Die， Mauer steht in der。 See， und wir sehen sie。",
            "Das ist eine Folge von früher, für Alle. Die Mauer steht in der See, und wir sehen sie.",
        ),
        ("fr", "On part du，\n\nport， et。 On cherche la。 Mer。", "On part du port, et on cherche la Mer."),
        ("ru", "Мы живём в，\n\nстаром доме。", "Мы живём в старом доме."),
        ("ko", "지난 시간에는。\n\n집을。 보았습니다。 네。", "지난 시간에는 집을 보았습니다. 네."),
    ],
)
def test_no_mark_stands_behind_what_a_noun_must_follow(language: str, heard: str, fixed: str) -> None:
    assert spoken(heard, language) == fixed


@pytest.mark.parametrize(
    ("is_full", "language", "marks"),
    [
        (True, "de", ["", "", ".", "."]),
        (False, "de", [".", ",", ".", "."]),
        (None, "de", [".", ",", ".", "."]),
        (True, "es", [".", "", ".", "."]),
    ],
)
def test_at_a_full_cue_a_german_noun_opens_no_sentence(is_full: bool | None, language: str, marks: list[str]) -> None:
    """There a capital tells only of a word that is small elsewhere, as "der" is."""
    said = read_script("Wir sahen zwei。 Stürme， die der Wind trieb。 Der Wind kam。 Wir haben wir gesagt。")
    reader = OtherLanguage(said, language)
    assert [reader.mark(gap, is_full) for gap in find_gaps(said)[:-1]] == marks


def test_abbreviations_of_letters_keep_their_points_and_end_no_sentence() -> None:
    heard = "Man kann z。 B。 nur eines haben， bzw。 keines， d。 h。 nichts。 Das ist u。 a。 In Bonn so。"
    fixed = "Man kann z. B. nur eines haben, bzw. keines, d. h. nichts. Das ist u. a. In Bonn so."
    assert spoken(heard, "de") == fixed
    blocks = rebuild_sentences(parse_captions(TracedText.from_source(heard)), Options(), "de").value
    units = split_sentences(blocks, "de")
    assert [unit.text.text.strip() for unit in units if isinstance(unit, Sentence)] == [
        "Man kann z. B. nur eines haben, bzw. keines, d. h. nichts.",
        "Das ist u. a. In Bonn so.",
    ]


def test_a_danda_and_an_arabic_question_mark_end_sentences() -> None:
    for text, language in (("यह घर है। वह बड़ा है। 3।14", "hi"), ("ما هذا؟ هذا بيت قديم۔ نعم", "ar")):
        blocks = rebuild_sentences(parse_captions(TracedText.from_source(text)), Options(), language).value
        assert len(split_sentences(blocks, language)) == 3


@pytest.mark.parametrize("heard", ["네。 예。 그。 집입니다。", "Und da。 Wo a。 Das ist es。"])
def test_short_words_are_no_abbreviations(heard: str) -> None:
    assert spoken(heard, "ko" if heard[0] > "z" else "de") == heard.replace("。", ".")


def test_german_nouns_keep_their_capitals_where_captions_have_them_at_cuts() -> None:
    heard = "Das war 1970， Und alle。 Sahen die， Folge und， Das war im。 Winter und， Das die， Folge kam。"
    fixed = spoken(heard, "de")
    assert fixed.count("Folge") == 2
    assert "Winter" in fixed
    assert "und alle" in fixed


@pytest.mark.parametrize(
    ("language", "heard", "fixed"),
    [
        ("fr", "on y va\n\n>> évidemment oui", "On y va. Évidemment oui"),
        ("ru", "и это всё\n\n>> извините а где", "И это всё. Извините а где"),
        ("es", "eso es todo\n\n>> ¿cuándo empieza？", "Eso es todo. ¿Cuándo empieza?"),
        ("tr", "ama bu bir ev\n\n>> istasyon mu", "Ama bu bir ev. İstasyon mu"),
        ("de", "das ist gut\n\n>> ist er da", "Das ist gut. Ist er da"),
        ("ka", "კარგია\n\n>> დიახ", "კარგია. დიახ"),
        ("ko", "좋습니다\n\n>> 네", "좋습니다. 네"),
    ],
)
def test_whoever_takes_over_begins_with_a_capital_in_any_alphabet_that_has_them(
    language: str, heard: str, fixed: str
) -> None:
    assert spoken(heard, language) == fixed


def test_slides_stay_between_the_sentences_of_a_script_without_capitals() -> None:
    heard = (
        "![](img/a_0.png)",
        "집은 3층입니다。",
        "![](img/a_2.png)",
        "문은 큽니다。",
        "![](img/a_4.png)",
        "창은 작습니다。",
    )
    talk = fix_transcript(TITLE + "\n\n".join(heard))
    assert talk.language == "ko"
    blocks = [block for segment in talk.segments for block in segment.blocks]
    assert [isinstance(block, Slide) for block in blocks] == [True, False] * 3
