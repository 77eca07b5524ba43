"""Which language a talk is in: what decides whether rules made for English may run."""

import pytest

from transcript_fixer import fix_transcript
from transcript_fixer.language import find_language

TITLE = "# P1：Talk - Channel - BV1ab4y127jj\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello.",
        "um",
        "Um, no.",
        "[Music] [Applause] [Inaudible]",
        "![](img/a_1.png) 3.5",
        "Hello hello testing one two three four.",
        "import numpy as np. def train(model, x): return model.fit(x). class Foo colon self dot bar equals baz.",
        "so CoVD 19 noncoviId vaxine efficasy at NY U and R C andN， the A U C of it。",
        "Neural networks learn features, and as a Dutch paper has it, de data is van het lab.",
        "Die Hard is a film that we all like, and so is Der Untergang.",
    ],
)
def test_english_stays_english(text: str) -> None:
    assert find_language(text) == "en"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "اليوم نتحدث عن الذكاء الاصطناعي وكيف يعمل"),
        ("fa", "امروز درباره هوش مصنوعی و کاربردهای آن گفتگو می‌کنیم"),
        ("he", "היום נדבר על בינה מלאכותית"),
        ("hi", "आज हम मशीन लर्निंग के बारे में बात करेंगे।"),
        ("hi", "Toh aaj hum dekhenge ki yeh kya hota hai aur ek ek karke kaise karte hain."),
        ("th", "วันนี้เราจะพูดถึงปัญญาประดิษฐ์"),
        ("id", "Anak anak di sekolah itu juga bisa belajar ini dengan pelan pelan."),
        ("tl", "Araw araw ko itong ginagamit sa trabaho, at mahal ang mga libro."),
        ("fi", "Ensin katsotaan dataa, sitten opetetaan malli, ja se on aika helppoa."),
        ("sv", "Först tittar vi på data, och sen tränar vi modellen. Det är inte så svårt."),
        ("da", "Først kigger vi på data, og bagefter træner vi modellen. Det er ikke så svært af sig selv."),
        ("tr", "Bu çok zor bir şey değil ama biraz zaman alıyor."),
        ("ro", "Astăzi vom vorbi despre rețele și despre cum sunt făcute. Nu este greu."),
        ("ca", "Avui parlarem de les xarxes i de com funcionen, però això no és gaire difícil."),
        ("bg", "Днес ще говорим за това как се строи къща, и не е много трудно."),
        ("ru", "Сегодня мы поговорим о том, как построить дом, и это не очень сложно."),
        ("es", "Hoy hablamos de redes neuronales."),
        ("und", "Dheere dheere seekh jaoge."),
    ],
)
def test_another_language_is_told_by_its_writing_or_its_little_words(language: str, text: str) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize(
    "said",
    [
        "Anak anak belajar. Buku buku itu mahal. Orang orang pergi pelan pelan ke pasar.",
        "Dheere dheere aap sab seekh jaoge. Alag alag type ke variable. Ek ek karke dekhte hain.",
        "Araw araw. Ang mga bata ay masaya sa bahay, at sila ay naglalaro araw araw.",
        "Wiki wiki mai nei, hele hele kamaaina, holo holo kakou.",
    ],
)
def test_a_word_said_twice_stays_where_the_language_is_not_english(said: str) -> None:
    talk = fix_transcript(TITLE + said.replace(".", "。"))
    assert talk.segments[0].text.split() == said.split()
