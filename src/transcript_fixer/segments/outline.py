"""Sentences to topic segments.

What a careful editor would make the chapters of the talk. `boundaries` finds where they
start, `titles` and `keywords` say what they are about; this module puts the slide markers
where they belong and answers for the whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from transcript_fixer.language import UNSPACED
from transcript_fixer.model import SegmentOutline, Sentence, SlideMarker, Topic, Unit
from transcript_fixer.options import Granularity, Options, UnfitOptionsError
from transcript_fixer.segments.boundaries import Cuts, find_cuts
from transcript_fixer.segments.evidence import Passage, split_words
from transcript_fixer.segments.keywords import find_keywords
from transcript_fixer.segments.titles import find_titles
from transcript_fixer.segments.wording import Wording, count_words, excerpt
from transcript_fixer.trace import Reason, Span

# What was heard and is not in the clean text, but tells how a sentence was opened.
_HEARD = frozenset(
    {Reason.FILLED_PAUSE, Reason.DISCOURSE_MARKER, Reason.REPEAT, Reason.RESTART, Reason.NON_SPEECH, Reason.SPEAKER}
)
_REASON = attrgetter("reason")
_WORDS_A_MINUTE = 150
_AN_HOUR = {Granularity.COARSE: 4, Granularity.NORMAL: 6, Granularity.FINE: 13.5}
_TOPIC_OPENING = 12  # sentences of a topic that its title is taken from
_LONGEST = 8  # words of a title
_FEW_WORDS = 60
_OPENING = 90  # characters of a sentence that tell how it opens


def find_boundaries(sentences: Sequence[str], count: int | None = None) -> list[int]:
    """Where a talk changes its topic: indices at which a new segment starts, the first excluded.

    With `count`, exactly that many segments; without, as many as the talk seems to have.
    Meant for sentences in their order, raw or clean; English cue phrases are known, and
    words that come and go tell something in any language that puts spaces between them.

        >>> mice = ["The mice ate the cheese.", "Then the mice slept on the cheese."]
        >>> find_boundaries([*mice, "Okay, so let's talk about rockets.", "A rocket burns fuel."], 2)
        [2]

    Raises ValueError if there are fewer sentences than segments asked for, or less than one
    segment is, and TypeError for one text in place of sentences, or for what is none.
    """
    if isinstance(sentences, str | bytes):
        raise TypeError(f"expected a list of sentences, not {type(sentences).__name__}; split the text first")
    for sentence in sentences:
        if not isinstance(sentence, str):
            raise TypeError(f"expected sentences, each a str, not {type(sentence).__name__}")
    if count is not None and not isinstance(count, int):
        raise TypeError(f"expected a whole number of segments, not {count!r}")
    if count is not None and not 1 <= count <= max(1, len(sentences)):
        raise ValueError(f"{_count_sentences(len(sentences))} cannot make {count} segments; {_advice(len(sentences))}")
    passages = [Passage(sentence, sentence) for sentence in sentences]
    return find_cuts(passages, "en", None if count is None else count - 1).segments


def find_segments(units: Sequence[Unit], options: Options, language: str) -> tuple[SegmentOutline, ...]:
    """Cut a talk into segments at the sentences that open a topic.

    A slide marker directly before such a sentence goes with it, and so does a whole run of
    them; one that stood inside the sentence before stays with that one.

    Raises UnfitOptionsError if more segments are asked for than the talk has sentences.
    """
    places, passages = find_passages(units)
    count = wanted_segments(passages, options, language)
    if count is not None and count > max(1, len(passages)):
        has = _count_sentences(len(passages))
        raise UnfitOptionsError(f"{count} segments asked for, but the talk has {has}; {_advice(len(passages))}")
    if not units:
        return ()
    cuts = find_cuts(passages, language, None if count is None else count - 1)
    firsts = [0, *(_with_slides(units, places[cut]) for cut in cuts.segments)]
    parts = _texts(passages, cuts.segments)
    wordings = count_words(parts, language, _split_drafts(cuts.drafts, [0, *cuts.segments, len(passages)]))
    titles = find_titles(parts, wordings, language)
    topics = _find_topics(units, places, passages, cuts, wordings, titles, language)
    return tuple(map(SegmentOutline, firsts, titles, find_keywords(wordings, language), topics))


def _count_sentences(size: int) -> str:
    return "1 sentence" if size == 1 else f"{size} sentences"


def _advice(size: int) -> str:
    return f"ask for 1 to {size}" if size > 1 else "ask for 1"


def call_after_talk(
    outlines: Sequence[SegmentOutline], units: Sequence[Unit], title: str | None
) -> tuple[SegmentOutline, ...]:
    """A talk of one segment and a few words is called what its title line says: the words hardly tell.

    Of "Ada Lovelace - Notes on the engine and on much more" the last part that is short enough.
    """
    names = [
        name
        for name in (title or "", *reversed((title or "").split(" - ")))
        if 1 < len(name.split()) <= _LONGEST or (name and not name.isascii())
    ]
    words = sum(len(unit.text.text.split()) for unit in units if not isinstance(unit, SlideMarker))
    if len(outlines) != 1 or words >= _FEW_WORDS or not names:
        return tuple(outlines)
    return (outlines[0]._replace(title=names[0]),)


def wanted_segments(passages: Sequence[Passage], options: Options, language: str) -> int | None:
    """How many segments the options ask for; None leaves it to the talk."""
    if options.segments is not None or options.granularity is None:
        return options.segments
    spoken = sum(len(split_words(passage.text, language)) for passage in passages)
    hours = spoken / (60 * _WORDS_A_MINUTE)
    return min(max(1, round(hours * _AN_HOUR[Granularity(options.granularity)])), max(1, len(passages)))


def _texts(passages: Sequence[Passage], cuts: Sequence[int]) -> list[list[str]]:
    edges = [0, *cuts, len(passages)]
    return [[passage.text for passage in passages[start:end]] for start, end in pairwise(edges)]


def _split_drafts(drafts: Sequence[float], edges: Sequence[int]) -> list[Sequence[float]]:
    return [drafts[start:end] for start, end in pairwise(edges)]


def _find_topics(
    units: Sequence[Unit],
    places: Sequence[int],
    passages: Sequence[Passage],
    cuts: Cuts,
    wordings: Sequence[Wording],
    titles: Sequence[str],
    language: str,
) -> list[tuple[Topic, ...]]:
    """The topics of each segment: what comes after its first matter, where that is clear."""
    edges = sorted({*cuts.segments, *cuts.topics})
    inner = set(cuts.topics)
    ends = [*edges[1:], len(passages)]
    stretches = [(start, end) for start, end in zip(edges, ends, strict=False) if start in inner]
    parts = [
        [passage.text for passage in passages[start : min(end, start + _TOPIC_OPENING)]] for start, end in stretches
    ]
    within = [bisect_right(cuts.segments, start) for start, _ in stretches]
    if language in UNSPACED:  # there a word is what comes again in these parts
        own = count_words(parts, language)
    else:
        firsts = [start - [0, *cuts.segments][number] for (start, _), number in zip(stretches, within, strict=True)]
        own = [
            excerpt(wordings[number], first, first + len(part))
            for number, first, part in zip(within, firsts, parts, strict=True)
        ]
    names = find_titles(parts, own, language, taken=titles, plain=False)
    topics: list[list[Topic]] = [[] for _ in titles]
    for (start, end), number, name in zip(stretches, within, names, strict=True):
        first = units[_with_slides(units, places[start])].text.span.start
        behind = units[_with_slides(units, places[end])] if end < len(passages) else None
        last = behind.text.span.start if behind else units[-1].text.span.end
        topics[number].append(Topic(name, Span(first, last)))
    return [tuple(each) for each in topics]


def find_passages(units: Sequence[Unit]) -> tuple[list[int], list[Passage]]:
    """The sentences that still have words, as the segmenter sees them, and where they stand in `units`."""
    places: list[int] = []
    passages: list[Passage] = []
    slides = interrupted = 0
    turn = False
    removed = ""  # said just before this sentence, and no longer in the text
    for place, unit in enumerate(units):
        if isinstance(unit, SlideMarker):
            moved = is_moved(unit)
            interrupted += moved
            slides += not moved
            continue
        turn = turn or unit.opens_turn
        traced = unit.text
        text, edits = traced.text, traced.edits
        if text and not text.isspace():
            as_written = not removed and _HEARD.isdisjoint(map(_REASON, edits))
            heard = text if as_written else _heard(unit, removed)
            passages.append(Passage(text, heard, slides, interrupted if places else 0, turn))
            places.append(place)
            slides = interrupted = 0
            turn, removed = False, ""
        if edits and not edits[-1].after.strip():
            removed += _removed_behind(unit)
    return places, passages


def is_moved(marker: SlideMarker) -> bool:
    """Whether the marker interrupted a sentence, and so stands behind it now."""
    return marker.span.start < marker.text.span.start


def _removed_behind(sentence: Sentence) -> str:
    """What was removed at the very end of a sentence: the next one's opening (see `TracedText.cut`)."""
    end = sentence.text.span.end
    removed = ""
    for edit in reversed(sentence.text.edits):
        if edit.span.end != end or edit.after.strip():
            break
        end = edit.span.start
        if edit.reason in _HEARD:
            removed = edit.before + removed
    return removed


def _heard(sentence: Sentence, removed: str) -> str:
    """How a sentence opens, with the fillers that were removed from it."""
    text = sentence.text
    at, stop = text.span
    limit = at + _OPENING
    pieces = [removed, " "]
    is_clean = not removed
    for (start, end), before, after, reason, _ in text.edits:
        if start >= limit:
            break
        heard = reason in _HEARD
        is_clean = is_clean and not heard
        pieces += [text.source[at:start], before if heard else after]
        at = end
    if is_clean:
        return text.text
    pieces.append(text.source[at : min(limit, stop)] if at < limit else "")
    return "".join(pieces)


def _with_slides(units: Sequence[Unit], place: int) -> int:
    """Back from an opening sentence to the slide markers, and sentences without words, before it."""
    first = place
    while first > 1:
        before = units[first - 1]
        if is_moved(before) if isinstance(before, SlideMarker) else before.text.text.strip():
            break
        first -= 1
    return first
