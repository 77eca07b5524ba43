"""Capitals: sentence starts, I, and names as the rest of the talk writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_PRONOUN_RE = re.compile(r"i(?:['’](?:m|ll|ve|d|re|s))?", re.IGNORECASE)
_FIRST_LETTER_RE = re.compile(r"[\"'“‘(\[¿¡]*([^\W\d_])")


class Casing:
    """How a talk writes each word where no sentence starts."""

    def __init__(self) -> None:
        self.lower: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.forms: dict[str, Counter[str]] = {}
