"""What a segment is called: at most eight words of the speaker's own.

Up to three phrases (`subjects`) make a title. Only the speaker's words are used, as in the text, but
for the ending of a deed ("to update methods" is "Updating methods"); what opens and closes a talk gets
the plain name that readers expect, and its subject behind it.

Nothing outside a segment has a say but its place, and that no two titles are alike: a title, and
the address made of it, stay what they are when another part of the transcript changes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain

from transcript_fixer.language import UNSPACED
from transcript_fixer.patterns import compile_late
from transcript_fixer.segments.kinds import DETERMINERS, LINKS
from transcript_fixer.segments.repeated import find_repeated
from transcript_fixer.segments.spelling import is_head, spell_phrases
from transcript_fixer.segments.stems import share_word, stem_of
from transcript_fixer.segments.subjects import Phrase, choose_phrases, weigh_introduced, weigh_phrases
from transcript_fixer.segments.title_weights import Weights, load_weights
from transcript_fixer.segments.wording import Wording

_LONGEST = 8  # words in a title
_PARTS = 3  # phrases in a title
_QUESTIONS = "Audience Q&A"
_INTRODUCTIONS = ("Welcome", "Introduction")
_CLOSING, _THEN_QUESTIONS = "closing", "audience Q&A"  # behind a last subject
_ASKED = 4  # questions that make the end of a talk questions and answers
_SHORT = 15  # sentences: a closing that only says thanks is no longer

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
_WELCOME_RE = re.compile(r"\b(?:welcome|hello|hi|good (?:morning|afternoon|evening)|everyone|my name)\b", re.IGNORECASE)
_SPEAKER_RE = compile_late(
    r"\b(?:our (?:next |first |last |keynote )?speaker|(?:please|join me|help me|let's) (?:in )?welcom\w+"
    r"|give (?:it up|\w+ a)\b|round of applause|introduce (?:our|to you|you)|speaking (?:about|on)|talk(?:ing)? to us)",
    re.IGNORECASE,
)
_ABOUT_ME_RE = compile_late(
    r"\b(?:my name(?:'s| is)|I work (?:at|for|on|as|in)|I(?:'m| am) (?:an?|from)\b|about me|who I am|introduce myself)",
    re.IGNORECASE,
)
_QUESTIONS_RE = re.compile(
    r"\b(?:any |your |take |for |have (?:a |any |some )?|next |first |invite |more |few |of |my )questions?\b"
    r"|\bquestions? (?:from the audience|for|is)\b|\bq ?(?:&|and) ?a\b"
    r"|\bthanks?(?: you)? for (?:the|your|this) (?:\w+ )?(?:talk|presentation|work)\b"
    r"|\bI(?:'m| am) curious\b|\b(?:was|just|'m) wondering\b",
    re.IGNORECASE,
)
_THANKS_RE = re.compile(r"\bthank(?:s| you)\b", re.IGNORECASE)
# How a speaker calls the end, and what it is called in a list of chapters.
_CLOSINGS = {
    "Recap": re.compile(r"\brecap", re.IGNORECASE),
    "Summary": re.compile(r"\b(?:in summary|summary is|to sum up|summari[sz]\w*)\b", re.IGNORECASE),
    "Takeaways": re.compile(r"\btake-?aways?\b", re.IGNORECASE),
    "Wrap-up": re.compile(r"\bwrap(?:ping)? (?:this |it |things )?up\b", re.IGNORECASE),
    "Conclusion": re.compile(r"\b(?:in conclusion|to conclude|conclud\w+|final thoughts|that's all)\b", re.IGNORECASE),
}


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

    `plain` gives what opens and closes a talk its plain name; without `weights`, those that are shipped.

    >>> from transcript_fixer.segments.wording import count_words
    >>> parts = [["Hello.", "We build bridges."], ["Next, what is a lighthouse?", "A lighthouse warns ships."]]
    >>> find_titles(parts, count_words(parts, "en"), "en")
    ['Welcome and introduction: building bridges', 'What is a lighthouse?']
    """
    titles: list[str] = []
    used = {_compared(title) for title in taken}
    for at, (part, wording) in enumerate(zip(parts, wordings, strict=True)):
        name = _plain_name(part, at, len(parts)) if plain and language == "en" else None
        last = _COUNTED.get(language, "Part {}").format(at + 1)
        opening = [] if plain and len(parts) > 1 else [part]  # half a sentence is no chapter
        options = chain(_options(wording, language, name, weights), map(_opening_words, opening), [last])
        title = next((each for each in options if (compared := _compared(each)) and compared not in used), "")
        again = 2
        while not title:
            numbered = f"{last} ({again})"
            title = "" if _compared(numbered) in used else numbered
            again += 1
        used.add(_compared(title))
        titles.append(title)
    return titles


def _options(wording: Wording, language: str, name: str | None, weights: Weights | None) -> Iterator[str]:
    """Titles for a segment, best first."""
    if language != "en":
        terms = find_repeated(wording, language)
        comma = "、" if language in UNSPACED else ", "
        yield from (_capitalised(comma.join(terms[at:])) for at in range(len(terms)))
        return
    weights = weights or load_weights()
    phrases = weigh_phrases(wording, weights)
    subjects = []
    if name:
        named = frozenset(map(stem_of, name.lower().split()))
        if name.startswith(_INTRODUCTIONS):
            phrases = weigh_introduced(phrases, wording, weights)
        subjects = [phrase for phrase in phrases if not phrase.asks and not share_word(named, phrase.stems)]

    def choices(phrases: Sequence[Phrase], room: int, most: int) -> Iterator[list[str]]:
        return (spell_phrases(chosen, wording, weights) for chosen in choose_phrases(phrases, room, most))

    if name in (_CLOSING, _THEN_QUESTIONS):
        room = _LONGEST - len(name.split())
        yield from (_ending(chosen, name) for chosen in choices(subjects, room, _PARTS - 1))
    elif name == _QUESTIONS:
        yield from (f"{name}: questions on {_listed(chosen)}" for chosen in choices(subjects, _LONGEST - 4, 2))
        yield f"{name}: questions and answers"
    elif name:
        yield from (f"{name}: {_listed(chosen)}" for chosen in choices(subjects, _LONGEST - len(name.split()), 2))
        yield name
    for chosen in choices(phrases, _LONGEST, _PARTS):
        names = list(filter(_is_name, chosen))
        is_headed = len(names) == 1 and len(chosen) > 1 and is_head(names[0], wording, weights)
        yield _joined(chosen, () if is_headed else names)


def _compared(title: str) -> str:
    """What no two titles have in common: their words, in whatever order."""
    return " ".join(sorted(set(_WORD_RE.findall(title.lower()))))


def _plain_name(part: Sequence[str], at: int, of: int) -> str | None:
    """What readers call a part of a talk by its place in it: how it begins, and what ends it."""
    if of == 1:
        return None
    opening = " ".join(part[:6])
    if at == 0:
        whole = " ".join(part)
        welcomes = _WELCOME_RE.search(opening)
        if _SPEAKER_RE.search(whole) or (welcomes and _ABOUT_ME_RE.search(whole)):
            return "Welcome and speaker introduction"
        return "Welcome and introduction" if welcomes else "Introduction"
    if at < of / 2:
        return None
    asked = [number for number, sentence in enumerate(part) if sentence.rstrip().endswith("?")]
    if at < of - 1 and len(asked) < 2:
        return None
    announced = asked and _QUESTIONS_RE.search(opening)
    if announced and len(asked) >= 2:
        return _QUESTIONS
    if at < of - 1:
        return None
    if len(asked) >= _ASKED or (len(asked) >= 2 and _QUESTIONS_RE.search(" ".join(part))) or announced:
        return _QUESTIONS if announced or asked[0] < len(part) / 2 else _THEN_QUESTIONS
    called = next((name for name, spoken in _CLOSINGS.items() if spoken.search(opening)), None)
    if called:
        return f"{called} and closing"
    if _THANKS_RE.search(" ".join(part[-5:])):
        return "Closing and thanks" if len(part) <= _SHORT else _CLOSING
    return None


def _joined(phrases: Sequence[str], no_heads: Container[str] = ()) -> str:
    """One to three phrases as one title.

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


def _ending(phrases: Sequence[str], what: str) -> str:
    """The title of a last segment that has a subject before the thanks.

    >>> _ending(["future work"], "closing"), _ending(["files and folders", "sets"], "closing")
    ('Future work and closing', 'Files, folders, sets and closing')
    """
    subject = ", ".join(phrases)
    return _capitalised(subject if subject.endswith("?") else f"{subject.replace(' and ', ', ')} and {what}")


def _capitalised(title: str) -> str:
    return title[0].upper() + title[1:] if title.split()[0].islower() else title


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
