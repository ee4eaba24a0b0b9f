"""Pace: the declared intervals in real seconds, at the speed the gateway's clock was started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.document import Document

__all__ = ["Pace"]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two updates."""

    document: Document
    interval_scale: float = 1.0
    """Length of a gateway second in real ones."""

    def interval_s(self, service: str) -> float:
        """Return the interval of a service in real seconds."""
        return self.document.services[service].interval_s * self.interval_scale

    def longest_s(self, services: Iterable[str] | None = None) -> float:
        """Return the longest interval of some services, by default of all."""
        return max(self.interval_s(service) for service in services or self.document.services)

    def quickest(self, services: Iterable[str]) -> str:
        """Name the service with the shortest interval."""
        return min(services, key=self.interval_s)
