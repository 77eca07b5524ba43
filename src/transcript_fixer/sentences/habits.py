"""How a file writes: which of its marks and capitals tell anything.

One pass of statistics over the whole file, before anything is decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise

from transcript_fixer.sentences.gaps import NAME_RE, Gap, Mark, Script
from transcript_fixer.sentences.punctuation import PAD, load_model

# Through its class a member takes five times as long to reach.
_NONE, _COMMA, _STOP, _QUESTION = Mark.NONE, Mark.COMMA, Mark.STOP, Mark.QUESTION
# Words that end no sentence, whatever stands behind.
OPEN_WORDS = frozenset(
    {"the", "a", "an", "of", "my", "your", "our", "their", "its", "and", "or", "as", "because", "than", "if", "with"}
    | {"for", "into", "from", "using", "can", "will", "i", "we", "they", "he", "she"}
    | {"i'm", "we're", "you're", "they're"}
)
# Of these, some end one before a word that opens another and cannot follow them: "to play with。 So".
_LAST_AT_TIMES = frozenset(("of", "with", "for", "from", "into", "using", "can", "will", "as", "if"))
_SURE_OPENERS = frozenset(("and", "but", "so", "now", "okay", "yeah", "because", "if", "as", "it", "it's", "that's"))
_SURE_OPENERS |= {"there's", "let's", "we", "we're", "they", "they're", "he", "she"}
FIRST_PERSON = frozenset(("i", "i'm", "i'll", "i've", "i'd"))
FEW = 4
"""Fewer marks than this tell no habit."""
WINDOW = 12
"""Stops on each side of one that tell the style of captions there."""
LONG_STRETCH = 35
"""Words without a mark from which on a stretch counts as unpunctuated. Of 200 sentences that careful
readers wrote down from talks, one is that long without a comma."""


class Style(IntEnum):
    """How the captions around a word are punctuated; the values index `evidence.BY_STYLE`."""

    PUNCTUATED = 0
    """Marks at cuts and at real places; a capital behind a stop is a sentence."""
    SPARSE = 1
    """What marks there are can be trusted, but most are missing."""
    BARE = 2
    """Small letters throughout, and every mark is a cut."""
    SHOUTING = 3
    """A capital behind every cut."""


_SPARSE, _BARE, _SHOUTING = Style.SPARSE, Style.BARE, Style.SHOUTING


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes: a `Style` for each word."""

    styles: bytearray
    names: frozenset[str]
    """Words, in small letters, that have a capital within sentences."""
    sure_names: frozenset[str]
    """Those of them that have it there more often than they are written small."""
    restarts: bool
    """Cues start with a space; one without it starts a new window of the recogniser, always with a capital."""
    ascii_cuts: bool
    """Small letters stand behind ASCII stops: those are cuts too where captions are bare."""
    finished: bool
    """ASCII punctuation throughout, each stop followed by a capital: somebody edited this."""


def find_habits(script: Script, gaps: Sequence[Gap]) -> Habits:
    """One pass of statistics: which style each stretch of a file is in.

    Only common words count: a name has a capital anywhere, and so has "I".

    >>> from transcript_fixer.sentences.gaps import find_gaps, read_script
    >>> def style(text: str) -> str:
    ...     said = read_script(text)
    ...     return Style(find_habits(said, find_gaps(said)).styles[0]).name
    >>> style("We lost it。 Then it was in。 the old harbour。 That was late。 It is old。 Nobody knew。")
    'PUNCTUATED'
    >>> style("we lost it in the。 old harbour and。 nobody knows where。 it may be so。 we look。")
    'BARE'

    Capitals of names behind words that end no sentence do not make captions shout where no other word has one.

    >>> said = "he is in the。 Rialto and。 we know of。 Rialto now。 it is the。 Rialto that。 he meant to。 see。"
    >>> style(f"{said} so we。 go and。 look。")
    'BARE'

    Nor do those of names, "I" and letters where captions are punctuated, nor real ends behind "with" and its like:

    >>> said = "It is the Rialto。 It is the。 Rialto that he meant。 We saw it and。 I like it。 We have B or。 C。"
    >>> style(f"{said} That is what we came with。 So we left。 It was by the。 Rialto。 We have seen the。 Rialto。")
    'PUNCTUATED'
    >>> style("He is old。 It is in the。 Town that he meant。 We saw it and。 Went home。 It was by the。 Sea。")
    'SHOUTING'
    """
    size = len(script)
    words = script.words
    known = load_model().common - FIRST_PERSON
    stops: list[tuple[int, bool]] = []
    all_stops: list[tuple[int, bool]] = []
    commas: list[tuple[int, bool]] = []
    restarts = _has_windows(gaps)
    capitals: list[tuple[int, bool]] = []  # marks before capitals that tell something: can no sentence end there?
    wide = ascii_stops = ascii_low = 0
    styles = bytearray(size)
    last = 0
    for index, mark, char, _, is_wide, is_break, capital, cjk, _, is_unspaced in gaps:
        if cjk:
            last = index + 1
            continue
        if is_wide:
            wide += 1
        if index == size - 1:
            continue
        if char == ".":
            ascii_stops += 1
            ascii_low += 0 if capital else 1
        if mark is not _NONE and (capital or mark is not _STOP):
            if index - last > LONG_STRETCH:
                styles[last:index] = bytes([_SPARSE]) * (index - last)
            last = index + 1
        following = words[index + 1 + PAD]
        if capital and (mark is _STOP or mark is _COMMA) and not (restarts and is_unspaced):
            capitals.append((index, words[index + PAD] in OPEN_WORDS))
        if mark is _STOP or mark is _QUESTION or (mark is _NONE and is_break):
            if following in known:
                stops.append((index, capital))
            if following not in FIRST_PERSON:
                all_stops.append((index, capital))
        elif mark is _COMMA and following in known:
            commas.append((index, capital))
    if not wide and (ascii_stops + 1) * 80 > size and ascii_low * 12 <= ascii_stops and not _is_small(script):
        return Habits(bytearray(size), frozenset(), frozenset(), restarts=False, ascii_cuts=False, finished=True)
    if size - last > LONG_STRETCH:
        styles[last:] = bytes([_SPARSE]) * (size - last)
    if len(stops) < FEW:  # a short text: take what there is
        stops = all_stops
    has_capitals = len(stops) < FEW and not _is_small(script)
    for start, end, share in _stretches(stops, size):
        if share < 0.2 and not has_capitals:
            styles[start:end] = bytes([_BARE]) * (end - start)
    shouted: list[tuple[int, int]] = []
    if len(commas) >= FEW:
        shouted += [(start, end) for start, end, share in _stretches(commas, size) if share > 0.5]
    names, sure = _find_names(script)
    telling = [
        (index, not may_end(words[index + PAD], words[index + 1 + PAD]))
        for index, _ in capitals
        if not _has_it_anyway(script, words[index + 1 + PAD], index + 1, sure)
    ]
    if sum(is_open for _, is_open in telling) >= FEW - 1:
        # In punctuated captions two stops in a hundred stand behind such a word, but before a capital that tells hardly
        # any does.
        loud = bytearray(size)
        for start, end, share in _stretches(telling, size):
            if share > 0.08:
                loud[start:end] = b"\1" * (end - start)
        shouted += [(start, end) for start, end, share in _stretches(capitals, size) if share > 0.12 and loud[start]]
    for start, end in shouted:
        if styles[start] != _BARE:  # there a capital is that of a name
            styles[start:end] = bytes([_SHOUTING]) * (end - start)
    return Habits(styles, names, sure, restarts, ascii_cuts=ascii_low >= FEW, finished=False)


def _has_windows(gaps: Sequence[Gap]) -> bool:
    """Whether most cues start with a space, so that one without it tells of a new window of the recogniser."""
    breaks = [gap.unspaced for gap in gaps if gap.breaks]
    return 0 < sum(breaks) < 0.7 * len(breaks)


def _has_it_anyway(script: Script, word: str, index: int, names: frozenset[str]) -> bool:
    """Whether a word has its capital wherever it stands, so that it tells nothing of what is before it."""
    return word in FIRST_PERSON or len(word) == 1 or word in names or script.is_acronym(index)


def may_end(word: str, following: str) -> bool:
    """Whether a sentence may end between two words, the second of which has a capital.

    >>> may_end("the", "so"), may_end("with", "so"), may_end("with", "this"), may_end("sea", "this")
    (False, True, False, True)
    """
    return word not in OPEN_WORDS or (word in _LAST_AT_TIMES and following in _SURE_OPENERS)


def _find_names(script: Script) -> tuple[frozenset[str], frozenset[str]]:
    """The words that have a capital within sentences, and those that have it there more often than none anywhere."""
    within = Counter(map(str.lower, NAME_RE.findall(script.text)))
    small = Counter(filter(within.__contains__, script.words))
    words = script.words
    small.subtract(filter(within.__contains__, (words[index + PAD] for index in script.capitals())))
    return frozenset(within), frozenset(word for word, often in within.items() if often > small[word])


def _is_small(script: Script) -> bool:
    """Whether hardly a word has a capital: the sign of bare captions where no mark tells."""
    return sum(1 for _ in script.capitals()) * 25 < len(script)


def _stretches(marks: Sequence[tuple[int, bool]], size: int) -> Iterator[tuple[int, int, float]]:
    """The words between two marks, and how often a capital stands behind the marks around."""
    sums = [0, *accumulate(capital for _, capital in marks)]
    count = len(marks)
    places = [0, *(index + 1 for index, _ in marks), size]
    for number, (start, end) in enumerate(pairwise(places)):
        low, high = max(0, number - WINDOW), min(count, number + WINDOW)
        yield start, end, (sums[high] - sums[low]) / max(1, high - low)
