"""What a segment is called: two to eight words of the speaker's own.

The title is made of the terms that the opening sentences introduce and the segment keeps
using. How likely a word is to stand in an editor's title was fitted on titles that careful
readers gave (scripts/train_titles.py): words that come early and often, and that few talks
use. Neighbours that are said together stay together, so that a title is made of noun
phrases, joined as in a list, and never is a piece of a sentence. What opens and closes a
talk gets the plain name that readers expect.

Nothing outside a segment has a say, except that no two titles are alike: a title, and the
address made of it, stay what they are when another part of the transcript changes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, log
from operator import mul
from typing import NamedTuple

from transcript_fixer.resources import files
from transcript_fixer.segments.wording import Wording, is_term

_WORDS = 7  # of terms in a title, beside "and"
_PHRASES = 2
_EARLY = 40  # tokens, in which a word that is said once may be a term
_COST = 0.03  # of each further word, in likelihood
_LEAST = -2.6  # logit, under which a word is not looked at
_STEM = 5

_WELCOME_RE = re.compile(r"\b(?:welcome|hello|hi|good (?:morning|afternoon|evening)|everyone|my name)\b", re.IGNORECASE)
_SPEAKER_RE = re.compile(
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
_SHORT = 15  # sentences: a closing that only says thanks is no longer


class Weights(NamedTuple):
    """`talks` says in how many of the talks that it was counted on a word is used."""

    features: tuple[float, ...]
    bias: float
    talks: dict[str, int]


@cache
def load_weights() -> Weights:
    stored = json.loads(files("transcript_fixer").joinpath("data/titles.json").read_text("utf-8"))
    return Weights(tuple(stored["features"]), stored["bias"], stored["talks"])


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
        name = _plain_name(part, at, len(parts)) if plain and language == "en" else None
        options = [name, *(f"{name}: {term}" for term in terms)] if name else []
        options += [
            _joined(terms, language),
            _joined(terms[::-1], language),
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


def word_features(wording: Wording, talks: dict[str, int]) -> dict[str, tuple[float, ...]]:
    """For each term of a segment, what may make it a word of the title."""
    words = wording.words
    first = {word: at for at, word in zip(range(len(words) - 1, -1, -1), reversed(words), strict=True)}
    opening = wording.starts[1] if len(wording.starts) > 1 else 0
    length = log(max(1, len(words)))
    features: dict[str, tuple[float, ...]] = {}
    for word, count in wording.counts.items():
        if count < 2 and first[word] > _EARLY:
            continue
        if not is_term(word):
            continue
        place, often, suffix = first[word], log(count), word[-3:]
        features[word] = (
            often,
            often - length,
            log(1 + place),
            log(1 + talks.get(word, 0)),
            float(place < opening),
            float(count == 1),
            min(len(word), 12) / 4,
            float(suffix[1:] == "ly"),
            float(suffix[1:] == "ed"),
            float(suffix == "ing"),
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


def _likely_phrases(wording: Wording) -> list[str]:
    """Phrases of the words that a title most likely has."""
    weights = load_weights()
    likelihoods: dict[str, float] = {}
    for word, values in word_features(wording, weights.talks).items():
        logit = weights.bias + sum(map(mul, weights.features, values))
        if logit > _LEAST:
            likelihoods[word] = 1 / (1 + exp(-logit))
    phrases = Counter(_phrases(wording, likelihoods))
    worths = {
        phrase: sum(likelihoods[word] - _COST for word in phrase) + 0.03 * min(3, count - 1) * (len(phrase) > 1)
        for phrase, count in phrases.items()
    }
    ranked = sorted(worths, key=lambda phrase: (-worths[phrase], phrase))
    chosen: list[tuple[str, ...]] = []
    stems: set[str] = set()
    words = 0
    for phrase in ranked:
        own = {_stem(word) for word in phrase}
        if own & stems or words + len(phrase) > _WORDS:
            continue
        if chosen and worths[phrase] < 0:
            break
        chosen.append(phrase)
        stems |= own
        words += len(phrase)
        if len(chosen) == _PHRASES:
            break
    spelling = wording.spell(word for phrase in chosen for word in phrase)
    return [" ".join(spelling[word] for word in phrase) for phrase in chosen]


def _phrases(wording: Wording, likelihoods: dict[str, float]) -> Iterator[tuple[str, ...]]:
    """One to three terms in a row, wherever they are said."""
    words = wording.words
    starts = set(wording.starts)
    places = [at for at, word in enumerate(words) if word in likelihoods]
    for index, at in enumerate(places):
        phrase: tuple[str, ...] = ()
        for place in places[index : index + 3]:
            if phrase and (place != at + len(phrase) or place in starts or not wording.follows(place)):
                break
            if any(_stem(words[place]) == _stem(word) for word in phrase):
                break
            phrase = (*phrase, words[place])
            yield phrase


def _stem(word: str) -> str:
    return word.removesuffix("s")[:_STEM]


def _joined(terms: Sequence[str], language: str) -> str:
    """A list of terms as one title.

    >>> _joined(["type hints", "Python", "mypy"], "en")
    'Type hints, Python and mypy'
    """
    if not terms:
        return ""
    *others, last = terms
    if language in ("zh", "ja"):
        return "、".join(terms)
    title = f"{', '.join(others)} and {last}" if others else last
    return title[0].upper() + title[1:] if title.split()[0].islower() else title


def _opening_words(part: Sequence[str]) -> str:
    """What is left for a talk of a few words: its first clause, or the beginning of it."""
    clauses = re.split(r"[.,;:!?，。！？；：]\s*", " ".join(part[:3])[:200].strip())
    words = next((clause for clause in clauses if any(map(str.isalnum, clause))), "").split()[:6]
    opening = " ".join(words)[:40].rstrip()
    return opening[:1].upper() + opening[1:]
