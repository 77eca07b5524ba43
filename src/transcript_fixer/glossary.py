"""The glossary: the terms that are to be written in one way, and how else each turns up.

One comes with the package (machine learning, Python); a file of the user's extends or replaces it.
Here it is read, and made ready for reading along a text; `terms` does that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from transcript_fixer.options import GlossaryEntry
from transcript_fixer.patterns import compile_late
from transcript_fixer.resources import files
from transcript_fixer.vocabulary import english

_CJK = "\u3040-\u9fff\uf900-\ufaff"  # written without spaces: a term may stand right beside it
_SPLIT_RE = compile_late(rf"([{_CJK}]+|[^\W_{_CJK}]+(?:[-.][^\W_{_CJK}]+)*)")  # it takes three milliseconds
# The same for text that is ASCII, which is most of it: a set of letters is found faster than a class.
_ASCII_SPLIT_RE = re.compile(r"([A-Za-z0-9]++(?:[-.][A-Za-z0-9]++)*+)")
_OWN_LIST = "lexicons/glossary.txt"

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], bool, str], ...]]


class Lookup(NamedTuple):
    """The glossary made ready for reading along a text.

    `phrases` has for each first word of an alias (in lower case) the ways it goes on, longest first:
    the words, whether their case must match, and the term.
    """

    phrases: Phrases
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


def split_words(text: str) -> list[str]:
    """What stands between words, and words, by turns: the first and the last are no words."""
    return (_ASCII_SPLIT_RE if text.isascii() else _SPLIT_RE).split(text)


def find_words(text: str) -> list[str]:
    return split_words(text)[1::2]


def _checked(term: str, aliases: tuple[str, ...], where: str) -> GlossaryEntry:
    if not find_words(term):
        raise ValueError(f"{where}: no term; expected a term, or a term, a colon and its aliases, as in 'NYU: NY U'")
    for alias in aliases:
        if not find_words(alias):
            raise ValueError(f"{where}: alias {alias!r} of {term!r} has no word; expected words between the commas")
    return GlossaryEntry(term, aliases)


@cache
def built_in_glossary() -> tuple[GlossaryEntry, ...]:
    """The entries that come with the package, read once."""
    return _parse_lines(files("transcript_fixer").joinpath(_OWN_LIST).read_text("utf-8"))[1]


@lru_cache(maxsize=8)
def look_up_case(entries: tuple[GlossaryEntry, ...]) -> Lookup:
    """The terms alone, each found in any case: nothing but letters of another case is written."""
    phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    for entry in entries:
        said = tuple(find_words(entry.term.lower()))
        if entry.term != entry.term.lower():
            phrases.setdefault(said[0], []).append((said, False, entry.term))
    return Lookup(
        {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in phrases.items()},
        frozenset(entry.term for entry in entries),
    )


@lru_cache(maxsize=8)
def look_up(entries: tuple[GlossaryEntry, ...]) -> Lookup:
    """The aliases, and the terms that correct their own case: those with a capital inside that are no English word.

    >>> look_up((GlossaryEntry("ImageNet", ("image net",)),)).phrases
    {'image': ((('image', 'net'), False, 'ImageNet'),), 'imagenet': ((('imagenet',), False, 'ImageNet'),)}
    """
    phrases: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    words = {entry.term: tuple(find_words(entry.term)) for entry in entries}
    for entry in entries:
        for alias in entry.aliases:
            exact = alias != alias.lower()
            said = tuple(find_words(alias))
            phrases.setdefault(said[0].lower(), []).append((said, exact, entry.term))
            if _is_part(said, whole := tuple(word.lower() for word in words[entry.term])):
                # "Ada" for "Ada Lovelace": where the whole name stands, nothing is to be written.
                phrases.setdefault(whole[0], []).append((whole, False, entry.term))
        said = words[entry.term]
        low = entry.term.lower()
        if entry.term[1:] != entry.term[1:].lower() and low not in english() and len(said) == 1:
            phrases.setdefault(low, []).append(((low,), False, entry.term))
    return Lookup(
        {first: tuple(sorted(ways, key=lambda way: (-len(way[0]), not way[1]))) for first, ways in phrases.items()},
        frozenset(words),
    )


def _is_part(phrase: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of the whole hold those of the phrase, one behind the other, and more."""
    low, size = [word.lower() for word in phrase], len(phrase)
    return size < len(whole) and any(list(whole[at : at + size]) == low for at in range(len(whole) - size + 1))
