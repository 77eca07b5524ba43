"""The mark that belongs in each gap: rules where the case is clear, else the weighed evidence.

Sentence ends, commas and question marks that the speaker's captions had, those that a cut left,
and those that are missing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import compress, count

from transcript_fixer.sentences.evidence import (
    AT_CUT,
    AT_EARLY,
    AT_FULL,
    CAPITAL,
    PROMISING,
    SHOUTED,
    STRIKING,
    find_leanings,
    find_said_together,
    least_stop,
    unmarked,
    unmarked_behind,
)
from transcript_fixer.sentences.gaps import Gap, Mark, Script, is_cut
from transcript_fixer.sentences.habits import FIRST_PERSON, LONG_STRETCH, OPEN_WORDS, Habits, Style
from transcript_fixer.sentences.punctuation import HOPELESS, PAD, SIGNS, is_below, load_model, threshold, unpack

_ASCII = str.maketrans("，。？！：；", ",.?!:;")
# Through its class a member takes five times as long to reach.
_COMMA, _PAUSE, _STOP, _QUESTION = Mark.COMMA, Mark.PAUSE, Mark.STOP, Mark.QUESTION
_BARE, _SHOUTING = Style.BARE, Style.SHOUTING
_HOPELESS = threshold(HOPELESS)
# Of the words that end no sentence these do, before one that opens another and cannot follow them: "to play with。 So".
_LAST_AT_TIMES = frozenset(("of", "with", "for", "from", "into", "using", "can", "will", "as", "if"))
_SURE_OPENERS = frozenset(("and", "but", "so", "now", "okay", "yeah", "because", "if", "as", "it", "it's", "that's"))
_SURE_OPENERS |= {"there's", "let's", "we", "we're", "they", "they're", "he", "she"}
_SUBJECTS = frozenset(("we", "you", "they", "it", "he", "she", "i", "the", "people", "everyone"))
# And words that end none even where the captions have a stop and a capital, as they do at the end of a window.
_NEVER_LAST = frozenset(("the", "an", "my", "your", "our", "their", "and", "i'm", "we're", "you're", "they're"))
# Behind these readers wrote no comma (in 25 excerpts), and a dash is mark enough. Not "a": it may be a letter.
_NO_COMMA_BEHIND = frozenset(("the", "an", "of", "my", "your", "our", "their", "its", "--"))
_PAUSES = frozenset(("um", "uh", "er", "hmm"))
SAID_AT_CUTS = _PAUSES | {"yeah"}
_GOING_ON = frozenset(
    ("for", "of", "to", "with", "from", "by", "at", "in", "into", "on", "about", "than", "which", "who")
)


def decide_marks(
    script: Script,
    gaps: Sequence[Gap],
    habits: Habits,
    full_cues: Mapping[int, bool],
    turns: Container[int],
    language: str,
) -> dict[int, str]:
    """The mark that belongs behind a word: "" for none, or one of , . ? ! : ;

    A gap that is not in the answer stays as it is. `full_cues` are those of
    `wrapping.find_full_cues`; `turns` are the words with which
    another speaker takes over: what stands before is a whole sentence.
    """
    size = len(script)
    if language != "en":
        return {
            each.word: _before_turn(each)
            if each.word + 1 in turns
            else _without_model(each, full_cues.get(each.word), each.word == size - 1)
            for each in gaps
            if each.word + 1 in turns or (each.wide and not each.cjk)
        }
    decided: dict[int, str] = {}
    model = load_model()
    known, total_of = model.common, model.total
    words, ids, kinds, styles = script.words, script.ids, script.kinds, habits.styles
    names = habits.names - known
    last_end = last_mark = -1
    by_word: dict[int, Gap] = {gap.word: gap for gap in gaps}
    looked_at = list(range(size)) if all(styles) else _worth_a_look(script, habits, by_word)
    odds = model.between(ids, kinds, [index + PAD for index in looked_at])
    places = [  # no mark stands elsewhere, and none belongs there
        (index, between)
        for index, between in zip(looked_at, odds, strict=True)
        if (between + PROMISING[styles[index]]) & SIGNS or index in by_word
    ]
    company = model.company(kinds)
    at_comma, at_cut = find_leanings(script, gaps, habits, full_cues, company)
    together = find_said_together(script, gaps)
    mark: str | None
    for index, between in places:
        gap = by_word.get(index)
        style = styles[index]
        if gap is None:
            if index == size - 1:
                continue
            if index + 1 not in turns:
                # Letters side by side are spelled, "R and N" as well, and a dash is mark enough.
                before, word, following, second = words[index + PAD - 1 : index + PAD + 3]
                if word == "--" or (len(word) == 1 and (len(following) == 1 or (following, len(second)) == ("and", 1))):
                    continue
                if word == "and" and len(before) == len(following) == 1:
                    continue
                if following in SAID_AT_CUTS and (word in OPEN_WORDS or word in _GOING_ON):
                    continue  # "new papers about | yeah deep learning"
                scores = unpack(total_of(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between))
                if mark := unmarked_behind(style, index - last_end, following).best(scores, index - last_mark):
                    decided[index] = mark
                    last_mark = index
                    if mark != ",":
                        last_end = index
                continue
        elif gap.cjk and index + 1 not in turns:
            if gap.mark in (_STOP, _QUESTION):
                last_end = last_mark = index
            continue
        is_full = full_cues.get(index)
        if index == size - 1:
            mark = _at_the_end(gap, words[index + PAD] not in _PAUSES and model.may_end(ids, kinds, index + PAD))
        elif gap is None or index + 1 in turns:
            mark = _before_turn(gap)
        elif gap.mark is _QUESTION or gap.mark is _PAUSE:
            mark = gap.char.translate(_ASCII) if gap.wide else None
        elif habits.finished or (gap.is_real and not (habits.ascii_cuts and style >= _BARE)):
            mark = None
        elif style < _BARE and _carries_on(words, index, gap, by_word):
            mark = ","
        elif style < _BARE and _goes_on(words, index, gap, by_word.get(index + 1)):
            mark = ""
        elif (
            style < _BARE
            and not (habits.restarts and gap.unspaced)
            and not script.is_acronym(index + 1)
            and _is_end(gap, words[index + PAD], words[index + 1 + PAD], habits.names if is_full else names)
        ):
            mark = "."
        elif is_below(between, _HOPELESS) and is_cut(gap) and full_cues.get(index) is not False:
            mark = ""
        else:
            scores = unpack(total_of(ids, kinds, company, index + PAD, last_end + PAD, last_mark + PAD, between))
            since = index - last_mark
            if style >= _BARE:
                if style == _SHOUTING:
                    more = SHOUTED if gap.mark is _STOP else 0.0
                else:
                    more = CAPITAL if gap.capital and words[index + 1 + PAD] in known else 0.0
                evidence = unmarked(style, words[index + 1 + PAD])
                mark = evidence._replace(stop=evidence.stop + more).best(scores, since)
            elif gap.mark is _COMMA and gap.capital and not is_full:
                mark = ","
            elif (
                gap.mark is not _COMMA
                and gap.capital
                and scores.stop > least_stop(gap, words[index + PAD], habits, is_full)
            ):
                mark = "."
            elif gap.mark is _COMMA or gap.mark is _STOP or gap.breaks:
                if is_full or (is_full is False and not gap.capital):
                    evidence = AT_FULL if is_full else AT_EARLY
                else:
                    # Where a window of the recogniser starts with a capital the other cuts of the file tell nothing.
                    evidence = at_comma if gap.mark is _COMMA else AT_CUT if gap.capital else at_cut
                    evidence = evidence.beside(index in together)
                mark = evidence.best(scores, since)
            else:
                mark = unmarked_behind(style, index - last_end, words[index + 1 + PAD]).best(scores, since)
        if gap is not None and gap.wide and index + 1 not in turns:
            word = words[index + PAD]
            if (mark == "." and word in _NEVER_LAST) or (mark == "," and word in _NO_COMMA_BEHIND):
                mark = ""
        if mark is not None:
            decided[index] = mark
        kind = mark if mark is not None else gap.char if gap is not None else ""
        if kind:
            last_mark = index
            if kind in ".?!。？！…":
                last_end = index
    return decided


def _worth_a_look(script: Script, habits: Habits, by_word: Iterable[int]) -> list[int]:
    """The words behind which a mark may belong: all where marks are missing, else few that have none."""
    if habits.finished:
        return sorted(by_word)
    signs, least = SIGNS, STRIKING
    striking = [index for index, odds in enumerate(load_model().alone(script.ids)) if (odds + least) & signs]
    return sorted({*striking, *by_word, *compress(count(), habits.styles)})


def _before_turn(gap: Gap | None) -> str:
    """What a speaker said last is a whole sentence."""
    if gap is not None and gap.cjk:
        return gap.char if gap.mark is _QUESTION else "。"
    return gap.char.translate(_ASCII) if gap is not None and gap.mark is _QUESTION else "."


def _without_model(gap: Gap, is_full: bool | None, is_last: bool) -> str:
    """For a language the model was not trained on: only what the next letter and the width of the cues tell."""
    if is_last:
        return _at_the_end(gap, may_end=True) or ""
    if gap.mark is _STOP and not gap.capital:
        return "," if is_full is False else ""
    if gap.mark is _COMMA and is_full:
        return ""
    return gap.char.translate(_ASCII)


def _at_the_end(gap: Gap | None, may_end: bool) -> str | None:
    """A text may be cut off in the middle of a sentence; then its last mark is the scissors'."""
    if gap is None or not gap.wide:
        return None
    return gap.char.translate(_ASCII) if gap.mark is _QUESTION else "." if may_end else ""


def _is_end(gap: Gap, word: str, following: str, names: Container[str]) -> bool:
    """Whether a stop before a capital is the end of a sentence beyond doubt.

    Of 400 in the captions that careful readers punctuated, 375 were, 15 were commas. A name or "I"
    has its capital behind a cut as well.
    """
    if gap.mark is not _STOP or not gap.capital or following in FIRST_PERSON or following in names:
        return False
    return word not in OPEN_WORDS or (word in _LAST_AT_TIMES and following in _SURE_OPENERS)


def _carries_on(words: Sequence[str], index: int, gap: Gap, by_word: Mapping[int, Gap]) -> bool:
    """Whether what stands behind a stop only carries the sentence on: "a framework。 Which is great".

    Readers never began a sentence with "Which" unless it asked something (of 25), nor one with
    "So that we" (of 4).
    """
    following, second = words[index + 1 + PAD], words[index + 2 + PAD]
    if gap.mark is not _STOP or following not in ("which", "so"):
        return False
    if following == "so":
        return second == "that" and words[index + 3 + PAD] in _SUBJECTS
    if second in ("one", "ones", "of"):
        return False
    ahead = (by_word.get(place) for place in range(index + 1, index + LONG_STRETCH))
    end = next((each for each in ahead if each and each.mark in (_STOP, _QUESTION)), None)
    return end is None or end.mark is _STOP


def _goes_on(words: Sequence[str], index: int, gap: Gap, behind: Gap | None) -> bool:
    """Whether a sentence goes on across a cut at which the speaker said "yeah" or "um".

    The recogniser often opens or closes a window with it: "if you can yeah。" / "Tickle this",
    or "the supply needed。 Yeah。" / "for helping a patient". Nothing else tells that the stop
    is none, for with the filler between the words no longer look cut.
    """
    if gap.mark is not _STOP:
        return False
    word, following = words[index + PAD], words[index + 1 + PAD]
    if following in SAID_AT_CUTS:
        is_cut_behind = behind is not None and is_cut(behind)
        return word in OPEN_WORDS or (is_cut_behind and words[index + 2 + PAD] in _GOING_ON)
    return word in SAID_AT_CUTS and words[index - 1 + PAD] in OPEN_WORDS
