"""Where a talk changes its topic: the evidence weighed, and the best boundaries searched for.

The gain of a gap is the logarithm of its odds, from regression trees over the columns of
`evidence` and over a *cue*, which is the sum of the weights of the phrases around the gap. Both
were fitted by scripts/train_segments.py; docs/segments.md tells on what, and what each
kind of evidence brings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias, cast

from transcript_fixer.evidence import Evidence, Passage, gather_evidence
from transcript_fixer.search import find_best, find_best_count

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's worth, or a column, where it is cut, and what follows at most there and above."""


class Weights(NamedTuple):
    """What the training script counted.

    `phrases` has for a phrase at the start of a sentence what it says about the gap
    before it, the gap before the sentence that comes before it, and the gap behind it.
    `closings` has what the end of a sentence says about the gap behind it.
    """

    phrases: dict[str, tuple[float, float, float]]
    closings: dict[str, float]
    columns: tuple[str, ...]
    trees: tuple[Tree, ...]
    base: float


@cache
def load_weights() -> Weights:
    stored = json.loads(files("transcript_fixer").joinpath("data/segments.json").read_text("utf-8"))
    return Weights(
        {phrase: cast(tuple[float, float, float], tuple(worths)) for phrase, worths in stored["phrases"].items()},
        stored["closings"],
        tuple(stored["columns"]),
        tuple(_as_tree(tree) for tree in stored["trees"]),
        stored["base"],
    )


def _as_tree(stored: float | list[object]) -> Tree:
    if not isinstance(stored, list):
        return float(stored)
    column, cut, low, high = cast("tuple[int, float, float | list[object], float | list[object]]", stored)
    return (column, cut, _as_tree(low), _as_tree(high))


# Words that a segment is expected to have, between the two bounds, per word of the talk: long
# talks stay longer on a topic. Chosen with the constants of `search`.
EXPECTED_SHARE = 0.09
EXPECTED_LEAST, EXPECTED_MOST = 300.0, 700.0
BIAS = 1.7  # added to each gain: the odds at which a boundary is worth making
_APART = 15  # words: of gaps closer than that only the best is a candidate


def find_cuts(passages: Sequence[Passage], language: str, count: int | None = None) -> list[int]:
    """Numbers of the passages before which to cut; with a count, exactly so many."""
    if len(passages) < 2 or count == 0:
        return []
    evidence = gather_evidence(passages, language)
    gains = weigh_gaps(evidence, load_weights())
    positions = evidence.positions
    gaps = [at for at in range(1, len(passages)) if 0 < positions[at] < positions[-1]]
    candidates = _best_nearby(gaps, gains, positions)
    if count is not None and len(candidates) < 3 * count:
        candidates = gaps if len(gaps) >= count else list(range(1, len(passages)))
    chosen_gains = [gains[at] for at in candidates]
    chosen_positions = [positions[at] for at in candidates]
    if count is None:
        expected = min(EXPECTED_MOST, max(EXPECTED_LEAST, EXPECTED_SHARE * positions[-1]))
        worths = [gain + BIAS for gain in chosen_gains]
        found = find_best(worths, chosen_positions, positions[-1], expected)
    else:
        found = find_best_count(chosen_gains, chosen_positions, positions[-1], count)
    return [candidates[index] for index in found]


def _best_nearby(gaps: Sequence[int], gains: Sequence[float], positions: Sequence[int]) -> list[int]:
    """The gaps that no better one stands close to."""
    kept: list[int] = []
    for at in gaps:
        while kept and positions[at] - positions[kept[-1]] < _APART and gains[kept[-1]] < gains[at]:
            kept.pop()
        if not kept or positions[at] - positions[kept[-1]] >= _APART:
            kept.append(at)
    return kept


def weigh_gaps(evidence: Evidence, weights: Weights) -> list[float]:
    """The gain of a boundary before each passage."""
    columns = evidence.columns | cue_columns(weigh_cues(evidence, weights), evidence)
    rows = zip(*(columns[name] for name in weights.columns), strict=True)
    trees, base = weights.trees, weights.base
    gains = []
    for row in rows:
        gain = base
        for tree in trees:
            while type(tree) is tuple:
                tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
            gain += cast(float, tree)
        gains.append(gain)
    return gains


def weigh_cues(evidence: Evidence, weights: Weights) -> list[float]:
    """What the phrases around each gap say together."""
    phrases, closings = weights.phrases, weights.closings
    cues = [0.0] * (len(evidence.openings) + 1)
    for at, opening in enumerate(evidence.openings):
        here = before = behind = 0.0
        for phrase in opening:
            if phrase in phrases:
                worths = phrases[phrase]
                here += worths[0]
                before += worths[1]
                behind += worths[2]
        for phrase in evidence.closings[at]:
            behind += closings.get(phrase, 0.0)
        cues[at] += here
        if at:
            cues[at - 1] += before
        cues[at + 1] += behind
    return cues[:-1]


def cue_columns(cues: Sequence[float], evidence: Evidence) -> dict[str, list[float]]:
    """The cue of each gap, of its neighbours, and beside the rest of this talk.

    One speaker opens each other sentence with "so", another none: what counts is how a gap
    stands out in its talk. A slide that changes where the speaker opens a topic is a better
    sign in a talk where it usually does.
    """
    size = len(cues)
    if not size:
        return {}
    mean = sum(cues) / size
    order = sorted(range(size), key=cues.__getitem__)
    rank = [0.0] * size
    for place, at in enumerate(order):
        rank[at] = place / size
    columns = {
        "cue": list(cues),
        "cue before": [mean, *cues][:size],
        "cue after": [*cues[1:], mean],
        "cue 2 after": [*cues[2:], mean, mean][:size],
        "cue rank": rank,
        "cue over mean": [cue - mean for cue in cues],
    }
    for around in (3, 8, 20):
        columns[f"cue over {around}"] = _over_neighbours(cues, around)
    shown = [cue for cue, slides in zip(cues, evidence.columns["slides"], strict=True) if slides]
    advantage = sum(shown) / len(shown) - mean if len(shown) > 1 else 0.0
    columns["cue at slides"] = [advantage] * size
    return columns


def _over_neighbours(cues: Sequence[float], around: int) -> list[float]:
    """How far each cue is above the best of the others around it; negative where it is not."""
    if len(cues) < 2:
        return [0.0] * len(cues)
    over = []
    for at, cue in enumerate(cues):
        others = [*cues[max(0, at - around) : at], *cues[at + 1 : at + around + 1]]
        over.append(cue - max(others))
    return over
