"""Summary: the rounds of a run, put together. Rates and costs are medians over the rounds, latencies are pooled."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from service.providers.percentile import percentile
from tests.bench.lineup import CEILING
from tests.bench.statistics import median_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.results import Delivery, Opening, Results

__all__ = ["Flow", "Spread", "Start", "flows", "starts"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the slow end and the slowest of many; None of none."""

    p50: float | None
    p99: float | None
    max: float | None

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Sum figures up."""
        return cls(percentile(figures, 50), percentile(figures, 99), max(figures, default=None))


@dataclass(frozen=True, slots=True)
class Flow:
    """One server with so many clients and updates of one size."""

    server: str
    clients: int
    size_bytes: int
    deliveries_per_s: float
    of_ceiling: float | None
    """Its deliveries a second divided by the ceiling's."""
    cpu_us: float
    last_ms: Spread
    core: float
    """The least of its core that the server had in any round."""
    lag: float
    """The longest time for which clients were behind, as a share of the time measured."""
    lost: int


@dataclass(frozen=True, slots=True)
class Start:
    """One server with so many clients, before its first update."""

    server: str
    clients: int
    ready_ms: float
    connects_per_s: float
    idle_bytes: float
    round_trip_us: Spread


def flows(results: Results) -> list[Flow]:
    """Sum up the deliveries, by clients, size and server."""
    plan = results.plan
    found = []
    for clients in plan.clients:
        for size_bytes in plan.sizes_bytes:
            here = [each for each in results.deliveries if (each.clients, each.size_bytes) == (clients, size_bytes)]
            found += [_flow(here, server, plan.saturated_s) for server in _servers(here)]
    return found


def starts(results: Results) -> list[Start]:
    """Sum up the openings, by clients and server."""
    found = []
    for clients in results.plan.clients:
        here = [each for each in results.openings if each.clients == clients]
        found += [_start([each for each in here if each.server == server]) for server in _servers(here)]
    return found


def _servers(measured: Sequence[Delivery] | Sequence[Opening]) -> list[str]:
    return list(dict.fromkeys(each.server for each in measured))


def _flow(here: Sequence[Delivery], server: str, saturated_s: float) -> Flow:
    rounds = [each for each in here if each.server == server]
    return Flow(
        server,
        rounds[0].clients,
        rounds[0].size_bytes,
        deliveries_per_s=_median(rounds, lambda each: each.deliveries_per_s),
        of_ceiling=median_ratio(here, server, CEILING, lambda each: each.deliveries_per_s),
        cpu_us=_median(rounds, lambda each: each.cpu_us),
        last_ms=Spread.of([figure for each in rounds for figure in each.last_ms]),
        core=min(each.core for each in rounds),
        lag=max(each.lag_s for each in rounds) / saturated_s,
        lost=sum(each.lost for each in rounds),
    )


def _start(rounds: Sequence[Opening]) -> Start:
    return Start(
        rounds[0].server,
        rounds[0].clients,
        ready_ms=median(each.ready_ms for each in rounds),
        connects_per_s=median(each.connects_per_s for each in rounds),
        idle_bytes=median(each.idle_bytes for each in rounds),
        round_trip_us=Spread.of([figure for each in rounds for figure in each.round_trips_us]),
    )


def _median(rounds: Sequence[Delivery], value: Callable[[Delivery], float]) -> float:
    return median(map(value, rounds))
