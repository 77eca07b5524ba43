"""Strip fillers: clean verbatim, the speaker's own words minus what is not meant to be read.

Public cleaners delete a list of words, and with it "I like it" and "as well". Here every kind of
disfluency has rules of its own (see `disfluencies`), which ask what the word would mean in its
place. They run in the order in which the parts of a disfluency hide each other: filled pauses
stand inside discourse markers, both stand between a reparandum and its repair; and then again,
until nothing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from transcript_fixer.disfluencies.chinese import find_chinese_fillers
from transcript_fixer.disfluencies.edit_terms import find_edit_terms
from transcript_fixer.disfluencies.markers import CONVERSATION, LECTURE, find_markers
from transcript_fixer.disfluencies.pauses import FOREIGN, find_pauses, find_pauses_in
from transcript_fixer.disfluencies.repeats import find_cut_off_words, find_repeats, has_recurrences
from transcript_fixer.disfluencies.restarts import find_restarts
from transcript_fixer.disfluencies.words import PAD, WALL, Words
from transcript_fixer.model import Block, Fixed, Utterance
from transcript_fixer.options import Fillers, Options, Register, read_texts
from transcript_fixer.trace import Change, Reason, Span, TracedText

Phrase = tuple[str, ...]
_Finder = Callable[[Words, Span], Mapping[int, Reason]]

_NEAR = 120
"""Characters to either side of a term in which it may have been said before: more than most repeats have."""

MOST_ROUNDS = 100
"""Each round sees what the one before laid bare. Talks need two to six; the bound is for text made to need more."""


def strip_fillers(
    text: str,
    *,
    register: str = "lecture",
    fillers: str = "clean",
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Strip one stretch of text of fillers, repeats and false starts.

        >>> strip_fillers("So, um, the the problem is, you know, that it is kind of slow, right?")
        'The problem is that it is slow.'

    The punctuation that only served the filler goes with it, and a capital is handed on. Words are
    deleted and never written, so where two readings are possible the word stays:

        >>> strip_fillers("I like this kind of thing, so that works as well, right now.")
        'I like this kind of thing, so that works as well, right now.'

    `register="conversation"` keeps hedges, answers and "so". `fillers="pauses"` takes only *um* and
    its like, `"none"` nothing. `keep` and `drop` are words or phrases never and always taken;
    `keep` wins. In other languages than English only sounds go that are no word of it: German "ähm",
    but not "um". Stripping what is stripped changes nothing. Raises TypeError for anything but text,
    and ValueError for what `Options` refuses, with what it takes.
    """
    if not isinstance(text, str):
        raise TypeError(f"expected str, not {type(text).__name__}")
    changes = find_fillers(text, register=register, fillers=fillers, keep=keep, drop=drop, language=language)
    pieces: list[str] = []
    at = 0
    for change in changes:
        pieces += (text[at : change.start], change.after)
        at = change.end
    pieces.append(text[at:])
    return "".join(pieces)


def strip_disfluencies(blocks: tuple[Block, ...], options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Strip each utterance; slide markers stay where they are.

    A paragraph of our own Markdown begins with a new thought or with another speaker, and the page
    does not tell which. So a word goes there only if it would in either case.
    """
    if options.fillers is Fillers.NONE:
        return Fixed(blocks)
    how = _how(options, language)
    stripped: list[Block] = []
    for stretch in _stretches(blocks):
        stripped += _stripped(stretch, how)
    return Fixed(tuple(stripped))


def may_show_in_terms(blocks: Iterable[Block]) -> bool:
    """Whether a disfluency may show only since terms are written as the talk or the glossary does.

    "ImageNet image net" is no repeat before, and one behind; and whether "um" is a German word a
    garbled term beside it leaves open. True where in doubt: only looking for disfluencies again tells.
    """
    return any(_may_show_in_term(block.text) for block in blocks if isinstance(block, Utterance))


def _may_show_in_term(text: TracedText) -> bool:
    said = text.text
    for edit, start in zip(text.edits, text.edit_starts(), strict=True):
        if edit.reason is not Reason.TERM:
            continue
        first = said.rfind(" ", 0, start) + 1  # the edit may be a part of the word
        around = said[max(0, first - _NEAR) : start + len(edit.after) + _NEAR].casefold()
        word = said[first : start + len(edit.after)].casefold().split(" ")[0].strip(".,?!'\"").removesuffix("s")
        if around.count(word) > 1 and has_recurrences(Words(around)):
            return True
        if any(f" {sound}" in around for sound in FOREIGN) and not FOREIGN.isdisjoint(Words(around).low):
            return True
    return False


def _stretches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each block by itself, but paragraphs together until a slide or a named speaker comes."""
    stretch: list[Block] = []
    for block in blocks:
        goes_on = isinstance(block, Utterance) and block.is_paragraph and not block.opens_turn
        if stretch and not (goes_on and isinstance(stretch[-1], Utterance)):
            yield stretch
            stretch = []
        stretch.append(block)
    if stretch:
        yield stretch


def _stripped(stretch: list[Block], how: _How) -> list[Block]:
    said = [block for block in stretch if isinstance(block, Utterance)]
    if len(said) > 1 and how.language != "zh":
        return [*_stripped_paragraphs(said, how)]
    return [_edited(block, _find(block.text.text, how)) if isinstance(block, Utterance) else block for block in stretch]


def _edited(utterance: Utterance, changes: list[Change]) -> Utterance:
    return utterance._replace(text=utterance.text.edit(changes)) if changes else utterance


def _stripped_paragraphs(paragraphs: list[Utterance], how: _How) -> list[Utterance]:
    """Take out what goes from a paragraph whether the rules see the ones beside it or not."""
    for _ in range(MOST_ROUNDS):
        together = _strip_words("".join([each.text.text for each in paragraphs]), how).removed
        if not together:
            break
        passed = 0  # words of the paragraphs before
        changed = False
        for index, paragraph in enumerate(paragraphs):
            words = Words(paragraph.text.text)
            behind = passed + len(words.phrase())
            if not together.keys().isdisjoint(range(passed, behind)):
                alone = _strip_words(paragraph.text.text, how)
                both = {at: why for at, why in alone.removed.items() if at + passed in together}
                if both != alone.removed:
                    words.remove({at + PAD: why for at, why in both.items()})
                    alone = words
                paragraphs[index] = _edited(paragraph, list(alone.changes()))
                changed = changed or bool(both)
            passed = behind
        if not changed:
            break
    return paragraphs


def find_fillers(
    text: str,
    *,
    register: str = "lecture",
    fillers: str = "clean",
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    language: str = "en",
) -> list[Change]:
    """Find what `strip_fillers` takes out, as changes to the text, in order and apart.

        >>> [(text, change.reason.value) for text in ["Um, yes, the the bug."] for change in find_fillers(text)]
        [('Um, yes, the the bug.', 'filled-pause'), ('Um, yes, the the bug.', 'repeat')]

    Offsets are those of `text`. A change covers the words taken out, the punctuation that served
    them, and the letter that gets the capital.
    """
    options = Options(
        register=register,
        fillers=fillers,
        keep=read_texts("keep", keep),
        drop=read_texts("drop", drop),
        language=language,
    )
    if options.language is None:
        raise ValueError("language is None; it is a code such as en, zh or pt-BR")
    return _find(text, _how(options, options.language))


class _How(NamedTuple):
    """What is to be taken out of which language."""

    register: Register
    level: Fillers
    keep: Sequence[str]
    drop: Sequence[str]
    language: str


def _how(options: Options, language: str) -> _How:
    return _How(Register(options.register), Fillers(options.fillers), options.keep, options.drop, language)


def _find(text: str, how: _How) -> list[Change]:
    if how.level is Fillers.NONE:
        return []
    if how.language == "zh":
        repeats = how.level is Fillers.CLEAN
        return _until_none_are_left(
            text, lambda left: find_chinese_fillers(left, repeats=repeats, keep=how.keep, drop=how.drop)
        )
    return list(_strip_words(text, how).changes())


def _strip_words(text: str, how: _How) -> Words:
    """The words of a text in any language but Chinese, its fillers taken out."""
    words = Words(text)
    kept, dropped = _phrases(how.keep), _phrases(how.drop)
    english = how.language == "en"
    lecture = how.register is Register.LECTURE
    rules = LECTURE if lecture else CONVERSATION
    finders: list[_Finder] = []
    if dropped:
        finders.append(lambda part, _: dict.fromkeys(_occurrences(part, dropped), Reason.DISCOURSE_MARKER))
    pauses = find_pauses if english else find_pauses_in(how.language)
    if pauses:
        finders.append(pauses)
    if english and how.level is Fillers.CLEAN:
        finders.append(lambda part, within: find_markers(part, within, rules))
        if words.dashed:
            finders.append(find_cut_off_words)
        finders.append(lambda part, within: find_repeats(part, within, answers=not lecture))
        finders.append(find_edit_terms)
        finders.append(lambda part, within: find_restarts(part, within, quotes_code=lecture))
    zones: list[Span] | None = None
    for _ in range(MOST_ROUNDS):
        ranges = words.ranges(zones)
        for find in finders:
            found: dict[int, Reason] = {}
            for within in ranges:
                found.update(find(words, within))
            if found:
                words.remove(_without(found, words, kept))
                ranges = words.ranges(zones)
        zones = words.zones()
        if zones == []:
            break
    return words


def _until_none_are_left(text: str, find: Callable[[str], list[Change]]) -> list[Change]:
    traced = TracedText.from_source(text)
    for _ in range(MOST_ROUNDS):
        changes = find(traced.text)
        if not changes:
            break
        traced = traced.edit(changes)
    return [Change(*edit.span, edit.after, edit.reason) for edit in traced.edits]


def _phrases(given: Sequence[str]) -> frozenset[Phrase]:
    return frozenset(phrase for phrase in (Words(each).phrase() for each in given) if phrase)


def _without(reasons: Mapping[int, Reason], words: Words, kept: frozenset[Phrase]) -> Mapping[int, Reason]:
    """What was found, but no run of words that has something in it that is to be kept."""
    if not kept or not reasons:
        return reasons
    safe = _occurrences(words, kept)
    return {at: reason for run in _runs(reasons) if safe.isdisjoint(run) for at, reason in run.items()}


def _runs(reasons: Mapping[int, Reason]) -> list[dict[int, Reason]]:
    """The positions parted into runs of neighbours with one reason."""
    runs: list[dict[int, Reason]] = []
    for at in sorted(reasons):
        if not (runs and at - 1 in runs[-1] and runs[-1][at - 1] is reasons[at]):
            runs.append({})
        runs[-1][at] = reasons[at]
    return runs


def _occurrences(words: Words, phrases: frozenset[Phrase]) -> set[int]:
    """Every position at which one of the phrases stands, whole."""
    low, breaks = words.low, words.breaks
    by_first: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_first.setdefault(phrase[0], []).append(phrase)
    found: set[int] = set()
    for at in [at for at, word in enumerate(low) if word in by_first]:
        for phrase in by_first[low[at]]:
            if tuple(low[at : at + len(phrase)]) == phrase and WALL not in breaks[at - 1 : at + len(phrase)]:
                found.update(range(at, at + len(phrase)))
    return found
