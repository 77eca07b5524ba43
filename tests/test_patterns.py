"""No pattern of ours takes more than linear time, whatever it is given.

Every compiled pattern of the package is found by walking its modules, so that a new one is
tested without being listed here. What makes a pattern slow depends on what it looks for, so
each gets texts made of its own literals, and texts of everything that patterns like.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import transcript_fixer

SHORT, LONG = 2_000, 16_000  # characters: eight times as many may take as much longer, not 64 times
ALLOWED = 24.0
LATE = "transcript_fixer.patterns"
TOO_FAST_TO_TELL = 0.01  # seconds


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(transcript_fixer.__path__, "transcript_fixer."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _inside(value: Any, depth: int = 0) -> Iterator[Any]:
    if hasattr(value, "finditer") and hasattr(value, "pattern"):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for part in value.values():
            yield from _inside(part, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset) and not isinstance(value, str):
        for part in value:
            yield from _inside(part, depth + 1)
    elif depth < 3 and hasattr(value, "cache_info") and not _takes_arguments(value):
        yield from _inside(value(), depth + 1)  # compiled when first needed


def _takes_arguments(function: Any) -> bool:
    code = getattr(function.__wrapped__, "__code__", None)
    return code is None or code.co_argcount + code.co_kwonlyargcount > 0


class Use(NamedTuple):
    """A pattern, and whether it is only tried where something is expected, or looked for everywhere."""

    pattern: Any
    anchored: bool


def patterns() -> dict[str, Use]:
    found = {}
    for module in _modules():
        source = Path(module.__file__ or "").read_text("utf-8")
        for name, value in vars(module).items():
            if getattr(value, "__module__", module.__name__) in (module.__name__, "re", "builtins", LATE, None):
                uses = set(re.findall(rf"\b{re.escape(name)}\.(\w+)", source))
                for number, pattern in enumerate(_inside(value)):
                    label = f"{module.__name__.removeprefix('transcript_fixer.')}.{name}[{number}]"
                    found[label] = Use(pattern, bool(uses) and uses <= {"match", "fullmatch"})
    return found


PATTERNS = patterns()
# What breaks patterns: long runs that almost match, ends that never come, and each kind of character.
PIECES = [
    " ", "\n", "a", "A", "1", ".", ",", "，", "。", "-", "_", "'", "\\", "[", "]", "(", ")", "![](", "<", ">", "#", "*",
    "so ", "um ", "the the ", "A. ", "a.b.", "1,", "1.2", "U S ", "no no ", "you know ", "I mean ", ">> ", "[ ",
    "- [a](#a)\n", "# a\n", "## ", "---\n", "a-", "-a", "a\n", "\n\n ", "我", "我们", "e\u0301", "\u200b", "\x00",
    "Ã", "Â\xa0", "æ·±", "http://a.", "1:", "$1", "%", "a' ", "P1：", " - ", "【", "&amp;", "NAME: ", "x\t", "\ufeff",
    "\ud800",
]  # fmt: skip
ENDS = ["", "!\n"]


def texts(source: str, length: int) -> Iterator[str]:
    """Texts of one piece each, among them the words that the pattern itself looks for."""
    literals = sorted(set(re.findall(r"[A-Za-z]{2,}(?: [a-z]+)*", source)))[:12]
    for piece in [*PIECES, *(f"{word} " for word in literals)]:
        for end in ENDS:
            yield (piece * (length // len(piece) + 1))[:length] + end


def seconds(use: Use, text: str) -> float:
    given = text.encode("utf-8", "surrogatepass") if isinstance(use.pattern.pattern, bytes) else text
    begin = time.process_time()
    use.pattern.match(given)
    use.pattern.fullmatch(given)
    if not use.anchored:
        for _ in use.pattern.finditer(given):
            pass
    return time.process_time() - begin


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_takes_linear_time(name: str) -> None:
    use = PATTERNS[name]
    source = use.pattern.pattern
    source = source if isinstance(source, str) else source.decode("latin-1")
    for short, long in zip(texts(source, SHORT), texts(source, LONG), strict=True):
        taken = seconds(use, long)
        if taken < TOO_FAST_TO_TELL:
            continue
        taken = min(taken, seconds(use, long))
        base = max(min(seconds(use, short) for _ in range(3)), TOO_FAST_TO_TELL / 8)
        assert taken < ALLOWED * base, f"{long[:20]!r}... {base:.4f} s, then {taken:.4f} s"


def test_the_patterns_were_found() -> None:
    assert len(PATTERNS) > 20
