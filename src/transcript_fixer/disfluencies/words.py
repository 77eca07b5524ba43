"""A text as words and what stands between them, and how to take words out of it.

All rules look at the same thing: the words in lower case, and after each word a *break* that says
how much the punctuation there separates. Taking a word out also decides what becomes of the two
gaps beside it: the comma that only served a filler goes with it, a sentence end stays, and a
capital is handed on to the next word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from transcript_fixer.disfluencies.english import (
    CONJUNCTIONS,
    EXPANSIONS,
    FUNCTION_WORDS,
    HEDGES,
    NOMINATIVES,
    PREPOSITIONS,
    QUESTION_OPENERS,
    SUBJECTS,
    word_set,
)
from transcript_fixer.disfluencies.letters import LETTERS
from transcript_fixer.trace import Change, Reason, Span

NONE, SOFT, END, WALL = 0, 1, 2, 3
"""How much a gap separates two words: white space alone; a comma, dash or the like; a sentence end
or blank line; something that no rule may look across (a symbol, half a word)."""

PAD = 8
REACH = 18
"""Empty words before the first and behind the last, so that rules need not ask where the text ends. REACH is
more words than any rule looks at, to one side of what it takes."""

WORD_RE = re.compile(r"([^\W_]+(?:['’.:/@&+_-][^\W_]+)*)")
# The same for text that is ASCII, which is most of it: a set of letters is found faster than a class.
_ASCII_WORD_RE = re.compile(r"([A-Za-z0-9]++(?:['.:/@&+_-][A-Za-z0-9]++)*+)")
_PLAIN_GAP_RE = re.compile(r"[\s,.;:?!…，。？！、—–\"“”'‘’()\-]*")
# Behind points in a row a blank line ends no more than they do: a page of ours may begin a paragraph there.
_END_RE = re.compile(r"(?<!\.)[.?!。？！](?!\.)|(?<!\s)(?<!\.[.。])\s*?\n[^\S\n]*\n")
_MARKS_RE = re.compile(r"[,，、…—–-]|\.\.+")
_INNER_RE = re.compile(r"[./@_]")
_DOTTED_RE = re.compile(r"[\s(\"'“‘]\.\Z")  # the dot is the word's: " .github"
_LOOSE_HYPHEN_RE = re.compile(r"-(?![^\W_])")


# What is remembered of words and gaps: how many, and how long ones.
_MOST, _LONGEST = 1 << 16, 40


class _Folded(dict[str, str]):
    """Each way of writing a word as rules compare it, worked out once."""

    def __missing__(self, word: str) -> str:
        low = word.replace("’", "'").lower()
        low = EXPANSIONS.get(low, low)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = low
        return low


class _Breaks(dict[str, int]):
    """The break that each gap makes, worked out once for each way of writing a gap."""

    def __missing__(self, gap: str) -> int:
        if not _PLAIN_GAP_RE.fullmatch(gap) or _DOTTED_RE.search(gap):
            kind = WALL
        elif _END_RE.search(gap):
            kind = END
        else:
            kind = NONE if gap.isspace() else SOFT
        if len(gap) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[gap] = kind
        return kind


_FOLDED = _Folded()
_BREAKS = _Breaks()


class Words:
    """The words of a text and what stands between them, padded at both ends.

    `low` are the words as the rules compare them: lower case, with a typewriter apostrophe, and
    with the apostrophe put back where captions lost it and no other word is meant (dont, im).
    `letters` has one letter for each of them, for patterns to search (see `letters`).
    `breaks[i]` is the break behind word `i`. `paused[i]` says that a filler has been taken out
    behind word `i`: a hesitation makes it likelier that the speaker starts again there.
    `dashed` says whether a dash may touch a word anywhere.
    """

    __slots__ = (
        "_parts",
        "_text",
        "_touched",
        "breaks",
        "dashed",
        "gaps",
        "index",
        "letters",
        "low",
        "paused",
        "removed",
    )

    def __init__(self, text: str) -> None:
        parts = (_ASCII_WORD_RE if text.isascii() else WORD_RE).split(text)  # gap, word, gap, ..., gap
        raw, gaps = parts[1::2], parts[::2]
        edge = [""] * PAD
        self._text = text
        self._parts = parts
        self.dashed = "–" in text or "—" in text or _LOOSE_HYPHEN_RE.search(text) is not None
        self._touched: set[int] = set()
        self.low = [*edge, *map(_FOLDED.__getitem__, raw), *edge]
        self.letters = "".join(map(LETTERS.__getitem__, self.low))
        self.gaps = edge[1:] + gaps + edge
        self.breaks = [END] * (PAD - 1) + list(map(_BREAKS.__getitem__, gaps)) + [END] * PAD
        self.breaks[PAD + len(raw) - 1] = _BREAKS[gaps[-1] + " "]  # a dot behind the last word opens none
        for edge_at in (PAD - 1, PAD + len(raw) - 1):
            self.breaks[edge_at] = max(self.breaks[edge_at], END)
        self.paused = bytearray(len(self.low))
        self.index = list(range(-PAD, len(raw) + PAD))
        self.removed: dict[int, Reason] = {}

    def phrase(self) -> tuple[str, ...]:
        """The words as rules compare them, without the padding."""
        return tuple(self.low[PAD:-PAD])

    def as_written(self, at: int) -> str:
        """The word as the text has it, capitals and all."""
        word = self.index[at]
        return self._parts[2 * word + 1] if 0 <= word < len(self._parts) // 2 else ""

    def places(self, pattern: re.Pattern[str], within: Span) -> list[int]:
        """Where the pattern finds a word by its letter. It may look up to `PAD` words further."""
        start, stop = within
        return [at for match in pattern.finditer(self.letters, start, stop + PAD) if (at := match.start()) < stop]

    def zones(self) -> list[Span] | None:
        """The stretches about what was taken out since this was last asked; None for everything.

        No rule looks further than `REACH` words, so nothing can have changed elsewhere. In numbers
        of the words as they were at first, which stay true when more is taken out.
        """
        touched = sorted(self._touched)
        self._touched.clear()
        stretches: list[Span] = []
        for word in touched:
            at = bisect_left(self.index, word)
            start, stop = max(PAD, at - REACH), min(len(self.low) - PAD, at + REACH)
            first = self.index[start]
            if stretches and first <= stretches[-1].end:
                first = stretches.pop().start
            stretches.append(Span(first, self.index[stop]))
        covered = sum(stretch.end - stretch.start for stretch in stretches)
        return stretches if covered < 0.7 * len(self.low) else None

    def ranges(self, zones: list[Span] | None) -> list[Span]:
        """Where these stretches are, now that words have been taken out."""
        if zones is None:
            return [Span(PAD, len(self.low) - PAD)]
        index = self.index
        return [Span(bisect_left(index, zone.start), bisect_left(index, zone.end)) for zone in zones]

    def remove(self, reasons: Mapping[int, Reason]) -> None:
        """Take out the words at these positions."""
        if not reasons:
            return
        gaps, breaks, low, index, paused = self.gaps, self.breaks, self.low, self.index, self.paused
        kept_runs = [0]
        for start, stop in _runs(reasons):
            kept = start - 1
            kept_runs += (start, stop)
            self._touched.add(index[kept])
            for at in range(start, stop):
                reason = reasons[at]
                self.removed[index[at]] = reason
                gap = gaps[at]
                if "?" in gap and reason is Reason.DISCOURSE_MARKER and not self._asks(at):
                    gap = gap.replace("?", ".")
                gaps[kept] = _merged(gaps[kept], gap, low[kept], low[stop], reason, low[at])
                if paused[at] or reason is Reason.FILLED_PAUSE or self._is_hesitation(at, reason):
                    paused[kept] = True
            is_last = stop == len(low) - PAD
            breaks[kept] = _BREAKS[gaps[kept] + " " if is_last else gaps[kept]]
            if kept == PAD - 1 or is_last:
                breaks[kept] = max(breaks[kept], END)
        kept_runs.append(len(low))
        runs = list(zip(kept_runs[::2], kept_runs[1::2], strict=True))
        for name in ("low", "gaps", "breaks", "index"):
            values, left = getattr(self, name), []
            for start, stop in runs:
                left += values[start:stop]
            setattr(self, name, left)
        self.paused = bytearray().join([paused[start:stop] for start, stop in runs])
        letters = self.letters
        self.letters = "".join([letters[start:stop] for start, stop in runs])

    def _is_hesitation(self, at: int, reason: Reason) -> bool:
        return reason is Reason.DISCOURSE_MARKER and self.low[at] not in HEDGES

    def _asks(self, at: int) -> bool:
        """Whether the sentence that ends in a tag is itself a question."""
        start = at
        while start > PAD and at - start < 40 and self.breaks[start - 1] < END:
            start -= 1
        return start < at and self.low[start] in QUESTION_OPENERS

    def changes(self) -> Iterator[Change]:
        """What was taken out, each run of one reason as one change, in order."""
        if not self.removed:
            return
        parts, last = self._parts, len(self._parts) // 2
        passed = end_of_passed = 0
        for first, right in _runs(self.removed):
            left = first - 1
            start = end_of_passed + sum(map(len, parts[passed : 2 * first]))
            passed = 2 * right + 1
            end = end_of_passed = start + sum(map(len, parts[2 * first : passed]))
            after = self.gaps[bisect_left(self.index, left)]
            if right < last:
                letter = self._recased(left, right, after)
                if letter is not None:
                    after, end = after + letter, end + 1
            if right == first + 1:
                yield _narrowed(start, self._text[start:end], after, self.removed[first])
            else:
                yield from self._split(left, right, start, end, after)

    def _recased(self, left: int, right: int, gap: str) -> str | None:
        """The first letter of the word behind a removal, where it takes over or gives back a capital."""
        parts, kinds = self._parts, _BREAKS
        word = parts[2 * right + 1]
        letter = word[0]
        if _is_address(word, parts[2 * right]):
            return None
        ends = [at for at in range(max(left, 0), right) if kinds[parts[2 * at + 2]] is END]
        if left < 0 or kinds[gap] is END:
            heads = {left + 1, *[at + 1 for at in ends]} - {right}
            if letter.islower() and word == word.lower() and any(parts[2 * at + 1][0].isupper() for at in heads):
                return letter.upper() if len(letter.upper()) == 1 else None
        elif letter.isupper() and ends and word[1:] == word[1:].lower() and word.lower() in FUNCTION_WORDS:
            return None if word[:2] in ("I", "I'", "I’") else letter.lower()
        return None

    def _split(self, left: int, right: int, start: int, end: int, after: str) -> Iterator[Change]:
        """One change for each run of words with one reason; the last carries what stays between."""
        removed = self.removed
        offsets = list(accumulate(map(len, self._parts[2 * left + 2 : 2 * right + 1]), initial=start))
        cuts = [at for at in range(left + 2, right) if removed[at] is not removed[at - 1]]
        bounds = [start, *[offsets[2 * (at - left) - 1] for at in cuts], end]
        reasons = [removed[left + 1], *[removed[at] for at in cuts]]
        for begin, stop, reason in zip(bounds, bounds[1:], reasons, strict=False):
            yield _narrowed(begin, self._text[begin:stop], after if stop == end else "", reason)


def _is_address(word: str, before: str) -> bool:
    """Whether a word is an address, a file or a name in code, which no sentence start changes: "github.com", ".yaml".

    >>> [_is_address(word, " ") for word in ("setup.py", "and/or", "i.e", "so")]
    [True, True, False, False]
    """
    if _DOTTED_RE.search(before):
        return True
    return _INNER_RE.search(word) is not None and max(map(len, word.split("."))) > 1


def _runs(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring positions as half-open ranges, in order."""
    start = stop = -1
    for at in sorted(positions):
        if at != stop:
            if stop > 0:
                yield start, stop
            start = at
        stop = at + 1
    if stop > 0:
        yield start, stop


def _narrowed(start: int, before: str, after: str, reason: Reason) -> Change:
    """The change without the spaces and marks that stay as they are at its edges; words stay whole."""
    size = min(len(before), len(after))
    head = 0
    while head < size and before[head] == after[head] and not after[head].isalnum():
        head += 1
    tail = 0
    while tail < size - head and before[-1 - tail] == after[-1 - tail] and not after[-1 - tail].isalnum():
        tail += 1
    return Change(start + head, start + len(before) - tail, after[head : len(after) - tail], reason)


def _merged(before: str, behind: str, word: str, following: str, reason: Reason, taken: str) -> str:
    """What stays of the two gaps beside `taken`, a word that is taken out of `word` ... `following`.

    A sentence end stays, one behind a false start goes with it. A comma stays only where a clause
    follows that it may part from what came before.
    """
    if before == behind == " ":
        return " "
    if not word:
        return before + behind.lstrip(" ,") if _other(behind) else before
    if _other(before) or _other(behind):
        if not _other(behind):
            return before
        return _separating(before.rstrip(" ,，、") + behind.lstrip(",，、"), before, behind, following)
    if _END_RE.search(before):
        return _longer_space(before, behind)
    taken_back = reason is Reason.REPEAT or reason is Reason.RESTART
    if _END_RE.search(behind) and not taken_back:
        return _separating(behind.lstrip(" ,，、-—–…") or behind, before, behind, following)
    unspaced = before in ("、", "，") and not following.isascii()  # Japanese: without its comma nothing parts the words
    if taken_back or ";" in before or ":" in before or unspaced:
        return _longer_space(before, behind)
    space = _longer_space(_MARKS_RE.sub("", before) or " ", behind)
    if not space.isspace() or "\n" not in space:
        space = " "
    comma = next((mark for mark in before if mark in ",，"), "")
    if comma and _are_parted(word, taken, following, reason):
        return comma + space
    return space


def _are_parted(word: str, taken: str, following: str, reason: Reason) -> bool:
    """Whether the comma before what is taken out parts clauses that without it would run into each other."""
    ends = word in ("so", "then") or word not in FUNCTION_WORDS
    if ends and (following in SUBJECTS or following in CONJUNCTIONS):
        return True
    if reason is not Reason.DISCOURSE_MARKER:
        return False
    if word in _SAYING and following not in _SAID_CLAUSES:
        return True  # "he said, well, maybe"
    if word in _MAY_END and following in _BEGINNING:
        return True  # "it is just, you know, you have", "when you run it, okay, they see it"
    return taken in _TURNING and word not in FUNCTION_WORDS and following not in PREPOSITIONS


_TURNING = word_set("well right okay mean")
"""Last words of markers that a speaker sets between two clauses: "for all these models, well, the rate is"."""
_SAYING = word_set("say says said saying think thinks thought thinking")
_SAID_CLAUSES = CONJUNCTIONS | word_set("that what how why who which")
_BEGINNING = NOMINATIVES | word_set("you you're you've you'd you'll it's that's there's")
_MAY_END = PREPOSITIONS | word_set(
    "one it this me him us them there up out off just is was had have are all some any each both here very really not",
    "it's that's",
)
"""Function words that a clause may end with or be given up at; behind the others what follows belongs to them."""


def _other(gap: str) -> bool:
    return any(mark in "\"“”'‘’()" for mark in gap)


def _longer_space(gap: str, behind: str) -> str:
    """The gap, with the line break that stands behind the removed word if it has none itself."""
    if "\n" in behind and "\n" not in gap:
        return gap.rstrip() + behind[len(behind.rstrip()) :] if behind[-1:].isspace() else gap
    return gap


def _separating(merged: str, before: str, behind: str, following: str) -> str:
    """The merged gap, never joining two words that white space kept apart."""
    if following and not any(mark.isspace() for mark in merged) and any(mark.isspace() for mark in before + behind):
        return merged + " "
    return merged
