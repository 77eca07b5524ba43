"""What readers call a part of a talk by its place in it and by how it is opened: "Conclusion", "Demo", "Q&A".

A subject follows such a name ("Demo: glass roofs") or stands before it ("Glass roofs and recap").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from transcript_fixer.patterns import compile_late


class Form(Enum):
    """How a title has a name and a subject."""

    BEHIND = "{name}: {subject}"
    ASKED = "{name}: questions on {subject}"
    WITH = "{name} with {subject}"
    BEFORE = "{subject} and {name}"


class PlainName(NamedTuple):
    text: str
    form: Form = Form.BEHIND
    introduces: bool = False
    """Whether the talk is introduced here: the subject is what it is said to be about."""
    yields: bool = False
    """Whether the name is left out where a phrase of the title says it: "Demo of the loom"."""

    @property
    def size(self) -> int:
        """How many words it takes beside a subject of several phrases, which has an "and"."""
        return len(self.with_subject("").split()) - (self.form is Form.BEFORE)

    def with_subject(self, subject: str) -> str:
        template: str = self.form.value
        return template.format(name=self.text, subject=subject)


class _Kind(NamedTuple):
    """A part that does one thing: its name, between which shares of a talk it may start, and what one of its first
    sentences says. One of `words` is in whatever says it, so that most sentences need no pattern."""

    name: PlainName
    after: float
    before: float
    sentences: int
    words: tuple[str, ...]
    spoken: re.Pattern[str]


_OPENING = 6  # sentences
_TOLD = 3  # sentences that may say what a part does
_GREETING = 4  # sentences in which a speaker greets whom a host has introduced
_LOOKED_AT = 400  # characters of each: who says what comes, says it at the beginning
_ASKED = 4  # questions that make the end of a talk questions and answers
_ASKED_CHINESE = 2  # the same of a part that is opened as such
_SHORT = 15  # sentences: a closing that only says thanks is no longer
_QUESTIONS = PlainName("Audience Q&A", Form.ASKED)
_THEN_QUESTIONS = PlainName("audience Q&A", Form.BEFORE)

_WELCOME_RE = re.compile(r"\b(?:welcome|hello|hi|good (?:morning|afternoon|evening)|everyone|my name)\b", re.IGNORECASE)
# These four are asked of a whole part, in lower case: ignoring case most of them take twice as long.
_SPEAKER_RE = compile_late(
    r"\b(?:our (?:next |first |last |keynote )?speaker|(?:please|join me|help me|let's) (?:in )?welcom\w+"
    r"|give (?:it up|\w+ a)\b|round of applause|introduce (?:our|to you|you)|speaking (?:about|on)|talk(?:ing)? to us)"
)
_ABOUT_ME_RE = compile_late(
    r"\b(?:my name(?:'s| is)|i work (?:at|for|on|as|in)|i(?:'m| am) (?:an?|from)\b|about me|who i am|introduce myself)"
)
_IN_TURN_RE = compile_late(  # the first \b is for speed alone
    r"\b(?:^|(?<=[.,] )|(?<=\band ))(?:first|then|next|finally|lastly|after that),?"
    r" (?:i'll|we'll|i will|we will|(?:i'm|we're|i am|we are) going to)\b"
)
_QUESTIONS_RE = compile_late(
    r"\b(?:any |your |take |for |have (?:a |any |some )?|next |first |invite |more |few |of |my )questions?\b"
    r"|\bquestions? (?:from the audience|for|is)\b|\bq ?(?:&|and) ?a\b"
    r"|\bthanks?(?: you)? for (?:the|your|this) (?:\w+ )?(?:talk|presentation|work)\b"
    r"|\bi(?:'m| am) curious\b|\b(?:was|just|'m) wondering\b"
)
_GREETS_RE = compile_late(
    r"^(?:hi|hello|good (?:morning|afternoon|evening))\b|\bmy name(?:'s| is)\b|\bI(?:'m| am) here to (?:talk|speak)\b",
    re.IGNORECASE,
)
_OVERVIEW = (
    r"\b(?:(?:the|an|quick|brief|my|our|today's) agenda|(?:quick|brief|my|our|today's|talk) outline"
    r"|outline (?:for|of) (?:the talk|this|my|our|today|where|what)"
    r"|(?:overview|structure) of (?:the|this|my|today's) (?:talk|course)"
    r"|road ?map (?:for|of) (?:the|this|my|our|today's) (?:talk|presentation|session))\b"
)
_OVERVIEW_WORDS = "agenda|outline|overview|structure|map"
_OVERVIEW_RE = compile_late(_OVERVIEW)
_HALVES = [f"in the {number} {share}" for number in ("first", "second", "third", "last") for share in ("part", "half")]
_THANKS_RE = re.compile(r"\bthank(?:s| you)\b", re.IGNORECASE)
_RESOURCES_RE = compile_late(r"\b(?:resources|learn more|find out more|further reading|slides|links?)\b", re.IGNORECASE)


def _kind(
    name: str, after: float, before: float, sentences: int, words: str, spoken: str, form: Form = Form.BEHIND
) -> _Kind:
    return _Kind(
        PlainName(name, form, yields=True), after, before, sentences, tuple(words.split("|")), compile_late(spoken)
    )


# How a speaker calls what sums up, and what it is called in a list of chapters; all in lower case.
_CLOSINGS = (
    _kind("Recap", 0.6, 1.0, 3, "recap", r"\b(?:to|let's|quick|a|we) recap\b|^recap"),
    _kind(
        "Summary",
        *(0.6, 1.0, 3, "sum"),
        r"\b(?:in summary|summary (?:here|is)|(?:to )?sum (?:it |this |things )?up|summing up"
        r"|(?:to|let me|let's) summari[sz]e)\b",
    ),
    _kind("Takeaways", 0.6, 1.0, 3, "aways", r"\btake-?\s?aways\b"),
    _kind(
        "Wrap-up",
        *(0.6, 1.0, 3, "wrap"),
        r"\b(?:to|let's|let me|i'll|we|me) wrap(?:ping)? (?:(?:this|it|things|my talk) )?up\b|\bwrap up my\b",
    ),
    _kind(
        "Conclusion",
        *(0.6, 1.0, 3, "conclu|final|that's all"),
        r"\b(?:in conclusion|to conclude|conclude with|concluding|final thoughts)\b"
        r"|\bthat's all (?:the \w+ )?(?:that )?(?:i|we)(?: have|'ve got)\b(?! time)",
    ),
)
_KINDS = (
    _kind(
        "About the speaker",
        *(0.0, 0.34, 3, "who am|should you|about me|myself"),
        r"\b(?:who am i\b(?! not\b)|why should you (?:listen to|trust|believe) me|introduce myself"
        r"|(?:an? (?:little |tiny )?bit|something|few words) about (?:me\b|myself)|^about me\b)",
    ),
    _kind("Talk overview", 0.0, 0.34, 2, _OVERVIEW_WORDS, _OVERVIEW),
    _kind(
        "Demo",
        *(0.0, 1.0, 3, "demo"),
        r"\b(?:an?|the|this|my|our|one|quick|short|small|little|live|recorded) demo(?:nstration)?\b|^demo\b",
    ),
    _kind(  # one that comes, not one that was there before ("back to that example")
        "Example",
        *(0.0, 1.0, 2, "example"),
        r"\b(?:let's|let us|let me|i'll|i will|i want to|here's|here is|starts? with|going into|ground \w+ in)\b"
        r"(?:(?! the | this | that | back )[^,.?!]){0,40}?\b(?<!for )examples?\b"
        r"(?: that | i | we | from | where | with | in | for | here| of (?!why|how)|$|[.,])",
    ),
    _kind("Results", 0.34, 1.0, 2, "results", r"\b(?:some|our|my|performance) (?:\w+ )?results\b"),
    _kind("What's next", 0.34, 1.0, 2, "what's next", r"\bwhat's next\b"),
    _kind(
        "Future work",
        *(0.5, 1.0, 3, "future|next steps|map|we plan"),
        r"\b(?:future work|next steps|(?:in terms of|here in|into|plans for) the future|the road ?map|we plan)\b",
    ),
    _kind("Lessons learned", 0.5, 1.0, 2, "lessons", r"\blessons\b"),
    *_CLOSINGS,
    _kind(
        "Getting started",
        *(0.0, 1.0, 2, "get started|where"),
        r"\bhow (?:do|can|would|should) (?:you|we|i) (?:actually )?get started\b|^to get started\b"
        r"|\bwhere (?:do|should) (?:we|you|i) (?:start|begin)\b",
        Form.WITH,
    ),
)


# The same in Chinese, where only the edges of a talk have names. 谢谢 opens a talk as well as it closes one.
_CHINESE_OPENING = PlainName("介绍")
_CHINESE_CLOSING = PlainName("总结")
_CHINESE_QUESTIONS = PlainName("问答")
_CHINESE_CLOSING_RE = compile_late(r"谢谢|感谢|多谢|总结|总之|总而言之|小结|我们学到了")
_CHINESE_QUESTIONS_RE = compile_late(r"提问|问答|(?:有|任何|什么|第一个|下一个)问题|问题是")


def find_plain_name(part: Sequence[str], at: int, of: int, language: str) -> PlainName | None:
    """The plain name of a part of a talk, given as its sentences, if it has one; in English and Chinese some have.

    >>> find_plain_name(["Hello.", "We build bridges."], 0, 5, "en").text
    'Welcome and introduction'
    >>> find_plain_name(["Time for a demo.", "Here is a lighthouse."], 2, 5, "en").text
    'Demo'
    >>> find_plain_name(["A lighthouse warns ships."], 2, 5, "en")
    >>> find_plain_name(["大家好，我是造船的。"], 0, 5, "zh").text
    '介绍'
    """
    if of == 1 or language not in ("en", "zh"):
        return None
    if language == "zh":
        return _name_in_chinese(part, at, of)
    if at == 0:
        return _name_opening(part)
    is_last = at == of - 1
    if at >= of / 2 and (questions := _name_questions(part, is_last=is_last)):
        return questions
    kind = _name_kind(part, at / of)
    if is_last:
        return _name_closing(part, kind)
    if at == 1 and not kind and any(map(_GREETS_RE.search, part[:_GREETING])):
        return PlainName("Introduction", introduces=True)
    return kind


def _name_in_chinese(part: Sequence[str], at: int, of: int) -> PlainName | None:
    if at == 0:
        return _CHINESE_OPENING
    asked = sum(sentence.rstrip().endswith(("？", "?")) for sentence in part)
    if at >= of / 2 and asked >= _ASKED_CHINESE and _CHINESE_QUESTIONS_RE.search(part[0]):
        return _CHINESE_QUESTIONS
    is_closing = at == of - 1 and _CHINESE_CLOSING_RE.search("".join([part[0], *part[-_TOLD:]]))
    return _CHINESE_CLOSING if is_closing else None


def _name_opening(part: Sequence[str]) -> PlainName:
    """What the first part is called: by who speaks, and what of."""
    whole = _whole(part)
    welcomes = _WELCOME_RE.search(" ".join(part[:_OPENING]))
    if _SPEAKER_RE.search(whole):
        name = "Welcome and speaker introduction"
    elif _has_agenda(whole):
        name = "Introduction and talk overview"
    elif welcomes:
        name = "Welcome and speaker introduction" if _ABOUT_ME_RE.search(whole) else "Welcome and introduction"
    else:
        name = "Introduction"
    return PlainName(name, introduces=True)


def _has_agenda(said: str) -> bool:
    """Whether it is told, in lower case, what comes in turn."""
    if _IN_TURN_RE.search(said) or any(map(said.__contains__, _HALVES)):
        return True
    return any(map(said.__contains__, _OVERVIEW_WORDS.split("|"))) and bool(_OVERVIEW_RE.search(said))


def _name_questions(part: Sequence[str], *, is_last: bool) -> PlainName | None:
    asked = [number for number, sentence in enumerate(part) if sentence.rstrip().endswith("?")]
    if len(asked) < (1 if is_last else 2):
        return None
    if _QUESTIONS_RE.search(_whole(part[:_OPENING])):
        return _QUESTIONS
    if is_last and (len(asked) >= _ASKED or (len(asked) >= 2 and _QUESTIONS_RE.search(_whole(part)))):
        return _QUESTIONS if asked[0] < len(part) / 2 else _THEN_QUESTIONS
    return None


def _name_kind(part: Sequence[str], place: float) -> PlainName | None:
    """What a part does, that starts after this share of a talk."""
    opening = _spoken(part[:_TOLD])
    whole = "\n".join(opening)
    for name, after, before, sentences, words, spoken in _KINDS:
        may_be = after <= place < before and any(map(whole.__contains__, words))
        if may_be and any(map(spoken.search, opening[:sentences])):
            return name
    return None


def _whole(sentences: Sequence[str]) -> str:
    return " ".join(sentences).lower().replace("’", "'")


def _spoken(sentences: Sequence[str]) -> list[str]:
    return [sentence[:_LOOKED_AT].lower().replace("’", "'") for sentence in sentences]


def _name_closing(part: Sequence[str], kind: PlainName | None) -> PlainName | None:
    """What the last part is called: as it is opened, as it is called later on, or by the thanks."""
    if called := _called(part[:_OPENING]):
        return PlainName(f"{called} and closing")
    if called := _called(part[_OPENING:]):
        return PlainName(called.lower(), Form.BEFORE)
    if not _THANKS_RE.search(" ".join(part[-5:])):
        return kind
    if kind:
        return PlainName(f"{kind.text} and closing")
    if len(part) > _SHORT:
        return PlainName("closing thanks", Form.BEFORE)
    return PlainName(f"Closing and {'resources' if _RESOURCES_RE.search(' '.join(part)) else 'thanks'}")


def _called(sentences: Sequence[str]) -> str | None:
    """What sums up a talk, as one of these sentences calls it."""
    spoken = _spoken(sentences)
    whole = "\n".join(spoken)
    for kind in _CLOSINGS:
        if any(map(whole.__contains__, kind.words)) and any(map(kind.spoken.search, spoken)):
            return kind.name.text
    return None
