"""Where a talk changes its topic: the evidence weighed, and the best boundaries searched for.

Each gap is weighed twice. The *draft* is the sum of the weights of the phrases around it and
of a few columns of `evidence`. Most gaps are out of the question by then. For the others
the gain is the sum of regression trees over the columns and over the drafts of the gap and its
neighbours, grown for the search, which adds what the words between two boundaries say. Both were
fitted by scripts/train_segments.py; docs/segments.md tells on what, and what each kind of evidence
brings.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from itertools import compress, starmap
from math import fsum
from typing import Any, NamedTuple, TypeAlias, cast

from transcript_fixer.resources import files
from transcript_fixer.segments.cohesion import Stretches, Weighing, links_left
from transcript_fixer.segments.evidence import (
    CHINESE_CUE,
    OPENING_WORDS,
    Passage,
    TopicEvidence,
    gather_evidence,
)
from transcript_fixer.segments.search import find_count
from transcript_fixer.segments.spoken import Spoken, listen
from transcript_fixer.segments.unspaced import is_torn

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's worth, or a column, where it is cut, and what follows at most there and above."""


Phrases: TypeAlias = "dict[str, tuple[float, float, float, Phrases]]"
"""For a word what it says about the gaps here, before and behind, and the words that may follow it.

Tuples without names, which are taken apart in half the time.
"""


def plant_phrases(worths: dict[tuple[str, ...], tuple[float, float, float]]) -> Phrases:
    """Phrases by their first words.

    >>> plant_phrases({("now",): (0.5, 0.0, 0.0), ("now", "let"): (1.0, 0.0, 0.0)})
    {'now': (0.5, 0.0, 0.0, {'let': (1.0, 0.0, 0.0, {})})}
    """
    root: Phrases = {}
    for words in sorted(worths):  # a phrase before those that go on from it
        following = root
        for word in words[:-1]:
            following = following.setdefault(word, (0.0, 0.0, 0.0, {}))[-1]
        following[words[-1]] = (*worths[words], {})
    return root


class Weights(NamedTuple):
    """What the training script counted.

    `phrases` has for a phrase at the start of a sentence what it says about the gap
    before it, the gap before the sentence that comes before it, and the gap behind it.
    `closings` has, from its last word backwards, what the end of a sentence says about the
    gap behind it, `signposts` what each kind of them says about the gap before its sentence,
    `linear` what each unit of a column says about its gap. `gain` is the sum of the trees, a function of the
    values of `columns`, in their order.
    """

    phrases: Phrases
    closings: Phrases
    signposts: dict[str, float]
    linear: dict[str, float]
    columns: tuple[str, ...]
    gain: Callable[..., float]


@cache
def load_weights() -> Weights:
    return read_weights(json.loads(files("transcript_fixer").joinpath("data/segments.json").read_text("utf-8")))


def read_weights(stored: dict[str, Any]) -> Weights:
    """The weights from what the training script writes."""
    phrases = {tuple(phrase.split(" ")): worths for phrase, worths in stored["phrases"].items()}
    phrases[f"^{CHINESE_CUE}",] = (_CHINESE_CUE_WORTH, 0.0, 0.0)
    closings = {
        tuple(phrase.removesuffix("$").split(" ")[::-1]): (0.0, 0.0, worth)
        for phrase, worth in stored["closings"].items()
    }
    return Weights(
        plant_phrases(phrases),
        plant_phrases(closings),
        stored["signposts"],
        stored["linear"],
        tuple(stored["columns"]),
        grow([_as_tree(tree) for tree in stored["trees"]], len(stored["columns"])),
    )


def _as_tree(stored: float | Sequence[object]) -> Tree:
    if isinstance(stored, int | float):
        return float(stored)
    column, cut, low, high = cast("tuple[int, float, float | Sequence[object], float | Sequence[object]]", stored)
    return (column, cut, _as_tree(low), _as_tree(high))


# Words that a segment is expected to have, between the two bounds, per word of the talk: long
# talks stay longer on a topic. Chosen with the weights, by cross-validation; see docs/segments.md.
EXPECTED_SHARE = 0.08
EXPECTED_LEAST, EXPECTED_MOST = 250.0, 700.0
_BIAS = 2.2  # added to each gain: at .65, as in the fit, the likeliest set has a fifth too few boundaries
_LEAST_GAIN = -4.0  # of a candidate that the words may still speak for: docs/segments.md
_PRIOR = 0.3  # weight of the usual length beside them
_CHINESE_CUE_WORTH = 2.0  # by hand, like the best English ones: no annotated talks to count on
_APART = 15  # words: of gaps closer than that only the best is a candidate
WORDS_A_CANDIDATE = 52
_WORDS_WITHOUT_SLIDES = 70  # there the cues are less sure, and each pair of words is weighed
_CANDIDATES_A_SEGMENT = 30
DRAFT_ONLY = ("question", "applause", "turn", "slides")  # columns that tell nothing beyond the draft that has them
_DROPS = {"links30": 10, "links250": 25, "manner": 8}  # passages that a drop looks at on each side
TOPIC_GAIN = -3.2  # a topic within a segment needs no more
_TOPIC_WORDS = 100  # and room on both sides
# Without slides. A lecture of an hour stays longer on a topic than a talk of half an hour: the two courses of the
# development lectures have 740 and 1,400 words a segment, the talks 390. Of two speakers the one with more strong
# cues has more topics. Chosen together, with cues counted on other talks and the other course: docs/segments.md.
_SPOKEN_LEAST, _SPOKEN_MOST = 250.0, 1100.0
_SPOKEN_SHARE, _SPOKEN_BEYOND = 0.2, 1500  # words of a segment for each of the talk's beyond so many
_SPOKEN_BIAS = -8.0  # like _BIAS, where segments are longest; nearer to zero where they are shorter
_SPOKEN_PRIOR = 0.3  # weight of the usual length; where the number is given, the links that are cut tell enough
_CUES = 0.7  # weight of the cues: they were counted on other speakers
_CUT = 33.0  # weight of the links that are cut, where segments are longest; links tell less of those they outlast


class Cuts(NamedTuple):
    """Numbers of the passages before which a segment starts, and before which a topic within one does.

    `drafts` says how much each passage sounds like an opening (`draft_gains`); empty where none were made.
    """

    segments: list[int]
    topics: list[int]
    drafts: Sequence[float] = ()


def find_cuts(passages: Sequence[Passage], language: str, count: int | None = None) -> Cuts:
    """Where to cut a talk; with a count, exactly so many times."""
    if len(passages) < 2 or count == 0:
        return Cuts([], [])
    if not any(passage.slides or passage.interrupted for passage in passages):
        return Cuts(_cut_without_slides(listen(passages, language), count), [])
    evidence = gather_evidence(passages, language)
    weights = load_weights()
    drafts = draft_gains(evidence, weights)
    positions = evidence.positions
    candidates = choose_candidates(drafts, positions, count, WORDS_A_CANDIDATE)
    if language == "zh" and count is None:
        candidates = [at for at in candidates if not is_torn(passages[at - 1].text, passages[at].text)]
    if count is not None and len(candidates) < count:  # some sentences have no words, only marks
        return Cuts(list(range(1, count + 1)), [], drafts)
    gains = weigh_candidates(candidates, drafts, evidence, weights)
    cuts = choose_cuts(candidates, gains, evidence, count)
    return Cuts(cuts, _choose_topics(candidates, gains, cuts, positions), drafts)


def _choose_topics(
    candidates: Sequence[int], gains: Sequence[float], cuts: Sequence[int], positions: Sequence[int]
) -> list[int]:
    """The candidates that would have been cut, had there been no other cut in reach."""
    edges = [0, *(positions[at] for at in cuts), positions[-1]]
    topics: list[int] = []
    last = 0
    for at, gain in zip(candidates, gains, strict=True):
        here = positions[at]
        edge = bisect_left(edges, here)
        last = max(last, edges[edge - 1])
        if gain > TOPIC_GAIN and min(here - last, edges[edge] - here) >= _TOPIC_WORDS:
            topics.append(at)
            last = here
    return topics


def choose_cuts(
    candidates: Sequence[int], gains: Sequence[float], evidence: TopicEvidence, count: int | None
) -> list[int]:
    """The best set of candidates: by their gains, the words between them and the usual length of a segment."""
    if count is None:  # the words do not outweigh less, and each candidate costs time
        kept = [index for index, gain in enumerate(gains) if gain > _LEAST_GAIN]
        candidates, gains = [candidates[index] for index in kept], [gains[index] for index in kept]
    stretches = weigh_stretches(candidates, evidence, count)

    def find(bonus: float) -> list[int]:
        return [at - 1 for at in stretches.find_best([gain + bonus for gain in gains])]

    usual = _BIAS * min(1.0, evidence.positions[-1] / EXPECTED_LEAST)  # a talk as short as a segment needs no cut
    found = find(usual) if count is None else find_count(find, gains, count)
    return [candidates[index] for index in found]


def weigh_stretches(candidates: Sequence[int], evidence: TopicEvidence, count: int | None) -> Stretches:
    """What the words between two candidates, and how many they are, are worth as a segment."""
    weighing = Weighing(expected_length(evidence.positions[-1], count), _PRIOR, 0.0)
    return Stretches(evidence.content, evidence.positions, [0, *candidates, len(evidence.content)], weighing)


def _cut_without_slides(spoken: Spoken, count: int | None) -> list[int]:
    """The best set of candidates, by their cues and by how well the words between them belong together."""
    cues, positions, content, strong = spoken
    candidates = choose_candidates(cues, positions, count, _WORDS_WITHOUT_SLIDES)
    if count is not None and len(candidates) < count:
        return list(range(1, count + 1))
    if count is None:
        usual = min(_SPOKEN_MOST, max(_SPOKEN_LEAST, _SPOKEN_SHARE * (positions[-1] - _SPOKEN_BEYOND)))
        expected = usual * 2 / (1 + strong)  # so many as the length tells, or the cues: their mean
    else:
        expected = max(1.0, positions[-1] / (count + 1))
    part = min(1.0, expected / _SPOKEN_MOST)
    weighing = Weighing(expected, _SPOKEN_PRIOR if count is None else 0.0, _CUT * part * part)
    stretches = Stretches(content, positions, [0, *candidates, len(cues)], weighing)
    gains = [_CUES * cues[at] for at in candidates]

    def find(bonus: float) -> list[int]:
        return [at - 1 for at in stretches.find_best([gain + bonus for gain in gains])]

    # A boundary costs what it cuts beyond the links that chance would have it cut.
    bias = _SPOKEN_BIAS * part + weighing.cut * links_left(expected)
    found = find(bias) if count is None else find_count(find, gains, count)
    return [candidates[index] for index in found]


def expected_length(length: int, count: int | None) -> float:
    """Words that a segment of a talk of `length` words is expected to have."""
    if count is not None:
        return max(1.0, length / (count + 1))
    return min(EXPECTED_MOST, max(EXPECTED_LEAST, EXPECTED_SHARE * length))


def choose_candidates(drafts: Sequence[float], positions: Sequence[int], count: int | None, words: int) -> list[int]:
    """The gaps worth a second look, or all where more segments are asked for than those would make."""
    candidates = find_candidates(drafts, positions, count, words)
    if count is not None and len(candidates) < 2 * count:
        return [at for at in range(1, len(drafts)) if positions[at] > positions[at - 1]]
    return candidates


def find_candidates(drafts: Sequence[float], positions: Sequence[int], count: int | None, words: int) -> list[int]:
    """The gaps worth a second look: the best of their surroundings, one for so many words.

    Where few segments are asked for, few gaps are looked at, so that the search stays linear
    although each segment is long.
    """
    kept: list[int] = []
    for at in range(1, len(drafts)):
        if not 0 < positions[at] < positions[-1]:
            continue
        while kept and positions[at] - positions[kept[-1]] < _APART and drafts[kept[-1]] < drafts[at]:
            kept.pop()
        if not kept or positions[at] - positions[kept[-1]] >= _APART:
            kept.append(at)
    most = 1 + positions[-1] // words
    if count is not None:
        most = min(most, _CANDIDATES_A_SEGMENT * (count + 1))
    if len(kept) > most:
        least = sorted((drafts[at] for at in kept), reverse=True)[most]
        better = [at for at in kept if drafts[at] > least]
        if len(better) < most:  # of those that are as good as each other some, from everywhere in the talk
            alike = [at for at in kept if drafts[at] == least]
            better += alike[:: -(-len(alike) // (most - len(better)))]
        kept = sorted(better)
    return kept


def weigh_candidates(
    candidates: Sequence[int], drafts: list[float], evidence: TopicEvidence, weights: Weights
) -> list[float]:
    """The gain of a boundary at each candidate."""
    columns = candidate_columns(candidates, drafts, evidence)
    return list(starmap(weights.gain, zip(*(columns[name] for name in weights.columns), strict=True)))


def grow(trees: Sequence[Tree], columns: int) -> Callable[..., float]:
    """The trees as one function of the columns, which is four times as fast as walking them.

    >>> grow([(0, 2.0, -1.0, (1, 0.0, 5.0, 6.0)), 0.5], 2)(3.0, 7.0)
    6.5
    """
    names = ", ".join(f"c{column}" for column in range(columns))
    # A sum that is written out, which no version of Python rounds in another way than the next.
    return cast(Callable[..., float], eval(f"lambda {names}: {' + '.join(map(_condition, trees)) or '0.0'}"))


def _condition(tree: Tree) -> str:
    if isinstance(tree, float):
        return repr(tree)
    column, cut, low, high = tree
    return f"({_condition(low)} if c{column} <= {cut!r} else {_condition(high)})"


def draft_gains(evidence: TopicEvidence, weights: Weights) -> list[float]:
    """The draft of each gap: what the phrases around it, the signposts and some columns say together."""
    phrases, closings = weights.phrases, weights.closings
    drafts: list[float] = []
    before = here = 0.0
    for said, heard in zip(evidence.words, evidence.heard, strict=True):
        behind = 0.0
        words = [f"^{heard[0]}", *heard[1:OPENING_WORDS]] if heard else ["^"]
        size = len(words)
        for end, node in enumerate(map(phrases.get, words), 1):
            while node:
                worth_here, worth_before, worth_behind, following = node
                here += worth_here
                before += worth_before
                behind += worth_behind
                if not following or end == size:
                    break
                node = following.get(words[end])
                end += 1
        node = closings.get(said[-1] if said else "")
        if node:
            behind += node[2]
            both = node[3].get(said[-2]) if len(said) > 1 else node if said else None
            if both:  # a sentence of one word counts twice, as it was counted
                behind += both[2]
        drafts.append(before)
        before, here = here, behind
    drafts.append(before)
    del drafts[0]  # of the gap before the one before the first passage
    worths = weights.signposts
    for at, kinds in enumerate(evidence.signposts):
        if kinds:
            drafts[at] += fsum(map(worths.__getitem__, kinds))  # fsum: a set has no order
    for name, worth in weights.linear.items():
        column = evidence.columns[name]
        for at in compress(range(len(column)), column):
            drafts[at] += worth * column[at]
    return drafts


def candidate_columns(
    candidates: Sequence[int], drafts: list[float], evidence: TopicEvidence
) -> dict[str, list[float]]:
    """The columns at the candidates, with their drafts beside those of their neighbours and of the talk.

    One speaker opens each other sentence with "so", another none: what counts is how a gap
    stands out in its talk. A slide that changes where the speaker opens a topic is a better
    sign in a talk where it usually does.
    """
    size = len(drafts)
    mean = sum(drafts) / size
    columns = {
        name: list(map(column.__getitem__, candidates))
        for name, column in evidence.columns.items()
        if name not in DRAFT_ONLY
    }
    columns["draft"] = list(map(drafts.__getitem__, candidates))
    columns["draft before"] = [drafts[at - 1] for at in candidates]
    columns["draft after"] = [drafts[at + 1] if at + 1 < size else mean for at in candidates]
    columns["draft 2 after"] = [drafts[at + 2] if at + 2 < size else mean for at in candidates]
    for around in (3, 8, 20):
        columns[f"draft over {around}"] = [
            drafts[at] - max(drafts[at - around if at > around else 0 : at] + drafts[at + 1 : at + around + 1])
            for at in candidates
        ]
    for name, around in _DROPS.items():
        column = evidence.columns[name]
        # How far a value lies below the highest on either side: the depth score of Hearst 1997.
        columns[f"{name} drop"] = [
            max(column[at - around if at > around else 0 : at + 1]) + max(column[at : at + around + 1]) - 2 * column[at]
            for at in candidates
        ]
    shown = [draft for draft, slides in zip(drafts, evidence.columns["slides"], strict=True) if slides]
    advantage = sum(shown) / len(shown) - mean if len(shown) > 1 else 0.0
    columns["draft at slides"] = [advantage] * len(candidates)
    return columns
