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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from transcript_fixer.model import Block, Fixed, TranscriptWarning, Utterance, WarningKind
from transcript_fixer.options import GlossaryEntry, Options
from transcript_fixer.resources import files
from transcript_fixer.trace import Change, Reason
from transcript_fixer.vocabulary import english, is_ordinary

WORD_RE = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_NAME_RE = re.compile(r"[A-Za-z]{6,}")
_ACRONYM_RE = re.compile(r"(?<!\w)[A-Z]{3,}(?!\w)")
_OWN_LIST = "lexicons/glossary.txt"


class _Lookup(NamedTuple):
    """The glossary made ready for reading along a text.

    `phrases` has for each first word of an alias (in lower case) the ways it goes on, longest first:
    the words, whether their case must match, and the term.
    """

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], bool, str], ...]]
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


def _checked(term: str, aliases: tuple[str, ...], where: str) -> GlossaryEntry:
    if not WORD_RE.search(term):
        raise ValueError(f"{where}: no term; expected a term, or a term, a colon and its aliases, as in 'NYU: NY U'")
    for alias in aliases:
        if not WORD_RE.search(alias):
            raise ValueError(f"{where}: alias {alias!r} of {term!r} has no word; expected words between the commas")
    return GlossaryEntry(term, aliases)


@cache
def built_in_glossary() -> tuple[GlossaryEntry, ...]:
    """The entries that come with the package, read once."""
    return _parse_lines(files("transcript_fixer").joinpath(_OWN_LIST).read_text("utf-8"))[1]


@lru_cache(maxsize=8)
def _lookup(entries: tuple[GlossaryEntry, ...]) -> _Lookup:
    phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    words = {entry.term: tuple(WORD_RE.findall(entry.term)) for entry in entries}
    for entry in entries:
        for alias in entry.aliases:
            exact = alias != alias.lower()
            said = tuple(WORD_RE.findall(alias))
            phrases.setdefault(said[0].lower(), []).append((said, exact, entry.term))
        said = words[entry.term]
        low = entry.term.lower()
        if entry.term[1:] != entry.term[1:].lower() and low not in english() and len(said) == 1:
            phrases.setdefault(low, []).append(((low,), False, entry.term))
    return _Lookup(
        {first: tuple(sorted(ways, key=lambda way: (-len(way[0]), not way[1]))) for first, ways in phrases.items()},
        frozenset(words),
    )


class _Correction(NamedTuple):
    term: str
    score: float


def fix_terms(blocks: tuple[Block, ...], options: Options, language: str) -> Fixed[tuple[Block, ...]]:
    """Write the terms of a talk in one way, and report what looks like one but is not certain.

    Without a glossary of the user's only English is touched. The score of an edit is 1 for an alias,
    less for a spelling that the rest of the transcript corrects.
    """
    if language != "en" and options.glossary is None:
        return Fixed(blocks)
    lookup = _lookup(options.glossary if options.glossary is not None else built_in_glossary())
    texts = [block.text.text for block in blocks if isinstance(block, Utterance)]
    acronyms = frozenset(acronym for text in texts for acronym in _ACRONYM_RE.findall(text))
    listed = [list(_find_aliases(text, lookup, acronyms)) for text in texts]
    sure, doubtful = _find_garblings(_counted(texts, listed), lookup) if language == "en" else ({}, {})
    found_at = iter(listed)
    fixed: list[Block] = []
    warnings: list[TranscriptWarning] = []
    for block in blocks:
        if isinstance(block, Utterance):
            changes = _with_corrections(block.text.text, next(found_at), sure)
            warnings += _suggestions(block, doubtful)
            block = replace(block, text=block.text.edit(changes)) if changes else block
        fixed.append(block)
    return Fixed(tuple(fixed), tuple(warnings))


def _find_aliases(text: str, lookup: _Lookup, acronyms: frozenset[str]) -> Iterator[Change]:
    """Where an alias stands, or a word of the transcript spelled letter by letter."""
    ways_on = lookup.phrases
    matches = list(WORD_RE.finditer(text))
    words = [match.group() for match in matches]
    free = 0
    for at in [at for at, word in enumerate(words) if word.lower() in ways_on or (len(word) == 1 and word.isupper())]:
        if at < free or not _stands_alone(text, matches[at].start(), matches[at].end()):
            continue
        for said, exact, term in ways_on.get(words[at].lower(), ()):
            stop = at + len(said)
            heard = words[at:stop]
            if (heard if exact else [word.lower() for word in heard]) != list(said):
                continue
            if not _is_one_phrase(text, matches[at:stop]):
                continue
            start, end = matches[at].start(), matches[stop - 1].end()
            free = stop
            written = _cased(term, text[start:end])
            if written != text[start:end]:
                yield Change(start, end, written, Reason.TERM, 1.0)
            break
        else:
            stop = at
            while stop < len(words) and len(words[stop]) == 1 and words[stop].isupper() and stop < at + 8:
                stop += 1
            spelled = "".join(words[at:stop])
            if len(spelled) > 2 and spelled in acronyms and _is_one_phrase(text, matches[at:stop]):
                free = stop
                yield Change(matches[at].start(), matches[stop - 1].end(), spelled, Reason.TERM, 0.95)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the word is none of an address, a path or a name in code."""
    return text[start - 1 : start] not in _JOINING and text[end : end + 1] not in _JOINING


_JOINING = frozenset("_/@\\=#~")


def _is_one_phrase(text: str, matches: list[re.Match[str]]) -> bool:
    gaps = (text[left.end() : right.start()] for left, right in pairwise(matches))
    return all(gap in (" ", "-") for gap in gaps) and _stands_alone(text, matches[0].start(), matches[-1].end())


def _cased(term: str, heard: str) -> str:
    """The term; one in small letters keeps the capital that opens a sentence."""
    if term == term.lower() and heard[:1].isupper() and heard[1:] == heard[1:].lower():
        return term[:1].upper() + term[1:]
    return term


def _counted(texts: Iterable[str], listed: Iterable[list[Change]]) -> Counter[str]:
    """How often each name is written, the aliases counted as what they become."""
    counts: Counter[str] = Counter()
    for text, changes in zip(texts, listed, strict=True):
        counts.update(_NAME_RE.findall(text))
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
        best = max(
            (
                _Correction(name, score)
                for name in by_start.get(word[0].lower(), ())
                if (score := _likeness(word, name))
            ),
            key=lambda correction: (correction.score, names[correction.term], correction.term),
            default=None,
        )
        if best is None or is_ordinary(word):
            continue
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
    return not (before.isalnum() or behind.isalnum() or before in _JOINING or behind in _JOINING)


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
