"""Results that a run might have had, for the tests of what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.bench.plan import QUICK
from tests.bench.results import Delivery, Opening, Results, Stall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.plan import Plan

__all__ = ["PLAN", "delivery", "opening", "results"]

PLAN = msgspec.structs.replace(QUICK, clients=(50, 500), sizes_bytes=(300, 1_000), rounds=3)


def delivery(server: str, rate: float, *, round_: int = 0, clients: int = 50, size_bytes: int = 300) -> Delivery:
    """Make what one round found: the server was busy all the time."""
    return Delivery(
        server=server,
        clients=clients,
        size_bytes=size_bytes,
        round=round_,
        deliveries_per_s=rate,
        cpu_us=1_000_000 / rate,
        core=1.0,
        lag_s=0.0,
        lost=0,
        last_ms=[1.0, 2.0, 3.0],
    )


def opening(server: str, idle_bytes: float, *, round_: int = 0, clients: int = 50) -> Opening:
    """Make what was found before the first update."""
    return Opening(
        server=server,
        clients=clients,
        round=round_,
        ready_ms=400.0,
        connects_per_s=3_000.0,
        idle_bytes=idle_bytes,
        round_trips_us=[100.0, 200.0, 900.0],
    )


def results(
    deliveries: Sequence[Delivery] = (),
    openings: Sequence[Opening] = (),
    stalls: Sequence[Stall] = (),
    plan: Plan = PLAN,
) -> Results:
    """Put a run together."""
    return Results("a machine", "2026-01-01", {}, plan, list(openings), list(deliveries), list(stalls), [])
