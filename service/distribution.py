"""Distribution: how often a measured value fell below each of some bounds."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Distribution"]


class Distribution:
    """A histogram with bounds that are chosen once. To observe costs no allocation and no lock."""

    __slots__ = ("_bounds", "_counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.total = 0.0
        """The sum of all values."""
        self._bounds = tuple(bounds)
        self._counts = [0] * (len(self._bounds) + 1)

    @property
    def count(self) -> int:
        """How many values there were."""
        return sum(self._counts)

    def observe(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    def cumulative(self) -> Iterator[tuple[float, int]]:
        """Return each bound, the last one infinite, and how many values were not above it."""
        count = 0
        for bound, held in zip((*self._bounds, float("inf")), self._counts, strict=True):
            count += held
            yield bound, count
