"""Marks in a language the model was not trained on.

What the next letter tells, the width of the cues, and a few words behind which no mark stands.
Where none of them tells anything, as in a script without capitals, a mark stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from transcript_fixer.patterns import compile_late
from transcript_fixer.sentences.gaps import Gap, Mark, Script
from transcript_fixer.sentences.punctuation import PAD

_ASCII = str.maketrans("，。？！：；", ",.?!:;")


def _words(**lines: str) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(line.split()) for language, line in lines.items()}


# Articles and what stands before them: behind these the scissors left the mark, whichever it is. None that may be the
# last word of a sentence, as German "mit", "ein" (of a verb) or "dem" (who was named).
_NO_MARK_BEHIND = _words(
    de="des im vom zum zur ins beim für von",
    es="el la los las un una unos unas del al de en con por para sin desde hasta mi su sus cada muy",
    fr="le la les des une du de au aux à dans par ce cet cette ces mon ma mes notre nos votre vos ses chaque très",
    it="il lo gli un del dei delle degli della dello al alla ai alle nel nella nei dal dalla sul sulla di da con per",
    pt="o os um uma do da dos das na nas em com por para pelo pela ao à seu sua meu minha cada",
    ru="в с к у о об от для из при без между через со во ко",
)
# Behind these no sentence ends either, but "y, por lo tanto," has its comma.
_NO_STOP_BEHIND = _words(
    de="und oder dass",
    es="y e o u que porque aunque",
    fr="et ou que qui dont parce",
    it="e ed o che",
    pt="e ou que porque",
    ru="и а но или чтобы",
)
# Before a noun only; without one these stand for it ("mit dem", "ich habe eine").
_GERMAN_ARTICLES = frozenset(("der", "die", "dem", "den", "eine", "einen", "einem", "einer"))
# Korean endings of what a sentence is about and of what is done something to; the verb is still to come.
_KOREAN_CASES = ("은", "는", "을", "를")
_NONE: frozenset[str] = frozenset()
_INITIALS_RE = compile_late(r"(?<!\w)[^\W\d_](?:。[^\S\n][^\W\d_])+。")
_SHORTENED_RE = compile_late(r"(?<!\w)(?:bzw|usw|evtl|ggf|vgl|Nr)。")


class OtherLanguage:
    """Decides what becomes of the fullwidth marks of a text.

    >>> from transcript_fixer.sentences.gaps import find_gaps, read_script
    >>> def marks(text: str, language: str) -> list[str]:
    ...     said = read_script(text)
    ...     return [OtherLanguage(said, language).mark(gap, None) for gap in find_gaps(said)[:-1]]
    >>> marks("Es el。 Puerto viejo， que。 es grande。 ¿Lo ve？ Sí。", "es")
    ['', ',', '', '.', '?']
    >>> marks("오늘은 좋습니다。 내일은。 비가 옵니다。 네。", "ko")
    ['.', '', '.']
    """

    def __init__(self, script: Script, language: str) -> None:
        self._script = script
        self._language = language.replace("_", "-").partition("-")[0].lower()
        self._no_mark = _NO_MARK_BEHIND.get(self._language, _NONE)
        self._no_stop = self._no_mark | _NO_STOP_BEHIND.get(self._language, _NONE)
        # German nouns have capitals anywhere: only a word that is small elsewhere has one for its place.
        self._small = self._written_small() if self._language == "de" else _NONE

    def _written_small(self) -> frozenset[str]:
        large = frozenset(self._script.capitals())
        return frozenset(word for index, word in enumerate(self._script.words[PAD:-PAD]) if index not in large)

    def mark(self, gap: Gap, is_full: bool | None) -> str:
        """The mark behind a word that is not the last: "" for none."""
        word = self._script.words[gap.word + PAD]
        if gap.mark is Mark.COMMA:
            if is_full or word in self._no_mark or self._opens_noun(word, gap):
                return ""
        elif gap.mark is Mark.STOP:
            if word in self._no_stop or self._opens_noun(word, gap) or (is_full and self._is_noun(gap)):
                return ""
            if self._language == "ko" and word.endswith(_KOREAN_CASES):
                return ""
            if not gap.capital and self._goes_on(gap):
                return "," if is_full is False or self._asks(gap) else ""
        return gap.char.translate(_ASCII)

    def _opens_noun(self, word: str, gap: Gap) -> bool:
        return word in _GERMAN_ARTICLES and self._is_noun(gap)

    def _is_noun(self, gap: Gap) -> bool:
        """Whether the next word is German and has its capital as a noun."""
        is_large = self._language == "de" and gap.capital
        return is_large and self._script.words[gap.word + 1 + PAD] not in self._small

    def _goes_on(self, gap: Gap) -> bool:
        """Whether the next word would have a capital if a sentence began with it.

        Before a number the letter before the gap tells whether the language has capitals. Georgian has some,
        but no sentence begins with one.
        """
        text, starts, ends = self._script.text, self._script.starts, self._script.ends
        letters = filter(str.isalpha, text[starts[gap.word + 1] : ends[gap.word + 1]])
        before = filter(str.isalpha, reversed(text[starts[gap.word] : ends[gap.word]]))
        letter = next(letters, "") or next(before, "a")
        return letter.title() != letter or letter.isupper()

    def _asks(self, gap: Gap) -> bool:
        """Whether a Spanish question or exclamation begins in the middle of a sentence."""
        return self._script.text[self._script.starts[gap.word + 1]] in "¿¡"


def find_abbreviation_points(text: str) -> list[tuple[int, str]]:
    """Offsets of stops in abbreviations of several letters, with the point that belongs there.

    >>> line = "Das ist z。 B。 neu， bzw。 u。 a。 gut。 네。 예。 그。"
    >>> for at, after in find_abbreviation_points(line):
    ...     line = line[:at] + after + line[at + 1 :]
    >>> line
    'Das ist z. B. neu， bzw. u. a. gut。 네。 예。 그。'

    Only letters that can be large or small: a Korean syllable is a word.
    """
    if "。" not in text:
        return []
    found = [match for match in _INITIALS_RE.finditer(text) if all(map(_has_case, match[0][::3]))]
    found += _SHORTENED_RE.finditer(text)
    return [(match.start() + at, ".") for match in found for at, char in enumerate(match[0]) if char == "。"]


def _has_case(letter: str) -> bool:
    return letter.lower() != letter.upper()
