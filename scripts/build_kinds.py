"""Builds lexicons/adjectives.txt and lexicons/verbs.txt from the lexicon of Brill's tagger.

    PYTHONPATH=src python scripts/build_kinds.py EN_LEXICON src/transcript_fixer/lexicons

EN_LEXICON has a word and its usual part of speech a line (textblob/en/en-lexicon.txt of the
package textblob on PyPI). Only what `titles` looks up is kept: listed English words whose usual
part of speech cannot end a title, without the common words and without endings that tell.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from transcript_fixer.segments.evidence import common_words
from transcript_fixer.segments.titles import NO_NOUN
from transcript_fixer.vocabulary import english, is_formed

KINDS = {
    "adjectives": ("JJ", "JJR", "JJS"),
    "verbs": ("VB", "VBP", "VBZ", "VBD", "VBN", "RB", "RBR", "IN", "MD", "UH", "CC", "DT", "PRP", "WRB"),
}

HEADER = """\
# Words that are {kind} more often than anything else; a title does not end in one.
# Built by scripts/build_kinds.py from the lexicon of Brill's rule-based tagger 1.14.
# Copyright 1993 by the Massachusetts Institute of Technology and the University of Pennsylvania.
# All rights reserved. MIT license.
"""


def main() -> None:
    usual = dict(line.split(" ") for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.count(" ") == 1)
    for name, tags in KINDS.items():
        words = sorted(
            word
            for word in usual.keys() - common_words()
            if usual[word] in tags
            and re.fullmatch("[a-z]{3,}", word)
            and not word.endswith((*NO_NOUN, "ing"))
            and (word in english() or is_formed(word, english()))
        )
        kind = "verbs or adverbs" if name == "verbs" else name
        text = HEADER.format(kind=kind) + "\n".join(words) + "\n"
        Path(sys.argv[2], f"{name}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
