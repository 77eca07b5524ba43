"""Signposts: how speakers tell their listeners where they are in a talk.

"Moving on to", "to wrap up", "any questions", "the second thing": there are more ways to say so than
any number of annotated talks has. So they are listed by what they do, in
lexicons/signposts.txt, and only what each kind is worth has to be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import TypeAlias

from transcript_fixer.resources import files

Signs: TypeAlias = "dict[str, tuple[frozenset[str], Signs]]"
"""For a word the kinds of signposts that it completes, and the words that may follow it."""

READ = 24  # words of a sentence: a plan or a summing up may be announced behind its subject
# What may stand before the word that opens a sentence in earnest.
_BEFORE = frozenset(
    (
        *("so", "and", "okay", "ok", "now", "but", "then", "all", "right", "alright", "well", "yeah", "yes"),
        *("um", "uh", "you", "know", "cool", "great", "anyway", "anyways"),
    )
)
_PART_RE = re.compile(r"\[[^\[\]]*\]|[^\s\[\]]+")
_MARKED_RE = re.compile(r"([>^])\[([^\[\]]*)\]")


@cache
def load_signs() -> Signs:
    return read_signs(files("transcript_fixer").joinpath("lexicons/signposts.txt").read_text("utf-8"))


def read_signs(text: str) -> Signs:
    """The lines of the word list, as a tree of words.

    >>> read_signs("last: >[finally|lastly]")
    {'>finally': (frozenset({'last'}), {}), '>lastly': (frozenset({'last'}), {})}
    """
    root: Signs = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, pattern = line.split(": ", 1)
        for phrase in _spell_out(pattern):
            node = root
            for word in phrase[:-1]:
                node = node.setdefault(word, (frozenset(), {}))[1]
            kinds, following = node.get(phrase[-1], (frozenset(), {}))
            node[phrase[-1]] = (kinds | {kind}, following)
    return root


def _spell_out(pattern: str) -> Iterator[list[str]]:
    parts = [part[1:-1].split("|") if part[0] == "[" else [part] for part in _PART_RE.findall(_share_marks(pattern))]
    for choice in product(*parts):
        yield " ".join(choice).split()


def _share_marks(pattern: str) -> str:
    """`>[a|b]` is `[>a|>b]`."""
    return _MARKED_RE.sub(lambda found: f"[{'|'.join(found[1] + each for each in found[2].split('|'))}]", pattern)


def find_signposts(words: Sequence[str], signs: Signs) -> set[str]:
    """The kinds of signposts among the first words of a sentence.

    >>> sorted(find_signposts(["okay", "so", "moving", "on", "to", "mice"], load_signs()))
    ['go on', 'so']
    >>> find_signposts(["mice", "eat", "cheese"], load_signs())
    set()
    """
    found: set[str] = set()
    if not words:
        return found
    read = words[:READ]
    starts = [(at, word) for at, word in enumerate(read) if word in signs]
    starts.append((0, f"^{words[0]}"))
    for at, word in enumerate(read):
        starts.append((at, f">{word}"))
        if word not in _BEFORE:
            break
    size = len(words)
    for at, word in starts:
        node = signs.get(word)
        while node:
            kinds, following = node
            if kinds:
                found |= kinds
            at += 1
            if not following or at >= size:
                break
            node = following.get(words[at])
    return found
