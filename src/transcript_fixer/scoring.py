"""How far one segmentation is from another: Pk, WindowDiff, boundary F1.

A segmentation of n units is the set of its boundaries; boundary i stands before unit i
(0 < i < n). The *reference* is a human's, the *hypothesis* ours.

No single figure is enough: Pk and WindowDiff forgive a boundary that is nearly right but
reward a hypothesis with few boundaries, and boundary F1 does the opposite. Read them together.
"""

from __future__ import annotations

from collections.abc import Collection


def window_size(reference: Collection[int], length: int) -> int:
    """Half the mean length of a reference segment, the window that both papers take (at least 2)."""
    return max(2, round(length / (len(reference) + 1) / 2))


def pk(reference: Collection[int], hypothesis: Collection[int], length: int) -> float:
    """How often two units one window apart are together in one segmentation and apart in the other.

    From Beeferman, Berger and Lafferty, "Statistical Models for Text Segmentation" (1999).
    0 is perfect; putting no boundary at all gets about 0.4 on real talks.

    >>> pk({4}, {4}, 8), round(pk({4}, set(), 8), 2), round(pk({4}, {5}, 8), 2)
    (0.0, 0.33, 0.33)
    """
    pairs = _windows(reference, hypothesis, length)
    return sum((r == 0) != (h == 0) for r, h in pairs) / max(1, len(pairs))


def window_diff(reference: Collection[int], hypothesis: Collection[int], length: int) -> float:
    """How often a window holds another number of boundaries in one segmentation than in the other.

    From Pevzner and Hearst, "A Critique and Improvement of an Evaluation Metric for Text
    Segmentation" (2002). Unlike Pk it sees a false boundary beside a true one:

    >>> pk({4}, {4, 5}, 8) < window_diff({4}, {4, 5}, 8)
    True
    """
    pairs = _windows(reference, hypothesis, length)
    return sum(r != h for r, h in pairs) / max(1, len(pairs))


def boundary_f1(reference: Collection[int], hypothesis: Collection[int], *, near: int = 2) -> float:
    """F1 of the boundaries, where one at most `near` units away counts as found, one to one.

    Taking the earliest free partner for each boundary in order is an optimal matching.

    >>> boundary_f1({10, 20}, {11, 19, 40})
    0.8
    """
    if not reference and not hypothesis:
        return 1.0
    ascending = sorted(reference)
    hits = free = 0
    for found in sorted(hypothesis):
        while free < len(ascending) and ascending[free] < found - near:
            free += 1
        if free < len(ascending) and ascending[free] <= found + near:
            hits += 1
            free += 1
    return 2 * hits / (len(reference) + len(hypothesis))


def _windows(reference: Collection[int], hypothesis: Collection[int], length: int) -> list[tuple[int, int]]:
    """For each place of the window: boundaries of the reference and of the hypothesis in it."""
    size = window_size(reference, length)
    counts = []
    for boundaries in (reference, hypothesis):
        before = [0] * (length + 1)  # before[i]: boundaries at or before unit i
        for boundary in boundaries:
            before[boundary] += 1
        for i in range(1, length + 1):
            before[i] += before[i - 1]
        counts.append([before[i + size] - before[i] for i in range(max(0, length - size))])
    return list(zip(counts[0], counts[1], strict=True))
