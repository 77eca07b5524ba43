"""Which kind of word an English word is: what may name a subject, and what only says something of one.

How a word was said in other talks decides (`Weights.nouns`); its ending and two lists do where that says nothing
(lexicons/adjectives.txt and verbs.txt, scripts/build_kinds.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from transcript_fixer.patterns import compile_late
from transcript_fixer.resources import files
from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.title_weights import Weights, load_weights
from transcript_fixer.vocabulary import english, is_formed

_PREDICATE = -1.2  # logit of being a noun, under which a word is a verb, an adjective or an adverb
_NOUN = 1.0  # the same, above which a word is a noun, whatever the lists say
_NAMED_DEED = 0.7  # the same for a word in -ing that stands alone: "packaging"
_ACTING = 0.3  # logit of being a noun, under which a word may be a verb
_DEED = -0.3  # logit of being a noun, under which a word is a verb behind "to", if it has a form in -ing
_ADDRESSES = (".com", ".org", ".net", ".edu", ".gov", ".dev")
_LONG_ENDINGS = ("ses", "xes", "zes", "ches", "shes", "oes")  # where a form in -s has an "e" of its own
_VERB_ENDINGS = ("ify", "ize")
_SHORT_NOUN = 5  # letters: a "prize" is no verb
NO_NOUN = ("ed", "ly", "ous", "able", "ible", "ful", "ify", "ize", "izes", "ates", "ish")


def word_set(listed: str) -> frozenset[str]:
    """The words of a list, which is written with spaces between them."""
    return frozenset(listed.split())


LINKS = word_set("of for in with from on to as and versus without between into")
ARTICLES = word_set("a an the your my our their its")  # inside a title
DETERMINERS = word_set("a an the your my our their its this these those some each every")
VERB_BEFORE = word_set("to i we you they can will could would should let's must don't didn't not he she who")
VERB_BEHIND = word_set("is are was were has have can will does do that which who")
BE = word_set("is are was were be it's that's here's what's there's called")
ASKING = word_set("what why how which who where when is are should does do can")
# Of the common verbs, those that say what is done: to use or to make something says little.
_COMMON_DEEDS = word_set("add find choose")
_NO_BASE = ("ed", "ly", "ous", "able", "ible", "ful", "ish", "ing")
_NO_INTENT = word_set(
    "talk dive touch focus explain discuss cover introduce show look call consider recap explore review win mention"
    " highlight describe refer demonstrate spend walk jump imagine assume notice remember skip share present point"
    " note learn recognize destroy thank welcome invite congratulate apologize promise emphasize remind recommend"
    " suggest admit wait stay sit listen attend join enjoy belong exist depend differ recall agree argue summarize"
    " illustrate reiterate reveal delve elaborate wonder encourage appreciate speak begin help provide announce"
    " understand"
)
# A last consonant that is written twice before -ing: behind the one short vowel of a word, and in these.
_DOUBLED_RE = compile_late(
    r"(?:[^aeiouqy]*|qu|(?:re|un|de|out|over|pre|sub|up)[^aeiou]+(?=.[bdglmpt]))[aeiouy][bdfglmnprtz]"
    r"|begin|commit|admit|permit|emit|omit|transmit|refer|prefer|infer|transfer|defer|occur|recur|incur|control|format"
    r"|program|forget|equip|rerun"
)
# Words in -ing that do not name what is done, and vague words that are not in the common words.
NO_DEED = word_set(
    "going talking doing saying looking having being thinking trying coming something anything nothing everything"
    " thing during according interesting amazing giving telling showing wondering starting happening missing"
    " seeing hearing moving asking assuming existing following regarding involving including concerning putting"
    " covering"
)
VAGUE = word_set(
    "thing things way ways lot lots kind kinds bunch side sides stuff piece pieces term terms bit guys folks hello"
    " everybody everyone thanks ado minute minutes second seconds moment session sessions sentence slide slides"
    " talk talks couple cetera etc two three four five six seven eight nine ten dozen hundred thousand million"
    " millions billion mr mrs ms dr morning afternoon today tomorrow yesterday a.m p.m possible impossible"
)
# What says nothing alone, beside other phrases.
WEAK = word_set(
    "person people presentation process processes result reason reasons idea night category categories goal behalf"
    " beginning block noise silence patience speaker audience mind hands life middle functionality ton mine majority"
    " half nutshell disclaimer check place matter detail details area areas aspect aspects point points top group"
    " groups set sets number numbers approach approaches purpose level concept interest world move experience company"
    " bar step steps outline agenda roadmap overview recap summary conclusion demo"
)


class Kinds(NamedTuple):
    """What each English word, in lower case, may be in a phrase; remembered."""

    is_noun: Remembered[str, bool]
    is_predicate: Remembered[str, bool]
    """What is said of a thing, but neither in -ing nor in -ed: "the payload carries" is no name of anything."""
    deed: Remembered[str, str]
    may_act: Remembered[str, bool]
    """What may be a noun, but a verb too: "we plan tests"."""
    is_named_deed: Remembered[str, bool]
    """Whether a word in -ing names something without an object: "packaging"."""


@lru_cache(maxsize=4)
def kinds_of(weights: Weights) -> Kinds:
    """The kinds of words, by how they were said in the talks of the weights.

    >>> kinds = kinds_of(load_weights())
    >>> [kinds.is_noun[word] for word in ("archive", "gargantuan", "abdicate", "badly")]
    [True, False, False, False]
    >>> [kinds.deed[word] for word in ("update", "explain", "turbine")]
    ['updating', '', '']
    """
    nouns = weights.nouns
    return Kinds(
        Remembered(lambda word: _is_noun(word, nouns)),
        Remembered(lambda word: not word.endswith(("ing", "ed")) and _is_predicate(word, nouns)),
        Remembered(lambda word: _deed(word, weights)),
        Remembered(lambda word: _may_act(word, nouns)),
        Remembered(lambda word: nouns.get(word, 0.0) >= _NAMED_DEED),
    )


def is_subject(word: str) -> bool:
    """Whether an English word, in lower case, names something by itself.

    >>> [is_subject(word) for word in ("archive", "packaging", "badly", "nutshell", "seven", "adding")]
    [True, True, False, False, False, False]
    """
    kinds = kinds_of(load_weights())
    if word in WEAK or word in VAGUE or is_address(word) or not kinds.is_noun[word]:
        return False
    return not word.endswith("ing") or kinds.is_named_deed[word]


def _is_noun(word: str, nouns: dict[str, float]) -> bool:
    """Whether a word may end a noun phrase: by how it was said in other talks, its ending, and the lists."""
    if is_adverb(word):
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


def is_address(word: str) -> bool:
    """Whether a word, in lower case, is said to be typed, or is a number of parts, and names nothing.

    >>> [is_address(word) for word in ("perf.com", "console.cloud.example", "zero.0.2")]
    [True, True, True]
    >>> [is_address(word) for word in ("setup.py", "node.js", "socket.io", "n.l.p", "company")]
    [False, False, False, False, False]
    """
    return word.endswith(_ADDRESSES) or (word.count(".") > 1 and any(len(part) > 1 for part in word.split(".")))


def is_adverb(word: str) -> bool:
    """Whether a word is an adjective with -ly: "badly" is, "assembly" is not."""
    return word.endswith("ly") and (word[:-2] in english() or is_formed(word[:-2], english()))


def _may_act(word: str, nouns: Mapping[str, float]) -> bool:
    """Whether a word that is no clear predicate may be a verb."""
    return not word.endswith(("s", "ing", "ed")) and (nouns.get(word, 1.0) < _ACTING or is_listed_verb(word))


def _deed(word: str, weights: Weights) -> str:
    """The form in -ing of a verb, as it is said behind "to"; nothing for any other word."""
    is_form = word.endswith((*_NO_BASE, "s")) and not word.endswith("ss")
    if is_form or word in _NO_INTENT or not word.isalpha():
        return ""
    if word in common_words():
        return gerund(word) if word in _COMMON_DEEDS else ""
    counted = weights.nouns.get(word, 0.0)
    if counted >= _NOUN or word in _listed_words("adjectives"):
        return ""
    form = gerund(word)
    if word in _listed_words("verbs") or (counted <= _DEED and (form in weights.talks or form in common_words())):
        return "" if form in NO_DEED else form
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


@cache
def _listed_words(name: str) -> frozenset[str]:
    text = files("transcript_fixer").joinpath(f"lexicons/{name}.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
