"""Clocks and averages."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_seconds(work: Callable[[], object], *, rounds: int) -> float:
    """The middle of several calls, so that a neighbour's burst counts once."""
    return statistics.median(seconds(work) for _ in range(rounds))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def alternate(works: dict[str, Callable[[], float]], *, rounds: int) -> dict[str, float]:
    """The median of what each gives, in turns, so that all meet the same neighbours."""
    given: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            given[name].append(work())
    return {name: statistics.median(values) for name, values in given.items()}
