from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import InvalidStatus

from tests.infra.metrics import AFTER_AN_EVENT, METRICS
from tests.live.deadline import until, within
from tests.live.stand import demo

if TYPE_CHECKING:
    from pathlib import Path

    from prometheus_client.samples import Sample

    from contracts.validator import Validator
    from tests.live.canary import Canary
    from tests.live.stand import Stand

SCRAPES = 200
CALM = 0.4
"""A gateway second in real ones: eight pass before the sources of the story fail; a client connects meanwhile."""


def scrape(stand: Stand) -> list[Sample]:
    """Read /metrics as Prometheus does."""
    reply = stand.get("/metrics")
    assert reply.status == 200, reply.body
    return [sample for family in text_string_to_metric_families(reply.body.decode()) for sample in family.samples]


def value(stand: Stand, name: str, **labels: str) -> float:
    """Return one series, 0 when it is not there."""
    return sum(sample.value for sample in scrape(stand) if sample.name == name and sample.labels == labels)


async def test_the_metrics_that_dashboards_ask_for_are_served(gateway: Stand) -> None:
    """Just the names that alerts and panels may use are there, with just the labels that they know.

    A calm gateway may lack what says that something has happened; the failover below looks at those.
    """
    async with gateway.client("/ws") as client:
        await client.do("ping")
    served = {sample.name: frozenset(sample.labels) for sample in scrape(gateway)}

    assert served == {name: labels for name, labels in METRICS.items() if name in served or name not in AFTER_AN_EVENT}


async def test_what_a_client_does_shows(gateway: Stand) -> None:
    """Connections and subscriptions while it is there; commands and frames for ever."""
    pings = value(gateway, "gateway_commands_total", action="ping", result="ok")
    pongs = value(gateway, "gateway_frames_sent_total", type="pong")
    sent_bytes = value(gateway, "gateway_bytes_sent_total")
    async with gateway.client("/ws/integration") as client:
        await client.do("subscribe", service="persistence")
        await client.do("ping")

        assert value(gateway, "gateway_connections", endpoint="/ws/integration") == 1
        assert value(gateway, "gateway_subscriptions", service="persistence") == 1
    until(lambda: value(gateway, "gateway_connections", endpoint="/ws/integration") == 0 or None, "it has left")

    assert value(gateway, "gateway_subscriptions", service="persistence") == 0
    assert value(gateway, "gateway_commands_total", action="ping", result="ok") == pings + 1
    assert value(gateway, "gateway_frames_sent_total", type="pong") == pongs + 1
    assert value(gateway, "gateway_bytes_sent_total") > sent_bytes


async def test_who_is_turned_away_shows(gateway: Stand) -> None:
    """A handshake refused with a status, and a connection closed with a code."""
    refused = value(gateway, "gateway_handshakes_refused_total", status="404")
    dropped = value(gateway, "gateway_clients_dropped_total", reason="unsupported_data")
    with pytest.raises(InvalidStatus):
        async with gateway.client("/ws/weather"):
            pass
    async with gateway.client("/ws") as client:
        await client.send(b"binary")
        assert await client.close_code() == 1003

    assert value(gateway, "gateway_handshakes_refused_total", status="404") == refused + 1
    assert value(gateway, "gateway_clients_dropped_total", reason="unsupported_data") == dropped + 1


async def test_sockets_survive_scrapes(gateway: Stand, canary: Canary) -> None:
    """However often the figures are read, connections stay open and updates go on."""
    async with gateway.client("/ws/master") as client:
        await client.do("subscribe", service="market_data")
        for _ in range(SCRAPES):
            assert gateway.get("/metrics").status == 200
        canary.sing()

        assert (await client.do("ping"))["type"] == "pong"
        assert (await client.update())["data"]["prices"]


async def test_the_figures_of_data_move(gateway: Stand) -> None:
    """Updates are published and handed on, providers are asked and answer, the archive keeps up."""
    names = ("gateway_updates_published_total", "gateway_fanout_seconds_count")
    before = [value(gateway, name, service="market_data") for name in names]
    asked = value(gateway, "gateway_provider_requests_total", provider="binance", outcome="ok")
    async with gateway.client() as client, within():
        for _ in range(3):
            await client.update()

    assert all(value(gateway, name, service="market_data") > old for name, old in zip(names, before, strict=True))
    assert value(gateway, "gateway_provider_requests_total", provider="binance", outcome="ok") > asked
    assert value(gateway, "gateway_data_stale", service="market_data") == 0
    assert value(gateway, "gateway_data_age_seconds", service="market_data") > 0
    assert value(gateway, "gateway_archive_writing") == 1
    assert value(gateway, "gateway_loop_lag_seconds_count") > 0


async def test_a_failover_tells_the_same_reason_everywhere(tmp_path: Path, validator: Validator) -> None:
    """In the story of the failing primaries: the notice, `pool_manager`, the metrics and the log."""
    with demo(tmp_path, validator, scale=CALM, scenario="primary-down") as stand:
        async with stand.client("/ws/master") as client, within():
            await client.do("subscribe", service="system")
            await client.do("subscribe", service="pool_manager")
            notice = await client.receive()
            while "binance" not in notice["data"].get("message", ""):
                notice = await client.receive()
            told = (await client.update("pool_manager"))["data"]
            while "last_failover" not in told["pools"]["market_prices"]:
                told = (await client.update("pool_manager"))["data"]
        found = re.fullmatch(r"market_data: sim:binance -> sim:(\w+) \((.+)\)", notice["data"]["message"])
        assert found
        current, reason = found.groups()
        logged = [json.loads(line) for line in stand.program.err.splitlines() if '"event": "failover"' in line]
        labels = {"pool": "market_prices", "previous": "binance", "current": current, "reason": reason}

        assert told["pools"]["market_prices"]["last_failover"]["reason"] == reason
        assert frozenset(labels) == METRICS["gateway_failover_timestamp_seconds"]
        assert value(stand, "gateway_failover_timestamp_seconds", **labels) > 0
        assert value(stand, "gateway_failovers_total", pool="market_prices") == 1
        assert value(stand, "gateway_pool_serves", pool="market_prices", provider=current) == 1
        assert value(stand, "gateway_pool_serves", pool="market_prices", provider="binance") == 0
        assert [line["reason"] for line in logged if line["pool"] == "market_prices"] == [reason]
