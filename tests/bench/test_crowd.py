from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.bench.crowd import BUFFER_BYTES, Crowd, Refused
from tests.bench.hosted import Hosted, ServerFailed
from tests.bench.machine import cores
from tests.bench.measure import PATH, PING, carried_out
from tests.bench.orders import Pace, Paced, Saturate, Saturated
from tests.bench.statistics import last_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 5
CORE = cores()[0]


@pytest.fixture
def hosted() -> Iterator[Hosted]:
    """Start the smallest of the servers."""
    with Hosted("ceiling", CORE) as running:
        yield running


@pytest.mark.parametrize("size_bytes", [300, 70_000, BUFFER_BYTES + 100_000])
def test_every_delivery_is_counted(hosted: Hosted, size_bytes: int) -> None:
    """Each client gets each update once, also when one takes many reads."""
    with Crowd(hosted.port) as crowd:
        crowd.join(CLIENTS, PATH)
        hosted.await_clients(CLIENTS)
        saturated, arrivals = carried_out(hosted, crowd, Saturate(size_bytes, 0.05), Saturated)

    assert saturated.updates > 0
    assert list(Counter(arrivals.sequences).values()) == [CLIENTS] * saturated.updates


def test_what_was_missed_is_missing(hosted: Hosted) -> None:
    """A client that does not read gets nothing: the others' deliveries alone are counted."""
    with Crowd(hosted.port) as crowd:
        clients = crowd.join(CLIENTS, PATH)
        hosted.await_clients(CLIENTS)
        crowd.stall(clients[:2])
        paced, arrivals = carried_out(hosted, crowd, Pace(300, updates=3, interval_s=0.01), Paced)

    assert Counter(arrivals.sequences) == {paced.first + number: CLIENTS - 2 for number in range(3)}


def test_updates_come_when_they_are_due_or_later(hosted: Hosted) -> None:
    """The clocks of server and clients agree: nothing arrives before it was due."""
    with Crowd(hosted.port) as crowd:
        crowd.join(CLIENTS, PATH)
        hosted.await_clients(CLIENTS)
        paced, arrivals = carried_out(hosted, crowd, Pace(300, updates=5, interval_s=0.01), Paced)

    latencies = last_ms(arrivals, paced.first, paced.due_ns)
    assert len(latencies) == len(paced.due_ns) == 5
    assert min(latencies) >= 0


def test_a_round_trip_ends_with_the_answer(hosted: Hosted) -> None:
    """Each client that is named has its command answered once, one after the other."""
    with Crowd(hosted.port) as crowd:
        clients = crowd.join(2, PATH)
        start_ns = time.perf_counter_ns()
        elapsed = crowd.round_trips([clients[0], clients[1], clients[0]], PING)
        whole_ns = time.perf_counter_ns() - start_ns

    assert len(elapsed) == 3
    assert 0 < sum(elapsed) <= whole_ns


def test_a_refusal_is_told() -> None:
    """A server that takes no client says why, and the benchmark passes it on."""
    with Hosted("gateway", CORE) as hosted, Crowd(hosted.port) as crowd, pytest.raises(Refused, match="404"):
        crowd.join(1, "/ws/nowhere")


def test_a_server_that_dies_is_noticed(hosted: Hosted) -> None:
    """The clients are cut off, and an order is not carried out: nobody waits for ever."""
    with Crowd(hosted.port) as crowd:
        crowd.join(CLIENTS, PATH)
        hosted.kill()
        with pytest.raises(Refused):
            crowd.quiet()


def test_a_server_that_does_not_start_is_named() -> None:
    """A server that ends at once costs a line with its name."""
    with pytest.raises(ServerFailed, match=r"^nobody: ended with exit code 1$"):
        Hosted("nobody", CORE)
