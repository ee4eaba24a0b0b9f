"""Statistics: rounds to figures, figures to ratios."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.bench.crowd import Arrivals
    from tests.bench.results import Delivery

__all__ = ["last_ms", "latencies_ms", "median_ratio"]

NS_PER_MS = 1_000_000


def latencies_ms(arrivals: Arrivals, first: int, due_ns: Sequence[int]) -> list[float]:
    """Return for each delivery how long after its due time it came. Updates before `first` are not counted."""
    return [
        (at - due_ns[sequence - first]) / NS_PER_MS
        for sequence, at in zip(arrivals.sequences, arrivals.at_ns, strict=True)
        if sequence >= first
    ]


def last_ms(arrivals: Arrivals, first: int, due_ns: Sequence[int]) -> list[float]:
    """Return for each update how long after its due time the last client had it; of those that nobody got, nothing."""
    latest: dict[int, int] = {}
    for sequence, at in zip(arrivals.sequences, arrivals.at_ns, strict=True):
        latest[sequence] = max(at, latest.get(sequence, at))
    return [(latest[first + number] - due) / NS_PER_MS for number, due in enumerate(due_ns) if first + number in latest]


def median_ratio(
    deliveries: Iterable[Delivery], one: str, other: str, value: Callable[[Delivery], float]
) -> float | None:
    """Return the median over the rounds of one server's value divided by the other's. None when no round has both.

    The two were measured a minute apart in each round, so that a machine that slows down hardly matters.
    """
    rounds: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for delivery in deliveries:
        rounds[delivery.round][delivery.server] = value(delivery)
    ratios = [found[one] / found[other] for found in rounds.values() if one in found and other in found]
    return median(ratios) if ratios else None
