#!/usr/bin/env python3
"""Fit what makes a word, and a phrase, the title that a careful reader gave a segment.

    PYTHONPATH=src python scripts/train_titles.py GOLD --out src/transcript_fixer/data/titles.json

GOLD is the folder of annotated talks of train_segments.py; without `--out`, only the figures are printed: the share of
the reader's title words (stems) in ours, on talks left out of the fit. Two models, one on the other's figures: a
logistic regression over `titles.word_features`, and a log-linear choice among the phrases of a segment over
`titles.phrase_features`. Also written: in how many talks each frequent word is used, and how much more often it ends a
noun phrase there than it is said as a verb or an adjective. Needs numpy, scipy and scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from transcript_fixer import fix_transcript, pipeline
from transcript_fixer.model import SegmentOutline, Unit
from transcript_fixer.segments import titles
from transcript_fixer.segments.outline import find_passages
from transcript_fixer.segments.titles import Weights, word_set
from transcript_fixer.segments.wording import Wording, count_words, is_term

TALKS = 4  # that use a word, for it to be written
CONTEXTS = 3  # in which a word was seen, for it to be written
FOLDS = 5
SHARPNESS = 4.0  # how much likelier the better of two phrases is to be chosen
MISS = 0.1  # what a word costs that the reader did not use, in shares of the title
STEM = 5
PLAIN = word_set("a an the of in on to for and or with by as at from is are be this that it its into vs how what why")
DEGREES = word_set("very really so more most is are be pretty too quite")
ENDS = titles.LINKS | titles.VERB_BEHIND | word_set("or but because when if so at by where")


class Talk(NamedTuple):
    language: str
    parts: list[list[str]]
    titles: list[str]
    wordings: list[Wording]
    terms: set[str]
    nouns: Counter[str]
    others: Counter[str]


def units_of(raw: str) -> tuple[Sequence[Unit], str]:
    """What the pipeline hands to the segmenter."""
    seen: list[tuple[Sequence[Unit], str]] = []

    def remember(units: Sequence[Unit], options: object, language: str) -> tuple[SegmentOutline, ...]:
        seen.append((units, language))
        return (SegmentOutline(0, "All", (), ()),)

    whole, pipeline.find_segments = pipeline.find_segments, remember
    try:
        fix_transcript(raw)
    finally:
        pipeline.find_segments = whole
    return seen[0]


def read_talk(path: Path) -> Talk:
    """The segments of the first annotator, with their titles."""
    name = path.name.removesuffix(".units.json")
    units = json.loads(path.read_text("utf-8"))
    seen, language = units_of(path.with_name(f"{name}.md").read_text("utf-8"))
    places, passages = find_passages(seen)
    offsets = [seen[place].text.span.start for place in places]
    segments = json.loads(path.with_name(f"{name}.A.json").read_text("utf-8"))["segments"]
    tops = [segment for segment in segments if segment["level"] == 1]
    cuts = [0, *(bisect_left(offsets, units[top["start"]][0]) for top in tops[1:]), len(passages)]
    parts, names = [], []
    for start, end, top in zip(cuts, cuts[1:], tops, strict=False):
        if start < end:
            parts.append([passage.text for passage in passages[start:end]])
            names.append(top["title"])
    wordings = count_words(parts, language)
    terms = {word for wording in wordings for word in wording.counts if is_term(word)}
    return Talk(language, parts, names, wordings, terms, *count_contexts(wordings))


def count_contexts(wordings: Sequence[Wording]) -> tuple[Counter[str], Counter[str]]:
    """How often each term ends a noun phrase, and how often it is said as a verb or an adjective."""
    nouns: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for wording in wordings:
        words, initial = wording.words, set(wording.starts)
        for at, word in enumerate(words):
            if at in initial or not is_term(word):
                continue
            before = words[at - 1]
            ends = at + 1 >= len(words) or not wording.follows(at + 1) or words[at + 1] in ENDS
            if before in titles.VERB_BEFORE or (before in DEGREES and ends):
                others[word] += 1
            elif ends and (before in titles.DETERMINERS or before in titles.LINKS or is_term(before)):
                nouns[word] += 1
    return nouns, others


def stems(title: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[^\W_]+", title.lower()) if word not in PLAIN}


def fit(talks: Sequence[Talk]) -> Weights:
    uses: Counter[str] = Counter()
    nouns: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for talk in talks:
        uses.update(talk.terms)
        nouns += talk.nouns
        others += talk.others
    seen = sorted(word for word in nouns.keys() | others.keys() if nouns[word] + others[word] >= CONTEXTS)
    odds = {word: round(log((nouns[word] + 1) / (others[word] + 1)), 1) for word in seen}
    weights = Weights(
        bias=0.0,
        words=(),
        phrases=(),
        talks={word: count for word, count in sorted(uses.items()) if count >= TALKS},
        nouns={word: value for word, value in odds.items() if value},
    )
    return fit_phrases(talks, fit_words(talks, weights))


def fit_words(talks: Sequence[Talk], weights: Weights) -> Weights:
    rows, targets = [], []
    for talk in talks:
        for title, wording in zip(talk.titles, talk.wordings, strict=True):
            wanted = {word[:STEM] for word in re.findall(r"[^\W_]+", title.lower())}
            for word, values in titles.word_features(wording, weights).items():
                rows.append(values)
                targets.append(any(piece[:STEM] in wanted for piece in re.findall(r"[^\W_]+", word)))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(np.array(rows), targets)
    return weights._replace(
        bias=round(float(model.intercept_[0]), 3), words=tuple(round(float(value), 3) for value in model.coef_[0])
    )


def fit_phrases(talks: Sequence[Talk], weights: Weights) -> Weights:
    """By likelihood: the better a phrase renders the title, the likelier it should be chosen."""
    groups, shares = [], []
    for talk in talks:
        for title, wording in list(zip(talk.titles, talk.wordings, strict=True))[1:]:
            wanted = stems(title)
            likelihoods = titles.word_likelihoods(wording, weights)
            phrases = titles.find_phrases(wording, likelihoods, weights.nouns)
            worths = np.array(
                [len(own & wanted) - MISS * len(own - wanted) for own in map(stems, map(" ".join, phrases))]
            )
            if not phrases or worths.max() <= 0:
                continue
            groups.append(
                np.array([titles.phrase_features(*each, wording, likelihoods, weights) for each in phrases.items()])
            )
            share = np.exp(SHARPNESS * (worths - worths.max()))
            shares.append(share / share.sum())
    rows, share = np.vstack(groups), np.concatenate(shares)
    sizes = np.array([len(group) for group in groups])
    firsts = np.cumsum(sizes) - sizes

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ values
        highest = np.maximum.reduceat(scores, firsts)
        total = np.add.reduceat(np.exp(scores - np.repeat(highest, sizes)), firsts)
        logs = scores - np.repeat(highest + np.log(total), sizes)
        return -(share @ logs) + values @ values, -(rows.T @ (share - np.exp(logs))) + 2 * values

    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return weights._replace(phrases=tuple(round(float(value), 3) for value in best))


def found(talks: Sequence[Talk], weights: Weights) -> list[float]:
    """For each talk, the share of the reader's title words that are in our titles."""
    titles.load_weights = lambda: weights
    shares = []
    for talk in talks:
        ours = titles.find_titles(talk.parts, talk.wordings, talk.language)
        pairs = list(zip(map(stems, talk.titles), map(stems, ours), strict=True))
        shares.append(mean(len(wanted & own) / max(1, len(wanted)) for wanted, own in pairs))
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    talks = [read_talk(path) for path in sorted(args.gold.glob("*.units.json"))]
    order = np.random.RandomState(0).permutation(len(talks))
    shares: list[float] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        weights = fit([talk for at, talk in enumerate(talks) if at not in held])
        shares += found([talks[at] for at in sorted(held)], weights)
    print(f"title words found, on talks left out: {mean(shares):.3f}")
    if args.out:
        stored = json.dumps(fit(talks)._asdict(), ensure_ascii=False, separators=(",", ":"))
        args.out.write_text(stored + "\n", "utf-8")


if __name__ == "__main__":
    main()
