"""Run: all rounds of a plan, interleaved, so that a machine that grows slower is as unfair to each server."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from service.clock import SystemClock
from tests.bench.crowd import Refused
from tests.bench.hosted import ServerFailed
from tests.bench.lineup import GATEWAY
from tests.bench.machine import description
from tests.bench.measure import measure
from tests.bench.results import Results
from tests.bench.stalled import stall

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.plan import Plan

__all__ = ["run"]

PACKAGES = ("granian", "litestar", "fastapi", "uvicorn", "uvloop", "websockets")


def run(plan: Plan, core: int, notes: list[str], tell: Callable[[str], None]) -> Results:
    """Measure everything. A server that fails is left out for that number of clients and round, and noted."""
    results = Results(description(), SystemClock().now().date().isoformat(), _versions(), plan, [], [], [], notes)
    for round_ in range(plan.rounds):
        for clients in plan.clients:
            for server in plan.servers:
                tell(f"round {round_ + 1} of {plan.rounds}: {clients:,} clients, {server}")
                try:
                    opening, deliveries = measure(server, clients, round_, plan, core)
                except (ServerFailed, Refused) as failure:
                    notes.append(f"round {round_ + 1}, {clients:,} clients, {server}: {failure}")
                else:
                    results.openings.append(opening)
                    results.deliveries.extend(deliveries)
        if plan.stalled_of and GATEWAY in plan.servers:
            tell(f"round {round_ + 1} of {plan.rounds}: one in ten of {plan.stalled_of:,} clients stalls")
            try:
                results.stalls.append(stall(plan.stalled_of, round_, core))
            except (ServerFailed, Refused) as failure:
                notes.append(f"round {round_ + 1}, stalled clients: {failure}")
    return results


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except ModuleNotFoundError:
            continue
    return found
