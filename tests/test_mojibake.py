"""Mojibake: what comes back, what is left alone, and what is said about it."""

import pickle
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import ftfy
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import example, given
from hypothesis import strategies as st

from transcript_fixer.model import WarningKind
from transcript_fixer.mojibake import badness
from transcript_fixer.mojibake.charmodel import Family, load_model
from transcript_fixer.mojibake.lattice import Reading, _word_costs
from transcript_fixer.mojibake.readings import decode_whole, readings
from transcript_fixer.mojibake.repair import SUSPECT_RE, DamagedLine, Piece, fix_mojibake, repair_mojibake
from transcript_fixer.trace import Reason, TracedText, apply_edits, undo_edits

UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
TEXTS = tomllib.loads((Path(__file__).parents[1] / "benchmarks" / "mojibake_texts.toml").read_text("utf-8"))
KINDS = ("lossless", "lost", "lost_nbsp", "fffd", "twice")

# Characters wrong per 1,000 outside ASCII that the short texts may be left with.
AT_MOST = {"lossless": 0, "twice": 0, "lost": 70, "lost_nbsp": 70, "fffd": 70}

mixed_text = st.text(st.sampled_from("aZ é Ã Â¦å§œ™€”„ä¸­Ð¡Ñ\xa0\xad\x81\x9d\ufffd\n`()[]学í"), max_size=40)


def damage(text: str, kind: str) -> str:
    if kind == "twice":
        return damage(damage(text, "lossless"), "lossless")
    out = []
    for byte in text.encode("utf-8", "surrogatepass"):
        undefined = byte in UNDEFINED
        if kind.startswith("lost") and (undefined or byte == 0xAD):
            continue
        if kind == "fffd" and undefined:
            out.append("\ufffd")
        elif kind == "lost_nbsp" and byte == 0xA0:
            out.append(" ")
        else:
            out.append(chr(byte) if undefined else bytes([byte]).decode("cp1252"))
    return "".join(out)


@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_is_never_touched(language: str) -> None:
    """No sentence of any language is taken for mojibake, alone or among others."""
    assert fix_mojibake(TEXTS[language]) == TEXTS[language]
    assert fix_mojibake("\n".join(TEXTS.values())) == "\n".join(TEXTS.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", TEXTS)
def test_damaged_text_comes_back(language: str, kind: str) -> None:
    """Whole bytes come back exactly; of lost ones, all but a few."""
    text = TEXTS[language]
    repaired = fix_mojibake(damage(text, kind))
    outside = sum(character > "\x7f" for character in text)
    differing = sum(a != b for a, b in zip(repaired, text, strict=False)) + abs(len(repaired) - len(text))
    assert 1000 * differing <= AT_MOST[kind] * outside


def test_a_damaged_paragraph_among_sound_ones_comes_back() -> None:
    """What is sound helps to read what is not, and stays."""
    for text in TEXTS.values():
        first, second = text.split("\n\n")
        assert fix_mojibake(f"{first}\n\n{damage(second, 'lossless')}") == text


@given(st.text(max_size=60) | mixed_text)
@example("Â \x81Ã\ufffd")
def test_repair_is_stable_and_traced_on_any_text(text: str) -> None:
    """Repairing twice is repairing once, and the edits lead there and back."""
    fixed = fix_mojibake(text)
    assert fix_mojibake(fixed) == fixed
    traced = repair_mojibake(TracedText.from_source(text)).value
    assert traced.text == fixed
    assert apply_edits(text, traced.edits) == fixed
    assert undo_edits(fixed, traced.edits) == text


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 60), st.integers(1, 60), st.sampled_from(KINDS))
def test_repair_is_stable_on_damaged_text(language: str, start: int, size: int, kind: str) -> None:
    """A repaired text is a sound text, wherever the damage was cut."""
    fixed = fix_mojibake(damage(TEXTS[language][start : start + size], kind))
    assert fix_mojibake(fixed) == fixed


@given(st.text(st.characters(min_codepoint=0xA1, max_codepoint=0xFFFF, exclude_categories=("Cs",)), min_size=1))
def test_whole_bytes_decode_to_what_they_were(text: str) -> None:
    """Nothing is lost where no byte is."""
    assert decode_whole(damage(text, "lossless")) == text


@given(st.characters(min_codepoint=0xA1, max_codepoint=0xFFFF, exclude_categories=("Cs", "Cn", "Co", "Cc")))
def test_a_character_is_among_its_readings(character: str) -> None:
    """Whatever a character lost, it is one of those it may have been."""
    for kind in ("lost", "fffd"):
        assert character in readings(damage(character, kind))


@pytest.mark.parametrize(
    "text",
    [
        "MarÃ­a",
        "â€œquotedâ€\x9d",
        "cafÃ©",
        "РџСЂРёРІРµС‚",
        "l’humanitÃ©",
        "Ã©tÃ© Ã\xa0 midi",
        "\x93quoted\x94",
        "voilÃ  tout",
    ],
)
def test_what_ftfy_repairs_we_repair_alike(text: str) -> None:
    """Without lost bytes, ftfy's answer is ours."""
    assert fix_mojibake(text) == ftfy.fix_encoding(text)


def test_edits_say_which_bytes_were_there() -> None:
    """Characters with all bytes are mojibake, each one without is a lost byte with a score."""
    fixed = repair_mojibake(TracedText.from_source("# æ·±åº¦å¦ä¹\xa0æ–°é—»"))
    assert fixed.value.text == "# 深度学习新闻"
    assert [(edit.after, edit.reason) for edit in fixed.value.edits] == [
        ("深度", Reason.MOJIBAKE),
        ("学", Reason.MOJIBAKE_LOST_BYTE),
        ("习新闻", Reason.MOJIBAKE),
    ]
    score = fixed.value.edits[1].score
    assert score is not None
    assert 0.9 < score <= 1
    assert fixed.warnings == ()


def test_an_unclear_reading_names_the_runner_up() -> None:
    """A pair or the same one: where two characters that lost a byte fit alike, take one and say so."""
    fixed = repair_mojibake(TracedText.from_source(damage("我买了一双，很好。", "lost")))
    (warning,) = fixed.warnings
    assert warning.kind is WarningKind.UNCERTAIN_REPAIR
    assert "双" in warning.message
    assert "同" in warning.message
    assert fixed.value.source[slice(*warning.span)] == damage("双", "lost")


def test_a_warning_shows_where_the_reading_stands() -> None:
    """The garbled bytes alone tell a reader nothing: the words around them do, as they are read."""
    text = "昨天下午我买了一双，很好。"
    (warning,) = repair_mojibake(TracedText.from_source(damage(text, "lost"))).warnings
    context = warning.message.split(" in ")[1]
    assert "午我买了一" in context
    assert "昨" not in context


def test_unsure_characters_side_by_side_are_one_warning() -> None:
    """A stretch is told once, with what all of it may have been."""
    pieces = [Piece(0, 2, "ä¸", Reading("中", 0.6, "不")), Piece(2, 4, "ä¸", Reading("中", 0.6, "不"))]
    apart = Piece(5, 7, "ä¸", Reading("中", 0.6, "不"))
    first, second = DamagedLine("ä¸ä¸，ä¸", 10, [*pieces, apart], []).doubts()
    assert first == (10, 14, "'ä¸ä¸' read as '中中' in '中中，中'; it may be '不不'")
    assert second == (15, 17, "'ä¸' read as '中' in '中中，中'; it may be '不'")


def test_numbers_and_negations_are_warned_of_sooner() -> None:
    """What changes a number or turns a sentence round is told at a score at which a name is not."""
    for text, runner_up, is_unsure in (("十", "名", True), ("名", "十", True), ("中", "不", True), ("话", "词", False)):
        assert Piece(0, 1, "å", Reading(text, 0.9, runner_up)).is_unsure is is_unsure
        assert Piece(0, 1, "å", Reading(text, 0.7, runner_up)).is_unsure
        assert not Piece(0, 1, "å", Reading(text, 0.98, runner_up)).is_unsure


def test_what_a_text_says_elsewhere_decides_what_is_unsure() -> None:
    """A pair, in a talk about pairs; without them, together."""
    pairs = "先选一双，再选一双，每一双都不一样。\n"
    sentence = "我买了一双，很好。"
    assert fix_mojibake(pairs + damage(sentence, "lost")) == pairs + sentence
    assert fix_mojibake(pairs + damage("他们今天不同。", "lost")) == pairs + "他们今天不同。"
    assert fix_mojibake(damage(sentence, "lost")) != sentence


def test_a_text_does_not_confirm_its_own_guesses() -> None:
    """An unsure reading, many times over, is hardly surer than once: pairs of it are not counted."""
    sentence = damage("我买了一双，很好。", "lost") + "\n"
    for times in (1, 30, 200):
        fixed = repair_mojibake(TracedText.from_source(sentence * times))
        assert len(fixed.warnings) == times


def test_what_cannot_be_read_is_reported() -> None:
    """A stretch without a plausible reading stays and is warned of."""
    fixed = repair_mojibake(TracedText.from_source("one ¤¦§¨ two"))
    assert fixed.value.text == "one ¤¦§¨ two"
    assert [warning.kind for warning in fixed.warnings] == [WarningKind.UNREPAIRED]
    assert fixed.warnings[0].span == (4, 8)


def test_sound_text_loads_neither_ftfy_nor_a_model() -> None:
    """What cannot be mojibake costs nothing."""
    program = (
        "import sys; from transcript_fixer.mojibake import fix_mojibake;"
        "fix_mojibake('Plain. 今天我们学习。 Été, Öl, São.');"
        "from transcript_fixer.mojibake.charmodel import load_model;"
        "assert 'ftfy' not in sys.modules; assert load_model.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_models_are_small() -> None:
    """All models together stay under 3 MB."""
    import transcript_fixer

    folder = Path(transcript_fixer.__file__).parent / "data"
    assert sum(path.stat().st_size for path in folder.glob("*.model")) < 3_000_000


@pytest.mark.parametrize("family", Family)
def test_a_model_knows_its_script(family: Family) -> None:
    """Each model is there, and prefers what people write."""
    model = load_model(family)
    common, rare = {"zh": ("我们", "我佛"), "ja": ("です", "でぞ"), "ko": ("니다", "니닭"), "alphabets": ("íg", "Ýg")}[
        family
    ]
    assert (
        model.cost[common.rjust(model.order, "\n")] < model.cost[rare.rjust(model.order, "\n")] or family == "alphabets"
    )


chinese_text = st.text(st.sampled_from("我们在学习深度神经网络的时候人工智能大家好妁 。"), max_size=7)


@given(chinese_text, st.lists(chinese_text, min_size=1, max_size=4), chinese_text)
def test_words_cost_the_same_wherever_the_choice_begins(left: str, choices: list[str], right: str) -> None:
    """What the choices have in common is looked up once, and that changes no cost."""
    model = load_model(Family.CHINESE)
    alone = [_word_costs(model, "", [left + choice + right], "")[0] for choice in choices]
    assert _word_costs(model, left, choices, right) == alone


@pytest.mark.parametrize(
    "unit", ["å¦", "aÃ", "ï¼Œ å¦ä¹  ", "ð\ufffd\ufffd\ufffd", "http://a.b/Ã© ", "`Ã©", "](", "â€ "]
)
def test_time_is_linear(unit: str) -> None:
    """Twice the text takes about twice the time, on one line."""
    fix_mojibake(unit * 10)
    times = []
    for size in (300, 1200):
        start = time.process_time()
        fix_mojibake(unit * size)
        times.append(time.process_time() - start)
    assert times[1] < 12 * times[0] + 0.2


def test_results_pickle() -> None:
    """Workers hand back what they found."""
    fixed = repair_mojibake(TracedText.from_source("MarÃa et l’Ã©tÃ©"))
    assert pickle.loads(pickle.dumps(fixed)) == fixed


odd = st.text(st.sampled_from("".join(MOJIBAKE_CATEGORIES.values()) + " abXÂÃŒœàÙØ\t\n×²вЂ√"), max_size=8)


@given(odd)
def test_the_gate_lets_through_whatever_ftfy_finds_bad(text: str) -> None:
    """What is passed over without asking ftfy is nothing that ftfy would have repaired."""
    assert SUSPECT_RE.search(text) or not is_bad(text)


@given(odd, st.sampled_from(["", "ï¼Œ", "ã€‚"]), odd)
def test_the_heuristic_says_what_ftfy_says(before: str, sign: str, after: str) -> None:
    assert badness.is_bad(before + sign + after) == is_bad(before + sign + after)
