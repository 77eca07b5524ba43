"""What a segment is about: the words and phrases that may be its title.

How likely a word is to stand in an editor's title, and all words of a phrase, was fitted on
titles that careful readers gave (scripts/train_titles.py). Phrases are what the opening sentences
announce: a noun phrase with what is said of it behind a preposition ("cost of failure"), a deed
("adding a private version"), a question that can stand alone. An exact search chooses those
that bring most within the words of a title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, compress, repeat
from math import exp, log
from operator import mul
from typing import NamedTuple, TypeAlias, TypeVar

from transcript_fixer.resources import files
from transcript_fixer.segments.evidence import common_words
from transcript_fixer.segments.wording import Wording, is_term
from transcript_fixer.vocabulary import english, is_formed

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_MOST_REMEMBERED = 1 << 15
_PHRASE = 7  # tokens
_OPENING = 90  # tokens that announce the subject; behind them, phrases are runs of terms
_FIRST_SAID = 200  # tokens: a word said once is said among them
_OFTEN = 3  # times: a word said so often is not misheard
_CONTRAST = 2  # a word is part of a longer term if one in so many times it is said there
_LEAST = -3.6  # logit, under which a word is not looked at
_LIKELY = 20  # words that are looked at
_WEIGHED = 16  # phrases that are looked at
_SEARCHED = 14  # phrases among which the title is searched for
_QUESTION_WORDS = 8
# The worth of a phrase: the likelihoods of its words, `_READING` times the odds that a reader has all of them,
# `_WORTH` for each word, because eight are not many, and less `_COST`, so that "cost of failure" is not taken apart.
# Questions say what is answered, complements what is said of a thing: both are for the reader's sake. Chosen
# together on talks left out of the fit, where half or twice of any of them finds up to .02 fewer words.
_READING = 0.1
_WORTH = 0.2
_COST = 0.2
_QUESTION = 0.9
_LINKED = 0.15
_NUMBER = 0.15  # likelihood of a number that stands behind a term: "PEP 519"
_VERB = -1.2  # logit of being a noun, under which a word is a verb or an adjective
_NOUN = 1.0  # the same, above which a word is a noun, whatever the lists say
_NAMED_DEED = 0.7  # the same for a word in -ing that stands alone: "packaging"
_STEM = 5
_FORM = 3  # letters: a word so short is no form of a longer one
NO_NOUN = ("ed", "ly", "ous", "able", "ible", "ful", "ify", "ize", "izes", "ates", "ish")


def word_set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LINKS = word_set("of for in with from on to as and versus without between into")
_COMPLEMENTS = word_set("of for in with")
_ARTICLES = word_set("a an the your my our their its")  # inside a title
DETERMINERS = word_set("a an the your my our their its this these those some each every")
_ANNOUNCING = word_set(
    "about called introduce introducing introduces into regarding consider discuss discussing named explore cover"
    " covering meet call"
)
VERB_BEFORE = word_set("to i we you they can will could would should let's must don't didn't not he she who")
VERB_BEHIND = word_set("is are was were has have can will does do that which who")
_BE = word_set("is are was were be it's that's here's what's there's called")
# Words in -ing that do not name what is done, and vague words that are not in the common words.
_NO_DEED = word_set(
    "going talking doing saying looking having being thinking trying coming something anything nothing everything"
    " thing during according interesting amazing giving telling showing wondering starting happening missing"
    " seeing hearing moving asking assuming existing following regarding involving including concerning putting"
    " covering"
)
_VAGUE = word_set(
    "thing things way ways lot lots kind kinds bunch side sides stuff piece pieces term terms bit guys folks hello"
    " everybody everyone thanks ado minute minutes second seconds moment session sessions sentence slide slides"
    " talk talks couple cetera etc two three four five six seven eight nine ten dozen hundred thousand million"
    " millions billion mr mrs ms dr morning afternoon today tomorrow yesterday"
)
_LEADS = word_set("so and but now okay well then first next")
_ASKING = word_set("what why how which who where when is are should does do can")
# A question that leans on what was said before is no title.
_LEANING = word_set(
    "it this that they them he she those these here there i its their me my guys anyone anybody everyone everybody"
)


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


Said: TypeAlias = tuple[int, int, int, bool, bool]
"""How often a word and its forms are said, at what place first, whether in the first sentence, and announced.

A tuple without names, which is made in a fifth of the time."""


def find_words(wording: Wording, weights: Weights) -> dict[str, Said]:
    """The words of a segment that may be a word of the title."""
    words, written, counts = wording.words, wording.written, wording.counts
    size = len(words)
    terms_only = _sums(weights).word
    first = dict(zip(reversed(words), range(size - 1, -1, -1), strict=True))
    opening = wording.starts[1] if len(wording.starts) > 1 else 0
    announcing = compress(range(_OPENING), map(_ANNOUNCING.__contains__, words[:_OPENING]))
    announced = {near for at in announcing for near in words[at + 1 : at + 3]}
    terms = [
        word
        for word in counts.keys() - _passed_over()
        if (counts[word] > 1 or first[word] <= _FIRST_SAID) and terms_only[word] is not None
    ]
    forms: dict[str, int] = {}
    for word in terms:
        stem = word[:_STEM]
        forms[stem] = forms.get(stem, 0) + counts[word]
    said: dict[str, Said] = {}
    for word in terms:
        place, times = first[word], counts[word]
        is_known = times >= _OFTEN or word in weights.talks or _is_listed(word)
        if not is_known and (place in wording.starts or written[place].islower()):
            continue  # not a name either: it may be misheard
        said[word] = (times, forms[word[:_STEM]], place, place < opening, word in announced)
    return said


@cache
def _passed_over() -> frozenset[str]:
    return common_words() | _VAGUE


def said_features(said: Said) -> tuple[float, ...]:
    """What may make a word one of the title, by how it is said."""
    times, like, place, opens, announced = said
    often, forms, early = log(times), log(like), log(1 + place)
    return (often, often * often, forms, forms * forms, early, early * early, float(opens), float(announced))


def word_features(word: str, weights: Weights) -> tuple[float, ...]:
    """What may make a word one of a title, whoever says it."""
    known, suffix = log(1 + weights.talks.get(word, 0)), word[-3:]
    noun = weights.nouns.get(word, 0.0)
    affinity = weights.affinities.get(word[:_STEM], weights.affinity)
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


class _Remembered(dict[_Key, _Value]):
    """What a function returns, remembered: faster than `lru_cache`, and asked a hundred thousand times."""

    def __init__(self, function: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[key] = value = self.function(key)
        return value


class Sums(NamedTuple):
    """The parts of a word's logit, each remembered by what it depends on."""

    word: _Remembered[str, float | None]
    """None for what is no term, or an adverb."""
    times: _Remembered[int, float]
    forms: _Remembered[int, float]
    place: _Remembered[int, float]
    is_noun: _Remembered[str, bool]
    is_verb: _Remembered[str, bool]


@lru_cache(maxsize=4)
def _sums(weights: Weights) -> Sums:
    times, times2, forms, forms2, place, place2, *_ = weights.said or repeat(0.0, 6)

    def word(word: str) -> float | None:
        if not is_term(word) or _is_adverb(word):
            return None
        return weights.bias + float(sum(map(mul, weights.words, word_features(word, weights))))

    return Sums(
        _Remembered(word),
        _Remembered(lambda count: times * log(count) + times2 * log(count) ** 2),
        _Remembered(lambda count: forms * log(count) + forms2 * log(count) ** 2),
        _Remembered(lambda at: place * log(1 + at) + place2 * log(1 + at) ** 2),
        _Remembered(lambda word: _is_noun(word, weights.nouns)),
        _Remembered(lambda word: _is_verb(word, weights.nouns)),
    )


def word_likelihoods(wording: Wording, weights: Weights) -> dict[str, float]:
    """How likely each term is to be in the title, without those that hardly are.

    The logit is the sum of `said_features` and `word_features`, weighed.
    """
    by_word, by_times, by_forms, by_place = _sums(weights)[:4]
    *_, if_opens, if_announced = weights.said
    logits: dict[str, float] = {}
    for word, (times, forms, place, opens, announced) in find_words(wording, weights).items():
        logit = (by_word[word] or 0.0) + by_times[times] + by_forms[forms] + by_place[place]
        if opens:
            logit += if_opens
        if announced:
            logit += if_announced
        if logit > _LEAST:
            logits[word] = logit
    likeliest = sorted(logits, key=lambda word: (-logits[word], word))[:_LIKELY]
    return {word: 1 / (1 + exp(-logits[word])) for word in likeliest}


@lru_cache(maxsize=1 << 15)
def _is_listed(word: str) -> bool:
    """Whether every part of a word is English."""
    return all(part in english() or is_formed(part, english()) for part in re.findall(r"[^\W\d_]+", word))


def find_phrases(wording: Wording, likelihoods: dict[str, float], weights: Weights) -> dict[tuple[str, ...], list[int]]:
    """Phrases that may be a title, or part of one, and where they are said.

    One or more terms in a row; with what is said of them behind a preposition; with the word
    in -ing before them, in the opening; runs of terms from everywhere.
    """
    words = wording.words
    starts = set(wording.starts)
    found: dict[tuple[str, ...], list[int]] = {}
    opened = [
        at
        for at, word in enumerate(words[:_OPENING])
        if word in likelihoods or word in _ASKING or (word.endswith("ing") and word not in _NO_DEED)
    ]
    behind = compress(range(_OPENING, len(words)), map(likelihoods.__contains__, words[_OPENING:]))
    for at in chain(opened, behind):
        word = words[at]
        likely = word in likelihoods
        opening = at < _OPENING
        if word in _ASKING:
            if question := _question(wording, at, likelihoods):
                found.setdefault(question, []).append(at)
            continue
        if not likely and word not in common_words():
            continue
        links = 0
        if likely:
            found.setdefault((word,), []).append(at)
            if not opening and (at + 1 >= len(words) or words[at + 1] not in likelihoods):
                continue
        stems = {stem_of(word)}
        here = at + 1
        end = min(len(words), at + (_PHRASE if opening else 3))
        while here < end:
            word = words[here]
            if not (opening or word in likelihoods) or here in starts or not wording.follows(here):
                break
            if word in likelihoods:
                if stem_of(word) in stems:
                    break
                stems.add(stem_of(word))
                found.setdefault(tuple(words[at : here + 1]), []).append(at)
            elif len(word) < 5 and words[here - 1] in likelihoods and word.replace(".", "").isdecimal():
                found.setdefault(tuple(words[at : here + 1]), []).append(at)
            elif word in LINKS and links < 2 and words[here - 1] not in LINKS and words[here - 1] not in _ARTICLES:
                links += 1
            elif not (
                word in _ARTICLES and (words[here - 1] in LINKS or (here == at + 1 and words[at].endswith("ing")))
            ):
                break
            here += 1
    return {phrase: places for phrase, places in found.items() if _can_stand(phrase, weights)}


def _question(wording: Wording, at: int, likelihoods: dict[str, float]) -> tuple[str, ...]:
    """The question that starts here, or how to do something, if it can stand alone."""
    words = wording.words
    end = min(len(words), at + _QUESTION_WORDS)
    close = at + 1
    while close < end and wording.follows(close):
        close += 1
    asked = tuple(words[at:close])
    if (
        not _LEANING.isdisjoint(asked)
        or "many" in asked[:2]
        or "do you" in " ".join(asked)
        or not any(word in likelihoods for word in asked)
    ):
        return ()
    initial = at in wording.starts or (at - 1 in wording.starts and words[at - 1] in _LEADS)
    if initial and len(asked) > 2 and wording.written[close - 1].endswith("?"):
        return asked
    return ()


def phrase_features(
    phrase: tuple[str, ...], places: Sequence[int], wording: Wording, likelihoods: dict[str, float], weights: Weights
) -> tuple[float, ...]:
    """What may make a phrase the title, or part of it."""
    words = wording.words
    at = places[0]
    end = at + len(phrase)
    before = words[at - 1] if at and wording.follows(at) else ""
    ahead = words[at - 2] if before in DETERMINERS and at > 1 else before
    closed = end >= len(words) or not wording.follows(end)
    behind = "" if closed else words[end]
    terms = [likelihoods.get(word, _NUMBER) for word in phrase if word in likelihoods or word[0].isdecimal()]
    several = len(terms)
    last = phrase[-1]
    return (
        sum(terms),
        max(terms, default=0.0),
        min(terms, default=0.0),
        several,
        len(phrase) - several,
        several == 1,
        log(1 + at),
        log(len(places)),
        ahead in _BE,
        before in VERB_BEFORE,
        before in likelihoods,
        behind in likelihoods,
        behind in VERB_BEHIND,
        closed,
        last.endswith("ing"),
        last.endswith("ed"),
        not _COMPLEMENTS.isdisjoint(phrase),
        "and" in phrase,
        phrase[0] in _ASKING,
    )


class Phrase(NamedTuple):
    """A phrase, what it is worth in a title, and the stems of its likely words."""

    worth: float
    words: tuple[str, ...]
    stems: frozenset[str]
    is_listable: bool

    @property
    def asks(self) -> bool:
        return self.words[0] in _ASKING


def weigh_phrases(wording: Wording) -> list[Phrase]:
    """The best phrases, best first: the words that they bring, and how well they read."""
    weights = load_weights()
    likelihoods = word_likelihoods(wording, weights)
    found = _without_parts(find_phrases(wording, likelihoods, weights), wording)
    worth = {word: _WORTH + likelihood for word, likelihood in likelihoods.items()}
    brought = {
        phrase: sum(worth.get(word, 0.0) for word in phrase)
        - _COST
        + (_QUESTION if phrase[0] in _ASKING else _LINKED if not _COMPLEMENTS.isdisjoint(phrase) else 0.0)
        for phrase in found
    }
    worths = {
        phrase: brought[phrase]
        + _READING
        * sum(map(mul, weights.phrases, phrase_features(phrase, found[phrase], wording, likelihoods, weights)))
        for phrase in sorted(found, key=lambda phrase: (-brought[phrase], phrase))[:_WEIGHED]
    }
    best = sorted(worths, key=lambda phrase: (-worths[phrase], phrase))[:_SEARCHED]
    return [
        Phrase(
            worths[phrase],
            phrase,
            frozenset(stem_of(word) for word in phrase if word in likelihoods or word == "and"),
            worths[phrase] > 0 and phrase[0] not in _ASKING,
        )
        for phrase in best
    ]


def _without_parts(found: dict[tuple[str, ...], list[int]], wording: Wording) -> dict[tuple[str, ...], list[int]]:
    """Without what is mostly said in one longer phrase: no "machine", nor "a machine", beside "machine learning"."""
    parts: set[tuple[str, ...]] = set()
    for phrase, places in found.items():
        if len(phrase) == 2 and len(places) > 1:
            parts.update((word,) for word in phrase if len(places) * _CONTRAST >= wording.counts[word])
        elif len(phrase) > 2 and phrase[0] not in _ASKING:
            begun = phrase[:-1]
            if begun in found and len(places) * _CONTRAST >= len(found[begun]):
                parts.add(begun)
    return {phrase: places for phrase, places in found.items() if phrase not in parts}


def spell_phrases(phrases: Sequence[Phrase], wording: Wording) -> list[str]:
    """Phrases as they are spelled inside sentences; a word that only opens some is no name for it."""
    words = wording.words
    spelling = wording.spell({word for phrase in phrases for word in phrase.words})
    opening = {
        word
        for word, written in spelling.items()
        if written.istitle() and word in english() and wording.counts[word] < _OFTEN
    }
    if opening:
        initial = set(wording.starts)
        opening.difference_update(
            words[at] for at in compress(range(len(words)), map(opening.__contains__, words)) if at not in initial
        )
    plain = opening | LINKS | _ARTICLES
    texts = []
    for phrase in phrases:
        text = " ".join(word if word in plain else spelling[word] for word in phrase.words)
        texts.append(text + "?" * phrase.asks)
    return texts


def choose_phrases(phrases: Sequence[Phrase], room: int, most: int) -> Iterator[list[Phrase]]:
    """The best choices of up to `most` phrases with at most `room` words and without a common stem, best first."""
    left = list(phrases)
    while left:
        chosen = _best_choice(left, room, most)
        if not chosen:
            return
        yield chosen
        left.remove(chosen[0])


def _best_choice(phrases: Sequence[Phrase], room: int, most: int) -> list[Phrase]:
    """An exact search, best phrases first: what the next ones could bring at most, ends a branch."""
    best: list[Phrase] = []
    highest = 0.0
    chosen: list[Phrase] = []

    def search(start: int, worth: float, room: int, stems: frozenset[str]) -> None:
        nonlocal best, highest
        for at in range(start, len(phrases)):
            phrase = phrases[at]
            if worth + (most - len(chosen)) * phrase.worth <= highest:
                return
            size = len(phrase.words) + (len(chosen) == 1)  # an "and"
            if size > room or share_word(stems, phrase.stems) or (chosen and not phrase.is_listable):
                continue
            chosen.append(phrase)
            if worth + phrase.worth > highest:
                best, highest = list(chosen), worth + phrase.worth
            if len(chosen) < most and chosen[0].is_listable:
                search(at + 1, worth + phrase.worth, room - size, stems | phrase.stems)
            chosen.pop()

    search(0, 0.0, room, frozenset())
    best = best or [phrase for phrase in phrases[:1] if len(phrase.words) <= room]
    if best and len(best[0].words) == len(best) == 1:  # a single word says too little
        (first,) = best
        best += [
            phrase
            for phrase in phrases
            if len(phrase.words) < room - 1 and not phrase.asks and not share_word(first.stems, phrase.stems)
        ][:1]
    return best


def _can_stand(phrase: tuple[str, ...], weights: Weights) -> bool:
    """Whether a phrase opens, breaks and ends as a noun phrase does."""
    *_, is_noun, is_verb = _sums(weights)
    first = phrase[0]
    if len(phrase) == 1:
        return is_noun[first] and not (first.endswith("ing") and weights.nouns.get(first, 0.0) < _NAMED_DEED)
    if first in _ASKING:
        return True
    if is_verb[first] and not first.endswith(("ing", "ed")):
        return False
    if LINKS.isdisjoint(phrase):
        return is_noun[phrase[-1]]
    heads = [word for word, behind in zip(phrase, (*phrase[1:], "of"), strict=True) if behind in LINKS]
    return all(is_noun[word] and word not in _ARTICLES for word in heads)


def is_noun(word: str) -> bool:
    """Whether an English word, in lower case, may end a noun phrase.

    >>> is_noun("archive"), is_noun("gargantuan"), is_noun("abdicate"), is_noun("badly")
    (True, False, False, False)
    """
    return _sums(load_weights()).is_noun[word]


def _is_noun(word: str, nouns: dict[str, float]) -> bool:
    """Whether a word may end a noun phrase: by how it was said in other talks, its ending, and the lists."""
    if _is_adverb(word):
        return False
    counted = nouns.get(word, 0.0)
    if counted >= _NOUN or (word.endswith("ing") and counted > _VERB):
        return True
    return not word.endswith(NO_NOUN) and word not in _listed_words("adjectives") and not _is_verb(word, nouns)


def _is_verb(word: str, nouns: dict[str, float]) -> bool:
    """Whether a word is said as a verb or an adverb, and hardly as a noun."""
    counted = nouns.get(word, 0.0)
    verbs = _listed_words("verbs")
    return counted < _VERB or (
        counted < _NOUN and (word in verbs or (word[-1] == "s" and (word[:-1] in verbs or word[:-2] in verbs)))
    )


def _is_adverb(word: str) -> bool:
    """Whether a word is an adjective with -ly: "badly" is, "assembly" is not."""
    return word.endswith("ly") and (word[:-2] in english() or is_formed(word[:-2], english()))


@cache
def _listed_words(name: str) -> frozenset[str]:
    text = files("transcript_fixer").joinpath(f"lexicons/{name}.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def share_word(stems: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two phrases have a word in common, or forms of it: "fair" and "fairness"."""
    return not stems.isdisjoint(others) or any(
        a.startswith(b) or b.startswith(a) for a in stems for b in others if min(len(a), len(b)) > _FORM
    )


def stem_of(word: str) -> str:
    return word.removesuffix("s")[:_STEM]
