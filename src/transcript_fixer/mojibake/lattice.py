"""The likeliest reading of a line in which some characters may be one of several.

A beam search (Viterbi, where the beam is not full) over the character model finds the best
line as a whole. Then each doubtful character is weighed once more with both its neighbours
known, for Chinese together with the words that it would make: a model of pairs
and triples does not see that 偏见 is a word and 名见 is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from transcript_fixer.mojibake.charmodel import STEPS, CharacterModel

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


class Reading(NamedTuple):
    """What a doubtful item most likely is, how sure that is, and what else it may be."""

    text: str
    score: float
    runner_up: str


class _Way(NamedTuple):
    """The cheapest way to a history: its cost, the text it ends in, and its choices, the last one first."""

    cost: int
    tail: str
    choice: str
    before: _Way | None


def read(model: CharacterModel, items: Sequence[Item]) -> list[Reading]:
    """The reading of each doubtful item, in order.

    >>> from transcript_fixer.mojibake.charmodel import Family, load_model
    >>> [reading.text for reading in read(load_model(Family.CHINESE), ["深度", ("妁", "学"), "习"])]
    ['学']
    """
    chosen = iter(_search(model, items))
    texts = [item if isinstance(item, str) else next(chosen) for item in items]
    readings = []
    for index, item in enumerate(items):
        if not isinstance(item, str):
            reading = _weigh(model, texts, index, item)
            texts[index] = reading.text
            readings.append(reading)
    return readings


def _search(model: CharacterModel, items: Sequence[Item]) -> list[str]:
    width = model.order - 1
    ways = {"\n" * width: _Way(0, "", "", None)}
    for item in items:
        ways = _pass(model, ways, item) if isinstance(item, str) else _branch(model, ways, item)
    way: _Way | None = min(_pass(model, ways, "\n" * width).values(), key=_cost)
    chosen = []
    while way and way.before:
        chosen.append(way.choice)
        way = way.before
    return chosen[::-1]


def _cost(way: _Way) -> int:
    return way.cost


def _pass(model: CharacterModel, ways: dict[str, _Way], text: str) -> dict[str, _Way]:
    """Go through text that is certain: after `order - 1` characters all ways have one history."""
    if not text:
        return ways
    order, cost = model.order, model.cost
    width = order - 1
    if len(ways) > 1:
        best = min(ways.values(), key=_cost).cost
        settling = model.words and len(text) >= width  # one way will be left, so let the words decide which
        passed: dict[str, _Way] = {}
        for history, way in ways.items():
            seen = history + text[:width]
            total = way.cost + sum([cost[seen[at : at + order]] for at in range(len(seen) - width)])
            if settling:
                if way.cost > best + CLOSE:
                    continue
                total += int(WORD_SHARE * _word_cost(model, way.tail + text[:AROUND]))
            known = passed.get(seen[-width:])
            if known is None or total < known.cost:
                passed[seen[-width:]] = _Way(total, way.tail, way.choice, way.before)
        ways = passed
    if len(ways) == 1:
        ((history, way),) = ways.items()
        return {(history + text[-width:])[-width:]: way._replace(tail=(way.tail + text[-AROUND:])[-AROUND:])}
    return {history: way._replace(tail=(way.tail + text)[-TAIL:]) for history, way in ways.items()}


def _branch(model: CharacterModel, ways: dict[str, _Way], choices: tuple[str, ...]) -> dict[str, _Way]:
    """Go through an item that may be one of several."""
    cost = model.cost
    grown: dict[str, tuple[int, str, _Way]] = {}
    cheapest = 1 << 60
    for history, way in ways.items():
        for choice in choices:
            total, after = way.cost, history
            for character in choice:
                after += character
                total += cost[after]
                after = after[1:]
            if total <= cheapest + CLOSE:
                known = grown.get(after)
                if known is None or total < known[0]:
                    grown[after] = (total, choice, way)
                    if total < cheapest:
                        cheapest = total
    kept = [entry for entry in grown.items() if entry[1][0] <= cheapest + CLOSE]
    if len(kept) > BEAM:
        kept = sorted(kept, key=lambda entry: entry[1][0])[:BEAM]
    return {history: _Way(total, (way.tail + choice)[-TAIL:], choice, way) for history, (total, choice, way) in kept}


def _weigh(model: CharacterModel, texts: list[str], index: int, choices: tuple[str, ...]) -> Reading:
    """Compare the choices for one item, everything around it being settled."""
    order, cost_of = model.order, model.cost
    width = order - 1
    reach = max(width, AROUND if model.words else 0)
    left, right = _before(texts, index, reach), _behind(texts, index, reach)
    start = ("\n" * width + left)[-width:]
    end = (right + "\n" * width)[:width]
    costs = []
    for choice in choices:
        seen = start + choice + end
        costs.append(sum([cost_of[seen[at : at + order]] for at in range(len(seen) - width)]))
    best = min(costs)
    close = [(cost, choice) for cost, choice in zip(costs, choices, strict=True) if cost <= best + CLOSE]
    scale = float(STEPS)
    if model.words and len(close) > 1:
        words = _word_costs(model, left, [choice for _, choice in close], right)
        close = [(cost + int(WORD_SHARE * word), choice) for (cost, choice), word in zip(close, words, strict=True)]
        scale *= 1 + WORD_SHARE
    close.sort()
    weights = [math.exp((close[0][0] - cost) / scale) for cost, _ in close]
    return Reading(close[0][1], 1 / sum(weights), close[1][1] if len(close) > 1 else "")


def _before(texts: list[str], index: int, reach: int) -> str:
    pieces: list[str] = []
    while index and reach > 0:
        index -= 1
        pieces.append(texts[index][-reach:])
        reach -= len(pieces[-1])
    return "".join(reversed(pieces))


def _behind(texts: list[str], index: int, reach: int) -> str:
    pieces: list[str] = []
    while index + 1 < len(texts) and reach > 0:
        index += 1
        pieces.append(texts[index][:reach])
        reach -= len(pieces[-1])
    return "".join(pieces)


def _word_cost(model: CharacterModel, text: str) -> int:
    """What the cheapest way to cut a text into words costs."""
    return _costs_so_far(model, text)[-1]


def _costs_so_far(model: CharacterModel, text: str) -> list[int]:
    """What the cheapest way to cut each beginning of a text into words costs."""
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
    return best


def _costs_to_go(model: CharacterModel, text: str) -> list[int]:
    """What the cheapest way to cut each end of a text into words costs, from the whole to nothing."""
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
    return best


def _word_costs(model: CharacterModel, left: str, choices: Sequence[str], right: str) -> list[int]:
    """What `left + choice + right` costs in words, for each choice: what is shared is looked at once."""
    words = model.words
    before = _costs_so_far(model, left)
    rest = _costs_to_go(model, right)[:LONGEST]
    costs = []
    for choice in choices:
        if len(choice) > 1:
            costs.append(_word_cost(model, left + choice + right))
            continue
        cheapest = NEVER
        for taken in range(min(LONGEST, len(left) + 1)):
            word = left[len(left) - taken :] + choice
            row, spent = words[word[0]], before[len(left) - taken]
            for more in range(min(LONGEST - taken, len(rest))):
                cost = row.get(word[1:] + right[:more])
                if cost is not None and spent + cost + rest[more] < cheapest:
                    cheapest = spent + cost + rest[more]
        costs.append(min(cheapest, before[-1] + NO_WORD + rest[0]))
    return costs
