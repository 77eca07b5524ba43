"""The likeliest reading of a line in which some characters may be one of several.

A beam search (Viterbi, where the beam is not full) over the character model finds the best
line as a whole. Then each doubtful character is weighed once more with both its neighbours
known, for Chinese together with the words that it would make (a model of pairs
and triples does not see that 偏见 is a word and 名见 is none) and with the rest of its
clause (在 a few characters before makes it 中 rather than 不). What is still unsure
then can be weighed again with what the text itself says elsewhere: see `habits`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from transcript_fixer.mojibake.charmodel import NO_CLUE, STEPS, CharacterModel
from transcript_fixer.mojibake.habits import Habits

Item: TypeAlias = str | tuple[str, ...]
"""What is known of a stretch: its text, or all that it may have been."""

BEAM = 12
CLOSE = 7 * STEPS  # what costs that much more than the best is out of the question
WORD_SHARE = 1.0  # of the cost of words beside that of characters
AROUND = 5  # characters on each side in which words are looked for
TAIL = 3 * AROUND  # characters of a doubtful stretch in which words are looked for
LONGEST = 4  # the longest word in the model
NO_WORD = 15 * STEPS  # a character that is no word
NEVER = 1 << 30
FAR = 10  # characters on each side in which clues are looked for
SURE = 0.98  # with readings of lower scores a text would confirm its own mistakes
CLAUSE_END_RE = re.compile("[，。！？；：、（）「」“”]")


class Reading(NamedTuple):
    """What a doubtful item most likely is, how sure that is, and what else it may be."""

    text: str
    score: float
    runner_up: str

    @property
    def is_sure(self) -> bool:
        """Whether others may be told from it."""
        return self.score >= SURE


# The cheapest way to a history: its cost, the text it ends in, its last choice, and the way before that.
# A plain tuple: they are made by the ten thousand, and one with names takes ten times as long to make.
_Way: TypeAlias = "tuple[int, str, str, _Way | None]"


def read(model: CharacterModel, items: Sequence[Item]) -> list[Reading]:
    """The reading of each doubtful item, in order.

    >>> from transcript_fixer.mojibake.charmodel import Family, load_model
    >>> [reading.text for reading in read(load_model(Family.CHINESE), ["深度", ("妁", "学"), "习"])]
    ['学']
    """
    chosen = iter(_search(model, items))
    texts = [item if isinstance(item, str) else next(chosen) for item in items]
    doubtful = [(index, item) for index, item in enumerate(items) if not isinstance(item, str)]
    readings: list[Reading] = []
    for at, (index, choices) in enumerate(doubtful):
        reading = _weigh(model, texts, index, choices)
        if reading.text != texts[index]:
            texts[index] = reading.text
            before, earlier = doubtful[at - 1]
            if at and not any(texts[before + 1 : index]):  # it was weighed beside what this one seemed to be
                readings[-1] = _weigh(model, texts, before, earlier)
                texts[before] = readings[-1].text
        readings.append(reading)
    return readings


def read_again(
    model: CharacterModel, items: Sequence[Item], readings: Sequence[Reading], habits: Habits
) -> list[Reading]:
    """The readings of the doubtful items, those that were unsure weighed once more with the text's own habits."""
    texts = _as_read(items, readings)
    better: list[Reading] = []
    for index, item in enumerate(items):
        if not isinstance(item, str):
            reading = readings[len(better)]
            if not reading.is_sure:
                reading = _weigh(model, texts, index, item, habits)
                texts[index] = reading.text
            better.append(reading)
    return better


def unsure_pairs(items: Sequence[Item], readings: Sequence[Reading]) -> Iterator[str]:
    """The pairs of characters that the choices of unsure items make with their neighbours."""
    texts = _as_read(items, readings)
    chosen = iter(readings)
    for index, item in enumerate(items):
        if not isinstance(item, str) and not next(chosen).is_sure:
            before, behind = _before(texts, index, 1), _behind(texts, index, 1)
            for choice in item:
                yield before + choice[0]
                yield choice[-1] + behind


def guesses(readings: Sequence[Reading]) -> Iterator[tuple[str, float]]:
    """How far each unsure reading, and what else it may be, can be counted."""
    for reading in readings:
        if not reading.is_sure:
            yield reading.text[0], reading.score
            if reading.runner_up:
                yield reading.runner_up[0], 1 - reading.score


def _as_read(items: Sequence[Item], readings: Sequence[Reading]) -> list[str]:
    chosen = iter(readings)
    return [item if isinstance(item, str) else next(chosen).text for item in items]


def clues(left: str, right: str) -> list[str]:
    """What may speak for a character or against it: which characters stand near, and where in its clause.

    The characters one and two places away, and any others of the clause. As none of them depends on
    the character itself, they are looked for once for all its readings.

    >>> clues("我在团", "说，")
    ['a团', 'A说', 'b在', 'B，', 'w我', 'u']
    """
    found = [
        "a" + (left[-1:] or "\n"),
        "A" + (right[:1] or "\n"),
        "b" + (left[-2:-1] or "\n"),
        "B" + (right[1:2] or "\n"),
    ]
    ends = [match.end() for match in CLAUSE_END_RE.finditer(left)]
    found += ["w" + character for character in sorted(set(left[ends[-1] if ends else 0 : -2]))]
    end = CLAUSE_END_RE.search(right)
    found += ["W" + character for character in sorted(set(right[2 : end.start() if end else FAR]))]
    return [*found, "u"]


def _search(model: CharacterModel, items: Sequence[Item]) -> list[str]:
    width = model.order - 1
    ways: dict[str, _Way] = {"\n" * width: (0, "", "", None)}
    for item in items:
        ways = _pass(model, ways, item) if isinstance(item, str) else _branch(model, ways, item)
    _, _, choice, before = min(_pass(model, ways, "\n" * width).values(), key=itemgetter(0))
    chosen = []
    while before:
        chosen.append(choice)
        _, _, choice, before = before
    return chosen[::-1]


def _pass(model: CharacterModel, ways: dict[str, _Way], text: str) -> dict[str, _Way]:
    """Go through text that is certain: after `order - 1` characters all ways have one history."""
    if not text:
        return ways
    if len(ways) > 1:
        ways = _extended(model, ways, text)
    if len(ways) == 1:
        ((history, (cost, tail, choice, before)),) = ways.items()
        width = model.order - 1
        return {(history + text[-width:])[-width:]: (cost, (tail + text[-AROUND:])[-AROUND:], choice, before)}
    return {
        history: (cost, (tail + text)[-TAIL:], choice, before) for history, (cost, tail, choice, before) in ways.items()
    }


def _extended(model: CharacterModel, ways: dict[str, _Way], text: str) -> dict[str, _Way]:
    """The ways with the first characters of a text that is certain behind them, the tails still without."""
    order, cost = model.order, model.cost
    width = order - 1
    start = text[:width]
    settling = bool(model.words) and len(text) >= width  # one way will be left, so let the words decide which
    if settling:
        limit = min(ways.values(), key=itemgetter(0))[0] + CLOSE
        ways = {history: way for history, way in ways.items() if way[0] <= limit}
    words = _word_costs(model, "", [tail for _, tail, _, _ in ways.values()], text[:AROUND]) if settling else repeat(0)
    passed: dict[str, _Way] = {}
    for (history, (total, tail, choice, before)), word in zip(ways.items(), words, strict=False):
        seen = history + start
        total += int(WORD_SHARE * word)
        for at in range(len(seen) - width):
            total += cost[seen[at : at + order]]
        after = seen[-width:]
        known = passed.get(after)
        if known is None or total < known[0]:
            passed[after] = (total, tail, choice, before)
    return passed


def _branch(model: CharacterModel, ways: dict[str, _Way], choices: tuple[str, ...]) -> dict[str, _Way]:
    """Go through an item that may be one of several."""
    cost, order = model.cost, model.order
    width = order - 1
    grown: dict[str, tuple[int, str, _Way]] = {}
    cheapest, limit = NEVER, NEVER
    for history, way in ways.items():
        spent = way[0]
        row, back = model.following(history)
        head = history[1:]
        for choice in choices:
            after = head + choice
            known_cost = row.get(after[:width])
            total = spent + (back + cost[after[:width]] if known_cost is None else known_cost & 255)
            if total > limit:
                continue
            after = history + choice
            for at in range(1, len(choice)):
                total += cost[after[at : at + order]]
            if total <= limit:
                after = after[-width:]
                known = grown.get(after)
                if known is None or total < known[0]:
                    grown[after] = (total, choice, way)
                    if total < cheapest:
                        cheapest, limit = total, total + CLOSE
    kept = [entry for entry in grown.items() if entry[1][0] <= limit]
    if len(kept) > BEAM:
        kept = sorted(kept, key=lambda entry: entry[1][0])[:BEAM]
    return {history: (total, (way[1] + choice)[-TAIL:], choice, way) for history, (total, choice, way) in kept}


def _weigh(
    model: CharacterModel, texts: list[str], index: int, choices: tuple[str, ...], habits: Habits | None = None
) -> Reading:
    """Compare the choices for one item, everything around it being settled."""
    reach = FAR if model.words else model.order - 1
    left, right = _before(texts, index, reach), _behind(texts, index, reach)
    close = compare(model, left, choices, right, texts[index])
    if len(close) == 1:
        return Reading(close[0][1], 1.0, "")
    scale = float(STEPS)
    if model.words:
        scale *= 1 + WORD_SHARE
        near = clues(left, right)
        close = [(cost - int((1 + WORD_SHARE) * _clue(model, choice, near)), choice) for cost, choice in close]
    if habits:
        before, behind = left[-1:], right[:1]
        close = [(cost - int(STEPS * habits.favour(model, before, choice, behind)), choice) for cost, choice in close]
    close.sort()
    weights = [math.exp((close[0][0] - cost) / scale) for cost, _ in close]
    return Reading(close[0][1], 1 / sum(weights), close[1][1])


def compare(model: CharacterModel, left: str, choices: Sequence[str], right: str, likely: str) -> list[tuple[int, str]]:
    """What each choice costs where it stands, in n-grams and words.

    What is out of the question beside the `likely` one is left out.
    """
    order, cost_of = model.order, model.cost
    width = order - 1
    start = ("\n" * width + left)[-width:]
    end = (right + "\n" * width)[:width]
    seen = start + likely + end
    limit = CLOSE + sum([cost_of[seen[at : at + order]] for at in range(len(seen) - width)])
    close = [(limit - CLOSE, likely)]
    row, back = model.following(start)
    head = start[1:]
    for choice in choices:
        seen = head + choice
        known = row.get(seen[:width])
        cost = back + cost_of[seen[:width]] if known is None else known & 255
        if cost > limit or choice == likely:  # most choices are out of the question at their first n-gram
            continue
        seen = start + choice + end
        for at in range(1, len(seen) - width):
            cost += cost_of[seen[at : at + order]]
        if cost <= limit:
            close.append((cost, choice))
            if cost + CLOSE < limit:
                limit = cost + CLOSE
    close = [entry for entry in close if entry[0] <= limit]
    if len(close) > 1 and model.words:
        words = _word_costs(model, left[-AROUND:], [choice for _, choice in close], right[:AROUND])
        close = [(cost + int(WORD_SHARE * word), choice) for (cost, choice), word in zip(close, words, strict=True)]
    return close


def _clue(model: CharacterModel, choice: str, near: list[str]) -> int:
    """How much what is near speaks for a choice, in steps."""
    row = model.clues[choice[0]]
    return sum([row.get(clue, NO_CLUE) - NO_CLUE for clue in near]) if row else 0


def _before(texts: list[str], index: int, reach: int) -> str:
    found = ""
    while index and len(found) < reach:
        index -= 1
        found = texts[index][len(found) - reach :] + found
    return found


def _behind(texts: list[str], index: int, reach: int) -> str:
    found = ""
    while index + 1 < len(texts) and len(found) < reach:
        index += 1
        found += texts[index][: reach - len(found)]
    return found


@lru_cache(maxsize=5_000)
def _costs_so_far(model: CharacterModel, text: str) -> list[int]:
    """What the cheapest way to cut a text into words costs, as far as each of its last characters."""
    words = model.words
    best = [0] + [NEVER] * len(text)
    for start, first in enumerate(text):
        row, spent = words[first], best[start]
        reached = spent + row.get("", NO_WORD)
        if reached < best[start + 1]:
            best[start + 1] = reached
        for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
            cost = row.get(text[start + 1 : end])
            if cost is not None and spent + cost < best[end]:
                best[end] = spent + cost
    return best[-LONGEST:]


@lru_cache(maxsize=5_000)
def _costs_to_go(model: CharacterModel, text: str) -> list[int]:
    """What the cheapest way to cut a text into words costs, from each of its first characters."""
    words = model.words
    best = [NEVER] * len(text) + [0]
    for start in range(len(text) - 1, -1, -1):
        row = words[text[start]]
        cheapest = row.get("", NO_WORD) + best[start + 1]
        for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
            cost = row.get(text[start + 1 : end])
            if cost is not None and cost + best[end] < cheapest:
                cheapest = cost + best[end]
        best[start] = cheapest
    return best[:LONGEST]


def _word_costs(model: CharacterModel, left: str, choices: Sequence[str], right: str) -> list[int]:
    """What `left + choice + right` costs in words, for each choice: what is shared is looked at once."""
    if len(choices) > 1:
        shared = _shared(choices)
        left += choices[0][:shared]
        choices = [choice[shared:] for choice in choices]
    before, rest = _costs_so_far(model, left), _costs_to_go(model, right)
    if any(len(choice) != 1 for choice in choices):
        return [_word_cost(model, left, before, choice, right, rest) for choice in choices]
    words = model.words
    frames = []  # words that start before a choice: the cost of what is around, the row, and the rest of the word
    for taken in range(1, len(before)):
        row = words[left[-taken]]
        head, spent = left[len(left) - taken + 1 :], before[-1 - taken]
        frames += [(spent + rest[more], row, head, right[:more]) for more in range(min(LONGEST - taken, len(rest)))]
    spent = before[-1]
    starting = [(spent + rest[more], right[:more]) for more in range(1, len(rest))]
    alone = spent + rest[0]
    costs = []
    for choice in choices:
        row = words[choice]
        cheapest = alone + row.get("", NO_WORD)
        for around, tail in starting:
            if around < cheapest:
                cost = around + row.get(tail, NEVER)
                if cost < cheapest:
                    cheapest = cost
        for around, row, head, tail in frames:
            if around < cheapest:
                cost = around + row.get(head + choice + tail, NEVER)
                if cost < cheapest:
                    cheapest = cost
        costs.append(cheapest)
    return costs


def _shared(texts: Sequence[str]) -> int:
    """How many characters all of the texts start with in common."""
    low, high = min(texts), max(texts)
    at = 0
    while at < len(low) and low[at] == high[at]:
        at += 1
    return at


def _word_cost(
    model: CharacterModel, left: str, before: Sequence[int], choice: str, right: str, rest: Sequence[int]
) -> int:
    """What `left + choice + right` costs in words, with the costs before and behind the choice."""
    words = model.words
    near = left[len(left) - len(before) + 1 :]
    settled = len(near)  # up to here, the costs so far are known
    known = settled + len(choice)  # from here on, the costs to go
    text = near + choice + right[: len(rest) - 1]
    best = [*before, *[NEVER] * len(choice)]
    cheapest = NEVER if choice else before[-1] + rest[0]
    for start in range(known):
        row, spent = words[text[start]], best[start]
        for end in range(max(start, settled) + 1, min(start + LONGEST, len(text)) + 1):
            cost = spent + row.get(text[start + 1 : end], NEVER if end > start + 1 else NO_WORD)
            if end < known:
                best[end] = min(best[end], cost)
            else:
                cheapest = min(cheapest, cost + rest[end - known])
    return cheapest
