#!/usr/bin/env python3
"""Count the cues that cut a talk without slides, or say how good they are on talks they were not counted on.

    PYTHONPATH=src python scripts/train_cues.py GOLD LECTURES [--out src/transcript_fixer/data/cues.json]

GOLD and LECTURES as for train_segments.py; the slides of the talks are taken away. A logistic regression over the
phrases that enough documents use and the kinds of signposts, each lecture counted three times, because the talks are
many and of one kind.

Without --out: cross-validation, printed as a table. `same course`: weights counted on all other lectures, those of
the same speaker among them; `other course`: on the talks and the lectures of the other course alone. Talks in four
folds. With --out: weights counted on everything are written.
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
from typing import TypeAlias

import numpy as np
from annotated import Document, read_lectures, read_talks
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_segments import CUE_WORDS, judge_cuts, kinds_of_signposts

from transcript_fixer.segments import boundaries, spoken
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.evidence import closing_phrases, opening_phrases

DOCUMENTS = 20  # that must use a phrase
PENALTY = 0.08  # inverse strength of the regression's L2 penalty
LECTURE = 3.0  # how many talks a lecture counts as
SMALLEST = 0.02  # weights below that are not written
FOLDS = 4

Stored: TypeAlias = "dict[str, dict[str, float]]"


def without_slides(document: Document) -> Document:
    document.passages = [passage._replace(slides=0, interrupted=0) for passage in document.passages]
    return document


def keys_of(document: Document, at: int) -> list[tuple[str, str]]:
    """What says something about the gap before a passage, each with the group it is written in."""
    evidence = document.evidence
    keys = [("openings", phrase) for phrase in set(opening_phrases(evidence.heard[at]))]
    keys += [("closings", phrase) for phrase in closing_phrases(evidence.words[at - 1])]
    return keys + [("signposts", kind) for kind in evidence.signposts[at]]


def fit(documents: Sequence[Document], allowed: frozenset[str]) -> Stored:
    used: Counter[tuple[str, str]] = Counter()
    keys = [[keys_of(document, at) for at in range(1, len(document.passages))] for document in documents]
    for each in keys:
        used.update({key for gap in each for key in gap})
    kept = sorted(
        key
        for key, count in used.items()
        if count >= DOCUMENTS
        and (key[0] == "signposts" or all(len(word) == 1 or word in allowed for word in re.findall(r"\w+", key[1])))
    )
    numbers = {key: number for number, key in enumerate(kept)}
    gaps = [[numbers[key] for key in gap if key in numbers] for each in keys for gap in each]
    rows = np.repeat(np.arange(len(gaps)), [len(gap) for gap in gaps])
    columns = [number for gap in gaps for number in gap]
    matrix = csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(gaps), len(kept)))
    targets = np.concatenate([document.targets[1:] for document in documents]) >= 0.5
    weights = np.concatenate(
        [np.full(len(each.passages) - 1, 1.0 if each.kind == "talks" else LECTURE) for each in documents]
    )
    model = LogisticRegression(C=PENALTY, max_iter=300, solver="liblinear", random_state=0)
    fitted = model.fit(matrix, targets, sample_weight=weights).coef_[0]
    stored: Stored = {"openings": {}, "closings": {}, "signposts": dict.fromkeys(sorted(kinds_of_signposts()), 0.0)}
    for (group, phrase), worth in zip(kept, fitted, strict=True):
        if abs(worth) >= SMALLEST:
            stored[group][phrase] = round(float(worth), 2)
    return stored


def cut(document: Document, stored: Stored, count: int | None) -> list[int]:
    cues = spoken.read_cues(stored)
    spoken.load_cues = lambda: cues
    return boundaries.find_cuts(document.passages, document.language, count).segments


def cross_validate(documents: Sequence[Document], allowed: frozenset[str]) -> None:
    rows: dict[str, list[list[float]]] = {}

    def judge(name: str, held_out: Sequence[Document], is_counted: Callable[[Document], bool]) -> None:
        stored = fit([each for each in documents if is_counted(each)], allowed)
        for document in held_out:
            given = len(document.references[0])
            for count, setting in ((given, "given"), (None, "not given")):
                found = judge_cuts(document, cut(document, stored, count))
                rows.setdefault(f"{document.kind} | {name} | {setting}", []).extend(found)

    lectures = [each for each in documents if each.kind != "talks"]
    for group in sorted({each.group for each in lectures}):
        judge(
            "same course", [each for each in lectures if each.group == group], lambda it, left=group: it.group != left
        )
    for course in sorted({course_of(each) for each in lectures}):
        held_out = [each for each in lectures if course_of(each) == course]
        judge("other course", held_out, lambda it, left=course: course_of(it) != left)
    fold = {each.group: at % FOLDS for at, each in enumerate(each for each in documents if each.kind == "talks")}
    for number in range(FOLDS):
        held_out = [each for each in documents if fold.get(each.group) == number]
        judge("other talks", held_out, lambda it, left=number: fold.get(it.group) != left)
    print("| collection | weights from | number | pk | wd | f1 | k/k* |\n|---|---|---|---|---|---|---|")
    for name in sorted(rows):
        print(f"| {name} | " + " | ".join(f"{mean(row[i] for row in rows[name]):.3f}" for i in range(4)) + " |")


def course_of(document: Document) -> str:
    """`physics` for both transcripts of the same lectures."""
    return document.kind.partition("-")[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("lectures", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    allowed = common_words() | {line for line in CUE_WORDS.read_text("utf-8").splitlines() if line[:1] != "#"}
    talks = [without_slides(each) for each in read_talks(args.gold) if each.language == "en"]
    documents = [*talks, *read_lectures(args.lectures)]
    if not args.out:
        cross_validate(documents, allowed)
        return
    stored = fit(documents, allowed)
    args.out.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
