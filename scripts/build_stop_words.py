#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["stopwordsiso"]
# ///
"""Builds src/transcript_fixer/lexicons/stop-words.txt from the package stopwordsiso (MIT licence).

    python scripts/build_stop_words.py > src/transcript_fixer/lexicons/stop-words.txt

Of each language that a talk may be in and that spaces its words, but English, the words that name no subject. Left out
is what is no single word of three letters or more: shorter ones are no terms anyhow.
"""

from __future__ import annotations

import string
import sys

from stopwordsiso import stopwords

LANGUAGES = ["ar", "cs", "de", "el", "es", "fr", "he", "hi", "hu", "it", "ko", "nl", "pl", "pt", "ru", "uk", "vi"]
SHORTEST = 3
NO_LETTERS = {*string.digits, *string.punctuation, *string.whitespace}
SHORTEST_KOREAN = 2

HEADER = """\
# Words that name no subject, by language, in lower case.
# Built by scripts/build_stop_words.py from the PyPI package stopwordsiso (MIT licence).
"""


def main() -> None:
    lines = []
    for language in LANGUAGES:
        least = SHORTEST_KOREAN if language == "ko" else SHORTEST
        words = sorted(
            word.lower() for word in stopwords(language) if len(word) >= least and not set(word) & NO_LETTERS
        )
        lines.append(f"{language}: {' '.join(dict.fromkeys(words))}")
    sys.stdout.write(HEADER + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
