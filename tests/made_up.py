"""Lectures that nobody gave, as captions: for faults that only show in speech.

A lecture has a handful of subjects, whose words come from the package's own word lists; what
speakers say around them; their fillers, repeats and false starts; and now and then what some
golden case heard, in whatever language. Then it is cut into captions in one of the styles that
files have, shows slides, and may lose its encoding on the way.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from damage import MODES, damage

from transcript_fixer.glossary import built_in_glossary
from transcript_fixer.resources import files

HERE = Path(__file__).parent
OPENERS = [
    "So", "Okay, so", "And", "But", "Now", "Well,", "So um,", "Yeah, so", "All right, so", "And then", "Because", "If",
    "When", "Okay,", "Um,", "You know,", "I mean,", "Actually,", "Basically,", "As I said,", "Right, so", "",
]  # fmt: skip
SIGNPOSTS = [
    "let's talk about", "let's move on to", "the next thing is", "the second part is about", "moving on to",
    "the first question is about", "in part 3 we come to", "today I want to show you", "to sum up, this was",
    "let me tell you what I know about", "what is", "how do we get from A to", "another example of this is",
    "my name is Ada and I work on", "the last point is", "any questions about", "step two is", "welcome to",
]  # fmt: skip
SUBJECTS = ["we", "you", "they", "I", "people", "the team", "nobody", "it", "this", "one of them", "Ada", "we all"]
AUXILIARIES = ["", "", "can", "will", "have to", "want to", "didn't", "should", "are going to", "would like to", "use"]
LINKS = [
    "and", "or", "but", "because", "so", "which is", "of", "with", "without", "to", "from", "for", "in the", "like",
    "than", "as well as", "instead of", "if you have", "that we saw in", "is", "are", "was not", "means", "versus",
]  # fmt: skip
DETERMINERS = ["the", "a", "an", "this", "some", "all these", "your", "our", "", "", "", "two", "3", "every", "no"]
ODDITIES = [
    "2017", "3.5", "0。5", "300，000", "10%", "$4", "3 to 2", "version 3 point 11", "PEP 8", "PEP 484", "U S A",
    "N Y U", "C plus plus", "R and N", "e.g.", "i.e.", "Dr. Smith", "www。example。com", "bit。ly/x", "sys。path",
    "snake_case", "__init__", "*args", "self dot x", "A to B", "x-ray", "20th", "1990s", "10:30", "naïve", "don't",
    "it's", "I'm", "Ada Lovelace", "New York", "the University of Oslo", "number one", "half a million", "one third",
    "#1", "C#",
]  # fmt: skip
NOISES = ["um", "uh", "you know", "like", "I mean", "kind of", "sort of", "so", "right", "yeah", "actually", "well"]
ENDS = [".", ".", ".", "?", "!", ",", "...", "."]
SOUNDS = ["[Applause]", "[Music]", "(laughs)", "[ Inaudible ]", "😊", "♪"]
SPEAKERS = [">> ", ">> ", ">> JOHN: ", "ADA LEE: ", "Speaker 2: ", "- "]
TITLES = [
    "# P{n}：{about} - Ada - BV1ub4y127jj\n\n",
    "# P{n}：深度学习新闻 #{n} - {about} - BV1ub4y127jj\n\n",
    "# {about}\n\n",
    "",
]


def make_up(rng: random.Random) -> str:
    """A lecture as a caption file has it."""
    subjects = [Subject(rng) for _ in range(rng.choice([1, 2, 3, 6]))]
    sentences: list[str] = []
    for subject in subjects:
        for number in range(rng.choice([1, 3, 10, 40])):
            sentences.append(_sentence(rng, subject, opens=number == 0))
            if rng.random() < 0.08:
                sentences += rng.sample(own_sentences(), rng.choice([1, 2, 5]))
    text = _captioned(rng, sentences)
    title = rng.choice(TITLES).format(n=rng.choice([1, 7, 12, 2021]), about=rng.choice(subjects).phrase(rng))
    if rng.random() < 0.15:
        text = damage(text, rng.choice(MODES))
    return (title if rng.random() < 0.85 else damage(title, rng.choice(MODES))) + text


class Subject:
    """What a part of a lecture is about: words that come again and again."""

    def __init__(self, rng: random.Random) -> None:
        self.nouns = rng.sample(_words("english.txt"), 4) + rng.sample(_terms(), rng.choice([0, 1, 3]))
        self.verbs = rng.sample(_words("verbs.txt"), 4)
        self.adjectives = rng.sample(_words("adjectives.txt"), 3)
        self.names = [rng.choice(self.nouns).capitalize() for _ in range(2)]

    def phrase(self, rng: random.Random) -> str:
        words = [rng.choice(DETERMINERS)]
        if rng.random() < 0.4:
            words.append(rng.choice(self.adjectives))
        words += rng.choices(self.nouns, k=rng.choice([1, 1, 1, 2]))
        if rng.random() < 0.15:
            words.append(rng.choice(self.names))
        if rng.random() < 0.25:
            words.insert(rng.randrange(len(words) + 1), rng.choice(ODDITIES))
        return " ".join(filter(None, words))


def _sentence(rng: random.Random, subject: Subject, *, opens: bool) -> str:
    parts = [rng.choice(OPENERS)]
    if opens or rng.random() < 0.1:
        parts += [rng.choice(SIGNPOSTS), subject.phrase(rng)]
    else:
        parts += [rng.choice(SUBJECTS), rng.choice(AUXILIARIES), rng.choice(subject.verbs), subject.phrase(rng)]
    for _ in range(rng.choice([0, 1, 1, 2, 4])):
        parts += [rng.choice(LINKS), subject.phrase(rng)]
    words = " ".join(filter(None, parts)).split()
    return _stumbled(rng, words) + rng.choice(ENDS)


def _stumbled(rng: random.Random, words: Sequence[str]) -> str:
    """The words as they were said: with noises between them, some twice, some begun twice."""
    said: list[str] = []
    for at, word in enumerate(words):
        said.append(word)
        slip = rng.random()
        if slip < 0.04:
            said.append(rng.choice(["{}", "{},", ", {},"]).format(rng.choice(NOISES)))
        elif slip < 0.07:
            said += words[max(0, at - rng.randrange(3)) : at + 1]
        elif slip < 0.08:
            said += ["no wait,", word]
        elif slip < 0.09:
            said.append(word[: len(word) // 2] + "-")
        elif slip < 0.12 and word.isalpha():
            said[-1] = word + ","
    return " ".join(said).replace(" ,", ",")


def _captioned(rng: random.Random, sentences: Sequence[str]) -> str:
    """The sentences cut into captions, with what stands between captions."""
    style = rng.choice(["punctuated", "bare", "shouting", "mixed"])
    if style == "bare":
        sentences = [re.sub(r"[.,?!]+(?=\s|$)", "", sentence).lower() for sentence in sentences]
    width = rng.choice([30, 42, 90, 200, 600])
    lines = _wrapped(" ".join(sentences), width) if rng.random() < 0.8 else list(sentences)
    break_ = rng.choice(["\n\n", "\n\n ", "\n", " ", "\r\n\r\n", ""])
    out: list[str] = []
    number = 0
    for line in lines:
        mark = rng.choice(["。", "。", "，", "", "."]) if style != "bare" or rng.random() < 0.7 else ""
        if style == "shouting" or (style == "mixed" and rng.random() < 0.3):
            line = line[:1].upper() + line[1:]
        if rng.random() < 0.5:
            line = line.replace(", ", "， ").replace(". ", "。 ").replace("? ", "？ ")
        out.append(line.rstrip(".,") + mark + break_ if mark else line + (break_ or " "))
        happens = rng.random()
        if happens < 0.06:
            number += rng.choice([1, 2, 2, 5])
            out += [f"![](img/0a1b_{number}.png)", rng.choice(["\n\n", "", " "])] * rng.choice([1, 1, 3])
        elif happens < 0.08:
            out.append(rng.choice(SOUNDS) * rng.choice([1, 1, 14]) + rng.choice([" ", "\n\n"]))
        elif happens < 0.1:
            out.append(rng.choice(SPEAKERS))
        elif happens < 0.11:
            out += [line + mark + " "] * rng.choice([1, 3, 30])
        elif happens < 0.12:
            out.append(" ".join(line.split()[-rng.randint(1, 6) :]) + " ")
    return "".join(out)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


@cache
def _words(name: str) -> list[str]:
    text = (files("transcript_fixer") / "lexicons" / name).read_text("utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


@cache
def _terms() -> list[str]:
    """Terms of the built-in glossary, and what recognisers make of them."""
    return [said for entry in built_in_glossary() for said in (entry.term, *entry.aliases)]


@cache
def own_sentences() -> list[str]:
    """What the golden cases and the talks beside this file hear, in all their languages."""
    heard = [
        case["heard"]
        for path in sorted(HERE.glob("golden/*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]
    for path in sorted(HERE.glob("talks/*/source.txt")):
        heard += path.read_text("utf-8").split("\n\n")[1:]
    return heard
