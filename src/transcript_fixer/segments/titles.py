"""What a segment is called: at most eight words of the speaker's own.

Up to three phrases (`subjects`) make a title, and three behind a name and a colon. Only the speaker's words
are used, as in the text, but for the ending of a deed ("to update methods" is "Updating methods"); a part that
readers know by its place or by what it does gets their plain name (`plain_names`), and its subject.

Nothing outside a segment has a say but its place, and that no two titles are alike: a title, and
the address made of it, stay what they are when another part of the transcript changes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain

from transcript_fixer.language import UNSPACED
from transcript_fixer.segments.kinds import DETERMINERS, LINKS
from transcript_fixer.segments.plain_names import Form, PlainName, find_plain_name
from transcript_fixer.segments.repeated import find_repeated
from transcript_fixer.segments.spelling import is_head, spell_phrases
from transcript_fixer.segments.stems import share_word, stem_of
from transcript_fixer.segments.subjects import Phrase, choose_phrases, weigh_introduced, weigh_phrases
from transcript_fixer.segments.title_weights import Weights, load_weights
from transcript_fixer.segments.turns import behind_turn
from transcript_fixer.segments.wording import Wording

_LONGEST = 8  # words in a title
_PARTS = 3  # phrases in a title
_ADDED = 0.15  # worth of one more behind a name and a colon

# What is left for a segment without a term of its own.
_COUNTED = {
    **dict.fromkeys(("es", "it", "pt"), "Parte {}"),
    "cs": "Část {}",
    "de": "Teil {}",
    "el": "Μέρος {}",
    "fr": "Partie {}",
    "hu": "{}. rész",
    "nl": "Deel {}",
    "pl": "Część {}",
    "ru": "Часть {}",
    "uk": "Частина {}",
    "vi": "Phần {}",
    "zh": "第{}部分",
    "ja": "第{}部",
    "ko": "제{}부",
}

_WORD_RE = re.compile(r"\w+")


def find_titles(
    parts: Sequence[Sequence[str]],
    wordings: Sequence[Wording],
    language: str,
    *,
    taken: Sequence[str] = (),
    plain: bool = True,
    weights: Weights | None = None,
) -> list[str]:
    """A title for each segment, no two alike and none of those `taken`.

    `plain` gives a part that is known by its place or by what it does its plain name; without `weights`, those that
    are shipped.

    >>> from transcript_fixer.segments.wording import count_words
    >>> parts = [["Hello.", "We build bridges."], ["Next, what is a lighthouse?", "A lighthouse warns ships."]]
    >>> find_titles(parts, count_words(parts, "en"), "en")
    ['Welcome and introduction: building bridges', 'What is a lighthouse?']
    """
    titles: list[str] = []
    used = {_compared(title) for title in taken}
    for at, (part, wording) in enumerate(zip(parts, wordings, strict=True)):
        name = find_plain_name(part, at, len(parts), language) if plain else None
        last = _COUNTED.get(language, "Part {}").format(at + 1)
        opening = [] if plain and len(parts) > 1 else [part]  # half a sentence is no chapter
        options = chain(_options(wording, language, name, weights), map(_opening_words, opening), [last])
        title = next((each for each in options if (compared := _compared(each)) and compared not in used), "")
        again = 2
        while not title:
            numbered = f"{last} ({again})"
            compared = _compared(numbered)
            title = "" if compared in used else numbered
            again += 1
        used.add(compared)
        titles.append(title)
    return titles


def _options(wording: Wording, language: str, name: PlainName | None, weights: Weights | None) -> Iterator[str]:
    """Titles for a segment, best first."""
    if language != "en":
        terms = find_repeated(wording, language)
        comma = "、" if language in UNSPACED else ", "
        lead = f"{name.text}：" if name else ""
        yield from (_capitalised(lead + comma.join(terms[at:])) for at in range(len(terms)))
        if name:
            yield name.text
        return
    weights = weights or load_weights()
    wording = behind_turn(wording)
    phrases = weigh_phrases(wording, weights)
    if name and not (name.yields and _says(next(choose_phrases(phrases, _LONGEST, _PARTS), []), name)):
        yield from _named(name, phrases, wording, weights)
    for chosen in choose_phrases(phrases, _LONGEST, _PARTS):
        spelled = spell_phrases(chosen, wording, weights)
        names = list(filter(_is_name, spelled))
        if len(names) == 1 and len(spelled) > 1 and is_head(names[0], wording, weights):
            yield from _longer(chosen, names[0], phrases, wording, weights)
            names = []
        yield _joined(spelled, names)


def _longer(
    chosen: Sequence[Phrase], name: str, phrases: Sequence[Phrase], wording: Wording, weights: Weights
) -> Iterator[str]:
    """Titles with a name before the colon and one phrase more behind it: there a list of three reads well."""
    stems = frozenset().union(*(phrase.stems for phrase in chosen))
    for phrase in phrases:
        if phrase.is_listable and phrase.worth > _ADDED and not share_word(stems, phrase.stems):
            spelled = spell_phrases([*chosen, phrase], wording, weights)
            title = _joined(spelled)
            is_list = not any(" and " in text for text in spelled) and list(filter(_is_name, spelled)) == [name]
            if is_list and len(title.split()) <= _LONGEST:
                yield title


def _says(phrases: Sequence[Phrase], name: PlainName) -> bool:
    """Whether a phrase of a title says the plain name, and more."""
    stems = _stems(name)
    return any(len(phrase.words) > 1 and share_word(phrase.stems, stems) for phrase in phrases)


def _stems(name: PlainName) -> frozenset[str]:
    return frozenset(map(stem_of, name.text.lower().split()))


def _named(name: PlainName, phrases: Sequence[Phrase], wording: Wording, weights: Weights) -> Iterator[str]:
    """Titles with a plain name and a subject, or several."""
    if name.introduces:
        phrases = weigh_introduced(phrases, wording, weights)
    stems = _stems(name)
    subjects = [phrase for phrase in phrases if not phrase.asks and not share_word(stems, phrase.stems)]
    subjects = [phrase for phrase in subjects if phrase.tells] or subjects
    most = _PARTS if name.yields and len(name.text.split()) == 1 else _PARTS - 1
    if name.form is Form.BEFORE:
        subjects = [each for each in subjects if not each.is_indirect]
    elif name.form is Form.WITH:
        subjects = [each for each in subjects if not each.words[0].endswith("ing") and LINKS.isdisjoint(each.words)]
        most = 1
    for chosen in choose_phrases(subjects, _LONGEST - name.size, most):
        title = _with_subject(name, spell_phrases(chosen, wording, weights))
        if len(title.split()) <= _LONGEST:
            yield title
    if name.form is Form.ASKED:
        yield f"{name.text}: questions and answers"
    elif name.form is Form.BEHIND:
        yield name.text


def _with_subject(name: PlainName, phrases: Sequence[str]) -> str:
    """A plain name and its subject; where the name comes last, its "and" is the only one.

    >>> recap = PlainName("recap", Form.BEFORE)
    >>> _with_subject(PlainName("Demo"), ["lists", "dicts"]), _with_subject(recap, ["files and folders", "sets"])
    ('Demo: lists and dicts', 'Files, folders, sets and recap')
    """
    if name.form is not Form.BEFORE:
        return name.with_subject(_listed(phrases))
    return _capitalised(name.with_subject(", ".join(phrases).replace(" and ", ", ")))


def _compared(title: str) -> str:
    """What no two titles have in common: their words, in whatever order."""
    return " ".join(sorted(set(_WORD_RE.findall(title.lower()))))


def _joined(phrases: Sequence[str], no_heads: Container[str] = ()) -> str:
    """Phrases as one title.

    >>> _joined(["type hints", "speed"]), _joined(["static analysis", "Pyre"])
    ('Type hints and speed', 'Pyre: static analysis')
    >>> _joined(["PEP 519", "file system paths"]), _joined(["lists", "dicts", "sets of strings"])
    ('PEP 519: file system paths', 'Lists, dicts and sets of strings')
    >>> _joined(["Python", "conferences"], ["Python"])
    'Conferences and Python'
    """
    names = [phrase for phrase in phrases if _is_name(phrase)]
    if len(phrases) > 1 and len(names) == 1:
        others = [phrase for phrase in phrases if phrase != names[0]]
        title = _listed([*others, *names]) if names[0] in no_heads else f"{names[0]}: {_listed(others)}"
    else:
        title = _listed(phrases)
    return _capitalised(title)


def _capitalised(title: str) -> str:
    first = title.split()[0]
    return title[0].upper() + title[1:] if first.islower() and "." not in first[:-1] else title  # but "setup.py"


def _listed(phrases: Sequence[str]) -> str:
    """Phrases in a row; one that has an "and" itself comes last, and its "and" is the only one.

    >>> _listed(["lists", "dicts"]), _listed(["lists and tuples", "dicts"])
    ('lists and dicts', 'dicts, lists and tuples')
    """
    ordered = sorted(phrases, key=lambda phrase: " and " in phrase)
    if len(phrases) == 1 or " and " in ordered[-1]:
        return ", ".join(ordered)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def _is_name(phrase: str) -> bool:
    """Whether a short phrase is the name of something."""
    words = phrase.split()
    return len(words) <= 2 and not any(map(str.islower, words))


def _opening_words(part: Sequence[str]) -> str:
    """What is left for a talk of a few words: its first clause, or the beginning of it.

    >>> _opening_words(["Well, we met there."]), _opening_words(["The and."])
    ('Well', '')
    """
    clauses = re.split(r"[.,;:!?，。！？；：]\s*", " ".join(part[:3])[:200].strip())
    words = next((clause for clause in clauses if any(map(str.isalnum, clause))), "").split()[:6]
    if all(word.lower() in LINKS or word.lower() in DETERMINERS for word in words):
        return ""  # what a recogniser hears in noise
    opening = " ".join(words)[:40].rstrip()
    return opening[:1].upper() + opening[1:]
