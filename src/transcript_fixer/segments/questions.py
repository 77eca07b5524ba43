"""Questions that can stand alone, as they are asked or as they are told to come: both say what is answered."""

from __future__ import annotations

from collections.abc import Container, Sequence

from transcript_fixer.segments.kinds import ASKING, BE, LINKS, VERB_BEHIND, word_set
from transcript_fixer.segments.wording import Wording

_QUESTION_WORDS = 8
_INDIRECT = 60  # tokens in which one is told to come
_LEAST_ASKED = 4  # words of it: "what it is" says less than other phrases
_LEADS = word_set("so and but now okay well then first next")
# A question that leans on what was said before is no title.
_LEANING = word_set(
    "it this that they them he she those these here there i its their me my guys anyone anybody everyone everybody"
)

# What tells that a question comes, and the questions that it comes as.
_TELLING = word_set("about at understand show wonder see learn explain discuss into on")
_TOLD = word_set("talked spoken learned discussed looked")
_INDIRECTLY = word_set("why how what when")
_WHAT_IS = word_set("is are means mean makes make does do was were")
_WHOLE = BE | VERB_BEHIND | word_set("makes means")
_SPEAKING = word_set("we you your our us")


def find_question(wording: Wording, at: int, likely: Container[str]) -> tuple[str, ...]:
    """The words of the question that starts with a word that asks, or none; one of them is `likely` in a title.

    >>> from transcript_fixer.segments.wording import count_words
    >>> (wording,) = count_words([["Why are bridges long?", "Let's see how bridges carry trains."]], "en")
    >>> [" ".join(find_question(wording, at, {"bridges"})) for at in (0, 6)]
    ['why are bridges long', 'how bridges carry trains']
    """
    asked = _find_asked(wording, at) if is_asked(wording, at) else _find_told(wording, at)
    return asked if any(map(likely.__contains__, asked)) else ()


def is_asked(wording: Wording, at: int) -> bool:
    """Whether a word that asks opens a question of its own, and none inside a sentence."""
    return at in wording.initial or (at - 1 in wording.initial and wording.words[at - 1] in _LEADS)


def _find_told(wording: Wording, at: int) -> tuple[str, ...]:
    """What is said to come as a question: "let's see [how lighthouses warn ships]"."""
    words, written = wording.words, wording.written
    if at >= _INDIRECT or words[at] not in _INDIRECTLY or not _is_told(wording, at):
        return ()
    end = min(len(words), at + _QUESTION_WORDS + 1)
    close = at + 1
    while close < end and wording.follows(close):
        close += 1
    asked = tuple(words[at:close])
    mark = written[close - 1][-1]
    is_whole = mark in ".?!" or (mark == "," and _is_whole(asked) and words[close : close + 1] != ["and"])
    return asked if is_whole and _says_all(asked) else ()


def _is_whole(asked: Sequence[str]) -> bool:
    """Whether a question that ends at a comma has its verb, and not behind it ("how files, for tests, are read")."""
    return asked[1:2] == ("to",) or not _WHOLE.isdisjoint(asked)


def _says_all(asked: Sequence[str]) -> bool:
    """Whether a question leans on nothing that was said, and speaks to nobody."""
    if not _LEAST_ASKED <= len(asked) <= _QUESTION_WORDS or asked[2] in LINKS or asked[-1] in ASKING:
        return False
    if asked[0] == "what" and asked[1] not in _WHAT_IS and asked[-1] not in _WHAT_IS:
        return False
    return _LEANING.isdisjoint(asked) and _SPEAKING.isdisjoint(asked) and not any("'" in word for word in asked)


def _is_told(wording: Wording, at: int) -> bool:
    """Whether a question is told to come ("let's see how"), and not to be answered ("we talked about how")."""
    words, before = wording.words, wording.words[at - 1]
    if not wording.follows(at) or (at > 1 and words[at - 2] in _TOLD):
        return False
    return before in _TELLING or (before == "is" and words[at : at + 2] == ["how", "to"])


def _find_asked(wording: Wording, at: int) -> tuple[str, ...]:
    """The question that starts here, or how to do something, if it can stand alone."""
    words = wording.words
    end = min(len(words), at + _QUESTION_WORDS)
    close = at + 1
    while close < end and wording.follows(close):
        close += 1
    asked = tuple(words[at:close])
    if (
        len(asked) < 3
        or not wording.written[close - 1].endswith("?")
        or not _LEANING.isdisjoint(asked)
        or "many" in asked[:2]
        or (asked[0] == "who" and asked[1] not in BE)
        or "do you" in " ".join(asked)
    ):
        return ()
    return asked
