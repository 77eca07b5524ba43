"""Throws files at the command that are nearly transcripts, for as long as you like.

    python tests/fuzz_command.py [--seconds 600] [--seed 1] [--of noise|lectures] [--keep FOLDER]

A file of noise is put together from what transcripts are made of, damaged in the ways in which
files get damaged, and then spoiled byte by byte; a lecture is `made_up`. Whatever it is, the
command must end with 0 or a plain refusal, in time, with outputs that keep the laws; and fixing
its output again must change no words. A file that breaks this is made smaller and kept, to
become a golden case.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from damage import MODES, damage
from made_up import make_up

from transcript_fixer.cli import run
from transcript_fixer.writers.json import read_schema

SECONDS_A_MEGABYTE = 30.0  # of processor time; a loaded machine is no fault
WORDS = [
    "so", "um", "uh", "well", "okay", "yeah", "like", "you", "know", "I", "mean", "the", "the", "a", "model",
    "network", "data", "we", "saw", "two", "mice", "that", "is", "kind", "of", "sort", "of", "right", "Dr.",
    "Smith's", "e.g.", "U", "S", "N", "Y", "U", "CoVD", "19", "imagenet", "don't", "it's", "0。5", "300，000",
    "3.5", "%", "$4", "www。example。com", "x_i", "__init__", "*args", "深度学习", "的", "我们", "今天",
    "Größe", "naïve",
    "café", "½", "²", "İ", "ﬁ", "\U0001f469\u200d\U0001f52c", "é", "e\u0301", "\u200d\ufe0f", "مرحبا",
    "हिन्दी",
]  # fmt: skip
MARKS = [
    "。", "，", "。 ", ". ", ", ", "? ", "！", "... ", "-", " -- ", ":", "；", '"', "“", "”", "'", "’", "(", ")",
    "[", "]",
]  # fmt: skip
BREAKS = [
    "\n\n", "\n", "\r\n\r\n", "\r", "\n\n \n", "\u2028", "\x0b", "\x85", "  ", "\t", "\u3000", "\xa0",
    "\ufeff", "\x00",
]  # fmt: skip
PIECES = [
    "![](img/a_1.png)", "![](img/a_12.png)![](img/a_13.png)", "![](<a b_2.png>)", "![x](../_3.png 'title')",
    "![](", "![]()", "[Applause]", "[ Music ]", "[ Inaudible ]", "(laughs)", "♪", ">> ", "JOHN: ", "Dr. Ada: ",
    "- ", "> ", "1. ", "# ", "## ", "---\n", "```", "<T>", "&amp;", "\\", "|", "~~", "$x$",
    "https://a.b/c?d=e#f", "a@b.c", "�", "\ud800", "\x1b[31m", "\x7f",
]  # fmt: skip
TITLES = [
    "# P{n}：Mice and men - Ada - BV1ub4y127jj",
    "# P{n}：深度学习新闻 #1，2021 年 1 月 27 日 - ShowMeAI - BV1ub4y127jj",
    "# 【双语字幕】course ｜ series - P{n}：what it is about",
    "# ", "#", "# a - b - c", "# P{n}：",
    "Title without a mark",
]  # fmt: skip
PAGE = (
    '---\ntitle: "Mice"\nepisode: {n}\nsegments: 1\ngenerator: transcript_fixer\n---\n\n# Mice\n\n- [A](#a)\n\n## A\n\n'
)


GLOSSARY = "ImageNet: image net\nAda Smith: Smith's, Ada\nthe model: a model\n"


def spoken(rng: random.Random) -> str:
    """Text that is nearly a transcript."""
    out = []
    if rng.random() < 0.7:
        out.append(rng.choice([*TITLES, PAGE]).format(n=rng.choice([0, 1, 23, 999999, 10**12])) + "\n\n")
    common = rng.sample(WORDS, 8)
    for _ in range(rng.choice([0, 1, 5, 30, 120])):
        kind = rng.random()
        if kind < 0.75:
            words = rng.choices(common if rng.random() < 0.5 else WORDS, k=rng.randint(1, 14))
            line = " ".join(words)
            if rng.random() < 0.2:
                line = line.capitalize() if rng.random() < 0.7 else line.upper()
            out.append(line + rng.choice(MARKS if rng.random() < 0.3 else ["。", "，"]))
        elif kind < 0.95:
            out.append(rng.choice(PIECES))
        else:
            out.append(rng.choice([*WORDS, *PIECES, *MARKS]) * rng.choice([2, 3, 10, 300]))
        out.append(rng.choice(BREAKS) if rng.random() < 0.3 else rng.choice(["\n\n ", " ", "\n\n", ""]))
    return "".join(out)


def noise(rng: random.Random) -> bytes:
    """Bytes of such a text, as they get damaged on their way, and then spoiled."""
    text = spoken(rng)
    if rng.random() < 0.3:
        at = rng.randint(0, len(text))
        text = text[:at] + damage(text[at:], rng.choice(MODES))
    encoding = rng.choices(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "windows-1252"], [80, 4, 4, 4, 1, 4, 4]
    )[0]
    data = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    for _ in range(rng.choice([0, 0, 0, 1, 1, 3, 20])):
        data = spoiled(rng, data)
    return data


def spoiled(rng: random.Random, data: bytes) -> bytes:
    at, size = rng.randint(0, len(data)), rng.choice([1, 1, 2, 8, 100])
    part = data[at : at + size]
    ways: list[Callable[[], bytes]] = [
        lambda: data[:at] + data[at + size :],
        lambda: data[:at] + rng.randbytes(size) + data[at + size :],
        lambda: data[:at] + part * rng.choice([2, 50]) + data[at:],
        lambda: data[:at],
        lambda: data[:at] + bytes([rng.choice(b"\x00\x80\xff\xc3\xe3\xad\x81\n#[(`\\")]) + data[at:],
    ]
    return rng.choice(ways)()


def lecture(rng: random.Random) -> bytes:
    return make_up(rng).encode("utf-8")


KINDS: dict[str, Callable[[random.Random], bytes]] = {"noise": noise, "lectures": lecture}


def composed(seed: int, kind: str | None = None) -> tuple[bytes, list[str]]:
    """A file and the flags to fix it with, the same for a seed and a kind."""
    rng = random.Random(seed)
    return KINDS[kind or sorted(KINDS)[seed % len(KINDS)]](rng), chosen_flags(rng)


def chosen_flags(rng: random.Random) -> list[str]:
    flags = ["--fillers", rng.choice(["none", "pauses", "clean"])] if rng.random() < 0.4 else []
    if rng.random() < 0.1:
        flags += ["--encoding", rng.choice(["auto", "utf-8", "gb18030", "utf-16", "latin-1"])]
    if rng.random() < 0.1:
        flags += ["--language", rng.choice(["en", "zh", "de", "xx"])]
    if rng.random() < 0.1:
        flags += ["--images", rng.choice(["", "https://a.b/", "x y/"])]
    if rng.random() < 0.2:
        flags += ["--register", rng.choice(["lecture", "conversation"])]
    if rng.random() < 0.1:
        flags += ["--granularity", rng.choice(["coarse", "normal", "fine"])]
    if rng.random() < 0.1:
        flags += ["--segments", rng.choice(["1", "2", "7"])]
    if rng.random() < 0.1:
        flags += [rng.choice(["--keep", "--drop"]), rng.choice(["so", "you know", "the model", "的", "U S"])]
    if rng.random() < 0.1:
        flags += ["--glossary", "glossary.txt"]
    return flags


def find_fault(data: bytes, flags: list[str]) -> str | None:
    """What is wrong with how the command treats these bytes; it works in the current folder."""
    Path("in.txt").write_bytes(data)
    Path("glossary.txt").write_text(GLOSSARY, "utf-8")
    begin = time.process_time()
    status, said = _run(["in.txt", "out.md", "--force", *flags])
    taken = time.process_time() - begin
    if taken > 1 + SECONDS_A_MEGABYTE * len(data) / 1e6:
        return f"it took {taken:.1f} s"
    if status == 1:
        plain = said.count("\n") == 1 and "unexpected" not in said and "our own check" not in said
        return None if plain else f"it failed: {said}"
    if status:
        return f"it ended with {status}: {said}"
    index = json.loads(Path("out.json").read_bytes())
    if fault := next(_validator().iter_errors(index), None):
        return f"the index breaks its schema: {fault.message}"
    again = [flag for name, flag in zip(["", *flags], flags, strict=False) if "--encoding" not in (name, flag)]
    status, said = _run(["out.md", "again.md", "--force", *again])
    if status:
        return f"its output cannot be fixed again: {said}"
    words, words_again = (_words(json.loads(Path(name).read_bytes())) for name in ("out.json", "again.json"))
    if words != words_again:
        at = next((k for k, pair in enumerate(zip(words, words_again, strict=False)) if pair[0] != pair[1]), len(words))
        around = slice(max(0, at - 2), at + 4)
        return f"fixed again, words change: {words[around]} becomes {words_again[around]}"
    return None


def _run(arguments: list[str]) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status = run(arguments)
    return status, said.getvalue()


def _words(index: dict[str, list[dict[str, str]]]) -> list[str]:
    """Words, whatever stands between them and however large they are written."""
    return [word for segment in index["segments"] for word in re.findall(r"[^\W_]+", segment["text"].casefold())]


@cache
def _validator():  # type: ignore[no-untyped-def]
    import jsonschema

    return jsonschema.Draft202012Validator(json.loads(read_schema()))


def made_smaller(data: bytes, flags: list[str], seconds: float = 60) -> bytes:
    """The smallest file found that still has a fault: parts are left out while it has."""
    end = time.monotonic() + seconds
    size = len(data) // 2
    while size and time.monotonic() < end:
        at = 0
        while at < len(data) and time.monotonic() < end:
            less = data[:at] + data[at + size :]
            if find_fault(less, flags):
                data = less
            else:
                at += size
        size //= 2
    return data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long (default: 600)")
    parser.add_argument("--seed", type=int, default=None, help="where to begin (default: anywhere)")
    parser.add_argument("--of", choices=sorted(KINDS), help="what the files are like (default: both, by turns)")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-faults"), help="where to put files that show a fault")
    arguments = parser.parse_args()
    keep = arguments.keep.absolute()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**9)
    first, end, faults = seed, time.monotonic() + arguments.seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        while time.monotonic() < end:
            data, flags = composed(seed, arguments.of)
            if fault := find_fault(data, flags):
                faults += 1
                data = made_smaller(data, flags)
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}.txt").write_bytes(data)
                print(f"seed {seed}, flags {flags}: {find_fault(data, flags) or fault}\n    {data[:200]!r}", flush=True)
            seed += 1
        os.chdir("/")
    print(f"{seed - first} files from seed {first}, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
