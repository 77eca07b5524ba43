"""What a mark, the style of the captions and the model say together: the odds of a comma and of a stop.

The weights were fitted on what careful readers wrote. A file leans to commas at its cuts or away
from them, and how much is estimated from the file itself.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import compress
from math import exp, log
from typing import NamedTuple

from transcript_fixer.sentences.gaps import Gap, Mark, Script
from transcript_fixer.sentences.habits import OPEN_WORDS, Habits, Style
from transcript_fixer.sentences.punctuation import PAD, Company, Scores, load_model, threshold, unpack

# Through its class a member takes five times as long to reach.
_NONE, _COMMA, _STOP = Mark.NONE, Mark.COMMA, Mark.STOP
_SPARSE, _BARE = Style.SPARSE, Style.BARE


class Evidence(NamedTuple):
    """What mark and style of a gap say about a comma and a stop, and how much the model's word on a stop counts."""

    comma: float
    stop: float
    trust: float

    def beside(self, said_together: bool) -> Evidence:
        """The evidence between two words that the talk has side by side elsewhere, or not."""
        return self._replace(comma=self.comma + _SAID_TOGETHER) if said_together else self

    def odds_of_comma(self, scores: Scores, since: int) -> float:
        """Of a comma against nothing, behind the `since`th word after the last mark."""
        most = max(scores.stop, scores.question)
        return self.comma + _COMMA_BY_COMMA * scores.comma + _COMMA_BY_STOP * most + _COMMA_BY_LENGTH * log(since)

    def best(self, scores: Scores, since: int) -> str:
        """The mark that belongs behind the `since`th word after the last one."""
        pause = log(since)
        most = max(scores.stop, scores.question)
        comma = self.odds_of_comma(scores, since)
        stop = self.stop + _STOP_BY_COMMA * scores.comma + self.trust * most + _STOP_BY_LENGTH * pause
        if max(comma, stop) <= _LEAST:
            return ""
        return "," if comma > stop else "." if scores.stop >= scores.question else "?"

    def sets_off(self, scores: Scores, since: int, following: str) -> bool:
        """Whether a comma belongs before a word that hardly stands without one, though nothing else asks for it."""
        return following in SET_OFF and self.odds_of_comma(scores, since) > _LEAST_SET_OFF


# What readers wrote behind the words of 25 excerpts, as a logistic regression of it on the log-odds of a
# model that had not seen the talk, on the words since the last mark, and on what stands in the gap; 2026-11.
# F1 is best when a mark is written that is a little less likely than none.
# For a stop the regression gave the words since the last mark .15: with .05, four folds, F1 is .933 instead of .927.
_LEAST = -0.4
SET_OFF = frozenset(("but", "which"))
"""Before these readers wrote a comma in 117 of 129 places and in 120 of 164, so less must ask for one."""
_LEAST_SET_OFF = -2.4
_COMMA_BY_COMMA, _COMMA_BY_STOP, _COMMA_BY_LENGTH = 0.73, 0.24, -0.23
_STOP_BY_COMMA, _STOP_BY_LENGTH = 0.06, 0.05
AT_COMMA = Evidence(3.7, -2.2, 0.7)
AT_CUT = Evidence(2.3, -2.2, 0.7)
# At a mark before a small letter where the cue was full, and at one before that: readers wrote a comma in 14 of 219
# of the first, in 225 of 287 of the others.
AT_FULL = Evidence(0.7, -2.2, 0.7)
AT_EARLY = Evidence(4.2, -2.2, 0.7)
BY_STYLE = (
    Evidence(-1.6, -4.4, 0.7),
    Evidence(0.0, -2.7, 0.7),
    Evidence(0.6, -0.35, 0.93),
    Evidence(-0.1, -0.85, 1.05),
)
# In bare captions careful readers let a sentence run on before these more often than recognisers do, from whose
# captions the model has most of what it knows.
_RUNNING_ON, _RUN_ON = frozenset(("and", "because")), -0.5
# What a capital in bare captions adds to a stop, and a fullwidth stop in shouted ones.
CAPITAL, SHOUTED = 2.0, 2.2
# A stop before a capital that a cut may have left as well is believed from these log-odds of the model on,
# by what makes it doubtful; `least_stop` chooses.
# - OPEN: the word before it ends no sentence ("for", "can").
# - WINDOW: a window of the recogniser starts behind it, always with a capital. Of 15 such stops 7 were none, all
#   with odds below -2.
# - FULL: a name or "I" follows, and the cue was full. Of 5 such stops none was real; 4 had odds below -3.
# - NAME: a name or "I" follows, anywhere else. This is most cases by far, and -3.4 keeps nearly every one:
#   what stands before them then decides, by `marks`.
_STOP_OPEN, _STOP_WINDOW, _STOP_FULL, _STOP_NAME = -0.5, -1.0, -2.5, -3.4
# What the two words at an empty gap must give a mark, by style, for the gap to be looked at.
PROMISING = tuple(map(threshold, (1.7, 0.7, 0.3, 0.0)))
# In punctuated captions, what the two words, each by itself, must give. Nine in ten of the commas written
# into empty gaps have that, of all empty gaps 3 in 100.
STRIKING = threshold(2.5)
# Where marks are missing, the longer a sentence has gone on the likelier the next one is.
_LONG_FROM, _LONG_TO = 25, 45


# What it adds to a comma at a mark that the two words stand side by side elsewhere in the file, with nothing
# between: of 42 such commas readers kept 11, of 348 others 221.
_SAID_TOGETHER = -3.0
# What it adds that only the last word of the sentence stands behind it.
BEFORE_LAST = -3.0
_CONJUNCTIONS = frozenset(("and", "or", "but", "so"))  # readers wrote a comma before them in one place, in another none


def find_said_together(script: Script, gaps: Sequence[Gap]) -> set[int]:
    """The words before wide marks that stand elsewhere in the file right before the same next word.

    A talk about "syntax errors" has a comma that the scissors left in one of them, and none in the others. Before a
    capital a stop counts only between two capitals: "Space。 Telescope" where "Space Telescope" is said elsewhere.

    >>> from transcript_fixer.sentences.gaps import find_gaps, read_script
    >>> said = read_script("These are syntax， errors。 Most syntax errors are mine， and most are old。")
    >>> [said.words[word + PAD] for word in find_said_together(said, find_gaps(said))]
    ['syntax']
    """
    words, text, starts = script.words, script.text, script.starts
    asked: dict[tuple[str, str], list[int]] = {}
    for gap in gaps:
        may_be = gap.wide and (gap.mark is _COMMA or not gap.capital or text[starts[gap.word]].isupper())
        if may_be and not gap.cjk and gap.word + 1 < len(script):
            at = gap.word + PAD
            if words[at + 1] not in _CONJUNCTIONS:
                asked.setdefault((words[at], words[at + 1]), []).append(gap.word)
    if not asked:
        return set()
    free = bytearray(b"\1") * len(script)
    for gap in gaps:
        free[gap.word] = 0
    said = compress(zip(words[PAD:-PAD], words[PAD + 1 :], strict=False), free)
    return {index for pair in set(filter(asked.__contains__, said)) for index in asked[pair]}


# The share of commas among the gaps of those excerpts that held one, and among the cuts; how many gaps of a
# file weigh as much as these shares; how many gaps are asked, and how often.
_SHARE_AT_COMMA, _SHARE_AT_CUT = 0.74, 0.34
_PATIENCE, _ASKED, _ROUNDS = 6, 50, 8


def find_leanings(
    script: Script, gaps: Sequence[Gap], habits: Habits, full_cues: Container[int], company: Company
) -> tuple[Evidence, Evidence]:
    """What a comma and a cut say in this file.

    In one file every stop before a small letter is a comma (of 12, 12 were), in another none (of 20).
    How many of a file are real commas is found by expectation maximisation, with all else that is
    known about each gap held fast (Saerens, Latinne and Decaestecker 2002).
    """
    asked: tuple[list[tuple[int, int, int]], ...] = ([], [])
    last_end = last_mark = -1
    for gap in gaps:
        index, mark = gap.word, gap.mark
        if mark is _NONE:
            continue
        is_told = gap.capital or gap.cjk or not gap.wide or habits.styles[index] >= _BARE or index in full_cues
        if not is_told and (mark is _COMMA or mark is _STOP):
            asked[mark is _STOP].append((index, last_end, last_mark))
        if mark is _COMMA or gap.capital:
            last_mark = index
        if mark is not _COMMA and gap.capital:
            last_end = index
    evidence = ((AT_COMMA, _SHARE_AT_COMMA), (AT_CUT, _SHARE_AT_CUT))
    at_comma, at_cut = (_lean(script, company, *each, places) for each, places in zip(evidence, asked, strict=True))
    return at_comma, at_cut


def _lean(
    script: Script, company: Company, evidence: Evidence, share: float, asked: Sequence[tuple[int, int, int]]
) -> Evidence:
    if not asked:
        return evidence
    model, ids, kinds = load_model(), script.ids, script.kinds
    asked = asked[:: 1 + len(asked) // _ASKED]
    odds: list[float] = []
    for (index, last_end, last_mark), between in zip(
        asked, model.between(ids, kinds, [index + PAD for index, _, _ in asked]), strict=True
    ):
        total = model.total(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between)
        odds.append(exp(evidence.odds_of_comma(unpack(total), index - last_mark)))
    usual = found = share / (1 - share)
    for _ in range(_ROUNDS):
        turned = found / usual
        real = sum(each * turned / (1 + each * turned) for each in odds)
        found = (real + _PATIENCE * share) / (len(odds) - real + _PATIENCE * (1 - share))
    return evidence._replace(comma=evidence.comma + log(found / usual))


def unmarked(style: int, following: str) -> Evidence:
    """What a gap says where marks mean nothing, or there is none.

    >>> unmarked(Style.BARE, "so").stop, unmarked(Style.BARE, "and").stop
    (-0.35, -0.85)
    """
    evidence = BY_STYLE[style]
    if style >= _BARE and following in _RUNNING_ON:
        return evidence._replace(stop=evidence.stop + _RUN_ON)
    return evidence


def unmarked_behind(style: int, length: int, following: str) -> Evidence:
    """What an empty gap says behind the `length`th word of a sentence, before the word `following`."""
    if style != _SPARSE or length <= _LONG_FROM:
        return unmarked(style, following)
    share = min(1.0, (length - _LONG_FROM) / (_LONG_TO - _LONG_FROM))
    sparse, bare = BY_STYLE[_SPARSE], BY_STYLE[_BARE]
    return Evidence(*(few + share * (more - few) for few, more in zip(sparse, bare, strict=True)))


def least_stop(gap: Gap, word: str, habits: Habits, is_full: bool | None) -> float:
    """The log-odds from which on a stop before a capital is believed that may be a cut all the same."""
    if word in OPEN_WORDS:
        return _STOP_OPEN
    if is_full:
        return _STOP_FULL
    return _STOP_WINDOW if habits.restarts and gap.unspaced else _STOP_NAME
