#!/usr/bin/env python3
"""Fit what makes a word, and a phrase, the title that a careful reader gave a segment.

    PYTHONPATH=src python scripts/train_titles.py GOLD [--corpus CORPUS] --out src/transcript_fixer/data/titles.json

GOLD and CORPUS are the talks of train_segments.py; without `--out`, only the figures are printed: the share of the
reader's title words (stems) in ours, on talks left out of the fit and on our own readings of other talks, from which
nothing is learned, for the segments as read and as found (by boundaries that were fitted on other talks). Second
readings (`annotated.py`) are learned from, too: a word in either reader's title is a title word. Two logistic
regressions, one on the other's figures: whether a word is in the title, over `likelihoods.said_features` and
`likelihoods.word_features`, and whether all words of a phrase are, over `subjects.phrase_features`. Counted: in how
many talks each frequent word is used, how much more often it ends a noun phrase there than it is said as a verb or an
adjective, and how often words that begin alike come into a title. Needs numpy, scipy, scikit-learn and lightgbm.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain, pairwise
from math import log
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np
from annotated import Chapter, Document, read_own, read_talks
from sklearn.linear_model import LogisticRegression
from train_segments import CUE_WORDS
from train_segments import FOLDS as CUT_FOLDS
from train_segments import fit as fit_boundaries

from transcript_fixer.segments import boundaries, kinds, likelihoods, subjects
from transcript_fixer.segments.boundaries import Cuts
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.kinds import word_set
from transcript_fixer.segments.phrases import find_phrases
from transcript_fixer.segments.title_weights import Weights
from transcript_fixer.segments.titles import find_titles
from transcript_fixer.segments.wording import Wording, count_words, is_term

TALKS = 4  # that use a word, for it to be written
CONTEXTS = 3  # in which a word was seen, for it to be written
SEGMENTS = 8  # that have a stem, for it to be written
PRIOR = (1.0, 40.0)  # titles and segments that every stem is given
FOLDS = 5
PENALTY = 1.0  # inverse strength of the regressions' L2 penalty
STEM = 5
PLAIN = word_set("a an the of in on to for and or with by as at from is are be this that it its into vs how what why")
DEGREES = word_set("very really so more most is are be pretty too quite")
SAYS = word_set("it that")  # before a word in -s: a verb
ENDS = kinds.LINKS | kinds.VERB_BEHIND | word_set("or but because when if so at by where")


class Cutting(NamedTuple):
    """A talk in segments, and for each of them the titles of those that a reader made of the same stretch."""

    parts: list[list[str]]
    wordings: list[Wording]
    titles: list[list[str]]
    second: list[list[str]]
    """The same by a reader of our own: to learn from, not to judge by."""


class Talk(NamedTuple):
    language: str
    read: Cutting
    """As the first annotator cut it."""
    found: Cutting
    """As the segmenter does that was fitted on other talks."""
    terms: set[str]
    nouns: Counter[str]
    others: Counter[str]


def cut_talks(documents: Sequence[Document]) -> Iterator[Talk]:
    """Each talk with the cuts of boundaries that were fitted on other talks, as those of the next one will be."""
    order = np.random.RandomState(0).permutation(len(documents))
    for fold in range(CUT_FOLDS):
        held = set(order[fold::CUT_FOLDS].tolist())
        counted = [each for at, each in enumerate(documents) if at not in held]
        yield from cut_by([documents[at] for at in sorted(held)], counted)


def cut_by(documents: Sequence[Document], counted: Sequence[Document]) -> Iterator[Talk]:
    """Talks with the cuts of boundaries that were fitted on others."""
    allowed = common_words() | {line for line in CUE_WORDS.read_text("utf-8").splitlines() if line[:1] != "#"}
    weights = boundaries.read_weights(fit_boundaries(counted, allowed, []))
    boundaries.load_weights = lambda: weights
    for document in documents:
        found = boundaries.find_cuts(document.passages, document.language)
        yield make_talk(document, found)


def make_talk(document: Document, found: Cuts) -> Talk:
    """A talk as a reader made chapters of it, and as it was cut."""
    sentences = [passage.text for passage in document.passages]
    tops, second = ([each for each in chapters if each.level == 1] for chapters in (document.chapters, document.second))

    def cutting(cuts: Sequence[int]) -> Cutting:
        spans = [*pairwise([0, *cuts, len(sentences)])]
        parts = [sentences[start:end] for start, end in spans]
        wordings = count_words(parts, document.language, [found.drafts[start:end] for start, end in spans])
        return Cutting(parts, wordings, name_parts(spans, tops), name_parts(spans, second))

    whole = cutting([top.start for top in tops[1:]])
    terms = {word for wording in whole.wordings for word in (*wording.once, *wording.again)}
    return Talk(document.language, whole, cutting(found.segments), terms, *count_contexts(whole.wordings))


def name_parts(spans: Sequence[tuple[int, int]], chapters: Sequence[Chapter]) -> list[list[str]]:
    """For each span the titles of the chapters that share more with it than with any other."""
    named: list[list[str]] = [[] for _ in spans]
    edges = [0, *(chapter.start for chapter in chapters[1:]), spans[-1][1]]
    for (start, end), chapter in zip(pairwise(edges), chapters, strict=False):
        shared = [min(end, behind) - max(start, first) for first, behind in spans]
        named[shared.index(max(shared))].append(chapter.title)
    return named


def count_contexts(wordings: Sequence[Wording]) -> tuple[Counter[str], Counter[str]]:
    """How often each term ends a noun phrase, and how often it is said as a verb or an adjective.

    A word in -s behind a term is the verb of a sentence, if an article comes next ("the app requires a key"). The
    form of a listed verb may be one before a preposition, too ("the file belongs to it").
    """
    nouns: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for wording in wordings:
        words, initial = wording.words, set(wording.starts)
        for at, word in enumerate(words):
            if at in initial or not is_term(word):
                continue
            before = words[at - 1]
            closed = at + 1 >= len(words) or not wording.follows(at + 1)
            ends = closed or words[at + 1] in ENDS
            is_form = word.endswith("s") and not word.endswith(("ss", "us", "is"))
            takes = not closed and words[at + 1] in kinds.DETERMINERS
            says = is_form and wording.follows(at) and (before in SAYS or (takes and is_term(before)))
            if says or before in kinds.VERB_BEFORE or (before in DEGREES and ends):
                others[word] += 1
            elif ends and (
                before in kinds.DETERMINERS
                or before in kinds.LINKS
                or (is_term(before) and (closed or not is_form or not kinds.is_listed_verb(word)))
            ):
                nouns[word] += 1
    return nouns, others


def stems(title: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[^\W_]+", title.lower()) if word not in PLAIN}


class Counts:
    """What is counted on the talks: who uses a word, whether it is a noun, how often it comes into a title."""

    def __init__(self, talks: Sequence[Talk]) -> None:
        self.uses: Counter[str] = Counter()
        self.nouns: Counter[str] = Counter()
        self.others: Counter[str] = Counter()
        self.segments: Counter[str] = Counter()
        self.titled: Counter[str] = Counter()
        for talk in talks:
            self.add(talk, 1)
            self.nouns += talk.nouns
            self.others += talk.others

    def add(self, talk: Talk, times: int) -> None:
        """Count a talk, or with -1 take it out again."""
        for word in talk.terms:
            self.uses[word] += times
        for wording, *names in zip(talk.read.wordings, talk.read.titles, talk.read.second, strict=True):
            wanted = set().union(*map(stems, chain(*names)))
            for stem in {word[:STEM] for word in (*wording.once, *wording.again)}:
                self.segments[stem] += times
                self.titled[stem] += times * (stem in wanted)

    def weights(self) -> Weights:
        seen = sorted(self.nouns.keys() | self.others.keys())
        odds = {
            word: round(log((self.nouns[word] + 1) / (self.others[word] + 1)), 1)
            for word in seen
            if self.nouns[word] + self.others[word] >= CONTEXTS
        }
        return Weights(
            bias=0.0,
            words=(),
            said=(),
            phrases=(),
            talks={word: count for word, count in sorted(self.uses.items()) if count >= TALKS},
            nouns={word: value for word, value in odds.items() if value},
            affinities={
                stem: round(log((self.titled[stem] + PRIOR[0]) / (count + PRIOR[1])), 1)
                for stem, count in sorted(self.segments.items())
                if count >= SEGMENTS
            },
            affinity=round(log(PRIOR[0] / PRIOR[1]), 1),
        )


def regress(rows: Sequence[Sequence[float]], targets: Sequence[bool]) -> tuple[float, tuple[float, ...]]:
    """Bias and weights of a logistic regression, the columns scaled for the penalty's sake."""
    table = np.array(rows)
    scale = table.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(table / scale, targets)
    return round(float(model.intercept_[0]), 3), tuple(float(f"{value:.4g}") for value in model.coef_[0] / scale)


def fit(talks: Sequence[Talk]) -> Weights:
    counts = Counts(talks)
    without: list[Weights] = []  # each talk as one that was not counted, as the next one will be
    for talk in talks:
        counts.add(talk, -1)
        without.append(counts.weights())
        counts.add(talk, 1)
    words = fit_words(talks, without)
    phrases = fit_phrases(talks, [replace(each, **words) for each in without])
    return replace(counts.weights(), **words, phrases=phrases)


def examples(talks: Sequence[Talk], weights: Sequence[Weights]) -> Iterator[tuple[Weights, Wording, list[set[str]]]]:
    """The segments between the first and the last one, which have names of their own."""
    for talk, own in zip(talks, weights, strict=True):
        for cutting in (talk.read, talk.found):
            for wording, *names in list(zip(cutting.wordings, cutting.titles, cutting.second, strict=True))[1:-1]:
                yield own, wording, list(map(stems, chain(*names)))


def fit_words(talks: Sequence[Talk], weights: Sequence[Weights]) -> dict[str, Any]:
    rows, targets = [], []
    for own, wording, wanted in examples(talks, weights):
        for word, said in likelihoods.find_words(wording, own).items():
            if not likelihoods.is_known(word, said[0], said[2], wording, own):
                continue
            rows.append([*likelihoods.said_features(word, said, wording), *likelihoods.word_features(word, own)])
            targets.append(any(not stems(word).isdisjoint(each) for each in wanted))
            said_columns = len(likelihoods.said_features(word, said, wording))
    bias, values = regress(rows, targets)
    return {"bias": bias, "said": values[:said_columns], "words": values[said_columns:]}


def fit_phrases(talks: Sequence[Talk], weights: Sequence[Weights]) -> tuple[float, ...]:
    """The odds that a title has all words of a phrase."""
    rows, targets = [], []
    for own, wording, wanted in examples(talks, weights):
        likely = likelihoods.word_likelihoods(wording, own)
        for phrase, places in find_phrases(wording, likely, own).items():
            rows.append(subjects.phrase_features(phrase, places, wording, likely))
            targets.append(any(stems(" ".join(phrase)) <= each for each in wanted))
    return regress(rows, targets)[1]


def found_words(talks: Sequence[Talk], weights: Weights, cutting: str) -> list[float]:
    """For each talk, the share of the reader's title words that are in our titles."""
    shares = []
    for talk in talks:
        parts, wordings, names, _ = getattr(talk, cutting)
        ours = find_titles(parts, wordings, talk.language, weights=weights)
        pairs = [(stems(name), stems(own)) for own, each in zip(ours, names, strict=True) for name in each]
        shares.append(mean(len(wanted & own) / max(1, len(wanted)) for wanted, own in pairs))
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    documents = [*read_talks(args.gold)]
    talks = [*cut_talks(documents)]
    order = np.random.RandomState(0).permutation(len(talks))
    shares: dict[str, list[float]] = {}

    def judge(name: str, held: Sequence[Talk], counted: Sequence[Talk]) -> None:
        weights = fit(counted)
        for cutting in ("read", "found"):
            shares.setdefault(f"{name}, segments as {cutting}", []).extend(found_words(held, weights, cutting))

    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        counted = [talk for at, talk in enumerate(talks) if at not in held]
        judge("talks left out", [talks[at] for at in sorted(held)], counted)
    if args.corpus:
        own = [each for each in read_own(args.corpus) if each.language == "en"]
        judge("own readings", [*cut_by(own, documents)], talks)
    for name, each in shares.items():
        print(f"title words found, {name}: {mean(each):.3f}")
    if args.out:
        stored = json.dumps(asdict(fit(talks)), ensure_ascii=False, separators=(",", ":"))
        args.out.write_text(stored + "\n", "utf-8")


if __name__ == "__main__":
    main()
