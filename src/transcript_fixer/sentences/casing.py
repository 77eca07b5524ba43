"""Capitals: sentence starts, I, and names as the rest of the talk writes them.

A cue may have started with a capital because it was a cue, and automatic
captions have hardly any. Which words are names, the talk itself tells: those it
writes with a capital where no sentence starts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import compress, count

from transcript_fixer.sentences.gaps import Gap, Mark, Script
from transcript_fixer.sentences.habits import FIRST_PERSON, Habits, Style
from transcript_fixer.sentences.punctuation import PAD, load_model
from transcript_fixer.sentences.weaving import ENDS, closes
from transcript_fixer.trace import Change, Reason

_FIRST_LETTER_RE = re.compile(r"[\"'“‘(\[¿¡«„]*([^\W\d_])")
_PLAIN_RE = re.compile(r"[\"'“‘(\[¿¡«„]*[^\W\d_]+(?:['’][^\W\d_]+)?[\"'”’)\]»]*")
# Written small even where a sentence starts: it is code.
_CODE = frozenset(["self", "cls", "numpy", "pip", "def", "args", "kwargs", "async", "await", "init"])
# No names, though they are not among the commonest words.
_LITTLE = frozenset(("while", "why", "whereas", "although", "though", "unless", "until", "since", "during", "whose"))
_LITTLE |= {"does", "did", "he", "she", "his", "her", "within", "without", "between", "through"}
_VARIABLE_BEFORE = frozenset(["for", "index", "variable", "self", "letter"])
_VARIABLE_AFTER = frozenset(["in", "equals", "plus", "minus"])


def find_case_changes(
    script: Script,
    gaps: Sequence[Gap],
    habits: Habits,
    decided: Mapping[int, str],
    turns: Container[int],
    language: str,
) -> list[Change]:
    """Letters to write large or small, in order."""
    text, starts, ends, words = script.text, script.starts, script.ends, script.words
    size = len(script)
    by_word = {gap.word: gap for gap in gaps}
    # Words behind a gap that was looked at: do they open a sentence? A transcript cut out of a longer
    # one may start in the middle of one; its first letter tells that only where letters tell anything.
    opening: dict[int, bool] = {0: habits.styles[0] >= Style.BARE} if size else {}
    opening.update([(index + 1, mark in ENDS) for index, mark in decided.items()])
    opening.update([(gap.word + 1, closes(gap, None)) for gap in gaps if gap.word not in decided])
    opening.update([(index, True) for index in opening if index and index in turns])
    # What a capital behind a Chinese mark means, nothing tells.
    untold = [gap.word + 1 for gap in gaps if gap.cjk]
    for index in (*untold, size):
        opening.pop(index, None)
    has_large_nouns = language.partition("-")[0] == "de"
    names = _Names(script, {*opening, *untold} if untold else opening, has_large_nouns=has_large_nouns)
    wanted: dict[int, bool] = {}  # word: capital?
    for index, opens in opening.items():
        char = text[starts[index]]
        is_large = char.isupper() if char.isalpha() else _is_capital(text, starts[index])
        if opens and not is_large:
            if not habits.finished and _may_open_large(text[starts[index] : ends[index]]):
                wanted[index] = True
        elif not opens and is_large:
            gap = by_word.get(index - 1)
            changed = gap is not None and decided.get(index - 1) is not None and gap.mark is not Mark.NONE
            means_nothing = habits.styles[index - 1] == Style.SHOUTING or (
                habits.restarts and gap is not None and gap.unspaced
            )
            if (
                changed
                and text[starts[index]].isupper()
                and _PLAIN_RE.fullmatch(text, starts[index], ends[index])
                and text[starts[index] + 1 : ends[index]] == text[starts[index] + 1 : ends[index]].lower()
                and names.is_small(words[index + PAD], means_nothing)
            ):
                wanted[index] = False
    if language == "en":
        for index in _bare_words(script, habits, names):
            word = words[index + PAD]
            if index in wanted or _is_capital(text, starts[index]):
                continue
            if word not in FIRST_PERSON or (
                words[index + PAD - 1] not in _VARIABLE_BEFORE and words[index + PAD + 1] not in _VARIABLE_AFTER
            ):
                wanted[index] = True
    changes = []
    for index in sorted(wanted):
        if letter := _FIRST_LETTER_RE.match(text, starts[index], ends[index]):
            char = letter[1]
            after = char.title() if wanted[index] else char.lower()  # no Georgian sentence has a capital
            if language == "tr" and char in "iI":
                after = "İ" if wanted[index] else "ı"
            if len(after) == 1 and after != char:
                changes.append(Change(letter.start(1), letter.end(1), after, Reason.CASE))
    return changes


def _bare_words(script: Script, habits: Habits, names: _Names) -> Iterator[int]:
    """The words in bare captions that have a capital wherever they stand."""
    if max(habits.styles, default=0) < Style.BARE:
        return
    known = FIRST_PERSON | names.large()
    for index in compress(count(), map(known.__contains__, script.words[PAD:-PAD])):
        if habits.styles[index] >= Style.BARE:
            yield index


def _is_capital(text: str, at: int) -> bool:
    if text[at].isalpha():
        return text[at].isupper()
    letter = _FIRST_LETTER_RE.match(text, at)
    return letter is not None and letter[1].isupper()


def _may_open_large(word: str) -> bool:
    """Whether a word takes a capital where a sentence starts: addresses and code do not.

    >>> [_may_open_large(word) for word in ("so", "bit.ly/x", "snake_case", "numpy", "iPhone")]
    [True, False, False, False, False]

    Letters of any alphabet do:

    >>> [_may_open_large(word) for word in ("évidemment", "извините", "¿cuál")]
    [True, True, True]
    """
    core = word.strip("\"'“”‘’()[]¿¡«»„")
    return _PLAIN_RE.fullmatch(word) is not None and core.islower() and core not in _CODE


class _Names:
    """How a talk writes words where no sentence starts."""

    def __init__(self, script: Script, opening: Container[int], *, has_large_nouns: bool) -> None:
        self._has_large_nouns = has_large_nouns
        self._small: Counter[str] = Counter(script.words)
        words = script.words
        capitals = list(script.capitals())
        for word, often in Counter([words[index + PAD] for index in capitals]).items():
            self._small[word] -= often
        self._large = Counter([words[index + PAD] for index in capitals if index not in opening])

    def is_small(self, word: str, means_nothing: bool) -> bool:
        """Whether a capital on this word was only the cue's: `means_nothing` where every cue has one.

        A German noun has its own; there only what is small elsewhere is no noun.
        """
        if word in FIRST_PERSON:
            return False
        small, large = self._small[word], self._large[word]
        if small or large or self._has_large_nouns:
            return small >= max(large, 1)
        return means_nothing or word in load_model().common or word in _LITTLE

    def large(self) -> set[str]:
        """Words that the talk writes large more often than small."""
        return {word for word, often in self._large.items() if often > self._small[word]}


# One class comes first, as then text without these is passed over four times faster.
_GLUED_RE = re.compile(
    r"[ABOSY](?<![\w'’].)(?:(?<=A)nd|(?<=B)ut|(?<=O)(?:h|kay)|(?<=S)o|(?<=Y)eah)(?=([A-Z][a-z]+)(?![\w'’]))"
)


def find_glued_openers(text: str) -> list[int]:
    """Where a space is missing behind a word that opens a sentence: "OhActually".

    Only an ordinary word is cut off; names are written so:

    >>> find_glued_openers("OhActually, SoHo and AndThere are shops. YeahMarket is one.")
    [2, 24]
    """
    common = load_model().common
    return [found.end() for found in _GLUED_RE.finditer(text) if found[1].lower() in common]
