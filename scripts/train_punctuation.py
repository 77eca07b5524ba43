#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
# ///
"""Fit the model that `transcript_fixer.sentences.punctuation` ships.

    PYTHONPATH=src python scripts/train_punctuation.py --captions DIR ... --written DIR ... [--out FILE] [--without N]

`--captions` are folders of punctuated caption transcripts (`*.md`, `*.txt`), in which a fullwidth mark stands at
cuts as well as at real places; `--written` are folders of texts that people punctuated (`*.ref1.txt`, `*.dev`).
What leaves this script is weights and word classes, never text.

How. Marks and capitals are taken away and become labels. A stop before a small letter is a cut, and what belongs
there is unknown: nothing or a comma; so is an empty gap in a talk whose captions have hardly any commas. Such a
label is a set, and the likelihood of the set is what training raises. Word classes are found first, from the
company words keep (k-means over positive pointwise mutual information with the 300 commonest neighbours on each
side; Bullinaria and Levy 2007). Then a log-linear model is fitted with FTRL-Proximal (McMahan et al. 2013), whose
L1 term leaves only weights that matter. About two minutes.

`--without N` (0 to 3) leaves out every fourth talk, for cross-validation: files that share text (a talk, an
excerpt of it) are one talk. The figures of that talk's texts are printed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from transcript_fixer.sentences.punctuation import PAD, PunctuationModel, dump_model, features, kind_of, pack

LABELS = ("", ",", ".", "?")
KNOWN = {"": (0,), ",": (1,), ".": (2,), "?": (3,)}
UNSURE = (0, 1)
COMMON, CLASSES, RAREST = 200, 60, 8
EPOCHS, L1, L2, RATE = 3, 1.0, 1e-3, 0.1
SMALLEST = 0.25
WEIGHT_OF_WRITTEN = 3.0

WORD_RE = re.compile(r"[^\W_]+(?:['’.\-/&@+#][^\W_]+)*'?|[。，？！.?!,;:]")
NO_SPEECH_RE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[ ?[A-Za-z_ ]+ ?\]|\([a-z ]+\)")


class Talk(NamedTuple):
    group: int
    name: str
    words: list[str]
    labels: list[tuple[int, ...]]
    weight: float


def read(path: Path, group: int, written: bool) -> Talk:
    text = path.read_text("utf-8", "replace")
    if not written:
        text = text.split("\n", 1)[1] if text.startswith("#") else text
        text = NO_SPEECH_RE.sub(" ", text)
        text = re.sub(r"(\d)[。，](\d)", r"\1.\2", text)
        text = re.sub(r"(\w)。(?=[a-z])", r"\1.", text)
    text = re.sub(r"={5,}", " ", text).replace("--", ",").replace("’", "'")
    text = re.sub(r" ('\w)", r"\1", text)
    found: list[tuple[str, list[str]]] = []
    for match in WORD_RE.finditer(text):
        if match[0] not in "。，？！.?!,;:":
            found.append((match[0], []))
        elif found:
            found[-1][1].append(match[0])
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
    return Talk(group, path.stem, [word.lower() for word, _ in found], labels, WEIGHT_OF_WRITTEN if written else 1.0)


def is_usable(talk: Talk) -> bool:
    """Leave out bare captions, and talks that the recogniser garbled into very short or endless sentences."""
    stops = sum(label in ((2,), (3,)) for label in talk.labels) / max(1, len(talk.words))
    return talk.weight > 1 or (0.04 < stops < 0.11 and len(talk.words) > 1500)


def load(captions: Sequence[Path], written: Sequence[Path]) -> list[Talk]:
    paths = [
        (path, False) for folder in captions for path in sorted(folder.iterdir()) if path.suffix in (".md", ".txt")
    ]
    paths += [(path, True) for folder in written for path in sorted(folder.rglob("*.ref1.txt"))]
    paths += [(path, True) for folder in written for path in sorted(folder.rglob("*.dev"))]
    owner: dict[int, int] = {}
    talks: list[Talk] = []
    for number, (path, is_written) in enumerate(paths):
        talk = read(path, number, is_written)
        grams = {hash(tuple(talk.words[at : at + 7])) for at in range(len(talk.words) - 7)}
        seen = Counter(owner[gram] for gram in grams if gram in owner)
        group, shared = seen.most_common(1)[0] if seen else (number, 0)
        is_copy = shared > 0.1 * len(grams)
        talk = talk._replace(group=group if is_copy else number)
        for gram in grams:
            owner.setdefault(gram, talk.group)
        if not (is_copy and not is_written):  # the same talk twice
            talks.append(talk)
    return talks


def find_classes(talks: Sequence[Talk]) -> dict[str, str]:
    frequency = Counter(word for talk in talks for word in talk.words)
    ranked = [word for word, _ in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))]
    vocabulary = [word for word in ranked if frequency[word] >= RAREST]
    rows = {word: row for row, word in enumerate(vocabulary)}
    columns = {word: column for column, word in enumerate(ranked[:300])}
    width = len(columns) + 1
    counts = np.zeros((len(vocabulary), 2 * width))
    for talk in talks:
        padded = ["", *talk.words, ""]
        for left, word, right in zip(padded, talk.words, padded[2:], strict=False):
            row = rows.get(word)
            if row is not None:
                counts[row, columns.get(left, width - 1)] += 1
                counts[row, width + columns.get(right, width - 1)] += 1
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.log(counts / expected), nan=0.0, neginf=0.0)
    points = _unit(np.maximum(information, 0.0))
    left, strength, _ = np.linalg.svd(points, full_matrices=False)
    points = _unit(left[:, :60] * strength[:60])
    weights = np.sqrt([frequency[word] for word in vocabulary])
    nearest = _k_means(points, weights)
    common = set(ranked[:COMMON])
    return {
        word: word if word in common else kind_of(word) if word[0].isdigit() else f"#{nearest[row]}"
        for row, word in enumerate(vocabulary)
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


def rows_of(talk: Talk, model: PunctuationModel) -> Iterable[tuple[tuple[str, ...], tuple[int, ...]]]:
    words = ["<"] * PAD + talk.words + [">"] * PAD
    kinds = model.kinds(words)
    last_end = last_mark = PAD - 1
    for at, label in enumerate(talk.labels, PAD):
        yield features(words, kinds, at, last_end, last_mark), label
        if label in ((1,), (2,), (3,)):
            last_mark = at
        if label in ((2,), (3,)):
            last_end = at


def fit(talks: Sequence[Talk], classes: dict[str, str]) -> dict[str, tuple[float, float, float]]:
    model = PunctuationModel({}, classes)
    rows = [(names, label, talk.weight) for talk in talks for names, label in rows_of(talk, model)]
    counts = Counter(name for names, _, _ in rows for name in names)
    index = {name: number for number, name in enumerate(name for name, count in counts.items() if count >= 3)}
    data = [(tuple(index[n] for n in names if n in index), label, weight) for names, label, weight in rows]
    print(f"{len(data)} gaps, {len(index)} features", file=sys.stderr)
    sums = [[0.0] * 4 for _ in index]
    squares = [[0.0] * 4 for _ in index]
    shuffle = random.Random(0).shuffle
    for epoch in range(EPOCHS):
        shuffle(data)
        loss = sum(_learn(numbers, label, weight, sums, squares) for numbers, label, weight in data)
        print(f"epoch {epoch + 1}: loss {loss / len(data):.4f}", file=sys.stderr)
    weights: dict[str, tuple[float, float, float]] = {}
    for name, number in index.items():
        none, *others = (_weight(z, n) for z, n in zip(sums[number], squares[number], strict=False))
        odds = (others[0] - none, others[1] - none, others[2] - none)
        if max(map(abs, odds)) >= SMALLEST:
            weights[name] = odds
    print(f"{len(weights)} features kept", file=sys.stderr)
    return weights


def _weight(z: float, n: float) -> float:
    return 0.0 if abs(z) <= L1 else -(z - math.copysign(L1, z)) / ((1.0 + math.sqrt(n)) / RATE + L2)


def _learn(
    numbers: Sequence[int],
    label: Sequence[int],
    weight: float,
    sums: list[list[float]],
    squares: list[list[float]],
) -> float:
    """One step of FTRL-Proximal; the loss before it."""
    rows = [[_weight(z, n) for z, n in zip(sums[number], squares[number], strict=False)] for number in numbers]
    scores = [sum(column) for column in zip(*rows, strict=False)] if rows else [0.0] * 4
    top = max(scores)
    chances = [math.exp(score - top) for score in scores]
    total = sum(chances)
    chances = [chance / total for chance in chances]
    right = sum(chances[each] for each in label)
    slopes = [weight * chance for chance in chances]
    for each in label:
        slopes[each] -= weight * chances[each] / right
    for number, row in zip(numbers, rows, strict=False):
        z, n = sums[number], squares[number]
        for each, slope in enumerate(slopes):
            if abs(slope) > 1e-4:
                before = n[each]
                n[each] = before + slope * slope
                z[each] += slope - (math.sqrt(n[each]) - math.sqrt(before)) / RATE * row[each]
    return -weight * math.log(right + 1e-12)


def evaluate(talks: Sequence[Talk], model: PunctuationModel, bias: float) -> str:
    counts = {mark: [0, 0, 0] for mark in (",", ".")}
    for talk in talks:
        words = ["<"] * PAD + talk.words + [">"] * PAD
        kinds = model.kinds(words)
        last_end = last_mark = PAD - 1
        for at, label in enumerate(talk.labels, PAD):
            odds = model.scores(words, kinds, at, last_end, last_mark)
            best = max(odds)
            mark = "" if best + bias <= 0 else ",.."[odds.index(best)]
            if mark:
                last_mark = at
                last_end = at if mark == "." else last_end
            if label == UNSURE:
                continue
            wanted = ("", ",", ".", ".")[label[0]]
            for each, count in counts.items():
                count[0] += mark == each == wanted
                count[1] += mark == each != wanted
                count[2] += wanted == each != mark
    return ", ".join(
        f"{name} F1 {2 * a / max(1, 2 * a + b + c):.3f}"
        for name, (a, b, c) in zip(("comma", "stop"), counts.values(), strict=False)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captions", type=Path, nargs="+", required=True)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("src/transcript_fixer/data/punctuation.bin"))
    parser.add_argument("--without", type=int, choices=range(4))
    args = parser.parse_args()
    talks = [talk for talk in load(args.captions, args.written) if is_usable(talk)]
    kept = [talk for talk in talks if args.without is None or talk.group % 4 != args.without]
    print(f"{len(kept)} of {len(talks)} talks", file=sys.stderr)
    classes = find_classes(kept)
    weights = fit(kept, classes)
    packed = {name: pack(*row) for name, row in weights.items()}
    args.out.write_bytes(dump_model(packed, classes))
    print(f"{args.out}: {args.out.stat().st_size} bytes", file=sys.stderr)
    groups = {talk.group for talk in kept}
    held_out = [talk for talk in talks if talk.group not in groups]
    model = PunctuationModel(packed, classes)
    parts = {"captions": [t for t in held_out if t.weight == 1], "written": [t for t in held_out if t.weight > 1]}
    for name, part in parts.items() if held_out else ():
        for bias in (0.0, 0.4):
            print(f"{name}, bias {bias}: {evaluate(part, model, bias)}")


if __name__ == "__main__":
    main()
