from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from contracts.generated.catalog import SERVICES
from service.gateway.hub import Hub, Outcome
from service.providers.catalog import load_catalog
from tests.fakes.clock import FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

DATED = [name for name, service in SERVICES.items() if service.category == "data_collection"]
CATALOG = load_catalog({})
POOLS = {
    pool.id: [f"sim:{CATALOG.feeds[feed].provider}" for feed in pool.feeds]
    for pool in CATALOG.pools.values()
    if len(pool.feeds) > 1
}
"""The sources of each pool that has several, the preferred one first."""
HOURLY = {"fees_a_day", "transactions_a_day"}
"""Pools of figures that are asked for once an hour."""
BACK_S = 1300.0


def newest(listener: FakeReceiver) -> Mapping[str, Mapping[str, Any]]:
    events = [json.loads(frame.text) for frame in listener.got]
    return {event["service"]: event["data"] for event in events if event["type"] == "update"}


def used(updates: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return which source each pool uses: 0 is the preferred one."""
    pools = updates["pool_manager"]["pools"]
    return {pool: sources.index(pools[pool]["active_source"]) for pool, sources in POOLS.items()}


async def test_the_next_sources_serve_while_the_preferred_are_down() -> None:
    """No service is stale for it; when all is well again the pools go back. What is asked hourly notices neither."""
    clock, hub, listener = FakeClock(), Hub(), FakeReceiver()
    hub.join(Outcome(session("/ws", *SERVICES), ()), listener)
    world = World(clock, scenario="primary-down")
    async with world.gateway(hub):
        await clock.advance(300.0)
        during = newest(listener)
        for host in world.hosts.values():
            host.play(())
        await clock.advance(BACK_S)
        after = newest(listener)

    assert {pool for pool, place in used(during).items() if place == 0} == HOURLY
    assert [name for name in DATED if during[name]["stale"]] == []
    assert [pool for pool, place in used(after).items() if place > 0] == []
    assert [name for name in DATED if after[name]["stale"]] == []
