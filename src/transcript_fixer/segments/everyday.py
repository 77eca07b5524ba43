"""Words of every subject, in any language of which they are known: they name none."""

from __future__ import annotations

from functools import cache

from transcript_fixer.resources import files


@cache
def common_words() -> frozenset[str]:
    """English words that every talk may use, in lower case: what it is about is in the others."""
    lines = files("transcript_fixer").joinpath("lexicons/common-words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words that name no subject, in lower case; none in a language that is not listed.

    >>> "heute" in stop_words("de"), "heute" in stop_words("fr"), stop_words("eo")
    (True, False, frozenset())
    """
    for line in files("transcript_fixer").joinpath("lexicons/stop-words.txt").read_text("utf-8").splitlines():
        code, _, words = line.partition(": ")
        if code == language:
            return frozenset(words.split())
    return frozenset()
