"""Measure: one server with one number of clients, from its start to its end."""

from __future__ import annotations

import time
from itertools import cycle, islice
from typing import TYPE_CHECKING, TypeVar

from tests.bench.crowd import Crowd
from tests.bench.hosted import Hosted
from tests.bench.orders import Pace, Paced, Saturate, Saturated
from tests.bench.results import Delivery, Opening
from tests.bench.statistics import last_ms

if TYPE_CHECKING:
    from tests.bench.crowd import Arrivals
    from tests.bench.orders import Order
    from tests.bench.plan import Plan

__all__ = ["PATH", "PING", "carried_out", "measure"]

PATH = "/ws/market_data"
PING = '{"action":"ping"}'
WARM_UP_S = 0.2
NS_PER_US = 1_000
NS_PER_S = 1_000_000_000
US_PER_S = 1_000_000

T = TypeVar("T")


def measure(name: str, clients: int, round_: int, plan: Plan, core: int) -> tuple[Opening, list[Delivery]]:
    """Start a server, fill it with clients, and let it publish. Raises ServerFailed and Refused."""
    with Hosted(name, core) as hosted, Crowd(hosted.port) as crowd:
        opening = _open(hosted, crowd, clients, round_, plan.pings)
        return opening, [_deliver(hosted, crowd, round_, size_bytes, plan) for size_bytes in plan.sizes_bytes]


def carried_out(hosted: Hosted, crowd: Crowd, order: Order, kind: type[T]) -> tuple[T, Arrivals]:
    """Give an order, receive until it has been carried out, and return what came of it and what came."""
    answers: list[T] = []

    def is_answered() -> bool:
        answers.append(hosted.answer(kind))
        return True

    hosted.order(order)
    arrivals = crowd.watch(hosted.output, is_answered)
    return answers[0], arrivals


def _open(hosted: Hosted, crowd: Crowd, clients: int, round_: int, pings: int) -> Opening:
    # The first client brings caches and lazy imports that no other one does.
    crowd.round_trips(crowd.join(1, PATH), PING)
    before_bytes, start_ns = hosted.resident_bytes, time.perf_counter_ns()
    joined = crowd.join(clients - 1, PATH)
    elapsed_s = (time.perf_counter_ns() - start_ns) / NS_PER_S
    hosted.await_clients(clients)
    crowd.quiet()
    idle_bytes = (hosted.resident_bytes - before_bytes) / len(joined)
    round_trips_ns = crowd.round_trips(list(islice(cycle(joined), pings)), PING)
    return Opening(
        server=hosted.name,
        clients=clients,
        round=round_,
        ready_ms=hosted.ready_ms,
        connects_per_s=len(joined) / elapsed_s,
        idle_bytes=idle_bytes,
        round_trips_us=[elapsed / NS_PER_US for elapsed in round_trips_ns],
    )


def _deliver(hosted: Hosted, crowd: Crowd, round_: int, size_bytes: int, plan: Plan) -> Delivery:
    carried_out(hosted, crowd, Saturate(size_bytes, min(WARM_UP_S, plan.saturated_s)), Saturated)
    saturated, rush = carried_out(hosted, crowd, Saturate(size_bytes, plan.saturated_s), Saturated)
    pace = Pace(size_bytes, plan.updates(len(crowd)), plan.interval_s(len(crowd)))
    paced, trickle = carried_out(hosted, crowd, pace, Paced)
    count = len(rush.at_ns)
    return Delivery(
        server=hosted.name,
        clients=len(crowd),
        size_bytes=size_bytes,
        round=round_,
        deliveries_per_s=count * NS_PER_S / (max(rush.at_ns) - saturated.begin_ns),
        cpu_us=saturated.cpu_s * US_PER_S / count,
        core=saturated.cpu_s * NS_PER_S / (saturated.end_ns - saturated.begin_ns),
        lag_s=max(0, max(rush.at_ns) - saturated.end_ns) / NS_PER_S,
        lost=(saturated.updates + pace.updates) * len(crowd) - count - len(trickle.at_ns),
        last_ms=last_ms(trickle, paced.first, paced.due_ns),
    )
