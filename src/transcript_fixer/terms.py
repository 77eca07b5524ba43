"""Write one term in one way.

A recogniser that does not know a term writes it anew each time: LSDM beside LSTM, `R C andN`,
`NY U`, Pytorrch. Four ways to know the right form, from sure to doubtful:

- the glossary lists this garbling as an alias;
- the letters are spelled out one by one, and the word that they make stands in the same
  transcript or in the glossary;
- a word that is no English word differs by a letter or two from a term of the glossary that the
  same transcript has, or from a name that it writes that way far more often;
- a name stands in small letters that the same transcript writes with a capital inside sentences
  far more often; an English word must be in the glossary for that (Python).

A guess never touches an ordinary word: a public tool that matched a glossary by likeness alone
made "sure" into "Soren" (and proposed 293 such edits in 22,398 words). What is likely but not
sure is reported as a suggestion and left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain
from typing import NamedTuple

from transcript_fixer.glossary import Lookup, Phrases, built_in_glossary, find_words, look_up, look_up_case, split_words
from transcript_fixer.language import UNSPACED
from transcript_fixer.model import Block, Fixed, TranscriptWarning, Utterance, WarningKind
from transcript_fixer.options import Options
from transcript_fixer.trace import Change, Reason
from transcript_fixer.vocabulary import is_ordinary

_NAME_RE = re.compile(r"[A-Za-z]{6,}")
_ACRONYM_RE = re.compile(r"(?<!\w)[A-Z]{3,}(?!\w)")


class _Correction(NamedTuple):
    term: str
    score: float


def fix_terms(blocks: tuple[Block, ...], options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Write the terms of a talk in one way, and report what looks like one but is not certain.

    Without a glossary of the user's only English is touched, and in Chinese and Japanese the case of terms
    in Latin letters. The score of an edit is 1 for an alias, less for a spelling that the rest of the transcript
    corrects.
    """
    if options.glossary is not None:
        lookup = look_up(options.glossary)
    elif language == "en":
        lookup = look_up(built_in_glossary())
    elif language in UNSPACED:
        lookup = look_up_case(built_in_glossary())
    else:
        return Fixed(blocks)
    spelled = _fix_spelling(blocks, lookup, options, language)
    for _ in range(MOST_ROUNDS if language == "en" else 0):
        capital = _fix_capitals(spelled) if spelled.twins else spelled.blocks
        if capital is spelled.blocks:
            break
        if spelled.unsure.isdisjoint(spelled.twins):
            return Fixed(capital, spelled.warnings)
        spelled = _fix_spelling(capital, lookup, options, language)  # what was unsure may be certain now
    return Fixed(spelled.blocks, spelled.warnings)


class _Spelled(NamedTuple):
    """The blocks with the terms that are sure, and what their capitals may tell.

    `twins` has the names that stand in small letters too, by these; `said`, where there are any,
    the words of each utterance; `unsure` the names, in small letters, that unsure words may be.
    """

    blocks: tuple[Block, ...]
    warnings: tuple[TranscriptWarning, ...]
    said: Sequence[_Said]
    twins: Mapping[str, str]
    unsure: Set[str]


def _fix_spelling(blocks: tuple[Block, ...], lookup: Lookup, options: Options, language: str) -> _Spelled:
    texts = [block.text.text for block in blocks if isinstance(block, Utterance)]
    said = [_Said(text) for text in texts]
    counts = Counter(chain.from_iterable(each.words for each in said))
    phrases = _phrases_in(counts, lookup)
    is_spelling = language == "en" or options.glossary is not None
    letters = {word for word in counts if len(word) == 1 and word.isupper()} if is_spelling else set()
    acronyms = _Acronyms(texts)
    told = (
        {word for word in _TOLD.keys() & counts.keys() if _TOLD[word][0] in lookup.terms} if language == "en" else set()
    )
    listed = [_find_aliases(each, phrases, letters, acronyms, told) for each in said]
    if acronyms.learn(change.after for changes in listed for change in changes):
        listed = [_find_aliases(each, phrases, letters, acronyms, told) for each in said]
    sure, doubtful = _find_garblings(_counted(counts, texts, listed), lookup) if language == "en" else ({}, {})
    unsure = {correction.term.lower() for correction in doubtful.values()}
    written = set(counts)
    found_at = iter(listed)
    fixed: list[Block] = []
    warnings: list[TranscriptWarning] = []
    changed: dict[int, str] = {}
    number = 0
    for block in blocks:
        if isinstance(block, Utterance):
            changes = _with_corrections(block.text.text, next(found_at), sure)
            warnings += _suggestions(block, doubtful)
            if changes:
                block = block._replace(text=block.text.edit(changes))
                changed[number] = block.text.text
                written.update(change.after for change in changes)
            number += 1
        fixed.append(block)
    twins = _find_twins(written, lookup)
    if twins:
        for number, text in changed.items():
            said[number] = _Said(text)
    return _Spelled(tuple(fixed), tuple(warnings), said, twins, unsure)


def _phrases_in(words: Iterable[str], lookup: Lookup) -> Phrases:
    """The phrases of the glossary whose words all stand somewhere in the talk, by the first word as it is written."""
    written = list(words)
    low = "\n".join(written).lower().split("\n")
    known = set(low)
    ways_on = {
        first: live
        for first, ways in lookup.phrases.items()
        if first in known and (live := tuple(way for way in ways if known.issuperset(map(str.lower, way[0]))))
    }
    return (
        {word: ways_on[first] for word, first in zip(written, low, strict=True) if first in ways_on} if written else {}
    )


class _Said:
    """An utterance as words and gaps: `parts` has them in turn, with a gap at both ends."""

    __slots__ = ("_offsets", "parts", "words")

    def __init__(self, text: str) -> None:
        self.parts = split_words(text)
        self.words = self.parts[1::2]
        self._offsets: list[int] = []

    def change(self, first: int, stop: int, after: str, score: float) -> Change:
        """Another way to write the words from `first` until before `stop`."""
        if not self._offsets:  # few utterances need any
            self._offsets = list(accumulate(map(len, self.parts), initial=0))
        return Change(self._offsets[2 * first + 1], self._offsets[2 * stop], after, Reason.TERM, score)

    def is_one_phrase(self, first: int, stop: int) -> bool:
        return all(gap in _LINKS for gap in self.parts[2 * first + 2 : 2 * stop : 2])

    def stands_alone(self, first: int, stop: int) -> bool:
        """Whether the words are none of an address, a path, a file name (".github") or a name in code."""
        before = self.parts[2 * first]
        is_joined = before[-1:] in _JOINING or (before[-1:] == "." and before[-2:] != "..")
        return not is_joined and self.parts[2 * stop][:1] not in _JOINING

    def is_code(self, at: int) -> bool:
        """Whether a word looks like what one types ("run python", "python -m", "`pep`", "python setup.py")."""
        before, behind = self.parts[2 * at], self.parts[2 * at + 2]
        if before[-1:] in _QUOTES or behind[:1] in _QUOTES or behind.lstrip().startswith("-"):
            return True
        if at > 0 and self.words[at - 1].lower() in _TYPED:
            return True
        following = self.words[at + 1] if at + 1 < len(self.words) and behind == " " else ""
        return "." in following and not following[0].isdecimal()


class _Acronyms(Container[str]):
    """The acronyms that a talk writes in one word. Few talks spell any, so they are found when first asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._known: set[str] | None = None
        self._missed: set[str] = set()

    def __contains__(self, spelled: object) -> bool:
        if self._known is None:
            self._known = {acronym for text in self._texts for acronym in _ACRONYM_RE.findall(text)}
        if spelled not in self._known:
            self._missed.add(str(spelled))
            return False
        return True

    def learn(self, written: Iterable[str]) -> bool:
        """Whether a term that was written has an acronym that was asked for in vain; it is known from now on."""
        new = self._missed.intersection(chain.from_iterable(map(_ACRONYM_RE.findall, written))) if self._missed else ()
        if not new or self._known is None:
            return False
        self._known |= new
        return True


def _find_aliases(
    said: _Said,
    phrases: Phrases,
    letters: Set[str],
    acronyms: _Acronyms,
    told: Set[str],
) -> list[Change]:
    """Where an alias stands, or a word of the transcript spelled letter by letter."""
    words = said.words
    last = len(words) - 1
    wanted = phrases.keys() | letters | told
    changes: list[Change] = []
    free = 0
    for at in [at for at, word in enumerate(words) if word in wanted]:
        if at < free or not said.stands_alone(at, at + 1):
            continue
        if at < last and words[at] in told and (written := _as_told(said, at)):
            changes.append(said.change(at, at + 1, written, 1.0))
            continue
        for phrase, exact, term in phrases.get(words[at], ()):
            stop = at + len(phrase)
            heard = words[at:stop]
            if tuple(heard if exact else [word.lower() for word in heard]) != phrase:
                continue
            if not said.is_one_phrase(at, stop) or not said.stands_alone(at, stop):
                continue
            free = stop
            before = "".join(said.parts[2 * at + 1 : 2 * stop])
            written = _cased(term, before)
            if written != before and find_words(written) != heard:
                changes.append(said.change(at, stop, written, 1.0))
            break
        else:
            if at == last or words[at + 1] not in letters:
                continue
            stop = at
            while stop <= last and words[stop] in letters and stop < at + 8:
                stop += 1
            spelled = "".join(words[at:stop])
            is_whole = len(spelled) > 2 and said.is_one_phrase(at, stop) and said.stands_alone(at, stop)
            if is_whole and spelled in acronyms:
                free = stop
                changes.append(said.change(at, stop, spelled, 0.95))
    return changes


_JOINING = frozenset("_/@\\=#~")
_QUOTES = frozenset("`'\"‘’“”")
# What stands before a word that is typed and not said: its case is the computer's.
_TYPED = frozenset(
    (
        "type",
        "types",
        "typed",
        "typing",
        "run",
        "runs",
        "running",
        "do",
        "call",
        "called",
        "command",
        "import",
        "install",
    )
)
# fmt: off
_MADE_OF_CODE = frozenset((
    "application", "applications", "code", "developer", "developers", "environment", "environments", "interpreter",
    "libraries", "library", "object", "objects", "package", "packages", "program", "programmer", "programmers",
    "programs", "project", "projects", "script", "scripts",
))
# fmt: on
# English words that are terms where the next word tells it: a number, or one of these. A pep talk is none.
_TOLD: Mapping[str, tuple[str, str, Set[str]]] = {
    "pep": ("PEP", "PEP", frozenset()),
    "Pep": ("PEP", "PEP", frozenset()),
    "peps": ("PEP", "PEPs", frozenset()),
    "Peps": ("PEP", "PEPs", frozenset()),
    "python": ("Python", "Python", _MADE_OF_CODE),
}
# "X- ray": a recogniser that hears in pieces leaves a space behind the hyphen. And nothing parts "C语言".
_LINKS = frozenset(("", " ", "-", "- "))


def _as_told(said: _Said, at: int) -> str:
    """How to write a word that is a term because of the next one; nothing where it is none."""
    _, written, tells = _TOLD[said.words[at]]
    behind = said.words[at + 1]
    is_term = behind in tells if tells else behind[0].isdecimal()
    is_one = is_term and said.parts[2 * at + 2] == " " and said.stands_alone(at, at + 2) and not said.is_code(at)
    return written if is_one else ""


def _cased(term: str, heard: str) -> str:
    """The term; one in small letters keeps the capital that opens a sentence."""
    if term == term.lower() and heard[:1].isupper() and heard[1:] == heard[1:].lower():
        return term[:1].upper() + term[1:]
    return term


def _counted(said: Mapping[str, int], texts: Iterable[str], listed: Iterable[list[Change]]) -> Counter[str]:
    """How often each name is written, the aliases counted as what they become."""
    names: dict[str, int] = {}
    for word, count in said.items():
        if len(word) > 5:
            for name in (word,) if word.isascii() and word.isalpha() else _NAME_RE.findall(word):
                names[name] = names.get(name, 0) + count
    counts = Counter(names)
    for text, changes in zip(texts, listed, strict=True):
        for change in changes:
            counts.subtract(_NAME_RE.findall(text[change.start : change.end]))
            counts.update(_NAME_RE.findall(change.after))
    return counts


# A name corrects its garblings when it is written at least this often, and this many times as often.
OFTEN, TIMES = 4, 4
MOST_NAMES = 400  # at most so many names correct others: the time must not grow with their number squared


def _find_garblings(counts: Counter[str], lookup: Lookup) -> tuple[dict[str, _Correction], dict[str, _Correction]]:
    """Which words are garblings of which name, for sure and perhaps."""
    names = {
        word: count
        for word, count in counts.most_common(20 * MOST_NAMES)
        if (count >= OFTEN and not is_ordinary(word)) or (count > 0 and word in lookup.terms)
    }
    by_start: dict[str, list[str]] = {}
    for name in list(names)[:MOST_NAMES]:
        by_start.setdefault(name[0].lower(), []).append(name)
    sure: dict[str, _Correction] = {}
    doubtful: dict[str, _Correction] = {}
    for word, count in counts.items():
        if count < 1 or word in lookup.terms:
            continue
        near = by_start.get(word[0].lower())
        if near is None:
            continue
        alike = [_Correction(name, score) for name in near if (score := _likeness(word, name))]
        if not alike or is_ordinary(word):
            continue
        best = max(alike, key=lambda correction: (correction.score, names[correction.term], correction.term))
        certain = best.term in lookup.terms or names[best.term] >= max(OFTEN, TIMES * count)
        (sure if certain and best.score >= 0.8 else doubtful)[word] = best
    return sure, doubtful


def _likeness(word: str, name: str) -> float:
    """How alike two names are, 0 where they may well be two: forms of one word, or short and different."""
    left, right = word.lower(), name.lower()
    if left == right:
        return 0.0 if word[1:] == name[1:] else 0.99
    if abs(len(left) - len(right)) > 2:
        return 0.0
    size = min(len(left), len(right))
    if left[: size - 2] == right[: size - 2]:
        return 0.0  # forms of one word: vectorize, vectorizer
    from rapidfuzz.distance import DamerauLevenshtein  # 5 ms, and many talks have nothing alike

    allowed = 1 if size < 9 else 2
    distance = DamerauLevenshtein.distance(left, right, score_cutoff=allowed)
    return 1 - distance / size if distance <= allowed else 0.0


MOST_ROUNDS = 3  # nearly always one: a capital must make the next spelling certain, and that the next capital


def _find_twins(written: Set[str], lookup: Lookup) -> dict[str, str]:
    """Names that stand in small letters too, by these; English words only if the glossary has them."""
    return {
        low: word
        for word in written
        if len(word) > 5 and word[0].isupper() and (low := word.lower()) in written and word[1:] == low[1:]
        if word in lookup.terms or (word.isascii() and word.isalpha() and not is_ordinary(low))
    }


def _fix_capitals(spelled: _Spelled) -> tuple[Block, ...]:
    """Write with its capital what the talk writes so inside sentences far more often; the same blocks if nothing is."""
    blocks, _, said, twins, _ = spelled
    wanted = {*twins, *twins.values()}
    found = [[at for at, word in enumerate(each.words) if word in wanted] for each in said]
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for each, places in zip(said, found, strict=True):
        for at in places:
            if (word := each.words[at]) in twins:
                small[word] += 1
            elif at and each.parts[2 * at] in (" ", ", "):
                inside[word] += 1
    names = {low: word for low, word in twins.items() if inside[word] >= max(OFTEN, TIMES * small[low])}
    if not names:
        return blocks
    heard = zip(said, found, strict=True)
    fixed: list[Block] = []
    for block in blocks:
        if isinstance(block, Utterance):
            each, places = next(heard)
            changes = [
                each.change(at, at + 1, names[each.words[at]], 0.99)
                for at in places
                if each.words[at] in names and each.stands_alone(at, at + 1) and not each.is_code(at)
            ]
            block = block._replace(text=block.text.edit(changes)) if changes else block
        fixed.append(block)
    return tuple(fixed) if any(old is not new for old, new in zip(blocks, fixed, strict=True)) else blocks


def _with_corrections(text: str, changes: list[Change], sure: Mapping[str, _Correction]) -> list[Change]:
    if not sure:
        return changes
    taken = {offset for change in changes for offset in range(change.start, change.end)}
    more = [
        Change(match.start(), match.end(), sure[match.group()].term, Reason.TERM, round(sure[match.group()].score, 2))
        for match in _NAME_RE.finditer(text)
        if match.group() in sure and match.start() not in taken and _is_whole(text, match)
    ]
    return sorted(changes + more) if more else changes


def _is_whole(text: str, match: re.Match[str]) -> bool:
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    is_dotted = before == "." and not text[max(0, match.start() - 2) : match.start() - 1].strip()  # ".github"
    return not (is_dotted or before.isalnum() or behind.isalnum() or before in _JOINING or behind in _JOINING)


def _suggestions(utterance: Utterance, doubtful: dict[str, _Correction]) -> Iterator[TranscriptWarning]:
    """One warning for each doubtful word, where it first stands."""
    if not doubtful:
        return
    for match in _NAME_RE.finditer(utterance.text.text):
        correction = doubtful.get(match.group())
        if correction and _is_whole(utterance.text.text, match):
            del doubtful[match.group()]
            span = utterance.text.source_span(match.start(), match.end())
            message = f"{match.group()} may be {correction.term}"
            yield TranscriptWarning(WarningKind.TERM_SUGGESTION, span, message)
