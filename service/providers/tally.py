"""Tally: what became of every request to one provider, and how long the answers took."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from service.distribution import Distribution
from service.errors import (
    ProviderError,
    ProviderPayloadError,
    ProviderRefused,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["GOOD", "OUTCOMES", "Tally"]

GOOD: Final = "ok"
OTHER: Final = "other"
OUTCOMES: Final[Mapping[type[ProviderError], str]] = MappingProxyType(
    {
        ProviderTimeout: "timeout",
        ProviderUnavailable: "unavailable",
        RateLimited: "rate_limited",
        ProviderRefused: "refused",
        ProviderPayloadError: "unreadable",
    }
)
"""What a request comes to that brings no data."""
BOUNDS_S: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Tally:
    """Counts since the start. Several answers that cannot be read together count as one that cannot."""

    def __init__(self) -> None:
        self.outcomes = Counter(dict.fromkeys((GOOD, *OUTCOMES.values()), 0))
        self.latency_s = Distribution(BOUNDS_S)
        """Of good answers."""

    def answered(self, elapsed_ms: Iterable[float]) -> None:
        """Count good answers."""
        for each_ms in elapsed_ms:
            self.outcomes[GOOD] += 1
            self.latency_s.observe(each_ms / 1000)

    def failed(self, error: ProviderError) -> None:
        """Count a request that brought no data."""
        self.outcomes[OUTCOMES.get(type(error), OTHER)] += 1
