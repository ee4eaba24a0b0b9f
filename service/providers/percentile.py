"""Percentile: below which most of the figures lie."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["percentile"]


def percentile(figures: Sequence[float], percent: int) -> float | None:
    """Return the smallest of the figures that so many percent of them do not exceed, None without any.

    This is the nearest rank: always one of the figures, never one in between.
    """
    if not figures:
        return None
    rank = max(1, ceil(percent * len(figures) / 100))
    return sorted(figures)[rank - 1]
