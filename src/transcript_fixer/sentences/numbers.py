"""Numbers, file names and addresses that a fullwidth mark took apart.

The same replacement that wrote `。` for each full stop wrote it into `0。5`,
`sys。modules` and `e。g。` as well, and `，` into `300，000`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from transcript_fixer.patterns import compile_late

_GLUED_MARK_RE = re.compile(r"[。，：](?=[A-Za-z0-9_])")
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "vs", "etc", "Inc", "Ltd")
_TITLE_RE = re.compile(rf"(?:{'|'.join(_TITLES)})。(?= ?[A-Za-z0-9])")
_THREE_DIGITS_RE = re.compile(r"\d{3}(?![0-9])", re.ASCII)
# The mark first, as it is rarer than letters.
_GLUED_RE = re.compile(r"[。，](?<=[a-zß-ÿ]{2}.)(?=[a-zß-ÿ]{2})")
_SPACED_RE = re.compile(r"([。，])(?<=[A-Za-zß-ÿ].)(?!\S)")
_FEW = 3
"""Fewer marks than this tell no habit."""
# Words that are no part of an address. Not "this", "then", "from": "this。state" and "Array。from" are code.
_SAID = frozenset(("the", "and", "or", "because", "which", "these", "those", "they", "we", "our", "your", "but"))
_SAID_BEFORE = _SAID | {"of", "an", "with", "was", "were", "are"}
# Languages that write decimals with a comma; elsewhere two numbers with one between them are two.
_DECIMAL_COMMA = frozenset(
    {"bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hu", "id"}
    | {"it", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "vi"}
)
_AND = "und|oder|et|ou|y|o|e|of|en|i|lub|a|nebo|och|og|eller|ja|и|или|та|або"  # codespell:ignore oder
_DECIMAL_RE = compile_late(rf"(?<![\d，,.])\d{{1,3}}，\d{{1,3}}(?![\d，])(?! (?:{_AND}) \d{{1,9}}(?![\d，]))")
# The mark first, which is rare: the number before it is looked at last.
_SPLIT_RE = re.compile(r"(。)(?<=\d。)(\s{1,8})(?=000\b|\d{1,3}(?:[ ](?:([a-z%]+)|I\b)|%|([。，])))", re.ASCII)
_VERSION_RE = re.compile(r"[Pp]ython \d$")
_WHOLE_RE = re.compile(r"(?<![\w.])\d{1,3}$", re.ASCII)
_UNITS = frozenset(
    {"thousand", "million", "billion", "trillion", "percent", "times", "seconds", "milliseconds", "minutes", "hours"}
    | {"days", "years", "megabytes", "gigabytes", "gigs", "meters", "miles", "degrees", "x"}
)
_LETTERS_RE = re.compile(r"[a-z]{1,20}(?![\w。/-])")
_POINT_RE = re.compile(r"point(?<!\wpoint)(?=\d)")


def find_inner_marks(text: str, common: Container[str] = (), language: str = "en") -> list[tuple[int, str]]:
    """Offsets of fullwidth marks inside numbers, names and addresses, with the ASCII that belongs there.

    >>> line = "0。5 of 300，000 in sys。modules， bit。ly/x， e。g。 Node。js， Mr。 Smith at 10：30"
    >>> for at, after in find_inner_marks(line):
    ...     line = line[:at] + after + line[at + 1 :]
    >>> line
    '0.5 of 300,000 in sys.modules， bit.ly/x， e.g. Node.js， Mr. Smith at 10:30'

    A list ("1，2，3") is no number, and a capital behind the mark opens a sentence:

    >>> find_inner_marks("1，2，3 and this week。Yeah")
    []

    Nor is a number behind an ordinary word (one of `common`):

    >>> find_inner_marks("it is already yeah。16 years old", {"yeah"})
    []

    Where a file writes no space behind its caption marks, `stable。marriages` is a cut and
    no address; which it is, the whole text tells, or a word that is no part of one:

        >>> find_inner_marks("we look at the。linear model")
        []

    Many languages write a comma where English has a point, but in no list:

        >>> find_inner_marks("3，5 Liter， Seite 4，5 und 6", language="de")
        [(1, ',')]
    """
    if text.isascii():
        return []
    followed = list(_GLUED_MARK_RE.finditer(text))
    cuts_are_glued = len(followed) >= _FEW and _are_cuts_glued(text, followed)
    marks: dict[int, str] = {}
    if language in _DECIMAL_COMMA and not cuts_are_glued:
        marks.update((text.index("，", found.start()), ",") for found in _DECIMAL_RE.finditer(text))
    for found in followed:
        at = found.start()
        before, behind = text[at - 1 : at], text[at + 1]
        if found[0] == "。":
            if _is_initial(text, at - 1) and behind.isalpha() and text[at + 2 : at + 3] == "。":
                marks[at] = marks[at + 2] = "."
            elif before.isdigit() and behind.isdigit():
                marks[at] = "."
            elif (
                behind.isupper()
                or (before.isalpha() and (cuts_are_glued or _is_said(text, at)))
                or (behind.isdigit() and before.isalpha() and _word_before(text, at) in common)
            ):
                continue
            elif before.isascii() and (before.isalnum() or before in "_)]" or before.isspace()):
                marks[at] = "."
        elif not before.isdigit():
            continue
        elif found[0] == "，" and _THREE_DIGITS_RE.match(text, at + 1) and _groups_of_three(text, at):
            marks[at] = ","
        elif found[0] == "：" and text[at + 2 : at + 3].isdigit():
            marks[at] = ":"
    has_titles = any(f"{title}。" in text for title in _TITLES)
    for found in _TITLE_RE.finditer(text) if has_titles else ():
        if not text[found.start() - 1 : found.start()].isalnum():
            marks[found.end() - 1] = "."
    return sorted(marks.items())


def _are_cuts_glued(text: str, followed: Sequence[re.Match[str]]) -> bool:
    """Whether a file writes no space behind its marks. No address holds a comma, so commas alone can tell."""
    glued = Counter(found[0] for found in followed if _GLUED_RE.match(text, found.start()))
    if max(glued.values(), default=0) < _FEW:
        return False
    spaced = Counter(_SPACED_RE.findall(text))
    return any(count >= _FEW and count > 2 * spaced[mark] for mark, count in glued.items())


def _is_said(text: str, at: int) -> bool:
    """Whether a mark stands beside a little word that is no part of an address."""
    if _word_before(text, at) in _SAID_BEFORE:
        return True
    word = _LETTERS_RE.match(text, at + 1)
    return word is not None and word[0] in _SAID


def _word_before(text: str, at: int) -> str:
    """The word of letters that ends at `at`, in small letters."""
    head = text[max(0, at - 20) : at]
    return head[len(head.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")) :].lower()


def _is_initial(text: str, at: int) -> bool:
    """Whether one letter stands by itself at `at`."""
    return at >= 0 and text[at].isalpha() and text[at].isascii() and not text[at - 1 : at].isalnum()


def _groups_of_three(text: str, at: int) -> bool:
    """Whether one to three digits stand before `at`, and before them nothing of a number but such a mark."""
    head = text[max(0, at - 4) : at]
    digits = len(head) - len(head.rstrip("0123456789"))
    return 1 <= digits <= 3


def find_split_decimals(text: str) -> Iterator[tuple[int, int, int]]:
    """Decimals that a cut took apart: the offset of the mark, and where the white space behind it starts and ends.

    >>> list(find_split_decimals("It had 3。\\n\\n2 million users， and 1。 5 percent left in 2019。 20 stayed。"))
    [(8, 9, 11), (33, 34, 35)]

    A line end inside is enough, or a unit behind: few sentences start with a number. Before another
    mark somebody may count, so there only a version of Python is one:

    >>> list(find_split_decimals("Count to 3。\\n\\n4。 It is in Python 3。\\n\\n6。 So"))
    [(33, 34, 36)]
    """
    if "。" not in text:
        return
    for found in _SPLIT_RE.finditer(text):
        at = found.start()
        if found[4] and not _VERSION_RE.search(text, max(0, at - 8), at):
            continue
        if ("\n" in found[2] or found[3] in _UNITS) and _WHOLE_RE.search(text, max(0, at - 3), at):
            yield found.start(1), found.start(2), found.end(2)


def find_glued_points(text: str) -> Iterator[int]:
    """Where a space is missing in "point85".

    >>> list(find_glued_points("it was point85"))
    [12]
    """
    for found in _POINT_RE.finditer(text):
        yield found.end()
