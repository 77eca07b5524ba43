"""Which language a talk is in.

Rules for fillers and punctuation fit one language each, and a rule of the wrong
one does harm: German "um" is a word, and Indonesian "anak anak", children, no
repeat. So English is only what shows enough English words, and a language that
nothing tells is `und`, for which no rule of one language runs.

The writing tells most languages apart; those in Latin letters are told by their
commonest little words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from transcript_fixer.resources import files
from transcript_fixer.vocabulary import english, is_formed

UNSPACED = frozenset(("zh", "ja"))
"""Languages that put no spaces between words."""
UNKNOWN = "und"
"""The code of a language that nothing tells (ISO 639, BCP 47)."""

# First and last characters. As regular expressions they would take longer to compile than to use.
_SCRIPTS = (
    ("a", "z", "latin"),
    ("A", "Z", "latin"),
    ("\u00c0", "\u02af", "latin"),
    ("\u1e00", "\u1eff", "latin"),
    ("\u3400", "\u4dbf", "han"),
    ("\u4e00", "\u9fff", "han"),
    ("\u3041", "\u30ff", "kana"),
    ("\uac00", "\ud7a3", "ko"),
    ("\u0400", "\u052f", "cyrillic"),
    ("\u0370", "\u03ff", "el"),
    ("\u0600", "\u077f", "arabic"),
    ("\u0590", "\u05ff", "he"),
    ("\u0900", "\u097f", "hi"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u0530", "\u058f", "hy"),
)
# Letters that only some of the languages with one script have, those first that settle it.
_TELLING_LETTERS = {
    "cyrillic": (("kk", "ұ"), (UNKNOWN, "әғқңөүҡҙӣӯҳҷ"), ("be", "ў"), ("sr", "ђћ"), ("mk", "ѓќѕ"), ("uk", "іїєґ")),
    "arabic": (("ur", "ٹڈڑےں"), ("fa", "پچژگیک")),
}
_BULGARIAN = frozenset(("ще", "са", "се", "е", "това", "съм", "сме"))
_ELSE = {"cyrillic": "ru", "arabic": "ar"}
# Of 118 files in English none has fewer than 24 in a hundred of these; of the Declaration of Human Rights in 532
# languages only two have more than 12, in kinds of English (Scots and Nigerian Pidgin). "In", "is", "of" and "to" are
# out, which others have.
_LITTLE = """
the and that it you for this with are was they what have not but how there just your from about know it's that's i'm
we're you're they're has will would which when because them our you'll we'll i've we've don't can't let's then than
these those here by or like get see use want think going where into could their been some more only out up does did
who why any
"""
# More of its commonest words, with which it is weighed against others where those are too few.
_SHARED = "a i of to in is we be so can if on as do my at he she me no um uh oh okay yeah"
_ENGLISH = frozenset(_LITTLE.split())
_MORE_ENGLISH = _ENGLISH.union(_SHARED.split())
_ENOUGH_ENGLISH, _ENOUGH = 6, 10
"""One word in so many, at least, has to be one of those by which English or another language is told."""
_FEW = 3
"""Fewer foreign words than this are names or slips of a recogniser."""


def find_language(text: str) -> str:
    """The code of the language most of the text is in, `und` for one that nothing tells.

        >>> find_language("So today we look at what is new in the world of robots.")
        'en'
        >>> find_language("今天我们来看看 deep learning 的一些新闻")
        'zh'
        >>> find_language("Así que hoy vamos a ver lo que es nuevo en el mundo de los robots")
        'es'

    A few words have none of the little ones. They are English if a dictionary has half of them:

        >>> [find_language(said) for said in ("Hello.", "Neural networks", "Dheere dheere seekh jaoge.")]
        ['en', 'en', 'und']

    So is what has no words: there is nothing to do wrong. Only a sample is read: its ends may be in
    another language, a talk rarely changes.
    """
    if text.isascii():
        return _latin_language(_sample(text))
    sample = _sample(text)
    counts = dict.fromkeys((script for _, _, script in _SCRIPTS), 0)
    counts[UNKNOWN] = 0
    for character, count in Counter(sample).items():
        for first, last, script in _SCRIPTS:
            if first <= character <= last:
                counts[script] += count
                break
        else:
            counts[UNKNOWN] += count if character.isalpha() else 0
    # One Chinese character says about as much as two or three letters.
    weights = {script: count * (3 if script in ("han", "kana", "ko") else 1) for script, count in counts.items()}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script] or script == "latin":
        return _latin_language(sample)
    if script in ("han", "kana"):
        return "ja" if counts["kana"] * 10 > counts["han"] else "zh"
    return _by_letters(sample.lower(), script, counts[script]) if script in _ELSE else script


def _sample(text: str, size: int = 1500) -> str:
    middle = len(text) // 2
    return text if len(text) <= 3 * size else f"{text[:size]} {text[middle : middle + size]} {text[-size:]}"


def _by_letters(sample: str, script: str, size: int) -> str:
    """The language of a script that several share.

    >>> [find_language(said) for said in ("Сегодня мы это видим", "Сьогодні ми їх бачимо", "Днес ще го видим")]
    ['ru', 'uk', 'bg']
    """
    for language, letters in _TELLING_LETTERS[script]:
        if sum(map(sample.count, letters)) * 200 > size:
            return language
    # Bulgarian has neither of two letters that are frequent in Russian, and little words that Russian has not.
    if script == "cyrillic" and not any(map(sample.count, "ыэ")) and not _BULGARIAN.isdisjoint(sample.split()):
        return "bg"
    return _ELSE[script]


def _latin_language(sample: str) -> str:
    words = [word.strip(".,?!。，？！：:;\"'()[]") for word in sample.lower().replace("’", "'").split()]
    words = [word for word in words if word[:1].isalpha()]
    if sum(map(_ENGLISH.__contains__, words)) * _ENOUGH_ENGLISH >= len(words):
        return "en"
    said = Counter(words)
    languages_of = _languages_of()
    votes: dict[str, float] = {}
    for word in said.keys() & languages_of.keys():
        for language in languages_of[word]:  # a word that many languages have tells little
            votes[language] = votes.get(language, 0.0) + said[word] / len(languages_of[word])
    for language in sorted(votes, key=lambda name: (-votes[name], name))[:1]:
        little = [word for word in said if language in languages_of.get(word, ())]
        count = sum(said[word] for word in little)
        is_more = count > sum(said[word] for word in said.keys() & _MORE_ENGLISH)
        if is_more and count * _ENOUGH >= len(words) and (len(little) > 1 or _is_foreign(words)):
            return language
    return UNKNOWN if _is_foreign(words) else "en"


@cache
def _languages_of() -> Mapping[str, Sequence[str]]:
    """Little words, and the languages that have each."""
    languages: dict[str, list[str]] = {}
    text = files("transcript_fixer").joinpath("lexicons/little-words.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            language, *words = line.split()
            for word in dict.fromkeys(words):
                languages.setdefault(word, []).append(language)
    return languages


def _is_foreign(words: Sequence[str]) -> bool:
    """Whether hardly any of these is an English word; short ones are words of too many languages."""
    telling = {word for word in words if len(word) > 2}
    foreign = sum(not (word in english() or is_formed(word, english())) for word in telling)
    return foreign >= _FEW and foreign * 2 > len(telling)
