"""Write one term in one way.

A recogniser that does not know a term writes it anew each time: LSDM beside LSTM, `R C andN`,
`NY U`, Pytorrch. Three ways to know the right form, from sure to doubtful:

- the glossary lists this garbling as an alias;
- the letters are spelled out one by one, and the word that they make stands in the same
  transcript or in the glossary;
- a word that is no English word differs by a letter or two from a term of the glossary that the
  same transcript has, or from a name that it writes that way far more often.

A guess never touches an ordinary word: a public tool that matched a glossary by likeness alone
made "sure" into "Soren" (and proposed 293 such edits in 22,398 words). What is likely but not
sure is reported as a suggestion and left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from transcript_fixer.language import UNSPACED
from transcript_fixer.model import Block, Fixed, TranscriptWarning, Utterance, WarningKind
from transcript_fixer.options import GlossaryEntry, Options
from transcript_fixer.patterns import compile_late
from transcript_fixer.resources import files
from transcript_fixer.trace import Change, Reason
from transcript_fixer.vocabulary import english, is_ordinary

_CJK = "\u3040-\u9fff\uf900-\ufaff"  # written without spaces: a term may stand right beside it
_SPLIT_RE = compile_late(rf"([{_CJK}]+|[^\W_{_CJK}]+(?:[-.][^\W_{_CJK}]+)*)")  # it takes three milliseconds
# The same for text that is ASCII, which is most of it: a set of letters is found faster than a class.
_ASCII_SPLIT_RE = re.compile(r"([A-Za-z0-9]++(?:[-.][A-Za-z0-9]++)*+)")
_NAME_RE = re.compile(r"[A-Za-z]{6,}")
_ACRONYM_RE = re.compile(r"(?<!\w)[A-Z]{3,}(?!\w)")
_OWN_LIST = "lexicons/glossary.txt"


_Phrases = Mapping[str, tuple[tuple[tuple[str, ...], bool, str], ...]]


class _Lookup(NamedTuple):
    """The glossary made ready for reading along a text.

    `phrases` has for each first word of an alias (in lower case) the ways it goes on, longest first:
    the words, whether their case must match, and the term.
    """

    phrases: _Phrases
    terms: frozenset[str]


def parse_glossary(text: str) -> tuple[GlossaryEntry, ...]:
    """The entries of a glossary file, on top of the built-in ones or in their place.

    One term a line, with its aliases behind a colon; `#` opens a comment, and the line
    `replace = true` leaves the built-in glossary out:

        >>> parse_glossary("replace = true\\nImageNet\\nR-CNN: R C andN, R CNN  # object detection")
        (GlossaryEntry(term='ImageNet', aliases=()), GlossaryEntry(term='R-CNN', aliases=('R C andN', 'R CNN')))

    Or TOML, with a table `terms` of lists of aliases:

        >>> parse_glossary('replace = true\\n[terms]\\n"R-CNN" = ["R C andN"]')
        (GlossaryEntry(term='R-CNN', aliases=('R C andN',)),)

    Raises ValueError with the line and what was expected there. An entry takes the place of the
    built-in one for the same term.
    """
    is_toml = any(line.strip() == "[terms]" for line in text.splitlines())
    replaces, entries = _parse_toml(text) if is_toml else _parse_lines(text)
    if replaces:
        return entries
    own = {entry.term for entry in entries}
    return tuple(entry for entry in built_in_glossary() if entry.term not in own) + entries


def _parse_lines(text: str) -> tuple[bool, tuple[GlossaryEntry, ...]]:
    replaces = False
    entries: list[GlossaryEntry] = []
    for number, line in enumerate(text.splitlines(), 1):
        content = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if not content:
            continue
        if re.fullmatch(r"replace\s*=\s*\w+", content):
            value = content.partition("=")[2].strip()
            if value not in ("true", "false"):
                raise ValueError(f"line {number}: replace is {value!r}; expected true or false")
            replaces = value == "true"
            continue
        term, colon, rest = content.partition(":")
        aliases = tuple(alias.strip() for alias in rest.split(",")) if colon else ()
        entries.append(_checked(term.strip(), aliases, f"line {number}"))
    return replaces, tuple(entries)


def _parse_toml(text: str) -> tuple[bool, tuple[GlossaryEntry, ...]]:
    import tomllib  # most glossaries are lines

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not valid TOML: {error}") from None
    unknown = sorted(data.keys() - {"replace", "terms"})
    if unknown:
        raise ValueError(f"{_line_of(text, unknown[0])}: unknown key {unknown[0]!r}; expected replace or [terms]")
    replaces, terms = data.get("replace", False), data.get("terms", {})
    if not isinstance(replaces, bool):
        raise ValueError(f"{_line_of(text, 'replace')}: replace is {replaces!r}; expected true or false")
    entries: list[GlossaryEntry] = []
    for term, aliases in terms.items():
        where = _line_of(text, term)
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise ValueError(f"{where}: {term!r} is {aliases!r}; expected a list of aliases, each in quotes")
        entries.append(_checked(term, tuple(aliases), where))
    return replaces, tuple(entries)


def _line_of(text: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().strip("\"'").startswith(key):
            return f"line {number}"
    return "line 1"


def _split_words(text: str) -> list[str]:
    """What stands between words, and words, by turns: the first and the last are no words."""
    return (_ASCII_SPLIT_RE if text.isascii() else _SPLIT_RE).split(text)


def _find_words(text: str) -> list[str]:
    return _split_words(text)[1::2]


def _checked(term: str, aliases: tuple[str, ...], where: str) -> GlossaryEntry:
    if not _find_words(term):
        raise ValueError(f"{where}: no term; expected a term, or a term, a colon and its aliases, as in 'NYU: NY U'")
    for alias in aliases:
        if not _find_words(alias):
            raise ValueError(f"{where}: alias {alias!r} of {term!r} has no word; expected words between the commas")
    return GlossaryEntry(term, aliases)


@cache
def built_in_glossary() -> tuple[GlossaryEntry, ...]:
    """The entries that come with the package, read once."""
    return _parse_lines(files("transcript_fixer").joinpath(_OWN_LIST).read_text("utf-8"))[1]


@lru_cache(maxsize=8)
def _case_lookup(entries: tuple[GlossaryEntry, ...]) -> _Lookup:
    """The terms alone, each found in any case: nothing but letters of another case is written."""
    phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    for entry in entries:
        said = tuple(_find_words(entry.term.lower()))
        if entry.term != entry.term.lower():
            phrases.setdefault(said[0], []).append((said, False, entry.term))
    return _Lookup(
        {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in phrases.items()},
        frozenset(entry.term for entry in entries),
    )


@lru_cache(maxsize=8)
def _lookup(entries: tuple[GlossaryEntry, ...]) -> _Lookup:
    phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    words = {entry.term: tuple(_find_words(entry.term)) for entry in entries}
    for entry in entries:
        for alias in entry.aliases:
            exact = alias != alias.lower()
            said = tuple(_find_words(alias))
            phrases.setdefault(said[0].lower(), []).append((said, exact, entry.term))
            if _is_part(said, whole := tuple(word.lower() for word in words[entry.term])):
                # "Ada" for "Ada Lovelace": where the whole name stands, nothing is to be written.
                phrases.setdefault(whole[0], []).append((whole, False, entry.term))
        said = words[entry.term]
        low = entry.term.lower()
        if entry.term[1:] != entry.term[1:].lower() and low not in english() and len(said) == 1:
            phrases.setdefault(low, []).append(((low,), False, entry.term))
    return _Lookup(
        {first: tuple(sorted(ways, key=lambda way: (-len(way[0]), not way[1]))) for first, ways in phrases.items()},
        frozenset(words),
    )


def _is_part(phrase: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of the whole hold those of the phrase, one behind the other, and more."""
    low, size = [word.lower() for word in phrase], len(phrase)
    return size < len(whole) and any(list(whole[at : at + size]) == low for at in range(len(whole) - size + 1))


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
        lookup = _lookup(options.glossary)
    elif language == "en":
        lookup = _lookup(built_in_glossary())
    elif language in UNSPACED:
        lookup = _case_lookup(built_in_glossary())
    else:
        return Fixed(blocks)
    texts = [block.text.text for block in blocks if isinstance(block, Utterance)]
    said = [_Said(text) for text in texts]
    counts = Counter(chain.from_iterable(each.words for each in said))
    phrases = _phrases_in(counts, lookup)
    is_spelling = language == "en" or options.glossary is not None
    letters = {word for word in counts if len(word) == 1 and word.isupper()} if is_spelling else set()
    acronyms = cache(lambda: frozenset(acronym for text in texts for acronym in _ACRONYM_RE.findall(text)))
    listed = [_find_aliases(each, phrases, letters, acronyms) for each in said]
    sure, doubtful = _find_garblings(_counted(counts, texts, listed), lookup) if language == "en" else ({}, {})
    found_at = iter(listed)
    fixed: list[Block] = []
    warnings: list[TranscriptWarning] = []
    for block in blocks:
        if isinstance(block, Utterance):
            changes = _with_corrections(block.text.text, next(found_at), sure)
            warnings += _suggestions(block, doubtful)
            block = block._replace(text=block.text.edit(changes)) if changes else block
        fixed.append(block)
    return Fixed(tuple(fixed), tuple(warnings))


def _phrases_in(words: Iterable[str], lookup: _Lookup) -> _Phrases:
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
        self.parts = _split_words(text)
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


def _find_aliases(said: _Said, phrases: _Phrases, letters: Set[str], acronyms: Callable[[], Set[str]]) -> list[Change]:
    """Where an alias stands, or a word of the transcript spelled letter by letter."""
    words = said.words
    last = len(words) - 1
    wanted = phrases.keys() | letters
    changes: list[Change] = []
    free = 0
    for at in [at for at, word in enumerate(words) if word in wanted]:
        if at < free or not said.stands_alone(at, at + 1):
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
            if written != before and _find_words(written) != heard:
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
            if is_whole and spelled in acronyms():
                free = stop
                changes.append(said.change(at, stop, spelled, 0.95))
    return changes


_JOINING = frozenset("_/@\\=#~")
# "X- ray": a recogniser that hears in pieces leaves a space behind the hyphen. And nothing parts "C语言".
_LINKS = frozenset(("", " ", "-", "- "))


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


def _find_garblings(counts: Counter[str], lookup: _Lookup) -> tuple[dict[str, _Correction], dict[str, _Correction]]:
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
