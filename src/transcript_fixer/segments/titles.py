"""What a segment is called: at most eight words of the speaker's own.

The title is taken from what the opening sentences announce: a noun phrase with what is said
of it behind a preposition ("cost of failure"), a deed ("adding a private version"), a question
that can stand alone. A second phrase may follow. How likely a word is to stand in an editor's
title, and a phrase to be it, was fitted on titles that careful readers gave
(scripts/train_titles.py). Only the speaker's words are used, as in the text; what opens and
closes a talk gets the plain name that readers expect.

Nothing outside a segment has a say, except that no two titles are alike: a title, and the
address made of it, stay what they are when another part of the transcript changes.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp, log
from operator import mul
from typing import NamedTuple

from transcript_fixer.patterns import compile_late
from transcript_fixer.resources import files
from transcript_fixer.segments.evidence import common_words
from transcript_fixer.segments.wording import Wording, is_term
from transcript_fixer.vocabulary import english, is_formed

_LONGEST = 8  # words in a title
_PHRASE = 7  # tokens
_PHRASES = 2  # where words are not spaced
_CHOICES = 4  # phrases: the later ones serve where a title is taken
_OPENING = 90  # tokens that announce the subject; behind them, phrases are runs of terms
_LEAST = -2.6  # logit, under which a word is not looked at
_SECOND = 0.15  # likelihood that the words of a second phrase add up to, at least
_NUMBER = 0.15  # likelihood of a number that stands behind a term: "PEP 519"
# Added to the logarithm of a phrase's odds for the reader's sake; both cost .003 of the words found.
_QUESTION = 1.5
_LINKED = 0.2
_VERB = -1.2  # logit of being a noun, under which a word is a verb or an adjective
_ALONE = -0.3  # the same for a phrase of one word
_STEM = 5
_NO_NOUN = ("ed", "ly", "ous", "able", "ible", "ful", "ify", "ize", "izes", "ates", "ish")


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
    " talk talks morning afternoon today tomorrow yesterday"
)
_LEADS = word_set("so and but now okay well then first next")
_ASKING = word_set("what why how which who where when is are should does do can")
# A question that leans on what was said before is no title.
_LEANING = word_set("it this that they them he she those these here there i its their me my guys anyone anybody")

_WELCOME_RE = re.compile(r"\b(?:welcome|hello|hi|good (?:morning|afternoon|evening)|everyone|my name)\b", re.IGNORECASE)
_SPEAKER_RE = compile_late(
    r"\b(?:our (?:next |first |last |keynote )?speaker|(?:please|join me|help me|let's) (?:in )?welcom\w+"
    r"|give (?:it up|\w+ a)\b|round of applause|introduce (?:our|to you|you)|speaking (?:about|on)|talk(?:ing)? to us)",
    re.IGNORECASE,
)
_QUESTIONS_RE = re.compile(
    r"\b(?:any |your |take |for |have (?:a |any |some )?|next |first )questions?\b|\bq ?(?:&|and) ?a\b", re.IGNORECASE
)
_THANKS_RE = re.compile(r"\bthank(?:s| you)\b", re.IGNORECASE)
# How a speaker calls the end, and what it is called in a list of chapters.
_CLOSINGS = {
    "Recap": re.compile(r"\brecap", re.IGNORECASE),
    "Summary": re.compile(r"\b(?:in summary|summary is|to sum up|summari[sz]\w*)\b", re.IGNORECASE),
    "Takeaways": re.compile(r"\btake-?aways?\b", re.IGNORECASE),
    "Wrap-up": re.compile(r"\bwrap(?:ping)? (?:this |it |things )?up\b", re.IGNORECASE),
    "Conclusion": re.compile(r"\b(?:in conclusion|to conclude|conclud\w+|final thoughts|that's all)\b", re.IGNORECASE),
}
_OPENINGS = ("Introduction", "Welcome and introduction")  # of what the talk is about
_OFTEN = 3  # times: a word said so often is not misheard
_SHORT = 15  # sentences: a closing that only says thanks is no longer


class Weights(NamedTuple):
    """`words` and `phrases` weigh what `word_features` and `phrase_features` find.

    `talks` says in how many of the talks that it was counted on a word is used, and `nouns`
    how much more often it ends a noun phrase there than it is said as a verb or an adjective.
    """

    bias: float
    words: tuple[float, ...]
    phrases: tuple[float, ...]
    talks: dict[str, int]
    nouns: dict[str, float]


@cache
def load_weights() -> Weights:
    stored = json.loads(files("transcript_fixer").joinpath("data/titles.json").read_text("utf-8"))
    return Weights(stored["bias"], tuple(stored["words"]), tuple(stored["phrases"]), stored["talks"], stored["nouns"])


def find_titles(
    parts: Sequence[Sequence[str]],
    wordings: Sequence[Wording],
    language: str,
    *,
    taken: Sequence[str] = (),
    plain: bool = True,
) -> list[str]:
    """A title for each segment, no two alike and none of those `taken`.

    `plain` gives what opens and closes a talk its plain name.
    """
    titles: list[str] = []
    used = {_key(title) for title in taken}
    for at, (part, wording) in enumerate(zip(parts, wordings, strict=True)):
        terms = _title_terms(wording, language)
        english = plain and language == "en"
        name = _plain_name(part, at, len(parts)) if english else None
        options = [name, *(f"{name}: {term}" for term in terms)] if name else []
        if name in _OPENINGS:
            options = [*options[1:], name]
        if english and not name and 1 < len(parts) == at + 1 and _THANKS_RE.search(" ".join(part[-5:])):
            options += [_closed(term) for term in terms]
        options = [option for option in options if len(option.split()) <= _LONGEST]
        options += [
            *(_joined([terms[0], term], language) for term in terms[1:]),
            *(_joined([term], language) for term in terms),
        ]
        options += [_opening_words(part), f"第{at + 1}部分" if language == "zh" else f"Part {at + 1}"]
        title = next((each for each in options if _key(each) and _key(each) not in used), "")
        again = 2
        while not title:
            numbered = f"{options[-1]} ({again})"
            title = "" if _key(numbered) in used else numbered
            again += 1
        used.add(_key(title))
        titles.append(title)
    return titles


def _key(title: str) -> str:
    return re.sub(r"\W+", " ", title.lower()).strip()


def _plain_name(part: Sequence[str], at: int, of: int) -> str | None:
    opening = " ".join(part[:6])
    if at == 0 and of > 1:
        whole = " ".join(part)
        if _SPEAKER_RE.search(whole):
            return "Welcome and speaker introduction"
        return "Welcome and introduction" if _WELCOME_RE.search(opening) else "Introduction"
    if (
        at >= of / 2
        and sum(sentence.rstrip().endswith("?") for sentence in part) >= 2
        and _QUESTIONS_RE.search(opening)
    ):
        return "Audience questions and answers"
    if at == of - 1 and of > 1:
        asked = _QUESTIONS_RE.search(opening) and (len(part) > _SHORT or any("?" in sentence for sentence in part))
        thanks = _THANKS_RE.search(" ".join(part[-5:]))
        if asked:
            return "Questions and thanks" if thanks else "Questions"
        called = next((name for name, spoken in _CLOSINGS.items() if spoken.search(opening)), None)
        if called:
            return f"{called} and closing"
        if thanks and len(part) <= _SHORT:
            return "Closing and thanks"
    return None


def word_features(wording: Wording, weights: Weights) -> dict[str, tuple[float, ...]]:
    """For each term of a segment, what may make it a word of the title."""
    words, written = wording.words, wording.written
    first = dict(zip(reversed(words), range(len(words) - 1, -1, -1), strict=True))
    opening = wording.starts[1] if len(wording.starts) > 1 else 0
    initial = set(wording.starts)
    length = log(max(1, len(words)))
    last = dict(zip(words, range(len(words)), strict=True))
    announced = {
        near for at, word in enumerate(words[:_OPENING]) if word in _ANNOUNCING for near in words[at + 1 : at + 3]
    }
    asked = {
        word
        for start, end in zip(wording.starts[:8], wording.starts[1:9], strict=False)
        if start < end and written[end - 1].endswith("?")
        for word in words[start:end]
    }
    features: dict[str, tuple[float, ...]] = {}
    common = common_words()
    for word, count in wording.counts.items():
        if word in common or word in _VAGUE:
            continue
        place = first[word]
        if (count < 2 and place > _OPENING) or not is_term(word):
            continue
        named = place not in initial and not written[place].islower()
        if count < _OFTEN and not named and not _is_listed(word):
            continue
        often, uses, suffix = log(count), log(1 + weights.talks.get(word, 0)), word[-3:]
        features[word] = (
            often,
            often - length,
            log(1 + place),
            uses,
            float(place < opening),
            float(count == 1),
            min(len(word), 12) / 4,
            float(suffix[1:] == "ly"),
            float(suffix[1:] == "ed"),
            float(suffix == "ing"),
            float(named),
            weights.nouns.get(word, 0.0),
            float(word in announced),
            float(word in asked),
            (last[word] - place) / len(words),
            uses**2,
            float(place in initial),
            float(not word.isalpha() and any(map(str.isdecimal, word))),
        )
    return features


def _title_terms(wording: Wording, language: str) -> list[str]:
    """The phrases of the title, best first."""
    return _repeated_terms(wording) if language in ("zh", "ja") else _likely_phrases(wording)


def _repeated_terms(wording: Wording) -> list[str]:
    """The longest and most frequent runs of characters, where words are not spaced."""
    terms = [term for term in wording.counts if is_term(term)]
    terms.sort(key=lambda term: (-wording.counts[term] * (min(len(term), 5) - 1), term))
    chosen: list[str] = []
    for term in terms:
        if not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
        if len(chosen) == _PHRASES:
            break
    spelling = wording.spell(chosen)
    return [spelling[term] for term in chosen]


@lru_cache(maxsize=1 << 15)
def _is_listed(word: str) -> bool:
    """Whether every part of a word is English; what is not, and said once or twice, may be misheard."""
    return all(part in english() or is_formed(part, english()) for part in re.findall(r"[^\W\d_]+", word))


def word_likelihoods(wording: Wording, weights: Weights) -> dict[str, float]:
    """How likely each term is to be in the title, without those that hardly are."""
    likelihoods: dict[str, float] = {}
    for word, values in word_features(wording, weights).items():
        logit = weights.bias + sum(map(mul, weights.words, values))
        if logit > _LEAST:
            likelihoods[word] = 1 / (1 + exp(-logit))
    return likelihoods


def find_phrases(
    wording: Wording, likelihoods: dict[str, float], nouns: dict[str, float]
) -> dict[tuple[str, ...], list[int]]:
    """Phrases that may be a title, or part of one, and where they are said.

    One or more terms in a row; with what is said of them behind a preposition; with the word
    in -ing before them, in the opening; runs of terms from everywhere.
    """
    words = wording.words
    starts = set(wording.starts)
    found: dict[tuple[str, ...], list[int]] = {}
    places = [at for at, word in enumerate(words) if word in likelihoods or at < _OPENING]
    for at in places:
        word = words[at]
        likely = word in likelihoods
        opening = at < _OPENING
        if opening and word in _ASKING and (question := _question(wording, at, likelihoods)):
            found.setdefault(question, []).append(at)
        if not likely and not (opening and word.endswith("ing") and word not in _NO_DEED and word in common_words()):
            continue
        links = 0
        if likely:
            found.setdefault((word,), []).append(at)
            if not opening and (at + 1 >= len(words) or words[at + 1] not in likelihoods):
                continue
        stems = {_stem(word)}
        here = at + 1
        end = min(len(words), at + (_PHRASE if opening else 3))
        while here < end:
            word = words[here]
            if not (opening or word in likelihoods) or here in starts or not wording.follows(here):
                break
            if word in likelihoods:
                if _stem(word) in stems:
                    break
                stems.add(_stem(word))
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
    return {phrase: places for phrase, places in found.items() if _can_stand(phrase, nouns)}


def _question(wording: Wording, at: int, likelihoods: dict[str, float]) -> tuple[str, ...]:
    """The question that starts here, or how to do something, if it can stand alone."""
    words = wording.words
    end = min(len(words), at + _LONGEST)
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
    starts = wording.starts
    before = words[at - 1] if at else ""
    if at and not wording.follows(at):
        before = ""
    ahead = before
    if before in DETERMINERS and at > 1:
        ahead = words[at - 2]
    closed = end >= len(words) or not wording.follows(end)
    behind = "" if closed else words[end]
    terms = [likelihoods.get(word, _NUMBER) for word in phrase if word in likelihoods or word[0].isdecimal()]
    last, first = phrase[-1], phrase[0]
    several = len(phrase) > 1
    link = next((word for word in phrase if word in LINKS), "")
    sentence = bisect_right(starts, at) - 1
    return (
        sum(terms),
        max(terms, default=0.0),
        min(terms, default=0.0),
        float(len(terms)),
        float(len(phrase) - len(terms)),
        float(len(terms) == 1),
        weights.nouns.get(last, 0.0),
        weights.nouns.get(first, 0.0),
        log(1 + at),
        min(sentence, 8) / 4,
        log(len(places)),
        log(len(places)) * several,
        float(ahead in _ANNOUNCING),
        float(ahead in _BE),
        float(before in VERB_BEFORE),
        float(before in DETERMINERS),
        float(before in likelihoods),
        float(before in LINKS),
        float(behind in likelihoods),
        float(behind in VERB_BEHIND),
        float(behind in LINKS),
        float(closed),
        float(last.endswith("ing")),
        float(last.endswith("ed")),
        float(first.endswith("ing") and several),
        float(first.endswith("ed")),
        float(link in _COMPLEMENTS),
        float(link == "and"),
        float(link in ("to", "from", "on", "into", "as")),
        float(first in _ASKING),
    )


def _likely_phrases(wording: Wording) -> list[str]:
    """The best phrases that share no word, best first."""
    weights = load_weights()
    likelihoods = word_likelihoods(wording, weights)
    found = find_phrases(wording, likelihoods, weights.nouns)
    worths = {
        phrase: sum(map(mul, weights.phrases, phrase_features(phrase, places, wording, likelihoods, weights)))
        + (_QUESTION if phrase[0] in _ASKING else _LINKED if not _COMPLEMENTS.isdisjoint(phrase) else 0)
        for phrase, places in found.items()
    }
    chosen = choose_phrases(worths, likelihoods)
    spelling = wording.spell(word for phrase in chosen for word in phrase)
    initial = set(wording.starts)
    for phrase in chosen:
        for at, word in enumerate(phrase, found[phrase][0]):
            if at in initial and spelling[word].istitle() and word in english() and wording.counts[word] < _OFTEN:
                spelling[word] = word
    phrases = []
    for phrase in chosen:
        text = " ".join(spelling[word] if word in likelihoods else word for word in phrase)
        phrases.append(text + "?" if phrase[0] in _ASKING else text)
    return phrases


def _can_stand(phrase: tuple[str, ...], nouns: dict[str, float]) -> bool:
    """Whether a phrase opens, breaks and ends as a noun phrase does."""
    if phrase[0] in _ASKING:
        return True
    if len(phrase) == 1 and (nouns.get(phrase[0], 0.0) < _ALONE or phrase[0].endswith(_NO_NOUN)):
        return False
    if nouns.get(phrase[0], 0.0) < _VERB and not phrase[0].endswith(("ing", "ed")):
        return False
    heads = [word for word, behind in zip(phrase, (*phrase[1:], "of"), strict=True) if behind in LINKS]
    return not any(
        word.endswith(_NO_NOUN) or (nouns.get(word, 0.0) < _VERB and not word.endswith("ing")) for word in heads
    )


def choose_phrases(worths: dict[tuple[str, ...], float], likelihoods: dict[str, float]) -> list[tuple[str, ...]]:
    """The best phrases without a common stem, best first."""
    chosen: list[tuple[str, ...]] = []
    stems: set[str] = set()
    for phrase in sorted(worths, key=lambda phrase: (-worths[phrase], phrase)):
        own = {_stem(word) for word in phrase if word in likelihoods}
        if not own & stems and not (chosen and sum(likelihoods.get(word, 0.0) for word in phrase) < _SECOND):
            chosen.append(phrase)
            stems |= own
            if len(chosen) == _CHOICES:
                break
    return chosen


def _stem(word: str) -> str:
    return word.removesuffix("s")[:_STEM]


def _joined(terms: Sequence[str], language: str) -> str:
    """A phrase, and a second one where there is room, as one title.

    >>> _joined(["type hints", "speed"], "en"), _joined(["static analysis", "Pyre"], "en")
    ('Type hints and speed', 'Pyre: static analysis')
    >>> _joined(["PEP 519", "file system paths"], "en"), _joined(["what is a type hint?", "Python"], "en")
    ('PEP 519: file system paths', 'What is a type hint?')
    """
    if language in ("zh", "ja"):
        return "、".join(terms)
    first, *others = terms
    title = first
    for other in others:
        whole = f"{first} and {other}"
        if first.endswith("?") or other.endswith("?") or len(whole.split()) > _LONGEST:
            continue
        if " and " in first:
            if " and " not in other and LINKS.isdisjoint(first.replace(" and ", " ").split()):
                title = f"{first.replace(' and ', ', ')} and {other}"
            continue
        if _is_name(other) and not _is_name(first):
            first, other = other, first
        title = f"{first}: {other}" if _is_name(first) or " and " in other else f"{first} and {other}"
    return title[0].upper() + title[1:] if title.split()[0].islower() else title


def _closed(term: str) -> str:
    """The title of a last segment that has a subject beside the thanks.

    >>> _closed("future work"), _closed("files and folders")
    ('Future work and closing', 'Files, folders and closing')
    """
    listed = term.replace(" and ", ", ", 1)
    return listed if listed.endswith("?") else f"{listed[:1].upper()}{listed[1:]} and closing"


def _is_name(phrase: str) -> bool:
    """Whether a short phrase is the name of something."""
    words = phrase.split()
    return len(words) <= 2 and not any(map(str.islower, words))


def _opening_words(part: Sequence[str]) -> str:
    """What is left for a talk of a few words: its first clause, or the beginning of it."""
    clauses = re.split(r"[.,;:!?，。！？；：]\s*", " ".join(part[:3])[:200].strip())
    words = next((clause for clause in clauses if any(map(str.isalnum, clause))), "").split()[:6]
    opening = " ".join(words)[:40].rstrip()
    return opening[:1].upper() + opening[1:]
