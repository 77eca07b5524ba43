"""Where talks are cut, and where their slides go."""

import time
from collections import Counter
from itertools import accumulate, chain, pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcript_fixer import Options, find_boundaries, fix_transcript
from transcript_fixer.model import Sentence
from transcript_fixer.scoring import boundary_f1, pk, window_diff
from transcript_fixer.segments import boundaries
from transcript_fixer.segments.boundaries import choose_cuts, find_candidates, find_cuts, load_weights
from transcript_fixer.segments.cohesion import LIKELIHOOD, LINKED, SMOOTHING, Stretches, Weighing
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.evidence import Passage, gather_evidence, opening_phrases, split_words
from transcript_fixer.segments.manner import compare_manner
from transcript_fixer.segments.outline import find_passages
from transcript_fixer.segments.signposts import Signs, find_signposts, load_signs
from transcript_fixer.segments.spoken import find_begun, listen, load_cues
from transcript_fixer.trace import Change, Reason, TracedText

MICE = [
    "The mice live in a wooden box under the stairs.",
    "Each mouse gets cheese and water every morning.",
    "When a mouse has eaten the cheese it sleeps in the box.",
    "We weigh every mouse and write its weight on the box.",
    "A heavy mouse gets less cheese the next morning.",
    "In the end all mice had the same weight and slept in the box.",
]
ROCKETS = [
    "All right, so now let's talk about rockets.",
    "A rocket burns its fuel in an engine below the tank.",
    "The fuel leaves the engine and the rocket goes up.",
    "Most of the weight of a rocket is the fuel in the tank.",
    "An empty tank is dropped and another engine burns.",
    "So the last engine takes the rocket into orbit.",
]
SLIDE = "![](img/ab12_{}.png)"


def _talk(*parts: list[str], times: int = 5) -> list[str]:
    """A talk that stays on each part for a while."""
    sentences: list[str] = []
    for opening, *rest in parts:
        sentences.append(opening)
        for day in range(times):
            sentences += [f"{sentence[:-1]} on day {day}." for sentence in rest]  # alike, but no decoder loop
    return sentences


def test_a_talk_is_cut_where_the_speaker_opens_the_next_topic() -> None:
    assert find_boundaries(_talk(MICE, ROCKETS), 2) == [1 + 5 * 5]


def test_a_talk_as_short_as_a_segment_is_cut_at_better_evidence_only() -> None:
    short = gather_evidence([Passage(text, text) for text in [*MICE, *ROCKETS]], "en")
    assert choose_cuts([len(MICE)], [-2.75], short, None) == []
    assert choose_cuts([len(MICE)], [-1.5], short, None) == [len(MICE)]


def test_a_slide_and_the_run_of_slides_before_an_opening_sentence_go_with_it() -> None:
    mice, rockets = " ".join(_talk(MICE)), " ".join(_talk(ROCKETS))
    source = f"{SLIDE.format(1)}\n\n{mice}\n\n{SLIDE.format(3)}\n\n{SLIDE.format(4)}\n\n{rockets}"
    first, second = fix_transcript(source, Options(segments=2)).segments
    assert [slide.number for slide in first.slides] == [1]
    assert [slide.number for slide in second.slides] == [3, 4]
    assert source[second.span.start :].startswith(SLIDE.format(3))


def test_a_filler_that_was_removed_still_tells_that_a_topic_opens() -> None:
    source = "It works. Um, okay, so let's see rockets."
    opening = TracedText.from_source(source).edit([Change(10, 23, "", Reason.DISCOURSE_MARKER)])
    units = [Sentence(part) for part in opening.split([10])]
    assert units[1].text.text == "let's see rockets."
    assert find_passages(units)[1][1].heard.split()[:3] == ["Um,", "okay,", "so"]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40, 51])
def test_the_number_of_segments_is_the_one_asked_for(count: int) -> None:
    sentences = _talk(MICE, ROCKETS)[:51]
    found = find_boundaries(sentences, count)
    assert len(found) == count - 1
    assert found == sorted(set(found))
    source = " ".join(sentences)
    assert len(fix_transcript(f"{SLIDE.format(1)}\n\n{source}", Options(segments=count)).segments) == count


@pytest.mark.parametrize(("sentences", "count"), [(3, 4), (3, 0), (3, -1), (0, 2)])
def test_a_number_that_cannot_be_is_refused(sentences: int, count: int) -> None:
    with pytest.raises(ValueError, match="segment"):
        find_boundaries(["It works."] * sentences, count)


def test_the_command_refuses_more_segments_than_sentences() -> None:
    with pytest.raises(ValueError, match="ask for 1"):
        fix_transcript("One sentence. And another.", Options(segments=3))
    with pytest.raises(ValueError, match="at least 1"):
        Options(segments=0)


@pytest.mark.parametrize(("granularity", "least", "most"), [("coarse", 3, 5), ("normal", 5, 7), ("fine", 12, 15)])
def test_granularity_is_segments_an_hour(granularity: str, least: int, most: int) -> None:
    hour = " ".join(_talk(MICE, ROCKETS, times=66))  # 9,000 words
    assert least <= len(fix_transcript(hour, Options(granularity=granularity)).segments) <= most


def test_few_words_make_one_segment_with_a_title() -> None:
    for source in ("", "um", "...", "Hello.", SLIDE.format(1), "mice", " ".join(MICE)):
        (segment,) = fix_transcript(source).segments
        assert segment.title


def test_chinese_is_cut_where_the_speaker_goes_on_to_something_else() -> None:
    maps = "比例尺在地图的右下角。比例尺告诉我们地图上的一厘米是多少米。比例尺越小，地图越大。" * 8
    lines = (
        "接下来我们讲等高线。等高线越密，山就越陡。等高线越疏，山就越平。"
        + "等高线越密，山就越陡。等高线越疏，山就越平。" * 9
    )
    first, second = fix_transcript(maps + lines, Options(segments=2)).segments
    assert second.text.startswith("接下来")
    assert "比例尺" in first.title
    assert "等高线" in second.title


def test_a_chinese_talk_has_about_as_many_segments_as_the_same_in_english() -> None:
    english = [
        "A map has a scale, which says how many metres an inch is.",
        "Close contour lines show steep hills, and lines that lie apart show flat land.",
        "The compass rose tells where north is, and which way the needle turns.",
    ] * 90
    chinese = [
        "地图上有比例尺，它告诉我们地图上的一厘米是多少米。",
        "等高线很密的地方山就很陡，等高线很疏的地方土地就很平。",
        "指南针告诉我们北方在哪里，还有磁针转向什么方向。",
    ] * 90
    words, terms = len(split_words(" ".join(english), "en")), len(split_words("".join(chinese), "zh"))
    assert 0.7 < terms / words < 1.4
    numbers = [len(fix_transcript(SLIDE.format(1) + "\n" + "\n".join(talk)).segments) for talk in (english, chinese)]
    assert numbers[1] <= numbers[0] + 1


@given(st.lists(st.text(max_size=40), max_size=30), st.data())
def test_any_sentences_are_cut_into_as_many_segments_as_asked_for(sentences: list[str], data: st.DataObject) -> None:
    found = find_boundaries(sentences)
    assert found == sorted(set(found))
    assert all(0 < at < len(sentences) for at in found)
    if sentences:
        count = data.draw(st.integers(1, len(sentences)))
        assert len(find_boundaries(sentences, count)) == count - 1


@given(st.text(alphabet="ab.? \n!", max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_segments_tile_a_talk_wherever_its_slides_stand(text: str, places: list[int]) -> None:
    for number, place in enumerate(sorted(places, reverse=True)):
        text = f"{text[:place]}{SLIDE.format(number)}{text[place:]}"
    talk = fix_transcript(text)
    assert talk.segments[-1].span.end == len(text)
    titles = [segment.title for segment in talk.segments]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_time_grows_with_the_length_of_the_talk_and_not_faster() -> None:
    units = _talk(MICE, ROCKETS, times=40)

    def seconds(copies: int) -> float:
        start = time.perf_counter()
        find_boundaries(units * copies)
        return time.perf_counter() - start

    seconds(1)
    assert seconds(8) < 8 * 4 * seconds(2)


@pytest.mark.parametrize("slides", [0, 1])
def test_two_segments_of_a_long_talk_are_found_in_no_more_than_linear_time(slides: int) -> None:
    def seconds(times: int) -> float:
        passages = [Passage(sentence, sentence, slides) for sentence in _talk(MICE, ROCKETS, times=times)]
        start = time.perf_counter()
        assert len(find_cuts(passages, "en", 1).segments) == 1
        return time.perf_counter() - start

    seconds(20)
    assert seconds(800) < 4 * 4 * seconds(200)


def test_sentences_without_words_are_cut_when_asked_for() -> None:
    assert find_boundaries(["?"] * 4, 3) == [1, 2]


def test_the_search_finds_what_trying_everything_finds() -> None:
    gains, places = [1.0, -0.5, 2.0, 0.1, 1.5], [0, 90, 200, 310, 420, 600, 800]
    content = [["a", "b"], ["b"], ["c", "a"], ["c"], ["d", "c"], ["d", "a"]]
    stretches = Stretches(content, places, range(7), Weighing(300, 1.0, 1.0))

    def worth(chosen: list[int]) -> float:
        edges = [0, *chosen, 6]
        return sum(gains[at - 1] for at in chosen) + sum(stretches.worths[b - 1][a] for a, b in pairwise(edges))

    sets = [[at for at in range(1, 6) if mask >> at & 1] for mask in range(0, 64, 2)]
    assert stretches.find_best(gains) == max(sets, key=worth)


def test_the_evidence_of_nothing_is_nothing() -> None:
    assert gather_evidence([], "en").columns["slides"] == []
    assert gather_evidence([Passage("", "")], "en").positions == [0, 0]


def test_no_subject_word_is_a_cue() -> None:
    subjects = {"python", "data", "code", "energy", "model", "mass", "package"}
    for phrases in (load_weights().phrases, load_cues().openings):
        waiting, used = [phrases], set()
        while waiting:
            following = waiting.pop()
            used |= {word.strip("^") for word in following}
            waiting += [phrase[-1] for phrase in following.values()]
        assert "okay" in used
        assert not subjects & used
    assert "and" in common_words()
    assert opening_phrases([]) == ["^"]


@given(st.sets(st.integers(1, 19)), st.sets(st.integers(1, 19)))
def test_a_segmentation_is_as_good_as_itself(reference: set[int], other: set[int]) -> None:
    assert pk(reference, reference, 20) == window_diff(reference, reference, 20) == 0
    assert boundary_f1(reference, reference) == 1
    assert pk(reference, other, 20) <= window_diff(reference, other, 20)
    assert 0 <= boundary_f1(reference, other) <= 1


def test_a_talk_of_one_sentence_said_again_and_again_has_no_lone_last_segment() -> None:
    assert find_boundaries(["Hello there."] * 2000) == []


@pytest.mark.parametrize("slides", [0, 1])
@pytest.mark.parametrize("count", [None, 3])
def test_a_sentence_may_be_longer_than_any_segment(slides: int, count: int | None) -> None:
    endless = " ".join(f"thing{number}" for number in range(9000))
    said = [f"So let's talk about mice {number}." for number in range(20)]
    passages = [Passage(each, each, slides) for each in [*said, endless, *said]]
    cuts = find_cuts(passages, "en", count).segments
    assert count in (None, len(cuts))


def test_words_alone_tell_where_a_topic_ends() -> None:
    rockets = ["A rocket stands on the ground.", *ROCKETS[1:-1]]  # no cue
    assert find_boundaries(_talk(MICE[:-1], rockets), 2) == [1 + 5 * 4]


def test_all_gaps_of_a_talk_without_cues_are_as_good_as_each_other_and_some_of_everywhere_are_looked_at() -> None:
    found = find_candidates([0.0] * 1000, range(0, 10010, 10), None, 100)
    assert 80 < len(found) <= 101
    assert max(b - a for a, b in pairwise([0, *found, 1000])) < 40


def test_the_stretches_are_as_good_as_counting_them_one_by_one_tells() -> None:
    content = [["a", "b"], ["a"], ["c"], ["b", "c"], ["d", "a"]]
    positions = [0, 10, 20, 30, 40, 50]
    stretches = Stretches(content, positions, [0, 1, 3, 5], Weighing(20, 0.0, 2.0))
    rarity = {"a": log(20 / 3), "b": log(20 / 2), "c": log(20 / 2)}

    def link(one: int, other: int) -> float:
        shared = set(content[one]) & set(content[other])
        return sum(rarity[word] for word in shared) * (1 - 10 * abs(one - other) / LINKED)

    def worth(first: int, last: int) -> float:
        said: Counter[str] = Counter()
        likelihood = 0.0
        for number, word in enumerate(chain.from_iterable(content[first:last])):
            likelihood += log(said[word] + SMOOTHING) - log(SMOOTHING) - log(number + SMOOTHING * 4)
            said[word] += 1
        links = [(link(one, other), other) for one in range(first, last) for other in range(5) if other != one]
        left = sum(weight for weight, other in links if not first <= other < last)
        return LIKELIHOOD * likelihood - 2.0 * left / sum(weight for weight, _ in links)

    edges = [0, 1, 3, 5]
    for end, worths in zip(edges[1:], stretches.worths, strict=True):
        assert list(worths) == pytest.approx([worth(start, end) for start in edges if start < end])


def test_a_cue_is_looked_for_in_what_was_heard() -> None:
    plain = listen([Passage("It works.", "It works."), Passage("Let's see.", "Let's see.")], "en").cues
    heard = listen([Passage("It works.", "It works."), Passage("Let's see.", "Okay, so now let's see.")], "en").cues
    assert plain[0] == heard[0]
    assert plain[1] < heard[1]


def test_a_signpost_far_in_the_sentence_is_a_cue() -> None:
    asleep = "And with all of the mice asleep"
    plain, told = (f"{asleep}, {what}." for what in ("the rockets can be fed", "I'd like to talk about rockets"))
    assert listen([Passage(told, told)], "en").cues > listen([Passage(plain, plain)], "en").cues


def test_words_that_begin_speak_for_a_boundary_where_they_begin() -> None:
    talk = [*MICE[:-1] * 6, *ROCKETS[1:-1] * 6]
    heard = listen([Passage(sentence, sentence) for sentence in talk], "en")
    begun = find_begun(heard.content, heard.positions)
    assert max(begun[10:]) == begun[30]


def test_words_that_are_said_once_or_twice_or_all_along_begin_nothing() -> None:
    content = [["always"]] * 100
    content[50] = ["once", "twice", "always"]
    content[52] = ["twice", "always"]
    assert not any(find_begun(content, range(0, 2020, 20))[10:])
    assert find_begun([], [0]) == []


def test_strong_cues_are_counted_where_they_are_known() -> None:
    sentences = ["Okay, so now let's talk about mice.", *MICE[1:], "It works."]
    passages = [Passage(sentence, sentence) for sentence in sentences]
    assert listen(passages, "en").strong > 1 > listen(passages[1:], "en").strong == 0
    assert listen(passages, "de").strong == listen([Passage("...", "...")], "en").strong == 1


def test_the_speaker_with_more_strong_cues_has_more_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"Then the {word}{topic // 5} ran." for topic in range(60) for word in "abcdef" * 6]
    found = []
    for strong in (0.0, 1.0, 2.0):
        heard = listen([Passage(sentence, sentence) for sentence in sentences], "en")._replace(strong=strong)
        monkeypatch.setattr(boundaries, "listen", lambda *_, heard=heard: heard)
        found.append(len(find_boundaries(sentences)))
    assert found[0] < found[1] < found[2]


@pytest.mark.parametrize("count", [None, 1, 2, 3])
def test_sentences_without_words_can_be_cut(count: int | None) -> None:
    assert len(find_boundaries(["", "", "..."], count)) == (count or 1) - 1


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("So, moving on to the second experiment.", "go on"),
        ("To wrap up, the mice are fine.", "sum up"),
        ("Finally, the cheese.", "last"),
        ("And with the mice asleep, I'm happy to take any questions.", "questions"),
        ("Okay, now let's talk about rockets.", "talk about"),
    ],
)
def test_a_signpost_is_known_by_what_it_does(sentence: str, kind: str) -> None:
    assert kind in find_signposts([split_words(sentence, "en")])[0]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The mice finally slept.", "last"),  # no signpost inside a sentence
        ("They moved the cheese to another cage.", "go on"),
        ("It summed up to nine.", "sum up"),
        ("There is no question about it.", "questions"),
        ("We were talking when it fell.", "talk about"),
    ],
)
def test_a_word_of_a_signpost_alone_is_none(sentence: str, kind: str) -> None:
    assert kind not in find_signposts([split_words(sentence, "en")])[0]


def test_every_kind_of_signpost_has_its_worth() -> None:
    def kinds(signs: Signs) -> set[str]:
        return {kind for own, following in signs.values() for kind in own | kinds(following)}

    assert kinds(load_signs()) == set(load_weights().signposts)


def test_a_sentence_longer_than_any_segment_has_its_length_weighed() -> None:
    """Between two candidates nothing can be cut, so what lies there is a segment at whatever length."""
    positions = [0, 20, 40, 60, 80, 5_000, 5_020, 5_040]
    stretches = Stretches([["mouse"]] * 7, positions, [*range(8)], Weighing(250.0, 0.3, 0.0))
    assert [len(worths) for worths in stretches.worths] == [1, 2, 3, 4, 2, 2, 3]
    assert stretches.worths[4][-1] < stretches.worths[3][-1]


def _manner(*passages: str, language: str = "en") -> list[float]:
    words = [split_words(passage, language) for passage in passages]
    return compare_manner(words, [0, *accumulate(map(len, words))], language)


def test_everyday_words_that_both_sides_share_tell_that_the_speaker_goes_on() -> None:
    told = "Then we took them to another place, where they were as happy as ever."
    shown = "You should be able to just add this one here, if you want more of it."
    for here, there in ((told, shown), (shown, told)):
        manner = _manner(*[here] * 10, *[there] * 10)
        assert min(manner[1:]) == manner[10] < 0.5
        assert manner[1] == manner[-1] == 1.0


def test_words_of_the_subject_are_no_manner() -> None:
    said = ["The {} is on the table.", "They were there.", "What is on the table is a {}.", "We had it there."]
    lamps = _manner(*[each.format("lamp") for each in said])
    assert lamps == _manner(*[each.format(thing) for each, thing in zip(said, ["lamp", "", "whale", ""], strict=True)])
    assert len({*lamps}) == len(said)


def test_manner_tells_nothing_where_no_everyday_words_are_known() -> None:
    assert len({*_manner("我们用它训练模型。", "然后我们看结果。", "好。", language="zh")}) == 1
    assert len({*_manner("Kaj nun ni iras", "al la maro", "kaj reen", language="und")}) == 1
    assert len({*_manner("Der Turm ist so alt", "und er ist noch hier", "wie er war", language="de")}) > 1
    assert _manner() == []


@given(st.lists(st.lists(st.sampled_from(["the", "and", "we", "had", "this", "is", "lamp"]), max_size=90), max_size=9))
def test_manner_is_what_counting_each_window_anew_tells(words: list[list[str]]) -> None:
    positions = [0, *accumulate(map(len, words))]
    whole = Counter(word for word in chain.from_iterable(words) if word != "lamp")

    def residual(said: list[list[str]]) -> dict[str, float]:
        roots = {word: Counter(chain.from_iterable(said))[word] ** 0.5 for word in whole}
        share = sum(roots.values()) / max(1, whole.total())
        return {word: root - share * whole[word] for word, root in roots.items()}

    for at, found in enumerate(compare_manner(words, positions, "en")):
        before = [each for number, each in enumerate(words[:at]) if positions[number] >= positions[at] - 100]
        one = residual(before or words[max(0, at - 1) : at])
        other = residual(
            [each for number, each in enumerate(words[at:], at) if positions[number] < positions[at] + 100]
        )
        size = (sum(x * x for x in one.values()) * sum(x * x for x in other.values())) ** 0.5
        if at and size > 1e-3:
            assert found == pytest.approx(sum(one[word] * other[word] for word in whole) / size, abs=1e-4)
