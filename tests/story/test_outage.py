from __future__ import annotations

import json
from typing import Any

from contracts.generated.catalog import SERVICES
from service.gateway.hub import Hub, Outcome
from service.simulator.faults import Status
from tests.fakes.clock import FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.world import World

DATED = [name for name, service in SERVICES.items() if service.category == "data_collection"]


class Listener:
    """Hears everything and remembers the newest update of each service."""

    def __init__(self, hub: Hub) -> None:
        self.receiver = FakeReceiver()
        hub.join(Outcome(session("/ws", *SERVICES, "system"), ()), self.receiver)

    def newest(self) -> dict[str, dict[str, Any]]:
        events = [json.loads(frame.text) for frame in self.receiver.got]
        return {event["service"]: event["data"] for event in events if event["type"] == "update"}


async def test_every_service_has_something_to_say_within_five_seconds() -> None:
    """In a calm world every one of the twelve has published before a newcomer gets impatient."""
    clock, hub = FakeClock(), Hub()
    listener = Listener(hub)
    async with World(clock).gateway(hub):
        await clock.advance(5.0)

    assert listener.newest().keys() >= SERVICES.keys()
    assert [name for name in DATED if listener.newest()[name]["stale"]] == []


async def test_nothing_is_missing_while_all_is_calm() -> None:
    """No figure is null but the social volume, which only a paid source could give."""
    clock, hub = FakeClock(), Hub()
    listener = Listener(hub)
    async with World(clock).gateway(hub):
        await clock.advance(70.0)
    newest = listener.newest()
    nulls = {(name, field) for name in DATED for field, value in newest[name].items() if value is None}

    assert nulls == {("sentiment", "social_volume")}
    assert {state["status"] for state in newest["health_checker"]["providers"].values()} == {"healthy"}
    assert {state["health"] for state in newest["pool_manager"]["pools"].values()} == {"healthy"}
    assert {node["last_error"] for node in newest["rpc_nodes"]["nodes"]} == {None}


async def test_an_outage_of_everything_is_told_and_passes() -> None:
    """While nobody answers, services go on with what they had and say that it is stale; afterwards all is well."""
    clock, hub = FakeClock(), Hub()
    world, listener = World(clock), Listener(hub)
    async with world.gateway(hub):
        await clock.advance(30.0)
        before = listener.newest()
        for host in world.hosts.values():
            host.play((Status(status=503),))
        await clock.advance(400.0)
        during = listener.newest()
        for host in world.hosts.values():
            host.play(())
        await clock.advance(1300.0)
        after = listener.newest()

    # Daily figures and the weekly newsletter are not old yet; whatever is asked within the outage is.
    assert {name for name in DATED if during[name]["stale"]} >= {
        "market_data",
        "explorers",
        "rpc_nodes",
        "whale_tracking",
    }
    assert all(during[name]["as_of"] >= before[name]["as_of"] for name in ("market_data", "explorers", "rpc_nodes"))
    assert during["health_checker"]["providers"]["binance"]["status"] == "unhealthy"
    assert during["pool_manager"]["pools"]["market_prices"]["health"] == "unhealthy"
    assert [name for name in DATED if after[name]["stale"]] == []
    assert after["pool_manager"]["pools"]["market_prices"]["active_source"] == "sim:binance"
