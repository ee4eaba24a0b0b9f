from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families
from prometheus_client.parser import text_string_to_metric_families

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.archive.buffer import Buffer
from service.archive.record import Record
from service.edge.adapter import EdgeAdapter
from service.edge.routes import create_litestar
from service.gateway.hub import Outcome
from service.metrics.clients import clients
from service.metrics.exposition import Exposition
from service.metrics.measures import LAG_INTERVAL_S, Measures
from service.metrics.services import archive
from tests.fakes.clock import START, FakeClock
from tests.fakes.frame import update
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.shelf import Shelf
from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prometheus_client import Metric

Series = dict[tuple[str, frozenset[str]], float]


def series(families: Iterable[Metric]) -> Series:
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def names(text: bytes, read: Callable[[str], Iterable[Metric]]) -> set[str]:
    return {family.name for family in read(text.decode())}


def of(*labels: str) -> frozenset[str]:
    return frozenset(labels)


async def test_a_gateway_that_has_not_begun_to_publish_is_described() -> None:
    """A scrape at the very start finds the edge, and no zeros in place of what is not known."""
    desk = create_edge().desk
    found = series(Exposition(desk, Measures(FakeClock())).collect())

    assert found["gateway_ready", of()] == 0
    assert {of(path) for path in ENDPOINTS} == {labels for name, labels in found if name == "gateway_connections"}
    assert [name for name, _ in found if name.startswith(("gateway_data", "gateway_archive", "gateway_provider"))] == []


async def test_text_is_written_as_the_reader_accepts_it() -> None:
    """The plain format, or OpenMetrics to whoever asks for it; either can be read again."""
    exposition = Exposition(create_edge().desk, Measures(FakeClock()))
    plain, plain_type = await exposition.text("")
    modern, modern_type = await exposition.text("application/openmetrics-text; version=1.0.0")

    assert plain_type == "text/plain; version=0.0.4; charset=utf-8"
    assert modern_type.startswith("application/openmetrics-text; version=1.0.0")
    in_plain, in_modern = names(plain, text_string_to_metric_families), names(modern, openmetrics_families)
    assert {"gateway_info", "gateway_connections", "process_open_fds", "python_info"} <= in_plain
    assert in_plain == in_modern


def test_the_route_names_its_format_once() -> None:
    """A charset twice is one that parsers stumble over; and nobody keeps a copy."""
    desk = create_edge().desk
    edge = EdgeAdapter(create_litestar(desk, None, Exposition(desk, Measures(FakeClock()))), desk)
    with requests(edge) as client:
        answer = client.get("/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "gateway_ready 0.0" in answer.text.splitlines()


async def test_clients_are_counted_where_they_are() -> None:
    """By address and by what they listen to."""
    desk = create_edge().desk
    desk.hub.join(Outcome(session("/ws", "news", "system"), ()), FakeReceiver())
    found = series(clients(desk))

    assert found["gateway_connections", of("/ws")] == 1
    assert found["gateway_connections", of("/ws/news")] == 0
    assert found["gateway_subscriptions", of("news")] == found["gateway_subscriptions", of("system")] == 1
    assert found["gateway_subscriptions", of("onchain")] == 0


async def test_counts_begin_at_zero() -> None:
    """Of a series that begins with its first event, Prometheus does not see that one."""
    found = series(clients(create_edge().desk))

    for labels in (of("ping", "ok"), of("429"), of("stalled"), of("unfinished_message"), of("policy_violation")):
        assert [value for (_, given), value in found.items() if given == labels] == [0]


async def test_what_is_not_foreseen_is_counted_too() -> None:
    """A status and an error code beyond those that begin at zero."""
    desk = create_edge().desk
    desk.traffic.refused[418] += 1
    desk.traffic.commands["subscribe", "rate_limited"] += 1
    found = series(clients(desk))

    assert found["gateway_handshakes_refused_total", of("418")] == 1
    assert found["gateway_commands_total", of("subscribe", "rate_limited")] == 1


async def test_the_time_to_hand_an_update_on_is_measured() -> None:
    """For each service, by the clock that measures."""
    clock = FakeClock()
    measures = Measures(clock)
    publish = measures.timed(lambda _: clock.jump(0.003))
    publish(update("news"))

    assert measures.fanout_s["news"].total == pytest.approx(0.003)
    assert {service: measures.fanout_s[service].count for service in SERVICES} == {
        **dict.fromkeys(SERVICES, 0),
        "news": 1,
    }


async def test_a_loop_that_comes_back_late_is_seen() -> None:
    """What was asked for is no lag."""
    clock = FakeClock()
    measures = Measures(clock)
    task = asyncio.create_task(measures.watch_loop())
    await clock.settle()
    await clock.advance(LAG_INTERVAL_S)
    assert measures.loop_lag_s.count == 1
    assert measures.loop_lag_s.total == pytest.approx(0, abs=1e-9)

    clock.jump(0.4)
    await clock.advance(LAG_INTERVAL_S)
    task.cancel()
    assert measures.loop_lag_s.total == pytest.approx(0.4 - LAG_INTERVAL_S)


async def test_the_archive_lags_by_its_oldest_update() -> None:
    """Whether that still waits or is being stored; nothing waits, no lag."""
    clock, buffer = FakeClock(), Buffer(10)
    assert buffer.waiting_since is None
    for age_s in (30, 20):
        buffer.add(Record("news", clock.now() - timedelta(seconds=age_s), "{}"))
    assert buffer.waiting_since == START - timedelta(seconds=30)
    buffer.take(1)
    assert buffer.waiting_since == START - timedelta(seconds=30)
    buffer.done()
    assert buffer.waiting_since == START - timedelta(seconds=20)

    assert series(archive(Shelf(clock).state(), clock))["gateway_archive_lag_seconds", of()] == 0
