#!/usr/bin/env python3
"""Count the weights of the segmenter, or say how good they are on talks they were not counted on.

    PYTHONPATH=src python scripts/train_segments.py GOLD LECTURES [--corpus CORPUS]
        [--out src/transcript_fixer/data/segments.json]

GOLD holds NAME.md (raw transcripts), NAME.units.json ([start, end, kind] of its text units and slides) and NAME.A.json
... (one annotator each: {"segments": [{"start": unit, "level": 1 or 2, "title": ...}]}). LECTURES holds a folder per
collection, in each file a sentence a line and `==========` between segments. CORPUS holds the talks of
`readings/segments.json`, which are judged by weights counted on all others.

Without --out: cross-validation over documents (lectures of one number stay together), printed as a table; --without
NAME leaves out the columns that start so (an ablation). With --out: weights counted on everything are written.

Two steps. A logistic regression weighs the phrases that enough documents use, and the kinds of signposts; it is
cross-fitted, so that the second step sees cues as good as they will be on new talks. Gradient-boosted trees then take
these cues and the columns, but those that tell nothing beyond them. They are grown for the search that will use them:
each tree mends the probabilities that all sets of boundaries together give to each candidate (a semi-Markov conditional
random field, Sarawagi and Cohen 2004, with gradient tree boosting, Dietterich, Hao and Bulatov 2008).
Needs numpy, scipy, scikit-learn and lightgbm.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, TypeAlias

import lightgbm
import numpy as np
from annotated import Document, read_lectures, read_own, read_talks
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from transcript_fixer.scoring import boundary_f1, pk, window_diff
from transcript_fixer.segments import boundaries
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.evidence import closing_phrases, opening_phrases
from transcript_fixer.segments.signposts import Signs, load_signs

FOLDS = 6
INNER_FOLDS = 4
DOCUMENTS = 20  # that must use a phrase
SIGNPOST = 4  # the part of a signpost in the gap before its sentence, beside the four of phrases
PENALTY = 0.08  # inverse strength of the regression's L2 penalty
SMALLEST = 0.02  # weights below that are not written
# The columns that the draft takes.
LINEAR = ["links30", "words before", *boundaries.DRAFT_ONLY]
START = -3.0  # logarithm of the odds that the first tree mends
EASE = 0.65  # added to it in the search, which the words between two cuts hold back
ALONE = 0.3  # weight of a gap that is no candidate, as an example of its own
# The measures are means over talks, so the boundaries of a talk that has many weigh less, by this power.
SEGMENTS = 11  # of a talk, usually
EVEN = 0.5
CURVATURE = 0.01  # at least, of a candidate that is as good as decided
NEVER = -1e9
ROUNDS = 90
TREES: dict[str, Any] = {
    "learning_rate": 0.1,
    "num_leaves": 6,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "num_threads": 1,
    "seed": 2,
    "deterministic": True,
    "force_row_wise": True,
}
# A phrase that holds another word is not learned, however frequent: it belongs to the subjects of these talks.
CUE_WORDS = Path(__file__).with_name("cue-words.txt")


Stored: TypeAlias = dict[str, Any]


def keys_of(document: Document, at: int) -> list[tuple[str, int]]:
    """The phrases that say something about the gap before a passage, each with its part in it."""
    heard, words = document.evidence.heard, document.evidence.words
    keys = [(phrase, 0) for phrase in set(opening_phrases(heard[at]))]
    if at + 1 < len(heard):
        keys += [(phrase, 1) for phrase in set(opening_phrases(heard[at + 1]))]
    if at:
        keys += [(phrase, 2) for phrase in set(opening_phrases(heard[at - 1]))]
        keys += [(phrase, 3) for phrase in closing_phrases(words[at - 1])]
    return keys + [(kind, SIGNPOST) for kind in document.evidence.signposts[at]]


def kinds_of_signposts() -> set[str]:
    def collect(signs: Signs) -> set[str]:
        return {kind for kinds, following in signs.values() for kind in kinds | collect(following)}

    return collect(load_signs())


class Drafts:
    """Weights of phrases and of some columns, by logistic regression."""

    def __init__(self, documents: Sequence[Document], allowed: frozenset[str], left_out: Sequence[str]) -> None:
        used: Counter[tuple[str, int]] = Counter()
        for document in documents:
            used.update({key for at in range(1, len(document.passages)) for key in keys_of(document, at)})
        enough = sorted(key for key, count in used.items() if count >= DOCUMENTS)
        self.keys = [
            (phrase, part)
            for phrase, part in enough
            if part == SIGNPOST or all(len(w) == 1 or w in allowed for w in re.findall(r"\w+", phrase))
        ]
        self.linear = [name for name in LINEAR if not name.startswith(tuple(left_out))]
        numbers = {key: number for number, key in enumerate(self.keys)}
        rows, columns, numeric, targets = [], [], [], []
        for document in documents:
            for at in range(1, len(document.passages)):
                for key in keys_of(document, at):
                    if key in numbers:
                        rows.append(len(targets))
                        columns.append(numbers[key])
                numeric.append([document.evidence.columns[name][at] for name in self.linear])
                targets.append(document.targets[at] >= 0.5)
        phrases = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(targets), len(numbers)))
        scaled = np.array(numeric)
        scale = scaled.std(axis=0) + 1e-9
        matrix = hstack([phrases, csr_matrix(scaled / scale)]).tocsr()
        model = LogisticRegression(C=PENALTY, max_iter=300, solver="liblinear", random_state=0)
        fitted = model.fit(matrix, targets).coef_[0]
        self.worths = dict(zip(self.keys, fitted, strict=False))
        self.columns = {
            name: float(w / s) for name, w, s in zip(self.linear, fitted[len(numbers) :], scale, strict=True)
        }

    def stored(self) -> Stored:
        """The weights as they are written, still without trees."""
        phrases: dict[str, list[float]] = {}
        closings: dict[str, float] = {}
        signposts = dict.fromkeys(sorted(kinds_of_signposts()), 0.0)
        for (phrase, part), worth in self.worths.items():
            if part == SIGNPOST:
                signposts[phrase] = round(float(worth), 2)
            elif abs(worth) < SMALLEST:
                continue
            elif part == 3:
                closings[phrase] = round(float(worth), 2)
            else:
                phrases.setdefault(phrase, [0.0, 0.0, 0.0])[part] = round(float(worth), 2)
        linear = {name: float(f"{worth:.3g}") for name, worth in self.columns.items()}
        return {
            "phrases": phrases,
            "closings": closings,
            "signposts": signposts,
            "linear": linear,
            "columns": [],
            "trees": [],
        }


def table(document: Document, draft: list[float], left_out: Sequence[str]) -> tuple[list[str], np.ndarray]:
    every = list(range(1, len(draft)))  # not the candidates alone: the more examples, the better
    columns = boundaries.candidate_columns(every, draft, document.evidence)
    names = [name for name in columns if not name.startswith(tuple(left_out))]
    return names, np.array([columns[name] for name in names]).T


class Searches:
    """All sets of boundaries that the search may find in some talks, and how likely each candidate is to be in one."""

    def __init__(self, documents: Sequence[Document], candidates: Sequence[Sequence[int]]) -> None:
        self.sizes = np.array([len(each) + 1 for each in candidates])
        self.worths = np.full((len(documents), max(self.sizes) + 1, max(self.sizes) + 1), NEVER)
        """For each talk what a segment is worth by its words and length, from one candidate to another: 0 is the start
        of the talk, the last its end."""
        for worths, document, between in zip(self.worths, documents, candidates, strict=True):
            stretches = boundaries.weigh_stretches(between, document.evidence, None)
            for end, (whole, *others) in enumerate(stretches.worths, 1):
                worths[0, end] = whole
                worths[end - len(others) : end, end] = others

    def share(self, gains: np.ndarray) -> np.ndarray:
        """The probability of each candidate, by the forward-backward algorithm; both are 0 beyond the candidates."""
        talks, edges = gains.shape
        rows = np.arange(talks)
        forward = np.full((talks, edges), NEVER)
        backward = np.full((talks, edges), NEVER)
        forward[:, 0] = 0
        backward[rows, self.sizes] = 0
        for end in range(1, edges):
            forward[:, end] = log_sums(forward[:, :end] + self.worths[:, :end, end]) + gains[:, end]
        for start in reversed(range(edges - 1)):
            behind = self.worths[:, start, start + 1 :] + gains[:, start + 1 :] + backward[:, start + 1 :]
            backward[:, start] = np.where(start < self.sizes, log_sums(behind), backward[:, start])
        every = forward[rows, self.sizes]
        return np.exp(np.minimum(0, forward + backward - every[:, None]))


def log_sums(rows: np.ndarray) -> np.ndarray:
    most = rows.max(axis=1)
    return np.maximum(NEVER, most + np.log(np.exp(rows - most[:, None]).sum(axis=1)))


Objective: TypeAlias = Callable[[np.ndarray, lightgbm.Dataset], tuple[np.ndarray, np.ndarray]]


def aim(documents: Sequence[Document], drafts: Sequence[Sequence[float]], targets: np.ndarray) -> Objective:
    """How far the next tree should move each gap: to what annotators did, from what the search would.

    Gaps that are no candidates, and those of talks without slides, are examples by themselves.
    """
    talks: list[Document] = []
    candidates: list[list[int]] = []
    rows: list[int] = []
    places: list[tuple[int, int]] = []
    weights = np.ones(len(targets))
    first = 0
    for document, draft in zip(documents, drafts, strict=True):
        if document.kind == "talks":
            positions = document.evidence.positions
            chosen = set(boundaries.choose_candidates(draft, positions, None, boundaries.WORDS_A_CANDIDATE))
            annotated = {at for at in range(1, len(draft)) if document.targets[at] >= 0.5 and positions[at]}
            weights[first : first + len(draft) - 1] = (SEGMENTS / (1 + len(annotated))) ** EVEN
            candidates.append(sorted(chosen | annotated))
            rows += [first + at - 1 for at in candidates[-1]]
            places += [(len(talks), place) for place in range(1, len(candidates[-1]) + 1)]
            talks.append(document)
        first += len(draft) - 1
    searches = Searches(talks, candidates)
    where = tuple(np.array(places).T)
    cut = targets[rows] >= 0.5

    def move(sums: np.ndarray, _: lightgbm.Dataset) -> tuple[np.ndarray, np.ndarray]:
        alone = 1 / (1 + np.exp(-sums))
        slopes, curvatures = ALONE * weights * (alone - targets), ALONE * weights * alone * (1 - alone)
        gains = np.zeros(searches.worths.shape[:2])
        gains[where] = sums[rows] + EASE
        shares = searches.share(gains)[where]
        slopes[rows] = weights[rows] * (shares - cut)
        curvatures[rows] = weights[rows] * np.maximum(CURVATURE, shares * (1 - shares))
        return slopes, curvatures

    return move


def fit(documents: Sequence[Document], allowed: frozenset[str], left_out: Sequence[str]) -> Stored:
    groups = sorted({document.group for document in documents})
    inner = {group: number % INNER_FOLDS for number, group in enumerate(groups)}
    tables, drafted, ordered = [], [], []
    names: list[str] = []
    for number in range(INNER_FOLDS):
        drafts = Drafts([each for each in documents if inner[each.group] != number], allowed, left_out).stored()
        weights = boundaries.read_weights(drafts)
        for document in documents:
            if inner[document.group] == number:
                draft = boundaries.draft_gains(document.evidence, weights)
                names, values = table(document, draft, left_out)
                tables.append(values)
                drafted.append(draft)
                ordered.append(document)
    targets = np.concatenate([document.targets[1:] for document in ordered])
    data = lightgbm.Dataset(np.vstack(tables), targets, init_score=np.full(len(targets), START))
    booster = lightgbm.train({**TREES, "objective": aim(ordered, drafted, targets)}, data, ROUNDS)
    trees = [START, *(as_nested(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"])]
    return {**Drafts(documents, allowed, left_out).stored(), "columns": names, "trees": trees}


def as_nested(node: dict) -> boundaries.Tree:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    low, high = as_nested(node["left_child"]), as_nested(node["right_child"])
    return (node["split_feature"], float(f"{node['threshold']:.5g}"), low, high)


def judge(document: Document, weights: boundaries.Weights, count: int | None) -> list[list[float]]:
    boundaries.load_weights = lambda: weights
    return judge_cuts(document, boundaries.find_cuts(document.passages, document.language, count).segments)


def judge_cuts(document: Document, found: Sequence[int]) -> list[list[float]]:
    """Pk, WindowDiff, boundary F1 and how many segments for each annotated one, against each annotator."""
    cuts = {document.units[at] for at in found} - {0}
    size = document.length
    return [
        [
            pk(reference, cuts, size),
            window_diff(reference, cuts, size),
            boundary_f1(reference, cuts),
            (len(cuts) + 1) / (len(reference) + 1),
        ]
        for reference in document.references
    ]


def cross_validate(
    documents: Sequence[Document], own: Sequence[Document], allowed: frozenset[str], left_out: Sequence[str], seed: int
) -> None:
    groups = sorted({document.group for document in documents})
    order = np.random.RandomState(seed).permutation(len(groups))
    fold = {groups[group]: place % FOLDS for place, group in enumerate(order)}
    rows: dict[str, list[list[float]]] = {}

    def judge_all(talks: Sequence[Document], counted: Sequence[Document]) -> None:
        weights = boundaries.read_weights(fit(counted, allowed, left_out))
        for talk in talks:
            rows.setdefault(talk.kind, []).extend(judge(talk, weights, None))
            rows.setdefault(f"{talk.kind}, number given", []).extend(judge(talk, weights, len(talk.references[0])))

    talks = [document for document in documents if document.kind == "talks"]  # lectures: train_cues.py
    for number in range(FOLDS):
        counted = [document for document in documents if fold[document.group] != number]
        judge_all([talk for talk in talks if fold[talk.group] == number], counted)
    if own:
        judge_all(own, documents)
    print("| | pk | wd | f1 | k/k* |\n|---|---|---|---|---|")
    for kind in sorted(rows):
        print(f"| {kind} | " + " | ".join(f"{mean(row[i] for row in rows[kind]):.3f}" for i in range(4)) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("lectures", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    allowed = common_words() | {line for line in CUE_WORDS.read_text("utf-8").splitlines() if line[:1] != "#"}
    documents = [*read_talks(args.gold), *read_lectures(args.lectures)]
    if not args.out:
        own = [*read_own(args.corpus)] if args.corpus else []
        cross_validate(documents, own, allowed, args.without, args.seed)
        return
    stored = fit(documents, allowed, args.without)
    args.out.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
