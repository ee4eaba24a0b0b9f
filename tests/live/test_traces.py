from __future__ import annotations

import json
from collections import Counter
from signal import SIGTERM
from typing import TYPE_CHECKING

from contracts.generated.catalog import SERVICES
from tests.fakes.collector import Collector
from tests.live.deadline import until

if TYPE_CHECKING:
    from tests.live.client import Client
    from tests.live.stand import Launch, Stand

CONNECTIONS = 5
COMMANDS = (
    '{"action": "subscribe", "service": "news", "request_id": "planted-id"}',
    '{"action": "subscribe", "service": "planted-service"}',
    '{"action": "planted-action"}',
    '{"action": "ping", "data": {"note": "planted-note"}}',
    '{"action": "ping"}',
    '{"action": "get_status", "token": "planted-token"}',
    "planted-text",
)
NAMES = {"command subscribe": 2, "command": 2, "command ping": 2, "command get_status": 1}
NEVER_MS = "600000"
"""Between two batches."""
END_S = 15.0
"""The SDK by itself waits for a collector for 30 s."""


def traced(launch: Launch, url: str, **variables: str) -> Stand:
    settings = {"GATEWAY_TRACES": "otlp", "GATEWAY_LOG_FORMAT": "json", "OTEL_EXPORTER_OTLP_ENDPOINT": url, **variables}
    return launch(settings=settings)


def warnings(stand: Stand) -> list[str]:
    """Return what the gateway says of its collector; all that it logs is JSON."""
    lines = [json.loads(line) for line in stand.program.err.splitlines()]
    return [line["event"] for line in lines if "traces" in line["event"]]


async def updates(client: Client) -> None:
    """Take what comes, until every service has had a tick."""
    missing = set(SERVICES)
    while missing:
        event = await client.receive()
        if event["type"] == "update":
            missing.discard(event["service"])


async def test_every_command_and_every_tick_is_one_span(launch: Launch) -> None:
    """One a command, mistakes too; some of each service; none for connections, and nothing that a client wrote.

    All of them are on their way only when the gateway ends, and arrive.
    """
    with Collector() as collector:
        stand = traced(launch, collector.url, OTEL_BSP_SCHEDULE_DELAY=NEVER_MS)
        for _ in range(CONNECTIONS):
            async with stand.client("/ws/all") as client:
                await updates(client)
        async with stand.client("/ws") as client:
            for command in COMMANDS:
                await client.send(command)
                await client.reply()
        assert collector.spans == []
        stand.program.signal(SIGTERM)
        stand.program.check_end()
    names, spans = Counter(span.name for span in collector.spans), collector.spans

    assert {name: number for name, number in names.items() if name.startswith("command")} == NAMES
    assert set(names) == {*NAMES, *(f"tick {name}" for name in SERVICES)}
    assert len({span.trace_id for span in spans}) == len(spans)
    assert {span.parent for span in spans} == {b""}
    assert "planted" not in repr(spans)
    assert "127.0.0.1" not in repr(spans)
    assert {span.attributes["gateway.endpoint"] for span in spans if span.name.startswith("command")} == {"/ws"}
    market = [span.attributes for span in spans if span.name == "tick market_data"]
    assert {span["gateway.source"] for span in market if span["gateway.published"]} == {"sim:binance"}
    assert {(span.resource["service.name"], span.resource["gateway.mode"]) for span in spans} == {
        ("crypto-gateway", "demo")
    }
    assert warnings(stand) == []


async def test_a_source_that_fails_shows_in_the_span_of_the_tick(launch: Launch) -> None:
    """When nobody has data any more, updates go on as stale ones, and the spans say so."""
    with Collector() as collector:
        stand = traced(launch, collector.url, OTEL_BSP_SCHEDULE_DELAY="200")
        for provider in stand.providers():
            stand.break_down(provider, {"kind": "status", "status": 503})

        def stale() -> bool:
            return any(span.attributes.get("gateway.stale") for span in collector.named("tick market_data"))

        until(lambda: stale() or None, "a stale tick")
        assert stand.get("/health/live").status == 200


async def test_a_collector_that_is_away_harms_nothing(launch: Launch) -> None:
    """Clients are served as ever, the end is not delayed, and the log has one line about it."""
    stand = traced(launch, "http://127.0.0.1:9", OTEL_BSP_SCHEDULE_DELAY="50", OTEL_EXPORTER_OTLP_TIMEOUT="1")
    async with stand.client() as client:
        for _ in range(20):
            assert (await client.do("ping"))["type"] == "pong"
        until(lambda: warnings(stand), "a line")
    stand.program.signal(SIGTERM)

    assert stand.program.exit_code(seconds=END_S) == 0
    assert warnings(stand) == ["traces are not taken"]


async def test_a_collector_that_hangs_does_not_hold_the_end(launch: Launch) -> None:
    """It takes requests and never answers, and the gateway leaves it with what waits."""
    with Collector(is_silent=True) as collector:
        stand = traced(launch, collector.url, OTEL_BSP_SCHEDULE_DELAY="50", OTEL_EXPORTER_OTLP_TIMEOUT="600")
        async with stand.client() as client:
            until(lambda: collector.requests, "a request")
            assert (await client.do("ping"))["type"] == "pong"
        stand.program.signal(SIGTERM)

        assert stand.program.exit_code(seconds=END_S) == 0
    assert warnings(stand) == ["traces are not taken"]
