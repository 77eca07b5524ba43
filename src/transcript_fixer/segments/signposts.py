"""Signposts: how speakers tell their listeners where they are in a talk.

"Moving on to", "to wrap up", "any questions", "the second thing": there are more ways to say so than
any number of annotated talks has. So they are listed by what they do, in
lexicons/signposts.txt, and only what each kind is worth has to be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, compress, count, islice, product
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
_NONE: frozenset[str] = frozenset()
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


@cache
def _beginnings() -> tuple[frozenset[tuple[str, str]], frozenset[str], Signs, Signs, frozenset[str]]:
    """The first two words of signposts that may stand anywhere, those of one word, those bound to the start of a
    sentence, to its start in earnest, and all words that a sentence with one of the bound ones may start with.

    Most words that may open a signpost do not, so two are looked up at once.
    """
    signs = load_signs()
    anywhere = {word: node for word, node in signs.items() if word[0] not in "^>"}
    pairs = frozenset((word, second) for word, (_, following) in anywhere.items() for second in following)
    alone = frozenset(word for word, (kinds, _) in anywhere.items() if kinds)
    at_start, in_earnest = ({word[1:]: node for word, node in signs.items() if word[0] == mark} for mark in "^>")
    return pairs, alone, at_start, in_earnest, _BEFORE.union(at_start, in_earnest)


def find_signposts(sentences: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """The kinds of signposts among the first words of each sentence.

    >>> moving, eating = find_signposts([["okay", "so", "moving", "on", "to", "mice"], ["mice", "eat", "cheese"]])
    >>> sorted(moving), eating
    (['go on', 'so'], frozenset())
    """
    pairs, alone, at_start, in_earnest, leading = _beginnings()
    signs = load_signs()
    found = [_NONE] * len(sentences)  # one for all: most have none
    for number, sentence in enumerate(sentences):
        if not sentence:
            continue
        if not alone.isdisjoint(sentence):
            found[number] = _NONE.union(*(signs[word][0] for word in alone.intersection(sentence[:READ])))
        first = sentence[0]
        if first in leading:
            if first in at_start:
                found[number] |= _follow(sentence, 0, at_start[first])
            for at, word in enumerate(islice(sentence, READ)):
                if word in in_earnest:
                    found[number] |= _follow(sentence, at, in_earnest[word])
                if word not in _BEFORE:
                    break
    words = [*chain.from_iterable(sentences)]
    ends = [*accumulate(map(len, sentences))]
    number = 0
    two_by_two = zip(words, islice(words, 1, None), strict=False)  # in one tuple again and again, unlike pairwise
    for at in compress(count(), map(pairs.__contains__, two_by_two)):
        while ends[number] <= at:
            number += 1
        sentence = sentences[number]
        place = at - ends[number] + len(sentence)
        if place < READ and (kinds := _follow(sentence, place, signs[words[at]])):
            found[number] |= kinds
    return found


def _follow(words: Sequence[str], at: int, node: tuple[frozenset[str], Signs] | None) -> frozenset[str]:
    """The kinds of the signposts that go on from a word."""
    found = _NONE
    while node:
        kinds, following = node
        if kinds:
            found = found | kinds if found else kinds
        at += 1
        if not following or at >= len(words):
            break
        node = following.get(words[at])
    return found
