"""What a segment is about: the phrases that bring most within the words of a title.

A phrase is worth what its words are (`likelihoods`), and how likely a reader has all of them. An exact search chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from math import log
from typing import NamedTuple, TypeAlias

from transcript_fixer.segments.kinds import ASKING, BE, DETERMINERS, VERB_BEFORE, VERB_BEHIND, WEAK, word_set
from transcript_fixer.segments.likelihoods import word_likelihoods
from transcript_fixer.segments.phrases import JOINING, Found, find_phrases
from transcript_fixer.segments.questions import is_asked
from transcript_fixer.segments.stems import STEMS, share_word
from transcript_fixer.segments.title_weights import Weights
from transcript_fixer.segments.wording import MARKS, Wording

_CONTRAST = 2  # a word is part of a longer term if one in so many times it is said there
_INTRODUCED = 400  # tokens in which a host or a speaker says what the talk is about
_AHEAD = 7  # tokens behind "about" that may say it
_TALKED = 6  # tokens between "talk" and "about", at most
_TITLED = 0.2  # the worth of each word of it
_SAID_BY_ALL = 30  # talks: what so many say is not what one is about
_WEIGHED = 16  # phrases that are looked at
_SEARCHED = 14  # phrases among which the title is searched for
# The worth of a phrase: the likelihoods of its words, `READING` times the odds that a reader has all of them,
# `_WORTH` for each word, because eight are not many, and less `_COST`, so that "cost of failure" is not taken apart.
# Questions say what is answered, complements what is said of a thing: both are for the reader's sake. Chosen
# together on talks left out of the fit, where half or twice of any of them finds up to .02 fewer words.
READING = 0.07
_WORTH = 0.2
_COST = 0.2
_QUESTION = 0.9
_INDIRECT = 1.3  # the same, of one that is told to come
_OPENS_ASKING = 1.3  # the same, of a first sentence that asks what a thing is
_LINKED = 0.15
_ACTED = 0.15
_JOINED = 0.12
_NUMBERED = 0.4
_TELLING = 0.1  # likelihood under which a word alone is not worth a place beside other phrases
_NAMING = 0.05  # the same of a name
_NUMBER = 0.15  # likelihood of a number that stands behind a term: "PEP 519"
_COMPLEMENTS = word_set("of for in with")
# What a host says, and no speaker has for a subject.
_HOSTING = word_set(
    "session noise bedtime office town room headphones devices microphones presenter presenters lecture lectures"
    " keynote keynotes"
)
_INVERTED = BE | word_set("do does did can could should would will")
_TITLING = word_set("about on called titled is presenting")
_TALKING = word_set(
    "talk talking speak speaking speech presentation session present presenting title tutorial workshop"
)

Weighed: TypeAlias = tuple[float, tuple[str, ...], list[int], tuple[str, ...]]
"""What a phrase costs (its worth, negative, so that the best comes first), its words, its places, and its words as they
are said."""


def phrase_features(
    phrase: tuple[str, ...], places: Sequence[int], wording: Wording, likelihoods: dict[str, float]
) -> tuple[float, ...]:
    """What may make a phrase the title, or part of it."""
    words, written = wording.words, wording.written
    at = places[0]
    end = at + len(phrase)
    before = words[at - 1] if at and written[at - 1][-1] not in MARKS else ""
    ahead = words[at - 2] if before in DETERMINERS and at > 1 else before
    closed = end >= len(words) or written[end - 1][-1] in MARKS
    behind = "" if closed else words[end]
    last = phrase[-1]
    is_intended = phrase[0] != words[at]
    if len(phrase) == 1:
        whole = most = least = likelihoods[last]
        several = 1
    else:
        said = words[at:end] if is_intended else phrase
        terms = [likelihoods.get(word, _NUMBER) for word in said if word in likelihoods or word[:1].isdecimal()]
        whole, most, least = sum(terms), max(terms, default=0.0), min(terms, default=0.0)
        several = len(terms)
    return (
        whole,
        most,
        least,
        several,
        len(phrase) - several,
        several == 1,
        log(1 + at),
        log(len(places)),
        ahead in BE,
        before in VERB_BEFORE,
        before in likelihoods,
        behind in likelihoods,
        behind in VERB_BEHIND,
        closed,
        last.endswith("ing"),
        last.endswith("ed"),
        not _COMPLEMENTS.isdisjoint(phrase),
        "and" in phrase,
        phrase[0] in ASKING,
        is_intended,
    )


def weigh_readings(
    brought: Sequence[Weighed], wording: Wording, likelihoods: dict[str, float], weights: Weights
) -> list[Weighed]:
    """The same phrases, each with the odds that a reader has all of its words: its `phrase_features`, weighed.

    Most features are nothing for most phrases, and adding up those that are something takes half the time.
    """
    by_whole, by_most, by_least, by_terms, by_others, if_single, by_place, by_times, *flags = weights.phrases
    if_be, if_verb, if_before, if_behind, if_verb_behind, if_closed, *flags = flags
    if_ing, if_ed, if_complement, if_and, if_asks, if_acted = flags
    words, written = wording.words, wording.written
    weighed = []
    for less, phrase, places, said in brought:
        at = places[0]
        end = at + len(phrase)
        last = phrase[-1]
        logit = by_place * log(1 + at) + by_times * log(len(places))
        if at and written[at - 1][-1] not in MARKS:
            before = words[at - 1]
            if before in likelihoods:
                logit += if_before
            elif before in VERB_BEFORE:
                logit += if_verb
            if (words[at - 2] if at > 1 and before in DETERMINERS else before) in BE:
                logit += if_be
        if end >= len(words) or written[end - 1][-1] in MARKS:
            logit += if_closed
        elif words[end] in likelihoods:
            logit += if_behind
        elif words[end] in VERB_BEHIND:
            logit += if_verb_behind
        if last.endswith("ing"):
            logit += if_ing
        elif last.endswith("ed"):
            logit += if_ed
        if len(phrase) == 1:
            logit += by_terms + if_single + (by_whole + by_most + by_least) * likelihoods[last]
        else:
            terms = [likelihoods.get(word, _NUMBER) for word in said if word in likelihoods or word[:1].isdecimal()]
            if terms:
                logit += by_whole * sum(terms) + by_most * max(terms) + by_least * min(terms) + by_terms * len(terms)
            logit += by_others * (len(phrase) - len(terms))
            if len(terms) == 1:
                logit += if_single
            if not _COMPLEMENTS.isdisjoint(phrase):
                logit += if_complement
            if "and" in phrase:
                logit += if_and
            if phrase[0] in ASKING:
                logit += if_asks
            if said != phrase:
                logit += if_acted
        weighed.append((less - READING * logit, phrase, places, said))
    return weighed


class Phrase(NamedTuple):
    """A phrase, what it is worth in a title, and the stems of its likely words."""

    worth: float
    words: tuple[str, ...]
    stems: frozenset[str]
    is_listable: bool
    places: Sequence[int] = ()
    is_deed: bool = False
    """That somebody wants to do; its first word was said without -ing."""
    is_indirect: bool = False
    """A question inside a sentence, whose words stand in the order of a statement."""

    @property
    def tells(self) -> bool:
        """Whether it says something: a word alone does that only if it may stand in a list."""
        return self.is_listable or len(self.words) > 1

    @property
    def asks(self) -> bool:
        return self.words[0] in ASKING and not self.is_indirect


def weigh_phrases(wording: Wording, weights: Weights) -> list[Phrase]:
    """The best phrases, best first: the words that they bring, and how well they read."""
    likelihoods = word_likelihoods(wording, weights)
    found = _without_parts(find_phrases(wording, likelihoods, weights))
    worth = {word: _WORTH + likelihood for word, likelihood in likelihoods.items()}
    words = wording.words
    first_end = wording.first_end
    brought: list[Weighed] = []
    for phrase, places in found.items():
        if len(phrase) == 1:
            brought.append((_COST - worth[phrase[0]], phrase, places, phrase))
            continue
        bonus = 0.0 if _COMPLEMENTS.isdisjoint(phrase) else _LINKED
        if phrase[0] in ASKING:
            opens = places[0] < first_end and phrase[0] == "what" and not BE.isdisjoint(phrase[1:3])
            bonus = _OPENS_ASKING if opens else _QUESTION if is_asked(wording, places[0]) else _INDIRECT
        said = phrase
        if not JOINING.isdisjoint(phrase):
            bonus += _JOINED * sum(map(JOINING.__contains__, phrase))
        elif phrase[-1] not in worth and words[places[0]] == phrase[0] and _is_numbered(phrase, wording):
            bonus += _NUMBERED
        if words[places[0]] != phrase[0]:
            said = (words[places[0]], *phrase[1:])
            bonus += _ACTED
        brought.append((_COST - bonus - sum(map(worth.get, said, repeat(0.0))), phrase, places, said))
    brought.sort()
    best = weigh_readings(brought[:_WEIGHED], wording, likelihoods, weights)
    best.sort()
    stems = dict(zip(likelihoods, map(STEMS.__getitem__, likelihoods), strict=True))
    stems["and"] = STEMS["and"]
    return [
        Phrase(
            -less,
            phrase,
            frozenset(filter(None, map(stems.get, said))),
            less < 0
            and phrase[0] not in ASKING
            and (len(phrase) > 1 or _is_telling(phrase[0], likelihoods[phrase[0]], wording)),
            places,
            said != phrase,
            phrase[0] in ASKING and phrase[1] not in _INVERTED and not is_asked(wording, places[0]),
        )
        for less, phrase, places, said in best[:_SEARCHED]
    ]


def _is_numbered(phrase: tuple[str, ...], wording: Wording) -> bool:
    """Whether a phrase is one of many things with one name: "PEP 519"."""
    return len(phrase) == 2 and phrase[1][0].isdecimal() and wording.spell(phrase[0]).isupper()


def weigh_introduced(phrases: Sequence[Phrase], wording: Wording, weights: Weights) -> list[Phrase]:
    """The phrases of an introduction: what a talk is said to be about is worth more, and a host's words are no subject.

    >>> from transcript_fixer.segments.title_weights import load_weights
    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["Hello, there is coffee.", "This is a talk about glass roofs."]], "en")
    >>> phrases = [Phrase(0.5, ("coffee",), frozenset(), True), Phrase(0.4, ("glass", "roofs"), frozenset(), True)]
    >>> [" ".join(phrase.words) for phrase in weigh_introduced(phrases, wording, load_weights())]
    ['glass roofs', 'coffee']
    """
    words, written, talks = wording.words, wording.written, weights.talks
    introduced: set[int] = set()
    for at in compress(range(_INTRODUCED), map(_TITLING.__contains__, words[:_INTRODUCED])):
        if not _TALKING.isdisjoint(words[max(0, at - _TALKED) : at + 1]):
            for behind in range(at + 1, min(len(words), at + 1 + _AHEAD)):
                introduced.add(behind)
                if written[behind][-1] in ".?!":
                    break
    best = []
    for phrase in phrases:
        size = len(phrase.words)
        if any(tuple(words[at : at + size]) == phrase.words for at in introduced):
            phrase = phrase._replace(worth=phrase.worth + _TITLED * size)
        if size == 1:
            (word,) = phrase.words
            if word in WEAK or word in _HOSTING:
                continue
            phrase = phrase._replace(is_listable=phrase.is_listable and talks.get(word, 0) < _SAID_BY_ALL)
        best.append(phrase)
    best.sort(key=lambda phrase: -phrase.worth)
    return best


def _is_telling(word: str, likelihood: float, wording: Wording) -> bool:
    """Whether a word alone says something beside other phrases."""
    if word in WEAK:
        return False
    return likelihood >= _TELLING or (likelihood >= _NAMING and not wording.spell(word).islower())


def _without_parts(found: Found) -> Found:
    """Without what is mostly said in one longer phrase: no "machine", nor "a machine", beside "machine learning"."""
    parts: set[tuple[str, ...]] = set()
    for phrase, places in found.items():
        if len(phrase) == 2 and len(places) > 1:
            parts.update(part for part in zip(phrase) if part in found and len(places) * _CONTRAST >= len(found[part]))
        elif len(phrase) > 2 and phrase[0] not in ASKING:
            begun = phrase[:-1]
            if begun in found and len(places) * _CONTRAST >= len(found[begun]):
                parts.add(begun)
    return {phrase: places for phrase, places in found.items() if phrase not in parts}


def choose_phrases(phrases: Sequence[Phrase], room: int, most: int) -> Iterator[list[Phrase]]:
    """The best choices of up to `most` phrases with at most `room` words and without a common stem, best first.

    >>> phrases = [
    ...     Phrase(0.9, ("cost", "of", "failure"), frozenset(["cost", "failu"]), True),
    ...     Phrase(0.6, ("failures",), frozenset(["failu"]), True),
    ...     Phrase(0.5, ("water",), frozenset(["water"]), True),
    ... ]
    >>> [[" ".join(phrase.words) for phrase in chosen] for chosen in choose_phrases(phrases, 5, 2)]
    [['cost of failure', 'water'], ['failures', 'water'], ['water']]
    """
    left = list(phrases)
    while left:
        chosen = _best_choice(left, room, most)
        if not chosen:
            return
        yield chosen
        left.remove(chosen[0])


def _best_choice(phrases: Sequence[Phrase], room: int, most: int) -> list[Phrase]:
    """What brings most, and never a single word alone where there is something to say beside it."""
    nothing = _Choice(0.0, ())
    found = _go_on(nothing, phrases, 0, room, most, frozenset(), nothing)
    best = list(found.phrases) or [phrase for phrase in phrases[:1] if len(phrase.words) <= room]
    if most > 1 and best and len(best[0].words) == len(best) == 1:  # a single word says too little
        (first,) = best
        best += [
            phrase
            for phrase in phrases
            if len(phrase.words) < room - 1 and not phrase.asks and not share_word(first.stems, phrase.stems)
        ][:1]
    return best


class _Choice(NamedTuple):
    worth: float
    phrases: tuple[Phrase, ...]


def _go_on(
    chosen: _Choice, phrases: Sequence[Phrase], start: int, room: int, most: int, stems: frozenset[str], best: _Choice
) -> _Choice:
    """An exact search, best phrases first: what the next ones could bring at most, ends a branch.

    No function within another: one that calls itself is a cycle, which holds all phrases until the collector comes.
    """
    worth, earlier = chosen
    for at in range(start, len(phrases)):
        phrase = phrases[at]
        if worth + (most - len(earlier)) * phrase.worth <= best.worth:
            break
        size = len(phrase.words) + (len(earlier) == 1)  # an "and"
        if size > room or (earlier and (not phrase.is_listable or share_word(stems, phrase.stems))):
            continue
        longer = _Choice(worth + phrase.worth, (*earlier, phrase))
        if longer.worth > best.worth:
            best = longer
        if len(longer.phrases) < most and longer.phrases[0].is_listable:
            best = _go_on(longer, phrases, at + 1, room - size, most, stems | phrase.stems, best)
    return best
