"""From captions to sentences: what golden cases cannot say (blocks, turns, slides, warnings, laws, time)."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcript_fixer.captions import parse_captions
from transcript_fixer.model import Block, Sentence, SlideMarker, TranscriptWarning, Utterance, WarningKind
from transcript_fixer.options import Options
from transcript_fixer.paragraphs import find_paragraphs
from transcript_fixer.sentences import rebuild_sentences, split_sentences
from transcript_fixer.sentences.loops import find_loops
from transcript_fixer.sentences.punctuation import (
    KIND_TABLES,
    LOOK_AHEAD,
    LOOK_BACK,
    PAD,
    STEPS,
    WORD_TABLES,
    Coding,
    PunctuationModel,
    Weights,
    dump_model,
    pack,
    unpack,
)
from transcript_fixer.trace import Reason, Span, TracedText, apply_edits


def rebuild(text: str, language: str = "en") -> tuple[tuple[Block, ...], tuple[TranscriptWarning, ...]]:
    fixed = rebuild_sentences(parse_captions(TracedText.from_source(text)), Options(), language)
    return fixed.value, fixed.warnings


def spoken(text: str, language: str = "en") -> str:
    blocks, _ = rebuild(text, language)
    return "\n\n".join(
        block.text.text.strip() for block in blocks if isinstance(block, Utterance) and block.text.text.strip()
    )


def test_a_slide_in_mid_sentence_comes_after_it_and_keeps_its_place_in_the_source() -> None:
    blocks, _ = rebuild("We look at two and a half degrees of。\n\n![](img/x_7.png)\n\nglobal warming。 It is much。")
    slide = next(block for block in blocks if isinstance(block, SlideMarker))
    assert [type(block).__name__ for block in blocks] == ["Utterance", "SlideMarker", "Utterance"]
    assert blocks[0].text.text == "We look at two and a half degrees of global warming."
    assert (slide.image, slide.number, slide.span) == ("img/x_7.png", 7, Span(39, 55))
    assert {edit.reason for edit in slide.text.edits} == {Reason.SLIDE_MOVED}


def test_a_slide_between_sentences_stays() -> None:
    blocks, _ = rebuild("We saw it。\n\n![](img/x_7.png)\n\nIt was big。")
    assert [block.text.text.strip() for block in blocks] == ["We saw it.", "![](img/x_7.png)", "It was big."]
    assert not any(edit.reason is Reason.SLIDE_MOVED for block in blocks for edit in block.text.edits)


def test_a_slide_of_our_own_page_stays_whatever_the_next_sentence_begins_with() -> None:
    page = TracedText.from_source("We saw plan b.\n\n![Slide 1](img/a_1.png)\n\n5 mice ran.\n")
    blocks = rebuild_sentences(parse_captions(page)._replace(finished=True), Options(), "en").value
    assert [block.text.text.strip() for block in blocks] == ["We saw plan b.", "![Slide 1](img/a_1.png)", "5 mice ran."]


def test_speakers_open_turns() -> None:
    blocks, _ = rebuild(">> Hi， all。 >> JANE DOE: Thank you。")
    assert [(block.opens_turn, block.speaker) for block in blocks if isinstance(block, Utterance)] == [
        (True, None),
        (True, "JANE DOE"),
    ]


def test_a_loop_is_one_edit_and_a_warning_with_its_rounds() -> None:
    blocks, warnings = rebuild("Hello。 " + "See you next time。 " * 50 + "Good bye。")
    edits = [edit for block in blocks for edit in block.text.edits if edit.reason is Reason.DECODER_LOOP]
    assert len(edits) == 1
    assert [warning.kind for warning in warnings] == [WarningKind.DECODER_LOOP]
    assert "50 times" in warnings[0].message


def test_a_wall_of_sounds_is_warned_of() -> None:
    said = "Hello.\n\n![](img/a_1.png)\n\n" + "(sigh)， [music playing]， [music playing]。\n\n" * 5 + "Thank you。"
    (warning,) = rebuild(said)[1]
    assert (warning.kind, warning.message) == (
        WarningKind.DECODER_LOOP,
        "15 sounds in a row were left out: [music playing]",
    )
    assert said[warning.span.start : warning.span.end].startswith("(sigh)")
    assert said[: warning.span.end].endswith("[music playing]")


def test_sounds_with_words_between_or_at_the_end_of_a_talk_are_not_warned_of() -> None:
    words = "[pause]， ".join(
        ("Okay。", "It", "is", "late。", "We", "look", "at", "boats。", "And", "they", "sail。", "So。", "A")
    )
    assert rebuild(words)[1] == ()
    assert rebuild("Hello， all。 Thank you。 " + "[applause]， " * 8)[1] == ()


def test_slides_survive_a_loop() -> None:
    blocks, _ = rebuild("See you next time。 " * 9 + "\n\n![](img/a_1.png)\n\n" + "See you next time。 " * 9)
    assert sum(isinstance(block, SlideMarker) for block in blocks) == 1


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Hi。\n\n![](img/a_1.png)\n\nSo。\n\n![](img/a_3.png)\n", 0),
        ("Hi。\n\n![](img/a_1.png)\n\n![](img/a_2.png)\n", 0),
        ("Hi。\n\n![](img/a_1.png)\n\nSo。\n\n![](img/a_5.png)\n", 1),
        ("![](img/a_16.png)\n\nSo。\n\n![](img/b_99.png)\n", 0),
    ],
)
def test_a_jump_in_the_numbers_of_slides_is_warned_of(text: str, missing: int) -> None:
    _, warnings = rebuild(text)
    assert sum(warning.kind is WarningKind.MISSING_SLIDE for warning in warnings) == missing


def test_bare_captions_become_sentences() -> None:
    said = "so let's look at the next example\nthis is a graph that has three edges\nnow let's see how it works "
    assert spoken(said).count(".") >= 2


@pytest.mark.parametrize(
    "heard",
    [
        "The boat was late， of course， and we had to wait. It was ours.",
        "First， of all， we have to wait. It was ours， and it was late.",
        "It is made of wood， of steel， of rope， and of work. It was late， and we went home.",
    ],
)
def test_a_comma_before_of_stays_in_a_list_or_an_aside(heard: str) -> None:
    assert spoken(heard) == heard.replace("，", ",")


@pytest.mark.parametrize(
    "heard",
    [
        "If you want to come by then do。 I will be here all day。 It is warm。",
        "As you see here is the boat。 I have built it myself。 It is small。",
        "Hi everyone。 I have a boat to show you。 Of course。 I can do that。 Thank you。 I like it。",
        "We had not thought about that。 I will say this。 It was late。",
        "In the old harbour behind the hill the boats were all for sale。 I bought one。 It leaks。",
        "If you are on this network。 OK。 Then we can start。",
    ],
)
def test_a_stop_before_i_stays_behind_what_may_be_a_sentence(heard: str) -> None:
    assert spoken(heard) == heard.replace("。", ".")


def test_other_languages_keep_their_words_and_real_marks() -> None:
    assert spoken("Hoy vamos a hablar de。\n\nprogramación， que es útil。 Empezamos。", "es") == (
        "Hoy vamos a hablar de programación, que es útil. Empezamos."
    )


TOLD = (
    "The old harbour was dug out by hand, which took nearly nine years and most of the money that they had put aside.",
    "When the first boats came in, people stood on both sides of the water and sang a song that nobody knows now.",
    "We have the books of the company, so we know what each of the men was paid for a week of work on the wall.",
    "A quiet, patient, careful mason got twice as much as the men who carried heavy round stones up from the beach.",
    "In the end, the wall was as long as the church is high, and it has stood in every storm that came over the sea.",
)


def cut_into_cues(sentences: tuple[str, ...], *, running: bool, mark: str) -> str:
    """Captions as a recogniser cuts them, with a mark at each cut; in odd sentences a comma was taken for a stop."""
    cues: list[str] = []
    length = 0
    for number, sentence in enumerate(sentences):
        if not running:
            length = 0
        for word in sentence.replace(", ", "。 " if number % 2 else "， ").replace(".", "。").split():
            length += len(word) + 1
            if length > 90:
                cues.append(word + mark if word[-1].isalpha() else word)
                length = 0
            else:
                cues.append(word)
    return " ".join(cues)


def share_of_same_words(ours: str, told: str) -> float:
    """With their marks. Where two marks stand at the end of a cue, none can tell which the scissors left."""
    pairs = list(zip(ours.split(), told.split(), strict=True))
    return sum(our == their for our, their in pairs) / len(pairs)


@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("mark", ["，", "。"])
def test_marks_at_full_cues_go_and_those_before_stay(mark: str, running: bool) -> None:
    told = TOLD * 2
    assert share_of_same_words(spoken(cut_into_cues(told, running=running, mark=mark)), " ".join(told)) > 0.99


def test_in_captions_of_no_one_width_a_comma_may_stand_anywhere() -> None:
    """Commas where a full cue could end, in captions of which half are longer or shorter."""
    told = (
        "We have known for quite a while that the water in the old harbour gets warmer each year, so we wrote it down. "
        "It has been said in many books that nobody who lives here would ever want to go away, but some did. "
        "The town has grown and the boats have grown and the nets have grown and the men who mend them have gone home. "
        "If it rains, they stay in. And if it does not rain, they go out and see what the others have brought home. "
        "Those who had read about the old wall before they came here went to look at it first, and then they ate. "
        "It is a good place to sit in the sun and to see what goes on and to think of all the things that went on."
    )
    assert spoken(told.replace(", ", "， ").replace(". ", "。 ")) == told


GERMAN = (
    "Den alten Hafen haben sie mit der Hand gegraben, was die Stadt neun lange Jahre gekostet hat, und mehr.",
    "Sie sangen, als sie kamen, und wer es noch kennt, der kennt es von denen, die es gehört und gelernt haben.",
    "Der Bau war so hoch, wie die Kirche lang ist, und er hat seitdem jeden Sturm gesehen, der hier gewesen ist.",
    "Wer heute kommt, der findet eine Mauer, ein paar Boote und ein Haus, in dem man sitzen und alles sehen kann.",
)


@pytest.mark.parametrize("running", [False, True])
def test_full_cues_tell_in_other_languages_too(running: bool) -> None:
    told = GERMAN * 2
    assert share_of_same_words(spoken(cut_into_cues(told, running=running, mark="，"), "de"), " ".join(told)) > 0.95


@pytest.mark.parametrize(
    ("heard", "language", "expected"),
    [
        (
            "Das sind 3，5 Liter， und sie dauert 12，75 Sekunden。",
            "de",
            "Das sind 3,5 Liter, und sie dauert 12,75 Sekunden.",
        ),
        ("Hay 0，25 litros y 3，5 o 4，5 metros。", "es", "Hay 0,25 litros y 3,5 o 4,5 metros."),
        ("Die Seiten 1，2，3 und dann 4，5 und 6。", "de", "Die Seiten 1, 2, 3 und dann 4, 5 und 6."),
        ("Es war 2017，2018 und später。", "de", "Es war 2017, 2018 und später."),
        ("It has 3，5 of them。", "en", "It has 3, 5 of them."),
        ("我们有3，5个。", "zh", "我们有3，5个。"),
    ],
)
def test_decimals_have_a_comma_where_their_language_has_it(heard: str, language: str, expected: str) -> None:
    assert spoken(heard, language) == expected


def test_a_file_that_writes_no_space_behind_cuts_has_no_addresses_nor_decimals() -> None:
    said = "la segunda clase，del curso。hoy vamos，a ver。las redes，del año 2019，25 personas，en total"
    assert "." not in spoken(said, "es")
    assert "19,25" not in spoken(said, "es")


def test_no_break_spaces_before_french_marks_stay() -> None:
    said = "Qu'est-ce que c'est\u202f? C'est un graphe\u00a0: les stations. Oui\u202f! Voilà."
    assert spoken(said, "fr") == said


def test_sentences_are_units_and_abbreviations_end_none() -> None:
    blocks, _ = rebuild("We met Dr. Smith. He was there. Was he? Yes.")
    units = split_sentences(blocks, "en")
    assert [unit.text.text for unit in units if isinstance(unit, Sentence)] == [
        "We met Dr. Smith. ",
        "He was there. ",
        "Was he? ",
        "Yes.",
    ]


def test_paragraphs_have_two_to_six_sentences() -> None:
    sentences = [f"This is sentence number {number} of them all." for number in range(100)]
    starts = [0, *find_paragraphs(sentences, "en"), 100]
    assert all(2 <= end - start <= 6 for start, end in pairwise(starts))


PIECES = st.sampled_from(
    [
        *(
            "um",
            "the",
            "So",
            "so",
            "i",
            "I'm",
            "we",
            "it's",
            "3",
            "numpy",
            "NASA",
            "Alice",
            ",",
            ".",
            "?",
            "，",
            "。",
            "？",
        ),
        *("\n\n", "\n\n ", " ", "  ", "\r\n", "\t", "![](img/a_1.png)", "\n\n![](img/c_3.png)\n\n", ">>", ">> "),
        *(
            "BOB DOE: ",
            "[Applause]",
            "[ Inaudible ]",
            "😊",
            "0。5",
            "e。g。",
            "Mr。",
            "今天",
            "我们，",
            "。\n\n",
            "，So ",
        ),
        *(" a b c d", "\x00", "\ud800", "all of it again " * 3, "x" * 9, "…", "...", "--", "'", '"', "(", ")"),
        *("İ", "ß", "e\u0301"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["en", "zh", "es"]))
@example("", "en")
@example("\n\n![](img/a_1.png)", "en")
@example("x![](img/a_1.png)。 y", "en")
@example("um![](img/a_1.png)um![](img/a_1.png),", "en")
def test_blocks_tile_the_captions_and_every_change_is_recorded(text: str, language: str) -> None:
    captions = parse_captions(TracedText.from_source(text))
    blocks, _ = rebuild(text, language)
    start = len(captions.heading.text) if captions.heading else 0
    at = start
    for block in blocks:
        assert block.text.span.start == at
        at = block.text.span.end
        assert apply_edits(text, block.text.edits, *block.text.span) == block.text.text
    assert at == len(text)
    images = [block.image for block in captions.blocks if isinstance(block, SlideMarker)]
    assert [block.image for block in blocks if isinstance(block, SlideMarker)] == images


@given(st.lists(PIECES, max_size=40).map("".join))
def test_rebuilding_what_was_rebuilt_takes_no_word_away(text: str) -> None:
    def words(value: str) -> list[str]:
        return [word for word in "".join(c if c.isalnum() else " " for c in value.lower()).split() if word]

    once = spoken("\n" + text)
    assert words(spoken("\n" + once)) == words(once)


@pytest.mark.parametrize(
    "text",
    [
        *("May your bread always rise well。 " * 20_000, "a b " * 100_000, "，" * 200_000, "x。" * 100_000),
        *("![](img/a_1.png)" * 20_000, ">> " * 60_000, "[ " * 100_000, "1，" * 100_000, "![](" * 60_000),
        *("no yes " * 7 + "maybe " * 50_000, " " * 300_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_time_is_linear(text: str) -> None:
    start = time.perf_counter()
    rebuild(text[: len(text) // 4])
    quarter = time.perf_counter() - start
    start = time.perf_counter()
    rebuild(text)
    assert time.perf_counter() - start < 12 * quarter + 1.0


def test_a_loop_is_found_whatever_stands_before_it() -> None:
    words = ["we", "are", "done", *["thank", "you", "for", "watching"] * 4]
    (loop,) = find_loops(words)
    assert words[loop.first : loop.second] == ["thank", "you", "for", "watching"]


def test_a_decimal_taken_apart_inside_a_decoder_loop_goes_with_its_round() -> None:
    said = "They counted 3。\n2 million users。 " * 8 + "That was all。"
    source = TracedText.from_source(said)
    blocks = rebuild_sentences(parse_captions(source), Options(), "en").value
    whole = TracedText.join([block.text for block in blocks])
    assert whole.text.count("3.2 million") == 1
    assert apply_edits(said, whole.edits) == whole.text


CODING = Coding.of_classes({"so": "so", "if": "if", "the": "the", "gap": "#1", "mark": "#2"})
SIZE = len(CODING.words)
PACKED = st.tuples(*[st.integers(-64, 64)] * 3).map(lambda odds: pack(*(each / 16 for each in odds)))


def _tables(draw: st.DrawFn) -> Iterator[dict[tuple[int, ...], int]]:
    for places in (*WORD_TABLES, *KIND_TABLES, (0, 1), (0, 1)):
        size = SIZE if places in WORD_TABLES and len(places) == 2 else len(CODING.names)
        symbols = st.integers(1, min(size, len(CODING.names)) - 1)
        yield draw(st.dictionaries(st.tuples(*[symbols] * len(places)), PACKED, max_size=30))


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    word, following = (draw(st.dictionaries(st.integers(0, SIZE - 1), PACKED)) for _ in "wf")
    clause = draw(st.dictionaries(st.tuples(st.integers(0, STEPS[-1]), st.integers(0, STEPS[-1])), PACKED))
    company = [draw(st.dictionaries(st.integers(0, len(CODING.names) - 1), PACKED)) for _ in range(3)]
    return Weights(word, following, clause, company, list(_tables(draw)))


@given(
    weights(),
    st.lists(st.sampled_from(["so", "if", "the", "gap", "mark", "2017", "refactoring"]), min_size=1, max_size=80),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_stored_model_weighs_what_was_dumped(dumped: Weights, said: list[str], ended: int, paused: int) -> None:
    model = PunctuationModel(dump_model(CODING, dumped))
    words = ["<"] * PAD + said + [">"] * PAD
    w, k = model.coding.codes(words)
    for at in range(PAD, PAD + len(said)):
        last_end, last_mark = max(PAD - 1, at - 1 - ended), max(PAD - 1, at - 1 - paused)
        steps = tuple(STEPS[min(at - last, len(STEPS) - 1)] for last in (last_end, last_mark))
        wanted = dumped.word.get(w[at], 0) + dumped.following.get(w[at + 1], 0) + dumped.clause.get(steps, 0)
        for number, places in enumerate((*WORD_TABLES, *KIND_TABLES)):
            symbols = w if number < len(WORD_TABLES) else k
            wanted += dumped.tables[number].get(tuple(symbols[at + place] for place in places), 0)
        for table, last in zip(dumped.tables[-2:], (last_end, last_mark), strict=True):
            wanted += table.get((k[last + 1], k[at + 1]), 0)
        sentence, clause = (k[max(last + 1, at - LOOK_BACK) : at + 1] for last in (last_end, last_mark))
        for told, kinds in zip(dumped.company, (sentence, clause, k[at + 1 : at + 1 + LOOK_AHEAD]), strict=True):
            wanted += sum(told.get(kind, 0) for kind in kinds)
        assert model.scores(w, k, at, last_end, last_mark) == unpack(wanted)
