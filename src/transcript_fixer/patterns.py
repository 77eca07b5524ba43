"""Patterns that wait with their compiling until they are first used.

A class of characters with wide ranges (all Chinese characters, all that a wrong decoding
leaves) takes `re` one to two milliseconds to compile, and most talks need one pattern in two:
a short English one is done in less time than the patterns for Chinese take.
"""

from __future__ import annotations

import re
from typing import cast


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when it is first asked to find something.

    For module constants that are costly and often not needed; a faulty pattern shows at its
    first use. Its methods and attributes are those of a compiled pattern; functions of `re`
    do not take it in the place of one.

        >>> word_re = compile_late("[a-z]+")
        >>> word_re.pattern, word_re.findall("two mice")
        ('[a-z]+', ['two', 'mice'])
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self.flags)
        for each in dir(compiled):
            if not each.startswith("_"):
                setattr(self, each, getattr(compiled, each))
        self.__class__ = _Compiled  # type: ignore[assignment]  # whose attributes are found without this detour
        return getattr(compiled, name)


class _Compiled:
    """A late pattern that has the attributes of the compiled one as its own."""
