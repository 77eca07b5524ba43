"""How likely a word is to stand in an editor's title: by what it is, and by how a segment says it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress, repeat
from math import exp, log
from operator import mul
from typing import NamedTuple, TypeAlias

from transcript_fixer.segments.kinds import VAGUE, is_address, is_adverb, word_set
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.stems import STEM_LETTERS
from transcript_fixer.segments.title_weights import Weights
from transcript_fixer.segments.wording import MOST_STRESS, Wording
from transcript_fixer.vocabulary import english, is_formed

OPENING = 90  # tokens that announce the subject; behind them, phrases are runs of terms
_FIRST_SAID = 200  # tokens: a word said once is said among them
STRESSED = 0.6  # of a sentence: it opens a matter of its own, wherever in the segment it stands
OFTEN = 3  # times: a word said so often is not misheard
_LEAST = -3.6  # logit, under which a word is not looked at
_LIKELY = 20  # words that are looked at
_ANNOUNCING = word_set(
    "about called introduce introducing introduces into regarding consider discuss discussing named explore cover"
    " covering meet call"
)
_GREETING = word_set("you thanks hi hello hey welcome")

Said: TypeAlias = tuple[int, int, int, int, bool]
"""How often a word is said, and its forms; at what place it is said first, and any form; and whether it is announced.

A tuple without names, which is made in a fifth of the time."""

_Term: TypeAlias = tuple[str, float, int, str, int]
"""A word, its own part of the logit, how often it is said, its stem, and where it is said first."""


def find_words(wording: Wording, weights: Weights) -> dict[str, Said]:
    """The words of a segment that may be a word of the title, if they are not misheard.

    >>> from transcript_fixer.segments.title_weights import load_weights
    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["This is about bridges.", "A bridge is heavy."]], "en")
    >>> find_words(wording, load_weights())
    {'bridges': (1, 2, 3, 3, True), 'bridge': (1, 2, 5, 3, False), 'heavy': (1, 1, 7, 7, False)}
    """
    announced = _announced(wording)
    terms, forms, nearest = _find_terms(wording, weights)
    return {
        word: (times, forms[stem], place, nearest[stem], word in announced) for word, _, times, stem, place in terms
    }


def _announced(wording: Wording) -> set[str]:
    opening = wording.words[: OPENING + 2]
    if _ANNOUNCING.isdisjoint(opening):
        return set()
    announcing = compress(range(OPENING), map(_ANNOUNCING.__contains__, opening))
    return {near for at in announcing for near in opening[at + 1 : at + 3]}


def _find_terms(wording: Wording, weights: Weights) -> tuple[list[_Term], dict[str, int], dict[str, int]]:
    """The words, and how often and where first the forms of each stem are said."""
    by_word = _sums(weights).word
    stress = wording.stress
    terms: list[_Term] = []
    for word, places in wording.again.items():
        known = by_word[word]
        if known:
            logit, stem = known
            terms.append((word, logit, len(places), stem, places[0]))
    for word, place in wording.once.items():
        if place <= _FIRST_SAID or stress[place] > STRESSED:
            known = by_word[word]
            if known:
                logit, stem = known
                terms.append((word, logit, 1, stem, place))
    forms: dict[str, int] = {}
    nearest: dict[str, int] = {}
    for _, _, times, stem, place in terms:
        if stem in forms:
            forms[stem] += times
            if place < nearest[stem]:
                nearest[stem] = place
        else:
            forms[stem] = times
            nearest[stem] = place
    return terms, forms, nearest


def is_known(word: str, times: int, place: int, wording: Wording, weights: Weights) -> bool:
    """Whether a word is said often, known, or written as a name: any other may be misheard.

    >>> from transcript_fixer.segments.title_weights import load_weights
    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["The glorbix of Ptolemy has a tensor."]], "en")
    >>> said = {"glorbix": 1, "ptolemy": 3, "tensor": 6}
    >>> [is_known(word, 1, place, wording, load_weights()) for word, place in said.items()]
    [False, True, True]
    """
    if times >= OFTEN or word in weights.talks or _is_listed(word):
        return True
    return place not in wording.initial and not wording.written[place].islower()


def said_features(word: str, said: Said, wording: Wording) -> tuple[float, ...]:
    """What may make a word one of the title, by how it is said."""
    times, like, _, nearest, announced = said
    often, forms, early = log(times), log(like), log(1 + nearest)
    opens = float(nearest < wording.first_end)
    stress = max(map(wording.stress.__getitem__, wording.find(word)))
    return (often, often * often, forms, forms * forms, early, early * early, opens, float(announced), stress)


def word_features(word: str, weights: Weights) -> tuple[float, ...]:
    """What may make a word one of a title, whoever says it."""
    known, suffix = log(1 + weights.talks.get(word, 0)), word[-3:]
    noun = weights.nouns.get(word, 0.0)
    affinity = weights.affinities.get(word[:STEM_LETTERS], weights.affinity)
    letters = min(len(word), 12)
    return (
        known,
        known * known,
        noun,
        noun * noun,
        affinity,
        affinity * affinity,
        letters,
        letters * letters,
        float(suffix[1:] == "ed"),
        float(suffix == "ing"),
        float(not word.isalpha() and any(map(str.isdecimal, word))),
    )


class Sums(NamedTuple):
    """The parts of a word's logit, each remembered by what it depends on."""

    word: Remembered[str, tuple[float, str] | None]
    """With its first letters, by which its forms are counted; None for what is vague, an adverb or an address."""
    times: Remembered[int, float]
    forms: Remembered[int, float]
    place: Remembered[int, float]


@lru_cache(maxsize=4)
def _sums(weights: Weights) -> Sums:
    times, times2, forms, forms2, place, place2, *_ = weights.said or repeat(0.0, 6)

    def word(word: str) -> tuple[float, str] | None:
        if word in VAGUE or is_adverb(word) or is_address(word):
            return None
        return weights.bias + float(sum(map(mul, weights.words, word_features(word, weights)))), word[:STEM_LETTERS]

    return Sums(
        Remembered(word),
        Remembered(lambda count: times * log(count) + times2 * log(count) ** 2),
        Remembered(lambda count: forms * log(count) + forms2 * log(count) ** 2),
        Remembered(lambda at: place * log(1 + at) + place2 * log(1 + at) ** 2),
    )


def word_likelihoods(wording: Wording, weights: Weights) -> dict[str, float]:
    """How likely each term is to be in the title, without those that hardly are.

    The logit is the sum of `said_features` and `word_features`, weighed.
    """
    _, by_times, by_forms, by_place = _sums(weights)
    *_, if_opens, if_announced, if_stressed = weights.said
    words, stress, again, talks = wording.words, wording.stress, wording.again, weights.talks
    least = _LEAST - max(0.0, if_stressed) * MOST_STRESS
    first_end = wording.first_end
    announced = _announced(wording)
    terms, forms, nearest = _find_terms(wording, weights)
    logits: list[tuple[float, str]] = []
    for word, logit, times, stem, place in terms:
        near = nearest[stem]
        logit += by_place[near]
        if times > 1:
            logit += by_times[times]
        like = forms[stem]
        if like > 1:
            logit += by_forms[like]
        if near < first_end:
            logit += if_opens
        if word in announced:
            logit += if_announced
        if logit <= least:
            continue
        logit += if_stressed * (stress[place] if times == 1 else max(map(stress.__getitem__, again[word])))
        if logit > _LEAST and (word in talks or is_known(word, times, place, wording, weights)):
            if words[place - 1] in _GREETING and _is_greeted(wording, place):
                continue
            logits.append((-logit, word))
    logits.sort()
    return {word: 1 / (1 + exp(less)) for less, word in logits[:_LIKELY]}


@lru_cache(maxsize=1 << 15)
def _is_listed(word: str) -> bool:
    """Whether every part of a word is English."""
    return all(part in english() or is_formed(part, english()) for part in re.findall(r"[^\W\d_]+", word))


def _is_greeted(wording: Wording, at: int) -> bool:
    """Whether a name behind such a word is that of somebody who is thanked or greeted: "Thank you Deborah."."""
    words, behind = wording.words, at + 1
    if not at or wording.written[at].islower() or (behind < len(words) and wording.follows(behind)):
        return False
    return words[at - 1] != "you" or words[max(0, at - 2)] == "thank"
