"""How the phrases of a title are written: as inside sentences, and names as names."""

from __future__ import annotations

from collections.abc import Sequence

from transcript_fixer.segments.kinds import ARTICLES, LINKS
from transcript_fixer.segments.likelihoods import OFTEN
from transcript_fixer.segments.subjects import Phrase
from transcript_fixer.segments.title_weights import Weights
from transcript_fixer.segments.wording import MARKS, Wording
from transcript_fixer.vocabulary import english, is_formed

_KNOWN = 20  # talks: what so many say is no name that a title opens with
_PLAINLY = 10  # talks: an English word that so many say is no name
_EARLY = 25  # tokens: a name that is said first behind them, and that is none of the
_FREQUENT = 3  # most frequent terms, is not what the segment is about
_PLAIN = LINKS | ARTICLES


def spell_phrases(phrases: Sequence[Phrase], wording: Wording, weights: Weights) -> list[str]:
    """Phrases as they are spelled inside sentences; a word that only opens some is no name for it.

    >>> from transcript_fixer.segments.title_weights import load_weights
    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["Concrete is a stone.", "PyTorch has tensors."]], "en")
    >>> phrases = [Phrase(0.9, (word,), frozenset(), True) for word in ("concrete", "pytorch")]
    >>> spell_phrases(phrases, wording, load_weights())
    ['concrete', 'PyTorch']
    """
    talks = weights.talks
    words = {word for phrase in phrases for word in phrase.words[phrase.is_deed :]}
    spelling = {word: word if word in _PLAIN else wording.spell(word) for word in words}
    for word, written in spelling.items():
        if written.istitle():
            places = wording.find(word)
            is_listed = len(places) < OFTEN and word in english()  # which has some names, too
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


def is_head(name: str, wording: Wording, weights: Weights) -> bool:
    """Whether a name may stand before a colon: few talks say it, it is no capital of a sentence, and the segment is
    about it.

    >>> from transcript_fixer.segments.title_weights import load_weights
    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["We use Pyramid.", "Python knows Pyramid."]], "en")
    >>> is_head("Pyramid", wording, load_weights()), is_head("Python", wording, load_weights())
    (True, False)
    """
    talks = weights.talks
    first, *_ = words = name.lower().split()
    if words[-1].isdecimal():
        return True
    if min(talks.get(word, 0) for word in words) >= _KNOWN:
        return False
    places = wording.find(first)
    if not name.split()[0].isupper() and wording.initial.issuperset(places):
        return False
    return places[0] < _EARLY or sum(map(len(places).__lt__, map(len, wording.again.values()))) < _FREQUENT
