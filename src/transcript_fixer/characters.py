"""Characters that are no text: NULs, escape codes, stray byte order marks."""

from __future__ import annotations

import re

from transcript_fixer.trace import Change, Reason, TracedText

# One character and then more of them: a pattern that starts with a class is searched for five times
# as fast as one that starts with a repetition.
_C0_RE = re.compile("[\x00-\x08\x0e-\x1b\x7f][\x00-\x08\x0e-\x1b\x7f]*")
# Behind the repair of mojibake no control character of the second block means anything;
# U+0085 is a line end, and the white space rules take it.
_LEFT_OVER = "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ufeff\ufff9-\ufffb]"
_LEFT_OVER_RE = re.compile(f"{_LEFT_OVER}{_LEFT_OVER}*")


def remove_controls(text: TracedText, *, after_mojibake: bool = False) -> TracedText:
    r"""Remove control characters, but tabs and line ends.

        >>> remove_controls(TracedText.from_source("a\x00b\tc")).text
        'ab\tc'

    Those from U+0080 to U+009F can be the bytes of mojibake, so they go only behind its repair.
    """
    pattern = _LEFT_OVER_RE if after_mojibake else _C0_RE
    found = [Change(match.start(), match.end(), "", Reason.CONTROL) for match in pattern.finditer(text.text)]
    return text.edit(found)
