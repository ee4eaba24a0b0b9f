"""Upstream: one outside provider, as the simulator plays it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.simulator.http import Ask, Headers, Reply
    from service.simulator.limits import Limit, Meter
    from service.simulator.market import Snapshot

__all__ = ["Complaint", "Upstream"]


class Complaint(Protocol):
    """How a provider words its errors."""

    def __call__(self, status: int, text: str | None = None) -> Reply:
        """Return its own body for such a status; `text` replaces its usual words."""


def _no_headers(_limit: Limit, _meter: Meter) -> Headers:
    return ()


@dataclass(frozen=True, slots=True)
class Upstream:
    """Pure functions and figures; what changes is in its Host."""

    name: str
    answer: Callable[[Ask, Snapshot], Reply]
    """Answer a question. A bad one gets the provider's own complaint."""
    complain: Complaint
    limits: tuple[Limit, ...]
    """All of them hold; the first one that is over speaks."""
    methods: tuple[str, ...] = ("GET",)
    """What it lets itself be asked with."""
    meter_headers: Callable[[Limit, Meter], Headers] = _no_headers
    """What an answer tells of a limit: the first one that counts the question."""
    refresh_s: float = 0.0
    """How long the provider itself holds on to its numbers."""
    cached_s: float = 0.0
    """How long the cache in front of it repeats a body."""
