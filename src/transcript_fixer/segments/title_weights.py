"""What was fitted on the titles that careful readers gave (scripts/train_titles.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from transcript_fixer.resources import files


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """`words`, `said` and `phrases` weigh what `word_features` and its sisters find, `bias` what they do not.

    `talks` says in how many of the talks that it was counted on a word is used, `nouns` how
    much more often it ends a noun phrase there than it is said as a verb or an adjective, and
    `affinities` how often words that begin so come into a title, where they are said (`affinity`
    for all others): logarithms of the odds, and of the share.
    """

    bias: float
    words: tuple[float, ...]
    said: tuple[float, ...]
    phrases: tuple[float, ...]
    talks: dict[str, int]
    nouns: dict[str, float]
    affinities: dict[str, float]
    affinity: float


@cache
def load_weights() -> Weights:
    stored = json.loads(files("transcript_fixer").joinpath("data/titles.json").read_text("utf-8"))
    words, said, phrases = (tuple(stored[name]) for name in ("words", "said", "phrases"))
    counted = stored["talks"], stored["nouns"], stored["affinities"]
    return Weights(stored["bias"], words, said, phrases, *counted, stored["affinity"])
