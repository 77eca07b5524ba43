"""The phrases that may be a title, or part of one: what the opening sentences of a segment announce.

A noun phrase with what is said of it behind a preposition ("cost of failure"), a deed ("adding a private version",
also where "we want to add" one), a question that can stand alone.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import compress
from typing import TypeAlias

from transcript_fixer.segments.everyday import common_words
from transcript_fixer.segments.kinds import (
    ARTICLES,
    ASKING,
    DETERMINERS,
    LINKS,
    NO_DEED,
    VAGUE,
    VERB_BEFORE,
    Kinds,
    is_adverb,
    kinds_of,
    word_set,
)
from transcript_fixer.segments.likelihoods import OFTEN, OPENING, STRESSED
from transcript_fixer.segments.questions import find_question
from transcript_fixer.segments.remembered import Remembered
from transcript_fixer.segments.stems import STEMS
from transcript_fixer.segments.title_weights import Weights
from transcript_fixer.segments.wording import MARKS, Wording, is_term

_PHRASE = 7  # tokens of a phrase in the opening
_RUN = 3  # the same, of one behind it
_LINKS = 2  # prepositions in a phrase
_INTENDED = 60  # the same, of what somebody wants to do
_FIRST_DEED = 7  # tokens of what somebody wants to do first
# Before what somebody did; "have" is not among them ("we have labeled data").
_DOING = word_set("i we you they he she who i've we've you've they've has had")
_ADVERBS = word_set("already also just then never ever even")
# Before a deed that is to come, and verbs that only tell or name what comes, are no deeds, or what the listeners do.
_INTENDING = word_set("to we i you can could let's i'll we'll should would")
_TOGETHER = frozenset(("to", "let's"))  # of these, what tells of two deeds at once
_NO_FIRST = word_set("be have the a an this that these those my our your")
_BEHIND_DEED = word_set("to about with as")
# Common words that belong to a name or a noun behind them: "time zone", "breadth first search".
JOINING = word_set("time end full main new small large word back basic whole best first second third work")

Found: TypeAlias = dict[tuple[str, ...], list[int]]
"""Phrases, and where each is said."""


def find_phrases(wording: Wording, likelihoods: dict[str, float], weights: Weights) -> Found:
    """Phrases that may be a title, or part of one, and where they are said.

    One or more terms in a row; with what is said of them behind a preposition; with the word
    in -ing before them, in the opening; runs of terms from everywhere.
    """
    words, once, again, stress = wording.words, wording.once, wording.again, wording.stress
    kinds = kinds_of(weights)
    is_noun, is_predicate, deed, may_act, is_named_deed = kinds
    stems = {word: STEMS[word] for word in likelihoods}
    found: Found = {}
    opening: list[int] = []
    for at in compress(range(OPENING), map(_OPENS.__getitem__, words[:OPENING])):
        if words[at] in JOINING:
            if _joins(wording, at, stems):
                opening.append(at)
        elif words[at] not in ASKING:
            opening.append(at)
        elif question := find_question(wording, at, likelihoods):
            found.setdefault(question, []).append(at)
    said: list[int] = []
    for word in stems:
        places = again[word] if word in again else [once[word]]
        is_subject = is_noun[word] and (not word.endswith("ing") or is_named_deed[word])
        is_name = not is_subject and _is_written_as_name(wording, places)
        if is_name or is_subject:
            found[(word,)] = places
        if is_predicate[word] and not is_name:
            continue
        if word.endswith("ed"):
            places = [at for at in places if not _tells_deed(wording, at)]
        elif may_act[word]:
            places = [at for at in places if words[at - 1] not in VERB_BEFORE or not _acts(wording, at)]
        said += places
    opening += [at for at in said if at < OPENING or stress[at] > STRESSED]
    _find_long(opening, wording, stems, kinds, found)
    intended = [
        at for at in compress(range(_INTENDED), map(deed.__getitem__, words[:_INTENDED])) if _is_intended(wording, at)
    ]
    if intended:
        acts: Found = {}
        _find_long(intended, wording, stems, kinds, acts, intended=True)
        for (act, *objects), places in acts.items():
            if objects and objects[0] not in LINKS:
                found.setdefault((deed[act], *objects), places)
    _find_runs([at for at in said if at >= OPENING], wording, stems, kinds, found)
    return found


def _find_long(
    opening: Sequence[int],
    wording: Wording,
    stems: dict[str, str],
    kinds: Kinds,
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
    is_noun, is_predicate, *_ = kinds
    for at in opening:
        last = words[at]
        here = {STEMS[last]}
        links = 0
        for behind in range(at + 1, at + _PHRASE):
            if behind in starts or written[behind - 1][-1] in MARKS:
                break
            word = words[behind]
            if word in stems:
                if stems[word] in here or (is_predicate[word] and (last in stems or last == "and")):
                    break
                here.add(stems[word])
                if (
                    is_noun[word]
                    and not (word.endswith("ing") and _wants_object(wording, behind, kinds))
                    and not (links and _goes_on(wording, behind, kinds))
                ):
                    found.setdefault(tuple(words[at : behind + 1]), []).append(at)
            elif word in JOINING and (last in stems or last in JOINING):
                pass
            elif word in LINKS:
                if links == _LINKS or last in LINKS or last in ARTICLES or not is_noun[last]:
                    break
                links += 1
            elif word in ARTICLES:
                is_deed = last.endswith("ing") and (behind == at + 1 or words[behind - 2] in LINKS)
                if last not in LINKS and not is_deed and not (intended and behind == at + 1):
                    break
            elif len(word) < 5 and last in stems and word.replace(".", "").isdecimal():
                if is_noun[word] and not (intended and behind == at + 1):  # "updating 3" lacks its object
                    found.setdefault(tuple(words[at : behind + 1]), []).append(at)
            else:
                break
            last = word


def _find_runs(places: Sequence[int], wording: Wording, stems: dict[str, str], kinds: Kinds, found: Found) -> None:
    """Add the phrases of two words and more, all terms, that start at these places."""
    words, starts, written = wording.words, wording.initial, wording.written
    is_noun, is_predicate, *_ = kinds
    for at in places:
        end = at + 1
        while end not in starts and words[end] in stems and written[end - 1][-1] not in MARKS:
            last = words[end]
            end += 1
            if stems[last] == stems[words[at]] or stems[last] == stems[words[end - 2]] or is_predicate[last]:
                break
            if is_noun[last] and not (last.endswith("ing") and _wants_object(wording, end - 1, kinds)):
                found.setdefault(tuple(words[at:end]), []).append(at)
            if end == at + _RUN:
                break


def _wants_object(wording: Wording, at: int, kinds: Kinds) -> bool:
    """Whether a word in -ing behind another has an object, or is behind a preposition and no name without one.

    Named deeds are "tools for packaging" and "machine learning", whatever comes next behind a term; others are
    "goal of visiting", "implementations caching this method" and "sequence corresponding to".
    """
    words = wording.words
    is_named = kinds.is_named_deed[words[at]]
    behind = words[at + 1] if at + 1 < len(words) and wording.follows(at + 1) else ""
    takes = behind in DETERMINERS or is_term(behind)
    if words[at - 1] in LINKS:
        return takes or not is_named
    return not is_named and (takes or behind in _BEHIND_DEED)


def _goes_on(wording: Wording, at: int, kinds: Kinds) -> bool:
    """Whether what stands behind a preposition has its last noun still to come ("pay for the executive [order]")."""
    behind = at + 1
    if behind >= len(wording.words) or not wording.follows(behind):
        return False
    word = wording.words[behind]
    return is_term(word) and word not in VAGUE and kinds.is_noun[word] and not kinds.is_predicate[word]


def _tells_deed(wording: Wording, at: int) -> bool:
    """Whether a word in -ed is what somebody did ("we released it"), and no quality of a thing."""
    words = wording.words
    before = at - 1
    if before > 0 and (words[before] in _ADVERBS or is_adverb(words[before])):
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


def _is_written_as_name(wording: Wording, places: Sequence[int]) -> bool:
    """Whether a word that seems to be no noun is said often, and mostly a name inside sentences ("we use Gather")."""
    inside = [at for at in places if at not in wording.initial]
    names = sum(not wording.written[at].islower() for at in inside)
    return len(places) >= OFTEN and 2 * names > len(inside)


def _acts(wording: Wording, at: int) -> bool:
    """Whether a word that may be a verb is one behind "to" or "we"."""
    return at > 0 and wording.follows(at) and wording.written[at][0].islower()


def _is_intended(wording: Wording, at: int) -> bool:
    """Whether a verb is what somebody wants to do, or can ("we want to update methods", "let's quickly add one")."""
    words = wording.words
    before = at - 1
    if before > 0 and wording.follows(at) and (words[before] in _ADVERBS or is_adverb(words[before])):
        before -= 1
    if before < 0 or not wording.follows(before + 1) or not wording.follows(at):
        return False
    return words[before] in _INTENDING or (words[before] == "and" and _is_second_deed(wording, before))


def _is_second_deed(wording: Wording, at: int) -> bool:
    """Whether a deed behind "and" has what tells of it before the first one ("to clean the lamp and light it")."""
    words = wording.words
    start = max(0, at - _FIRST_DEED)
    while at > start and wording.follows(at):
        at -= 1
        if words[at] in _INTENDING:
            return (
                words[at] in _TOGETHER and words[at + 1] not in _NO_FIRST
            )  # not "going to be lamps and light switches"
    return False


def _opens(word: str) -> bool:
    """Whether a word that is no term may open a phrase: by asking, as a deed, or as part of a name."""
    is_deed = word.endswith("ing") and word not in NO_DEED and word in common_words()
    return is_deed or word in ASKING or word in JOINING


_OPENS: Remembered[str, bool] = Remembered(_opens)
