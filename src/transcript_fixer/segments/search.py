"""As many boundaries as were asked for, from a search that finds the best number by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_BISECTIONS = 24


def find_count(find: Callable[[float], list[int]], gains: Sequence[float], count: int) -> list[int]:
    """Exactly `count` candidates to cut at.

    `find` gives the best set when a bonus is added to every gain, which moves the number found;
    bisection looks for the bonus that brings as many as asked for (Lagrangian relaxation).
    Where the number jumps over what was asked, the best of what the larger set adds fills up the
    smaller one.

    >>> gains = [3.0, 2.0, -9.0]
    >>> find_count(lambda bonus: [at for at, gain in enumerate(gains) if gain + bonus > 0], gains, 2)
    [0, 1]
    """
    if count >= len(gains):
        return list(range(len(gains)))
    low, high = -256.0, 256.0
    few: list[int] = []
    many = list(range(len(gains)))
    for _ in range(_BISECTIONS if count else 0):
        bonus = (low + high) / 2
        found = find(bonus)
        if len(found) == count:
            return found
        if len(found) < count:
            low, few = bonus, found
        else:
            high, many = bonus, found
    kept = set(few)
    rest = sorted((at for at in many if at not in kept), key=lambda at: (-gains[at], at))
    return sorted([*few, *rest[: count - len(few)]])
