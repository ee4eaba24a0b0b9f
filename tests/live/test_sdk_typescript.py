"""The generated TypeScript client against the gateway itself, through the two things that end a conversation."""

from __future__ import annotations

from signal import SIGCONT, SIGSTOP, SIGTERM
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection, driving
from tests.contracts.sdk.typescript.package import compiled
from tests.live.stand import LOOPBACK, demo, free_port

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document
    from contracts.validator import Validator
    from tests.contracts.sdk.typescript.driver import Driver
    from tests.live.stand import Launch, Stand

SCALE = 0.1
DRAIN = {"GATEWAY_DRAIN_S": "0.2"}
OPTIONS = {"intervalScale": SCALE, "commandTimeoutMs": 3_000, "connectTimeoutMs": 3_000}
WANTED = ("market_data", "whale_tracking", "scheduler")


@pytest.fixture(scope="module")
def package(document: Document, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(document, "/ws/master", tmp_path_factory.mktemp("package"), node_modules)


async def subscribe(client: Driver) -> None:
    """Connect, subscribe, and wait for an update of each service."""
    await client.do("connect")
    for service in (*WANTED, "news", "system"):
        await client.do("subscribe", service)
    await client.do("unsubscribe", "news")
    await hear_all(client)


async def hear_all(client: Driver) -> dict[str, str]:
    """Wait for the next update of each service, and return their timestamps."""
    return {service: (await client.hear(service))["timestamp"] for service in WANTED}


async def subscriptions(client: Driver) -> list[str]:
    """Ask the gateway what it sends to this client."""
    listed: list[str] = (await client.do("getStatus"))["data"]["subscriptions"]
    return listed


async def test_every_command_is_answered(gateway: Stand, document: Document, package: Path, node_modules: Path) -> None:
    """The generated methods work with the gateway itself; what it refuses is a CommandError, and nothing is unknown."""
    async with driving(package, gateway.socket_url, node_modules, events=("unknown",), options=OPTIONS) as client:
        await client.do("connect")
        confirmed = await client.do("subscribe", "all")
        left = await client.do("unsubscribe", "news")
        status = await client.do("getStatus")
        pong = await client.do("ping", {"custom": "data"})
        with pytest.raises(Rejection) as refusal:
            await client.do("subscribe", "weather")

    assert confirmed["data"]["subscriptions"] == list(document.services)
    assert "news" not in left["data"]["subscriptions"]
    assert status["data"]["subscriptions"] == left["data"]["subscriptions"]
    assert pong["data"]["custom"] == "data"
    assert (refusal.value.name, refusal.value.fields["code"]) == ("CommandError", "invalid_service")
    assert client.told == []


async def test_subscriptions_outlive_the_gateway(
    package: Path, node_modules: Path, tmp_path: Path, validator: Validator
) -> None:
    """Through a restart on the same port no subscription is lost, none is added, and updates go on."""
    port, before_it, after_it = free_port(), tmp_path / "before", tmp_path / "after"
    before_it.mkdir()
    after_it.mkdir()
    url = f"ws://{LOOPBACK}:{port}"
    async with driving(package, url, node_modules, events=("state", "update", *WANTED), options=OPTIONS) as client:
        with demo(before_it, validator, scale=SCALE, settings=DRAIN, port=port) as stand:
            await subscribe(client)
            before = await subscriptions(client)
            stand.program.signal(SIGTERM)
            lost = await client.hear("state", state="waiting")
        with demo(after_it, validator, scale=SCALE, settings=DRAIN, port=port):
            await client.hear("state", state="open")
            await hear_all(client)
            after = await subscriptions(client)
            first, second = await hear_all(client), await hear_all(client)
            await client.do("close")

    assert lost["code"] == 1012
    assert before == after == [*WANTED, "system"]
    assert all(second[service] > first[service] for service in WANTED)
    assert {update["service"] for update in client.all("update")} <= {*WANTED, "news", "system"}


async def test_subscriptions_outlive_a_gateway_that_falls_silent(
    launch: Launch, package: Path, node_modules: Path
) -> None:
    """A gateway that hangs with its connections open is noticed; once it runs again everything is as it was."""
    stand = launch(scale=SCALE)
    events = ("state", "stale", *WANTED)
    options = {**OPTIONS, "heartbeatMs": 300}
    async with driving(package, stand.socket_url, node_modules, events=events, options=options) as client:
        await subscribe(client)
        before = await subscriptions(client)
        stand.program.signal(SIGSTOP)
        try:
            lost = await client.hear("state", state="waiting")
            silence = await client.hear("stale")
            failed = await client.hear("state", state="waiting")
        finally:
            stand.program.signal(SIGCONT)
        await client.hear("state", state="open")
        after = await subscriptions(client)
        first, second = await hear_all(client), await hear_all(client)
        await client.do("close")
    stand.program.signal(SIGTERM)

    assert lost["reason"] == "the gateway is silent"
    assert failed["reason"] == "no greeting within 3000 ms"
    assert silence["service"] in WANTED
    assert before == after == [*WANTED, "system"]
    assert all(second[service] > first[service] for service in WANTED)
