"""Numbers, file names and addresses that a fullwidth mark took apart.

The same replacement that wrote `。` for each full stop wrote it into `0。5`,
`sys。modules` and `e。g。` as well, and `，` into `300，000`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_INNER_RE = re.compile(
    r"""
    (?P<thousands> (?<![\d.,。，]) \d{1,3} (?: ，\d{3} )+ (?![\d]) )
  | (?P<decimal> (?<=\d) 。 (?=\d) )
  | (?P<initials> (?<![^\W_]) (?: [A-Za-z]。 ){2,} (?![a-z]{2}) )
  | (?P<inner> (?<=[A-Za-z0-9_)\]]) 。 (?=[a-z0-9_]) | (?<=\s) 。 (?=[a-z0-9_]{1,5}\b) )
  | (?P<title> \b (?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|No|Inc|Ltd|Ph) 。 (?=\ ?[A-Za-z0-9]) )
  | (?P<time> (?<=\d) ： (?=\d\d\b) )
    """,
    re.VERBOSE,
)
_ASCII = str.maketrans("。，：", ".,:")
_GLUED_RE = re.compile(r"[a-z]{2}。[a-z]{2}")
_SPACED_RE = re.compile(r"[a-z]。\s+[a-z]")
_POINT_RE = re.compile(r"\bpoint(?=\d)")


def find_inner_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Places inside numbers, names and addresses, with the ASCII that belongs there, as long as it was.

    >>> line = "0。5 of 300，000 in sys。modules， bit。ly/x， e。g。 Node。js， Mr。 Smith at 10：30"
    >>> [after for start, end, after in find_inner_marks(line)]
    ['.', '300,000', '.', '.', 'e.g.', '.', 'Mr.', ':']

    A list ("1，2，3") is no number, and a capital behind the mark opens a sentence:

    >>> list(find_inner_marks("1，2，3 and this week。Yeah"))
    []

    Where a file writes no space behind its caption marks, `stable。marriages` is a cut and
    no address: `find_inner_marks` compares how often a mark between letters has a space.
    """
    if "。" not in text and "，" not in text and "：" not in text:
        return
    glued = sum(1 for _ in _GLUED_RE.finditer(text))
    cuts_are_glued = glued > 20 and glued > 2 * sum(1 for _ in _SPACED_RE.finditer(text))
    for found in _INNER_RE.finditer(text):
        if cuts_are_glued and found.lastgroup == "inner":
            continue
        yield found.start(), found.end(), found[0].translate(_ASCII)


def find_glued_points(text: str) -> Iterator[int]:
    """Where a space is missing in "point85".

    >>> list(find_glued_points("it was point85"))
    [12]
    """
    for found in _POINT_RE.finditer(text):
        yield found.end()
