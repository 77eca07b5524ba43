"""Builds src/transcript_fixer/lexicons/english.txt from the SCOWL word lists.

    python scripts/build_english.py SCOWL_FOLDER > src/transcript_fixer/lexicons/english.txt

SCOWL_FOLDER holds files like `english-words.10` (in Debian: /usr/share/dict/scowl of the package
scowl). Only what `terms` looks up is kept: of the forms of one word those that the rules of word
formation in `vocabulary` do not reach, and no words of one or two letters.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path

from transcript_fixer.vocabulary import is_formed

LEVELS = (10, 20, 35, 40, 50)
KINDS = ("english", "american", "british", "british_z", "variant_1", "canadian", "australian")
SHORTEST = 3

HEADER = """\
# Ordinary English words, which no fuzzy guess may rewrite, in lower case.
# Forms that the rules in vocabulary.py reach from a word listed here are left out.
# Words that begin with the same two letters share a line.
# Built by scripts/build_english.py from SCOWL (http://wordlist.aspell.net), levels 10 to 50.
# The collective work is Copyright 2000-2018 by Kevin Atkinson. Permission to use, copy, modify,
# distribute and sell these word lists, the associated scripts, the output created from the scripts,
# and its documentation for any purpose is hereby granted without fee, provided that the above
# copyright notice appears in all copies and that both that copyright notice and this permission
# notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied
# warranty.
"""


def main() -> None:
    folder = Path(sys.argv[1])
    words: set[str] = set()
    for kind in KINDS:
        for shelf in ("words", "upper", "proper-names", "abbreviations"):
            for level in LEVELS:
                path = folder / f"{kind}-{shelf}.{level}"
                if path.exists():
                    words.update(path.read_text("latin-1").lower().split())
    words = {word.removesuffix("'s") for word in words}
    words = {word for word in words if re.fullmatch("[a-z]+", word)}
    listed: set[str] = set()
    for word in sorted(words, key=lambda word: (len(word), word)):
        if len(word) >= SHORTEST and not is_formed(word, listed):
            listed.add(word)
    lines = (" ".join(alike) for _, alike in groupby(sorted(listed), key=lambda word: word[:2]))
    sys.stdout.write(HEADER + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
