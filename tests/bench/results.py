"""What was measured, as it is kept in the JSON file."""

from __future__ import annotations

import msgspec

from tests.bench.plan import Plan

__all__ = ["Delivery", "Opening", "Results", "Stall"]


class Opening(msgspec.Struct, frozen=True):
    """A server in one round, before its first update."""

    server: str
    clients: int
    round: int
    ready_ms: float
    """From the start of its process until it took a connection."""
    connects_per_s: float
    idle_bytes: float
    """Memory of the process for each connection that does nothing."""
    round_trips_us: list[float]
    """From sending `ping` to the answer, one client after the other."""


class Delivery(msgspec.Struct, frozen=True):
    """Updates of one size in one round."""

    server: str
    clients: int
    size_bytes: int
    round: int
    deliveries_per_s: float
    """Counted by the clients, each update published as soon as the one before had been handed to all."""
    cpu_us: float
    """CPU of the server for each of these deliveries."""
    core: float
    """How much of its core the server had meanwhile, 1 for all of it: other programs may have taken the rest."""
    lag_s: float
    """How long the clients went on receiving after the server had finished: they ought to be quicker than it is."""
    lost: int
    """Deliveries that never came, saturated or paced; a server that conflates may lose some."""
    last_ms: list[float]
    """At a steady pace: from the moment at which each update was due until its last client had it."""


class Stall(msgspec.Struct, frozen=True):
    """The gateway, when one client in ten reads nothing, in one round. Milliseconds from due to each arrival, p99."""

    round: int
    clients: int
    stalled: int
    without_p99_ms: float
    """While all clients read."""
    with_p99_ms: float
    """Of those who read, while the others do not."""


class Results(msgspec.Struct, frozen=True):
    """A whole run."""

    machine: str
    date: str
    versions: dict[str, str]
    plan: Plan
    openings: list[Opening]
    deliveries: list[Delivery]
    stalls: list[Stall]
    notes: list[str]
    """What was left out or went wrong."""
