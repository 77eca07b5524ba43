"""The three laws, on text that nobody would think of."""

import pickle
import re

import pytest
from damage import MODES, damage
from hypothesis import assume, example, given
from hypothesis import strategies as st

from transcript_fixer import DecodingError, Options, fix_mojibake, fix_transcript, strip_fillers
from transcript_fixer.options import GlossaryEntry, UnfitOptionsError
from transcript_fixer.trace import Change, Reason, TracedText, apply_edits, undo_edits

PIECES = [
    *("um", "uh", "the", "the the", "So", "so", "yeah", "Yeah", "I mean", "you know", "like", "well", "we", "it's"),
    *("3", "5", "2", "numpy", "COVID", "Alice", "con- connected", "no, wait,", "okay so", "Okay, so let's talk about"),
    *(",", ".", "?", "，", "。", "？", "\n\n", "\n\n ", " ", "  ", "\r\n", "\t", "0。5", "e。g。", "\x00", "\ufffd"),
    *("![](img/a_1.png)", "![](img/b 2_7.png)", "\n\n![](img/c_3.png)\n\n", "[Applause]", "[ Inaudible ]", "😊"),
    *(">>", ">> ", "BOB: ", "- ", "#", "# ", "1. ", "*", "_", "__self__", "<b>", "[0]", "`x`", "\\"),
    *("深度学习", "嗯，", "今天我们", "í", "María", "MarÃ\xada", "Ã©", "â€™"),
]
SPEECH = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.lists(
    st.sampled_from(PIECES), max_size=40
).map(" ".join)
TEXT = st.text() | SPEECH


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def spoken(talk) -> list[str]:
    return words("\n".join(segment.text for segment in talk.segments))


@given(TEXT)
def test_the_source_can_be_rebuilt_from_the_output_and_the_edits(text: str) -> None:
    talk = fix_transcript(text)
    assert talk.restore() == text
    assert apply_edits(text, talk.edits) == talk.output
    at = 0
    for edit in talk.edits:
        assert at <= edit.span.start <= edit.span.end
        assert text[edit.span.start : edit.span.end] == edit.before != edit.after
        at = edit.span.end


@given(TEXT)
@example("Hello there.\n\n![](img/a_1.png)\n\n[Applause] We begin now.\n")
@example("We saw it。 [Applause]， [Music]。\n\n(clapping)。\n\nIt was small。\n")
def test_layout_is_white_space_and_hides_nothing_that_went(text: str) -> None:
    for edit in fix_transcript(text).edits:
        assert edit.reason is not Reason.LAYOUT or not (edit.before + edit.after).strip()


@given(TEXT, st.sampled_from([None, 1, 2, 3, 5]))
@example("we saw two mice。 they are small。 um so，![](img/a_1.png)they are cats。 dogs are large。", 3)
def test_segments_cover_the_source_and_hold_their_slides(text: str, count: int | None) -> None:
    try:
        talk = fix_transcript(text, Options(segments=count))
    except UnfitOptionsError:
        return
    starts = [segment.span.start for segment in talk.segments]
    ends = [segment.span.end for segment in talk.segments]
    assert starts[1:] == ends[:-1]
    assert not ends or ends[-1] == len(text)
    for segment in talk.segments:
        for slide in segment.slides:
            assert segment.span.start <= slide.span.start < slide.span.end <= segment.span.end
            assert slide.image in text[slide.span.start : slide.span.end]


@given(TEXT)
@example("# foo")
@example("![](img/a_1.png)")
def test_fixing_what_is_fixed_changes_no_words(text: str) -> None:
    talk = fix_transcript(text)
    again = fix_transcript(talk.to_markdown())
    assert spoken(again) == spoken(talk)
    assert [slide.image for part in again.segments for slide in part.slides] == [
        slide.image for part in talk.segments for slide in part.slides
    ]


OPTIONS = st.builds(
    Options,
    fillers=st.sampled_from(["none", "pauses", "clean"]),
    register=st.sampled_from(["lecture", "conversation"]),
    keep=st.lists(st.sampled_from(["so", "you know", "the the", "um", "3"]), max_size=2).map(tuple),
    drop=st.lists(st.sampled_from(["well", "numpy", "we it's", "Alice"]), max_size=2).map(tuple),
    glossary=st.sampled_from(
        [None, (), (GlossaryEntry("NumPy", ("numb pie",)), GlossaryEntry("Alice B.", ("Alice",)))]
    ),
    granularity=st.sampled_from([None, "coarse", "normal", "fine"]),
    segments=st.sampled_from([None, None, 1, 2, 5]),
)


@given(TEXT, OPTIONS)
def test_the_laws_hold_whatever_the_options(text: str, options: Options) -> None:
    try:
        talk = fix_transcript(text, options)
    except UnfitOptionsError:
        assume(False)
    assert talk.restore() == text
    assert len(talk.segments) in (0, options.segments or len(talk.segments))
    assert spoken(fix_transcript(talk.to_markdown(), options)) == spoken(talk)


@given(st.text(max_size=200), st.sampled_from(MODES))
def test_damaged_text_obeys_the_laws_too(text: str, mode: str) -> None:
    damaged = damage(text, mode)
    talk = fix_transcript(damaged)
    assert talk.restore() == damaged
    assert spoken(fix_transcript(talk.to_markdown())) == spoken(talk)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace") + b"\xe9"))
def test_bytes_are_refused_or_accounted_for(data: bytes) -> None:
    try:
        talk = fix_transcript(data)
    except DecodingError:
        return
    assert talk.to_markdown().encode("utf-8")
    if talk.source.encoding == "utf-8" and not data.startswith(b"\xef\xbb\xbf"):
        assert talk.restore().encode("utf-8", "surrogateescape") == data


@given(TEXT)
def test_repairing_mojibake_twice_is_repairing_it_once(text: str) -> None:
    once = fix_mojibake(text)
    assert fix_mojibake(once) == once


@given(TEXT, OPTIONS)
def test_stripping_fillers_twice_is_stripping_them_once(text: str, options: Options) -> None:
    how = {"fillers": options.fillers, "register": options.register, "keep": options.keep, "drop": options.drop}
    once = strip_fillers(text, **how)
    assert strip_fillers(once, **how) == once


@given(SPEECH)
def test_a_talk_can_go_to_another_process(text: str) -> None:
    talk = fix_transcript(text)
    assert pickle.loads(pickle.dumps(talk)) == talk


CHANGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.text("xyz ", max_size=2)), max_size=5)


LAYERS = (Reason.NON_SPEECH, Reason.LAYOUT)
REASONS = st.sampled_from([Reason.LAYOUT, Reason.CASE, Reason.NON_SPEECH])


@given(st.text("ab \n", max_size=30), st.lists(CHANGES, max_size=4), st.lists(REASONS, min_size=5, max_size=5))
def test_edits_compose_whatever_touches_what(source: str, rounds, reasons: list[Reason]) -> None:
    traced = TracedText.from_source(source)
    for number, wanted in enumerate(rounds):
        changes, at, text = [], 0, traced.text
        for (skip, size, after), reason in zip(wanted, [*reasons[number:], *reasons], strict=False):
            start = at + skip
            if start > len(text):
                break
            end = min(len(text), start + size)
            changes.append(Change(start, end, after, reason))
            at = end
        expected = text
        for change in reversed(changes):
            expected = expected[: change.start] + change.after + expected[change.end :]
        traced = traced.edit(changes)
        assert traced.text == expected
        assert apply_edits(source, traced.edits) == expected
        assert undo_edits(expected, traced.edits) == source
        assert all(edit.before == source[slice(*edit.span)] != edit.after for edit in traced.edits)


@given(st.text("ab \n", max_size=30), st.lists(CHANGES, max_size=4))
def test_layout_never_takes_over_what_another_reason_took(source: str, rounds) -> None:
    """Words go for a reason of their own, then white space changes around them."""
    traced = TracedText.from_source(source)
    for number, wanted in enumerate(rounds):
        changes, at, text = [], 0, traced.text
        for skip, size, after in wanted:
            start, end = at + skip, min(len(text), at + skip + size)
            if start <= end and (number == 0 or not text[start:end].strip()):
                changes.append(Change(start, end, after.strip() if number == 0 else " ", LAYERS[number > 0]))
                at = end
        traced = traced.edit(changes)
    for edit in traced.edits:
        assert edit.reason is not Reason.LAYOUT or not (edit.before + edit.after).strip()


@given(st.text("ab \n", max_size=30), CHANGES, st.lists(st.integers(0, 40), max_size=4))
def test_parts_of_a_cut_text_join_to_the_whole(source: str, wanted, cuts: list[int]) -> None:
    changes, at = [], 0
    for skip, size, after in wanted:
        if at + skip + size <= len(source):
            changes.append(Change(at + skip, at + skip + size, after, Reason.CASE))
            at += skip + size
    traced = TracedText.from_source(source).edit(changes)
    parts = traced.split(sorted(min(cut, len(traced.text)) for cut in cuts))
    whole = TracedText.join(parts)
    assert (whole.text, whole.span) == (traced.text, traced.span)
    for part in parts:
        assert apply_edits(source, part.edits, *part.span) == part.text


def test_parts_with_a_gap_are_not_joined() -> None:
    first, _, third = TracedText.from_source("one two three").split([4, 8])
    with pytest.raises(ValueError, match="do not touch"):
        TracedText.join([first, third])
