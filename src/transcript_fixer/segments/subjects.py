"""What a segment is about: the words and phrases that may be its title.

How likely a word is to stand in an editor's title, and all words of a phrase, was fitted on
titles that careful readers gave (scripts/train_titles.py). Phrases are what the opening sentences
announce: a noun phrase with what is said of it behind a preposition ("cost of failure"), a deed
("adding a private version", also where "we want to add" one), a question that can stand alone. An exact search chooses
those that bring most within the words of a title.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, repeat
from math import exp, log
from operator import mul
from typing import NamedTuple, TypeAlias

from transcript_fixer.patterns import compile_late
from transcript_fixer.resources import files
from transcript_fixer.segments.evidence import common_words
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.wording import MARKS, MOST_STRESS, Wording, is_term
from transcript_fixer.vocabulary import english, is_formed

_PHRASE = 7  # tokens of a phrase in the opening
_RUN = 3  # the same, of one behind it
_LINKS = 2  # prepositions in a phrase
_STRESSED = 0.6  # of a sentence: it opens a matter of its own, wherever in the segment it stands
_OPENING = 90  # tokens that announce the subject; behind them, phrases are runs of terms
_INTENDED = 60  # the same, of what somebody wants to do
_FIRST_SAID = 200  # tokens: a word said once is said among them
_OFTEN = 3  # times: a word said so often is not misheard
_CONTRAST = 2  # a word is part of a longer term if one in so many times it is said there
_INTRODUCED = 400  # tokens in which a host or a speaker says what the talk is about
_TALKED = 6  # tokens between "talk" and "about", at most
_TITLED = 0.2  # the worth of each word of it
_SAID_BY_ALL = 30  # talks: what so many say is not what one is about
_KNOWN = 20  # talks: what so many say is no name that a title opens with
_PLAINLY = 10  # talks: an English word that so many say is no name
_EARLY = 25  # tokens: a name that is said first behind them, and that is none of the
_FREQUENT = 3  # most frequent terms, is not what the segment is about
_LEAST = -3.6  # logit, under which a word is not looked at
_LIKELY = 20  # words that are looked at
_WEIGHED = 16  # phrases that are looked at
_SEARCHED = 14  # phrases among which the title is searched for
_QUESTION_WORDS = 8
# The worth of a phrase: the likelihoods of its words, `_READING` times the odds that a reader has all of them,
# `_WORTH` for each word, because eight are not many, and less `_COST`, so that "cost of failure" is not taken apart.
# Questions say what is answered, complements what is said of a thing: both are for the reader's sake. Chosen
# together on talks left out of the fit, where half or twice of any of them finds up to .02 fewer words.
_READING = 0.07
_WORTH = 0.2
_COST = 0.2
_QUESTION = 0.9
_OPENS_ASKING = 1.3  # the same, of a first sentence that asks what a thing is
_LINKED = 0.15
_ACTED = 0.15
_JOINED = 0.12
_NUMBERED = 0.4
_TELLING = 0.1  # likelihood under which a word alone is not worth a place beside other phrases
_NAMING = 0.05  # the same of a name
_NUMBER = 0.15  # likelihood of a number that stands behind a term: "PEP 519"
_PREDICATE = -1.2  # logit of being a noun, under which a word is a verb, an adjective or an adverb
_NOUN = 1.0  # the same, above which a word is a noun, whatever the lists say
_NAMED_DEED = 0.7  # the same for a word in -ing that stands alone: "packaging"
_STEM = 5
_FORM = 3  # letters: a word so short is no form of a longer one
_LONG_ENDINGS = ("ses", "xes", "zes", "ches", "shes", "oes")  # where a form in -s has an "e" of its own
_ACTING = 0.3  # logit of being a noun, under which a word may be a verb
_DEED = -0.3  # logit of being a noun, under which a word is a verb behind "to", if it has a form in -ing
_VERB_ENDINGS = ("ify", "ize")
_SHORT_NOUN = 5  # letters: a "prize" is no verb
NO_NOUN = ("ed", "ly", "ous", "able", "ible", "ful", "ify", "ize", "izes", "ates", "ish")


def word_set(listed: str) -> frozenset[str]:
    """The words of a list, which is written with spaces between them."""
    return frozenset(listed.split())


LINKS = word_set("of for in with from on to as and versus without between into")
_COMPLEMENTS = word_set("of for in with")
_ARTICLES = word_set("a an the your my our their its")  # inside a title
_PLAIN = LINKS | _ARTICLES
DETERMINERS = word_set("a an the your my our their its this these those some each every")
_ANNOUNCING = word_set(
    "about called introduce introducing introduces into regarding consider discuss discussing named explore cover"
    " covering meet call"
)
VERB_BEFORE = word_set("to i we you they can will could would should let's must don't didn't not he she who")
# Before what somebody did; "have" is not among them ("we have labeled data").
_DOING = word_set("i we you they he she who i've we've you've they've has had")
_ADVERBS = word_set("already also just then never ever even")
# Before a deed that is to come, and verbs that only tell or name what comes, are no deeds, or what the listeners do.
_INTENDING = word_set("to we i you can could let's i'll we'll should would")
_NO_INTENT = word_set(
    "talk dive touch focus explain discuss cover introduce show look call consider recap explore review win mention"
    " highlight describe refer demonstrate spend walk jump imagine assume notice remember skip share present point"
    " note learn recognize destroy thank welcome invite congratulate apologize promise emphasize remind recommend"
    " suggest admit wait stay sit listen attend join enjoy belong exist depend differ recall agree argue summarize"
    " illustrate reiterate reveal delve elaborate wonder encourage appreciate speak begin help provide announce"
)
_NO_BASE = ("ed", "ly", "ous", "able", "ible", "ful", "ish", "ing")
# A last consonant that is written twice before -ing: behind the one short vowel of a word, and in these.
_DOUBLED_RE = compile_late(
    r"(?:[^aeiouqy]*|qu|(?:re|un|de|out|over|pre|sub|up)[^aeiou]+(?=.[bdglmpt]))[aeiouy][bdfglmnprtz]"
    r"|begin|commit|admit|permit|emit|omit|transmit|refer|prefer|infer|transfer|defer|occur|recur|incur|control|format"
    r"|program|forget|equip|rerun"
)
_BEHIND_DEED = word_set("to about with as")
VERB_BEHIND = word_set("is are was were has have can will does do that which who")
_BE = word_set("is are was were be it's that's here's what's there's called")
# Words in -ing that do not name what is done, and vague words that are not in the common words.
_NO_DEED = word_set(
    "going talking doing saying looking having being thinking trying coming something anything nothing everything"
    " thing during according interesting amazing giving telling showing wondering starting happening missing"
    " seeing hearing moving asking assuming existing following regarding involving including concerning putting"
    " covering"
)
# Common words that belong to a name or a noun behind them: "time zone", "breadth first search".
_JOINING = word_set("time end full main new small large word back basic whole best first work")
_VAGUE = word_set(
    "thing things way ways lot lots kind kinds bunch side sides stuff piece pieces term terms bit guys folks hello"
    " everybody everyone thanks ado minute minutes second seconds moment session sessions sentence slide slides"
    " talk talks couple cetera etc two three four five six seven eight nine ten dozen hundred thousand million"
    " millions billion mr mrs ms dr morning afternoon today tomorrow yesterday"
)
# What says nothing alone, beside other phrases.
_WEAK = word_set(
    "person people presentation process processes result reason reasons idea night category categories goal behalf"
    " beginning block noise silence patience speaker audience mind hands life middle functionality ton mine majority"
    " half nutshell disclaimer check place matter detail details area areas aspect aspects point points top group"
    " groups set sets number numbers approach approaches purpose level concept interest world move experience company"
    " bar step steps"
)
# What a host says, and no speaker has for a subject.
_HOSTING = word_set(
    "session noise bedtime office town room headphones devices microphones presenter presenters lecture lectures"
    " keynote keynotes"
)
_GREETING = word_set("you thanks hi hello hey welcome")
_TITLING = word_set("about on called titled is presenting")
_TALKING = word_set(
    "talk talking speak speaking speech presentation session present presenting title tutorial workshop"
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
    """The words of a segment that may be a word of the title, if they are not misheard.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["This is about bridges.", "A bridge is heavy."]], "en")
    >>> find_words(wording, load_weights())
    {'bridges': (1, 2, 3, True, True), 'bridge': (1, 2, 5, False, False), 'heavy': (1, 1, 7, False, False)}
    """
    opening = wording.starts[1] if len(wording.starts) > 1 else 0
    announced = _announced(wording)
    terms, forms = _find_terms(wording, weights)
    return {
        word: (times, forms[stem], place, place < opening, word in announced) for word, _, times, stem, place in terms
    }


def _announced(wording: Wording) -> set[str]:
    opening = wording.words[: _OPENING + 2]
    if _ANNOUNCING.isdisjoint(opening):
        return set()
    announcing = compress(range(_OPENING), map(_ANNOUNCING.__contains__, opening))
    return {near for at in announcing for near in opening[at + 1 : at + 3]}


def _find_terms(wording: Wording, weights: Weights) -> tuple[list[tuple[str, float, int, str, int]], dict[str, int]]:
    """Each word, its own part of the logit, how often it is said, its stem and its first place; and how often a stem
    is said."""
    by_word = _sums(weights).word
    stress = wording.stress
    forms: dict[str, int] = {}
    terms = []
    for word, places in wording.again.items():
        known = by_word[word]
        if known:
            logit, stem = known
            times = len(places)
            forms[stem] = forms.get(stem, 0) + times
            terms.append((word, logit, times, stem, places[0]))
    for word, place in wording.once.items():
        if place <= _FIRST_SAID or stress[place] > _STRESSED:
            known = by_word[word]
            if known:
                logit, stem = known
                forms[stem] = forms.get(stem, 0) + 1
                terms.append((word, logit, 1, stem, place))
    return terms, forms


def is_known(word: str, times: int, place: int, wording: Wording, weights: Weights) -> bool:
    """Whether a word is said often, known, or written as a name: any other may be misheard.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["The glorbix of Ptolemy has a tensor."]], "en")
    >>> said = {"glorbix": 1, "ptolemy": 3, "tensor": 6}
    >>> [is_known(word, 1, place, wording, load_weights()) for word, place in said.items()]
    [False, True, True]
    """
    if times >= _OFTEN or word in weights.talks or _is_listed(word):
        return True
    return place not in wording.initial and not wording.written[place].islower()


def said_features(word: str, said: Said, wording: Wording) -> tuple[float, ...]:
    """What may make a word one of the title, by how it is said."""
    times, like, place, opens, announced = said
    often, forms, early = log(times), log(like), log(1 + place)
    stress = max(map(wording.stress.__getitem__, wording.find(word)))
    return (often, often * often, forms, forms * forms, early, early * early, float(opens), float(announced), stress)


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


class Sums(NamedTuple):
    """The parts of a word's logit, each remembered by what it depends on."""

    word: Remembered[str, tuple[float, str] | None]
    """With its first letters, by which its forms are counted; None for what is vague, or an adverb."""
    times: Remembered[int, float]
    forms: Remembered[int, float]
    place: Remembered[int, float]
    is_noun: Remembered[str, bool]
    is_predicate: Remembered[str, bool]
    """What is said of a thing, but neither in -ing nor in -ed: "the payload carries" is no name of anything."""
    deed: Remembered[str, str]
    may_act: Remembered[str, bool]
    """What may be a noun, but a verb too: "we plan tests"."""


@lru_cache(maxsize=4)
def _sums(weights: Weights) -> Sums:
    times, times2, forms, forms2, place, place2, *_ = weights.said or repeat(0.0, 6)

    def word(word: str) -> tuple[float, str] | None:
        if word in _VAGUE or _is_adverb(word):
            return None
        return weights.bias + float(sum(map(mul, weights.words, word_features(word, weights)))), word[:_STEM]

    return Sums(
        Remembered(word),
        Remembered(lambda count: times * log(count) + times2 * log(count) ** 2),
        Remembered(lambda count: forms * log(count) + forms2 * log(count) ** 2),
        Remembered(lambda at: place * log(1 + at) + place2 * log(1 + at) ** 2),
        Remembered(lambda word: _is_noun(word, weights.nouns)),
        Remembered(lambda word: not word.endswith(("ing", "ed")) and _is_predicate(word, weights.nouns)),
        Remembered(lambda word: _deed(word, weights)),
        Remembered(lambda word: _may_act(word, weights.nouns)),
    )


def word_likelihoods(wording: Wording, weights: Weights) -> dict[str, float]:
    """How likely each term is to be in the title, without those that hardly are.

    The logit is the sum of `said_features` and `word_features`, weighed.
    """
    _, by_times, by_forms, by_place = _sums(weights)[:4]
    *_, if_opens, if_announced, if_stressed = weights.said
    words, stress, again, talks = wording.words, wording.stress, wording.again, weights.talks
    least = _LEAST - max(0.0, if_stressed) * MOST_STRESS
    opening = wording.starts[1] if len(wording.starts) > 1 else 0
    announced = _announced(wording)
    terms, forms = _find_terms(wording, weights)
    logits: list[tuple[float, str]] = []
    for word, logit, times, stem, place in terms:
        logit += by_place[place]
        if times > 1:
            logit += by_times[times]
        like = forms[stem]
        if like > 1:
            logit += by_forms[like]
        if place < opening:
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


Found: TypeAlias = dict[tuple[str, ...], list[int]]
"""Phrases, and where each is said."""


def _is_greeted(wording: Wording, at: int) -> bool:
    """Whether a name behind such a word is that of somebody who is thanked or greeted: "Thank you Deborah."."""
    words, behind = wording.words, at + 1
    if not at or wording.written[at].islower() or (behind < len(words) and wording.follows(behind)):
        return False
    return words[at - 1] != "you" or words[max(0, at - 2)] == "thank"


def find_phrases(wording: Wording, likelihoods: dict[str, float], weights: Weights) -> Found:
    """Phrases that may be a title, or part of one, and where they are said.

    One or more terms in a row; with what is said of them behind a preposition; with the word
    in -ing before them, in the opening; runs of terms from everywhere.
    """
    words, starts, written = wording.words, wording.initial, wording.written
    once, again, stress = wording.once, wording.again, wording.stress
    *_, is_noun, is_predicate, deed, may_act = _sums(weights)
    size = len(words)
    stems = {word: _STEMS[word] for word in likelihoods}
    found: Found = {}
    opening: list[int] = []
    intended: list[int] = []
    further: list[tuple[str, list[int]]] = []
    for at in compress(range(_OPENING), map(_OPENS.__getitem__, words[:_OPENING])):
        if words[at] in _JOINING:
            if _joins(wording, at, stems):
                opening.append(at)
        elif words[at] not in _ASKING:
            opening.append(at)
        elif question := _question(wording, at, likelihoods):
            found.setdefault(question, []).append(at)
    for word, stem in stems.items():
        places = again[word] if word in again else [once[word]]
        if is_noun[word] and not (word.endswith("ing") and weights.nouns.get(word, 0.0) < _NAMED_DEED):
            found[(word,)] = places
        if places[0] < _INTENDED and deed[word]:
            intended += [at for at in places if at < _INTENDED and _is_intended(wording, at)]
        if is_predicate[word]:
            continue
        if word.endswith("ed"):
            places = [at for at in places if not _tells_deed(wording, at)]
        elif may_act[word]:
            places = [at for at in places if words[at - 1] not in VERB_BEFORE or not _acts(wording, at)]
        behind = bisect_left(places, _OPENING)
        opening += places[:behind]
        if behind < len(places):
            rest = places[behind:]
            opening += [at for at in rest if stress[at] > _STRESSED]
            further.append((stem, rest))
    _find_long(opening, wording, stems, is_noun, is_predicate, weights.nouns, found)
    if intended:
        acts: Found = {}
        _find_long(intended, wording, stems, is_noun, is_predicate, weights.nouns, acts, intended=True)
        for (act, *objects), places in acts.items():
            if objects and objects[0] not in LINKS:
                found.setdefault((deed[act], *objects), places)
    for stem, places in further:
        for at in places:
            end = at + 1
            while end < size and words[end] in stems and end not in starts and written[end - 1][-1] not in MARKS:
                last = words[end]
                end += 1
                if stems[last] == stem or stems[last] == stems[words[end - 2]] or is_predicate[last]:
                    break
                if is_noun[last] and not (last.endswith("ing") and _wants_object(wording, end - 1, weights.nouns)):
                    found.setdefault(tuple(words[at:end]), []).append(at)
                if end == at + _RUN:
                    break
    return found


def _find_long(
    opening: Sequence[int],
    wording: Wording,
    stems: dict[str, str],
    is_noun: Mapping[str, bool],
    is_predicate: Mapping[str, bool],
    nouns: Mapping[str, float],
    found: Found,
    *,
    intended: bool = False,
) -> None:
    """Add the phrases of two words and more that start at places of the opening.

    A phrase ends in a noun, and so does what stands before a preposition in it. A predicate behind a term, or behind
    "and", is that of a sentence. A word in -ing behind a preposition needs an object ("the goal of visiting"), if it
    is not the name of a deed ("tools for packaging").
    """
    words, starts, written = wording.words, wording.initial, wording.written
    size = len(words)
    for at in opening:
        last = words[at]
        here = {_STEMS[last]}
        links = 0
        for behind in range(at + 1, min(size, at + _PHRASE)):
            word = words[behind]
            if behind in starts or written[behind - 1][-1] in MARKS:
                break
            if word in stems:
                if stems[word] in here or (is_predicate[word] and (last in stems or last == "and")):
                    break
                here.add(stems[word])
                if (
                    is_noun[word]
                    and not (word.endswith("ing") and _wants_object(wording, behind, nouns))
                    and not (links and _goes_on(wording, behind, is_noun, is_predicate))
                ):
                    found.setdefault(tuple(words[at : behind + 1]), []).append(at)
            elif word in _JOINING and (last in stems or last in _JOINING):
                pass
            elif word in LINKS:
                if links == _LINKS or last in LINKS or last in _ARTICLES or not is_noun[last]:
                    break
                links += 1
            elif word in _ARTICLES:
                is_deed = last.endswith("ing") and (behind == at + 1 or words[behind - 2] in LINKS)
                if last not in LINKS and not is_deed and not (intended and behind == at + 1):
                    break
            elif len(word) < 5 and last in stems and word.replace(".", "").isdecimal():
                if is_noun[word] and not (intended and behind == at + 1):  # "updating 3" lacks its object
                    found.setdefault(tuple(words[at : behind + 1]), []).append(at)
            else:
                break
            last = word


def _wants_object(wording: Wording, at: int, nouns: Mapping[str, float]) -> bool:
    """Whether a word in -ing behind another has an object, or is behind a preposition and no name without one.

    Named deeds are "tools for packaging" and "machine learning", whatever comes next behind a term; others are
    "goal of visiting", "implementations caching this method" and "sequence corresponding to".
    """
    words = wording.words
    is_named = nouns.get(words[at], 0.0) >= _NAMED_DEED
    behind = words[at + 1] if at + 1 < len(words) and wording.follows(at + 1) else ""
    takes = behind in DETERMINERS or is_term(behind)
    if words[at - 1] in LINKS:
        return takes or not is_named
    return not is_named and (takes or behind in _BEHIND_DEED)


def _goes_on(wording: Wording, at: int, is_noun: Mapping[str, bool], is_predicate: Mapping[str, bool]) -> bool:
    """Whether what stands behind a preposition has its last noun still to come ("pay for the executive [order]")."""
    behind = at + 1
    if behind >= len(wording.words) or not wording.follows(behind):
        return False
    word = wording.words[behind]
    return is_term(word) and word not in _VAGUE and is_noun[word] and not is_predicate[word]


def _tells_deed(wording: Wording, at: int) -> bool:
    """Whether a word in -ed is what somebody did ("we released it"), and no quality of a thing."""
    words = wording.words
    before = at - 1
    if before > 0 and (words[before] in _ADVERBS or _is_adverb(words[before])):
        before -= 1
    return before >= 0 and words[before] in _DOING and wording.follows(at)


def _joins(wording: Wording, at: int, stems: Container[str]) -> bool:
    """Whether a common word stands right before a term, and is no verb ("we time functions")."""
    words = wording.words
    return (
        at + 1 < len(words)
        and words[at + 1] in stems
        and wording.follows(at + 1)
        and not (at and words[at - 1] in VERB_BEFORE and wording.follows(at))
    )


def _may_act(word: str, nouns: Mapping[str, float]) -> bool:
    """Whether a word that is no clear predicate may be a verb."""
    return not word.endswith(("s", "ing", "ed")) and (nouns.get(word, 1.0) < _ACTING or is_listed_verb(word))


def _acts(wording: Wording, at: int) -> bool:
    """Whether a word that may be a verb is one behind "to" or "we"."""
    return at > 0 and wording.follows(at) and wording.written[at][0].islower()


def _is_intended(wording: Wording, at: int) -> bool:
    """Whether a verb is what somebody wants to do, or can ("we want to update methods", "let's quickly add one")."""
    words = wording.words
    before = at - 1
    if before > 0 and wording.follows(at) and (words[before] in _ADVERBS or _is_adverb(words[before])):
        before -= 1
    return before >= 0 and words[before] in _INTENDING and wording.follows(before + 1) and wording.follows(at)


def _deed(word: str, weights: Weights) -> str:
    """The form in -ing of a verb, as it is said behind "to"; nothing for any other word."""
    is_form = word.endswith((*_NO_BASE, "s")) and not word.endswith("ss")
    if is_form or word in _NO_INTENT or not word.isalpha():
        return ""
    counted = weights.nouns.get(word, 0.0)
    if counted >= _NOUN or word in _listed_words("adjectives"):
        return ""
    form = gerund(word)
    if word in _listed_words("verbs") or (counted <= _DEED and (form in weights.talks or form in common_words())):
        return "" if form in _NO_DEED else form
    return ""


def gerund(verb: str) -> str:
    """The form in -ing of an English verb.

    >>> [gerund(verb) for verb in ("update", "begin", "visit", "plan", "see", "tie", "mimic", "debug", "deliver")]
    ['updating', 'beginning', 'visiting', 'planning', 'seeing', 'tying', 'mimicking', 'debugging', 'delivering']
    """
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    if verb.endswith("ic"):
        return f"{verb}king"
    return f"{verb}{verb[-1]}ing" if _DOUBLED_RE.fullmatch(verb) else f"{verb}ing"


def _opens(word: str) -> bool:
    """Whether a word that is no term may open a phrase: by asking, as a deed, or as part of a name."""
    is_deed = word.endswith("ing") and word not in _NO_DEED and word in common_words()
    return is_deed or word in _ASKING or word in _JOINING


_OPENS: Remembered[str, bool] = Remembered(_opens)


def _question(wording: Wording, at: int, likelihoods: dict[str, float]) -> tuple[str, ...]:
    """The question that starts here, or how to do something, if it can stand alone."""
    words, starts = wording.words, wording.initial
    if at not in starts and (at - 1 not in starts or words[at - 1] not in _LEADS):
        return ()
    end = min(len(words), at + _QUESTION_WORDS)
    close = at + 1
    while close < end and wording.follows(close):
        close += 1
    asked = tuple(words[at:close])
    if (
        len(asked) < 3
        or not wording.written[close - 1].endswith("?")
        or not _LEANING.isdisjoint(asked)
        or "many" in asked[:2]
        or (asked[0] == "who" and asked[1] not in _BE)
        or "do you" in " ".join(asked)
        or likelihoods.keys().isdisjoint(asked)
    ):
        return ()
    return asked


def phrase_features(
    phrase: tuple[str, ...], places: Sequence[int], wording: Wording, likelihoods: dict[str, float], weights: Weights
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
        is_intended,
    )


class Phrase(NamedTuple):
    """A phrase, what it is worth in a title, and the stems of its likely words."""

    worth: float
    words: tuple[str, ...]
    stems: frozenset[str]
    is_listable: bool
    places: Sequence[int] = ()
    is_deed: bool = False
    """That somebody wants to do; its first word was said without -ing."""

    @property
    def asks(self) -> bool:
        return self.words[0] in _ASKING


def weigh_phrases(wording: Wording) -> list[Phrase]:
    """The best phrases, best first: the words that they bring, and how well they read."""
    weights = load_weights()
    likelihoods = word_likelihoods(wording, weights)
    found = _without_parts(find_phrases(wording, likelihoods, weights))
    worth = {word: _WORTH + likelihood for word, likelihood in likelihoods.items()}
    words = wording.words
    first = wording.starts[1] if len(wording.starts) > 1 else 0
    brought: list[tuple[float, tuple[str, ...]]] = []
    acts: dict[tuple[str, ...], tuple[str, ...]] = {}  # what somebody wants to do, as it is said
    for phrase, places in found.items():
        if len(phrase) == 1:
            brought.append((_COST - worth[phrase[0]], phrase))
            continue
        bonus = 0.0 if _COMPLEMENTS.isdisjoint(phrase) else _LINKED
        if phrase[0] in _ASKING:
            opens = places[0] < first and phrase[0] == "what" and not _BE.isdisjoint(phrase[1:3])
            bonus = _OPENS_ASKING if opens else _QUESTION
        said = phrase
        if not _JOINING.isdisjoint(phrase):
            bonus += _JOINED * sum(map(_JOINING.__contains__, phrase))
        elif phrase[-1] not in worth and words[places[0]] == phrase[0] and _is_numbered(phrase, wording):
            bonus += _NUMBERED
        if words[places[0]] != phrase[0]:
            acts[phrase] = said = (words[places[0]], *phrase[1:])
            bonus += _ACTED
        brought.append((_COST - bonus - sum(map(worth.get, said, repeat(0.0))), phrase))
    brought.sort()
    best = []
    for less, phrase in brought[:_WEIGHED]:
        features = phrase_features(phrase, found[phrase], wording, likelihoods, weights)
        best.append((less - _READING * sum(map(mul, weights.phrases, features)), phrase))
    best.sort()
    stems = dict(zip(likelihoods, map(_STEMS.__getitem__, likelihoods), strict=True))
    stems["and"] = _STEMS["and"]
    return [
        Phrase(
            -less,
            phrase,
            frozenset(filter(None, map(stems.get, acts.get(phrase, phrase)))),
            less < 0
            and phrase[0] not in _ASKING
            and (len(phrase) > 1 or _is_telling(phrase[0], likelihoods[phrase[0]], wording)),
            found[phrase],
            phrase in acts,
        )
        for less, phrase in best[:_SEARCHED]
    ]


def _is_numbered(phrase: tuple[str, ...], wording: Wording) -> bool:
    """Whether a phrase is one of many things with one name: "PEP 519"."""
    return len(phrase) == 2 and phrase[1][0].isdecimal() and wording.spell(phrase[0]).isupper()


def weigh_introduced(phrases: Sequence[Phrase], wording: Wording) -> list[Phrase]:
    """The phrases of an introduction: what a talk is said to be about is worth more, and a host's words are no subject.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["Hello, there is coffee.", "This is a talk about glass roofs."]], "en")
    >>> phrases = [Phrase(0.5, ("coffee",), frozenset(), True), Phrase(0.4, ("glass", "roofs"), frozenset(), True)]
    >>> [" ".join(phrase.words) for phrase in weigh_introduced(phrases, wording)]
    ['glass roofs', 'coffee']
    """
    words, written, talks = wording.words, wording.written, load_weights().talks
    introduced: set[int] = set()
    for at in compress(range(_INTRODUCED), map(_TITLING.__contains__, words[:_INTRODUCED])):
        if not _TALKING.isdisjoint(words[max(0, at - _TALKED) : at + 1]):
            for behind in range(at + 1, min(len(words), at + 1 + _PHRASE)):
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
            if word in _WEAK or word in _HOSTING:
                continue
            phrase = phrase._replace(is_listable=phrase.is_listable and talks.get(word, 0) < _SAID_BY_ALL)
        best.append(phrase)
    best.sort(key=lambda phrase: -phrase.worth)
    return best


def _is_telling(word: str, likelihood: float, wording: Wording) -> bool:
    """Whether a word alone says something beside other phrases."""
    if word in _WEAK:
        return False
    return likelihood >= _TELLING or (likelihood >= _NAMING and not wording.spell(word).islower())


def _without_parts(found: Found) -> Found:
    """Without what is mostly said in one longer phrase: no "machine", nor "a machine", beside "machine learning"."""
    parts: set[tuple[str, ...]] = set()
    for phrase, places in found.items():
        if len(phrase) == 2 and len(places) > 1:
            parts.update(part for part in zip(phrase) if part in found and len(places) * _CONTRAST >= len(found[part]))
        elif len(phrase) > 2 and phrase[0] not in _ASKING:
            begun = phrase[:-1]
            if begun in found and len(places) * _CONTRAST >= len(found[begun]):
                parts.add(begun)
    return {phrase: places for phrase, places in found.items() if phrase not in parts}


def spell_phrases(phrases: Sequence[Phrase], wording: Wording) -> list[str]:
    """Phrases as they are spelled inside sentences; a word that only opens some is no name for it.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["Concrete is a stone.", "PyTorch has tensors."]], "en")
    >>> spell_phrases([Phrase(0.9, (word,), frozenset(), True) for word in ("concrete", "pytorch")], wording)
    ['concrete', 'PyTorch']
    """
    talks = load_weights().talks
    words = {word for phrase in phrases for word in phrase.words[phrase.is_deed :]}
    spelling = {word: word if word in _PLAIN else wording.spell(word) for word in words}
    for word, written in spelling.items():
        if written.istitle():
            places = wording.find(word)
            is_listed = len(places) < _OFTEN and word in english()  # which has some names, too
            is_plain = is_listed or (talks.get(word, 0) >= _PLAINLY and is_formed(word, english()))
            if is_plain and wording.initial.issuperset(places):
                spelling[word] = word
    texts = []
    for phrase in sorted(phrases, key=lambda phrase: not phrase.is_deed):
        single = [spelling.get(word, word) for word in phrase.words]
        text = " ".join(single if phrase.is_deed else _together(phrase, single, wording))
        texts.append(text + "?" * phrase.asks)
    return texts


def _together(phrase: Phrase, single: list[str], wording: Wording) -> list[str]:
    """A phrase as it is first written, if that has more capitals than its words by themselves.

    One word of a name may be a common one: "James Webb Space Telescope".
    """
    size = len(single)
    if size == 1 or not phrase.places:
        return single
    at = phrase.places[0]
    written = wording.written[at : at + size]
    if " ".join(written).islower():
        return single
    if at in wording.initial and (written[1].islower() or phrase.words[1] in _PLAIN):
        written[0] = single[0]
    pairs = zip(phrase.words, written, strict=True)
    together = [word if word in _PLAIN else text.strip(MARKS) for word, text in pairs]
    return together if sum(map(_capitals, together)) > sum(map(_capitals, single)) else single


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def is_head(name: str, wording: Wording) -> bool:
    """Whether a name may stand before a colon: few talks say it, it is no capital of a sentence, and the segment is
    about it.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["We use Pyramid.", "Python knows Pyramid."]], "en")
    >>> is_head("Pyramid", wording), is_head("Python", wording)
    (True, False)
    """
    talks = load_weights().talks
    first, *_ = words = name.lower().split()
    if words[-1].isdecimal():
        return True
    if min(talks.get(word, 0) for word in words) >= _KNOWN:
        return False
    places = wording.find(first)
    if not name.split()[0].isupper() and wording.initial.issuperset(places):
        return False
    return places[0] < _EARLY or sum(map(len(places).__lt__, map(len, wording.again.values()))) < _FREQUENT


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
    if best and len(best[0].words) == len(best) == 1:  # a single word says too little
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


def is_noun(word: str) -> bool:
    """Whether an English word, in lower case, may end a noun phrase.

    >>> is_noun("archive"), is_noun("gargantuan"), is_noun("abdicate"), is_noun("badly")
    (True, False, False, False)
    """
    return _sums(load_weights()).is_noun[word]


def is_subject(word: str) -> bool:
    """Whether an English word, in lower case, names something by itself.

    >>> [is_subject(word) for word in ("archive", "packaging", "badly", "nutshell", "seven", "adding")]
    [True, True, False, False, False, False]
    """
    if word in _WEAK or word in _VAGUE or not is_noun(word):
        return False
    return not word.endswith("ing") or load_weights().nouns.get(word, 0.0) >= _NAMED_DEED


def _is_noun(word: str, nouns: dict[str, float]) -> bool:
    """Whether a word may end a noun phrase: by how it was said in other talks, its ending, and the lists."""
    if _is_adverb(word):
        return False
    counted = nouns.get(word, 0.0)
    if counted >= _NOUN or (word.endswith("ing") and counted > _PREDICATE):
        return True
    return not word.endswith(NO_NOUN) and word not in _listed_words("adjectives") and not _is_predicate(word, nouns)


def _is_predicate(word: str, nouns: dict[str, float]) -> bool:
    """Whether a word is a predicate (a verb, an adjective or an adverb behind what it is said of), hardly a noun."""
    counted = nouns.get(word, 0.0)
    if counted >= _NOUN or counted < _PREDICATE:
        return counted < _PREDICATE
    return is_listed_verb(word) and nouns.get(word.removesuffix("s"), 0.0) < _NOUN  # "comments" are


def is_listed_verb(word: str) -> bool:
    """Whether the lists have an English word, in lower case, as a verb, or the verb that it is a form of in -s.

    >>> [is_listed_verb(word) for word in ("require", "requires", "passes", "simplify")]
    [True, True, True, True]
    >>> [is_listed_verb(word) for word in ("archive", "browsers", "prize")]
    [False, False, False]
    """
    verbs = _listed_words("verbs")
    return (
        word in verbs
        or (word.endswith("s") and word[:-1] in verbs)
        or (word.endswith(_LONG_ENDINGS) and word[:-2] in verbs)
        or (word.endswith(_VERB_ENDINGS) and len(word) > _SHORT_NOUN and word in english())
    )


def _is_adverb(word: str) -> bool:
    """Whether a word is an adjective with -ly: "badly" is, "assembly" is not."""
    return word.endswith("ly") and (word[:-2] in english() or is_formed(word[:-2], english()))


@cache
def _listed_words(name: str) -> frozenset[str]:
    text = files("transcript_fixer").joinpath(f"lexicons/{name}.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def share_word(stems: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two phrases, by the stems of their words, have a word in common, or forms of it.

    >>> share_word(frozenset(["fair"]), frozenset(["fairn", "model"]))
    True
    >>> share_word(frozenset(["fair"]), frozenset(["farm"])), share_word(frozenset(["bee"]), frozenset(["beech"]))
    (False, False)
    """
    if not stems.isdisjoint(others):
        return True
    for stem in stems:
        head = stem[: _FORM + 1]
        for other in others:
            if other.startswith(head) and len(head) > _FORM and (stem.startswith(other) or other.startswith(stem)):
                return True
    return False


def stem_of(word: str) -> str:
    """What forms of a word have in common, by its first letters.

    >>> stem_of("lists"), stem_of("testing"), stem_of("tests"), stem_of("cities"), stem_of("movies")
    ('list', 'testi', 'test', 'city', 'movy')
    """
    word = word.removesuffix("s")
    if word.endswith("ie") and len(word) >= _STEM:
        word = f"{word[:-2]}y"
    return word[:_STEM]


_STEMS: Remembered[str, str] = Remembered(stem_of)
