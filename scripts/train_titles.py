#!/usr/bin/env python3
"""Count how likely a word is to stand in the title that a careful reader gave a segment.

    PYTHONPATH=src python scripts/train_titles.py GOLD --out src/transcript_fixer/data/titles.json

GOLD is the folder of train_segments.py. A logistic regression over `titles.word_features` of the annotated segments;
also written: in how many talks each frequent word is used. Needs numpy, scikit-learn and what train_segments.py needs.
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect_left
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from train_segments import Document, read_talks

from transcript_fixer.segments.titles import word_features
from transcript_fixer.segments.wording import count_words, is_term

TALKS = 4  # that use a word, for it to be written
STEM = 5


def annotated(document: Document, folder: Path) -> list[tuple[list[str], str]]:
    """The sentences and the title of each segment of the first annotator."""
    units = json.loads((folder / f"{document.name}.units.json").read_text("utf-8"))
    text_units = [at for at, unit in enumerate(units) if unit[2] == "TXT"]
    segments = json.loads((folder / f"{document.name}.A.json").read_text("utf-8"))["segments"]
    tops = [segment for segment in segments if segment["level"] == 1]
    starts = [0, *(bisect_left(text_units, top["start"]) for top in tops[1:])]
    ends = [*starts[1:], len(units)]
    said = list(zip(document.units, document.passages, strict=True))
    return [
        ([passage.text for unit, passage in said if start <= unit < end], top["title"])
        for start, end, top in zip(starts, ends, tops, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    documents = list(read_talks(args.gold))
    talks: Counter[str] = Counter()
    talk_wordings = []
    for document in documents:
        segments = [each for each in annotated(document, args.gold) if each[0]]
        wordings = count_words([part for part, _ in segments], document.language)
        talk_wordings.append((segments, wordings))
        talks.update({word for wording in wordings for word in wording.counts if is_term(word)})
    common = {word: count for word, count in sorted(talks.items()) if count >= TALKS}
    rows, targets = [], []
    for segments, wordings in talk_wordings:
        for (_, title), wording in zip(segments, wordings, strict=True):
            stems = {word[:STEM] for word in re.findall(r"[^\W_]+", title.lower())}
            for word, values in word_features(wording, common).items():
                rows.append(values)
                targets.append(any(piece[:STEM] in stems for piece in re.findall(r"[^\W_]+", word)))
    model = LogisticRegression(C=1.0, max_iter=1000).fit(np.array(rows), targets)
    features = [round(float(weight), 3) for weight in model.coef_[0]]
    stored = {"bias": round(float(model.intercept_[0]), 3), "features": features, "talks": common}
    args.out.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
