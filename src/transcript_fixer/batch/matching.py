"""Which files of a folder are meant: `*.txt`, `week-1/**`, `drafts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache


def matcher(include: Sequence[str] | str, exclude: Sequence[str] | str) -> Callable[[str], bool]:
    """Whether a path (with `/` between its parts) matches one of `include` and none of `exclude`.

    A pattern without a slash means a file name, or, to leave things out, any folder above it
    too; one with a slash means the whole path. `*` stands for anything but a slash, `**` for
    anything, `?` for one character, `[a-c]` for one of these.

        >>> is_meant = matcher(["*.txt", "notes/**"], ["drafts", "*~.txt"])
        >>> [is_meant(path) for path in ("a.txt", "week-1/a.txt", "notes/b.srt", "b.srt")]
        [True, True, True, False]
        >>> [is_meant(path) for path in ("a~.txt", "drafts/a.txt", "week-1/drafts/a.txt")]
        [False, False, False]

    Raises ValueError for a pattern that cannot be meant, such as `[z-a]`.
    """
    include = [include] if isinstance(include, str) else include
    exclude = [exclude] if isinstance(exclude, str) else exclude
    for glob in (*include, *exclude):
        _pattern(glob)

    def is_meant(path: str) -> bool:
        name = path.rpartition("/")[2]
        if not any(_pattern(glob).fullmatch(path if "/" in glob else name) for glob in include):
            return False
        parts = path.split("/")
        above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
        for glob in exclude:
            matches = _pattern(glob.rstrip("/")).fullmatch
            if any(matches(whole) for whole in above) if "/" in glob.rstrip("/") else any(map(matches, parts)):
                return False
        return True

    return is_meant


_TOKEN_RE = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]{0,80}\]|.", re.DOTALL)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    try:
        return re.compile("".join(_translate(token) for token in _TOKEN_RE.findall(glob)), re.DOTALL)
    except re.error as error:
        raise ValueError(f"{glob!r} is not a pattern: {error}") from None


def _translate(token: str) -> str:
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if token in known:
        return known[token]
    if len(token) > 1:
        negation, inner = ("^", token[2:-1]) if token.startswith("[!") else ("", token[1:-1])
        return f"[{negation}{''.join('-' if c == '-' else re.escape(c) for c in inner)}]"
    return re.escape(token)
