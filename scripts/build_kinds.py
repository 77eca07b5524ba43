"""Builds lexicons/adjectives.txt and lexicons/verbs.txt from the lexicon of Brill's tagger.

    PYTHONPATH=src python scripts/build_kinds.py EN_LEXICON src/transcript_fixer/lexicons

EN_LEXICON has a word and its usual part of speech a line (textblob/en/en-lexicon.txt of the
package textblob on PyPI). Only what `kinds` looks up is kept: listed English words whose usual
part of speech cannot end a title, without the common words and without endings that tell.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.kinds import NO_NOUN
from transcript_fixer.vocabulary import english, is_formed

KINDS = {
    "adjectives": ("JJ", "JJR", "JJS"),
    "verbs": ("VB", "VBP", "VBZ", "VBD", "VBN", "RB", "RBR", "IN", "MD", "UH", "CC", "DT", "PRP", "WRB"),
}

HEADER = """\
# Words that are {kind} more often than anything else; a title does not end in one.
# Built by scripts/build_kinds.py from the lexicon of Brill's rule-based tagger 1.14 (1992).
# A few words were added to it from the Twitter part-of-speech data of Gimpel and others (2011), CC BY 3.0.
# Copyright 1993 by the Massachusetts Institute of Technology and the University of Pennsylvania.
# All rights reserved. MIT license: Permission is hereby granted, free of charge, to any person obtaining a copy
# of this software and associated documentation files (the "Software"), to deal in the Software without
# restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute,
# sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
# so, subject to the following conditions: The above copyright notice and this permission notice shall be
# included in all copies or substantial portions of the Software. The software is provided "as is", without
# warranty of any kind, express or implied, including but not limited to the warranties of merchantability,
# fitness for a particular purpose and noninfringement. In no event shall the authors or copyright holders be
# liable for any claim, damages or other liability, whether in an action of contract, tort or otherwise, arising
# from, out of or in connection with the software or the use or other dealings in the software.
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
