"""The scenario in which one client in ten reads nothing, and what the others notice of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from service.providers.percentile import percentile
from tests.bench.crowd import Crowd
from tests.bench.hosted import Hosted, ServerFailed
from tests.bench.lineup import GATEWAY
from tests.bench.measure import PATH, carried_out
from tests.bench.orders import Pace, Paced
from tests.bench.results import Stall
from tests.bench.statistics import latencies_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["stall"]

SHARE = 10
"""One client in so many stalls."""
PACE = Pace(size_bytes=1_000, updates=100, interval_s=0.1)
FLOOD = Pace(262_144, updates=20, interval_s=0.005, topic="news")
"""To the stalled clients alone, until the kernel takes no more for them."""
FLOODS = 20
WARM_UP = 5
COMMANDS = tuple(f'{{"action":"subscribe","service":"{topic}"}}' for topic in ("market_data", FLOOD.topic))


def stall(clients: int, round_: int, core: int, pace: Pace = PACE) -> Stall:
    """Measure the same crowd before and after a tenth of it stops reading. Raises ServerFailed and Refused."""
    stalled = clients // SHARE
    with Hosted(GATEWAY, core) as hosted, Crowd(hosted.port) as crowd:
        crowd.join(clients - stalled, PATH)
        idlers = crowd.join(stalled, "/ws")
        for command in COMMANDS:
            crowd.round_trips(idlers, command)
        hosted.await_clients(clients)
        crowd.quiet()
        without_ms = _paced_ms(hosted, crowd, pace)
        crowd.stall(idlers)
        _fill(hosted, crowd, stalled)
        with_ms = _paced_ms(hosted, crowd, pace)
    return Stall(round_, clients, stalled, without_p99_ms=_p99(without_ms), with_p99_ms=_p99(with_ms))


def _paced_ms(hosted: Hosted, crowd: Crowd, pace: Pace) -> list[float]:
    carried_out(hosted, crowd, msgspec.structs.replace(pace, updates=WARM_UP), Paced)
    paced, arrivals = carried_out(hosted, crowd, pace, Paced)
    return latencies_ms(arrivals, paced.first, paced.due_ns)


def _fill(hosted: Hosted, crowd: Crowd, stalled: int) -> None:
    for _ in range(FLOODS):
        carried_out(hosted, crowd, FLOOD, Paced)
        if hosted.census().busy == stalled:
            return
    raise ServerFailed(hosted.name, f"takes everything, however little {stalled} clients read")


def _p99(latencies: Sequence[float]) -> float:
    figure = percentile(latencies, 99)
    assert figure is not None, "hundreds of updates came"
    return figure
