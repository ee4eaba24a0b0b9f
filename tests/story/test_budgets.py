from __future__ import annotations

from collections import defaultdict

from service.gateway.hub import Hub
from service.providers.catalog import load_catalog
from tests.fakes.clock import FakeClock
from tests.fakes.world import Call, World

HOUR_S = 3600


def worst(calls: list[Call], per_s: float) -> int:
    """Return the most that was asked within any window of so many seconds."""
    most = spent = 0
    window: list[Call] = []
    for call in calls:
        window.append(call)
        spent += call.cost
        while window[0].at_s < call.at_s - per_s:
            spent -= window.pop(0).cost
        most = max(most, spent)
    return most


async def test_no_limit_of_a_provider_is_exceeded_in_an_hour() -> None:
    """By default every provider is asked, none more than its budget, and none fails or says that it is too much."""
    clock = FakeClock()
    world = World(clock)
    async with world.gateway(Hub()) as works:
        await clock.advance(HOUR_S)
    calls: defaultdict[str, list[Call]] = defaultdict(list)
    for call in world.calls:
        calls[call.provider].append(call)
    catalog = load_catalog({})
    asked = {feed.provider for feed in catalog.feeds.values()}

    assert calls.keys() == asked
    for name in asked:
        provider = catalog.providers[name]
        assert worst(calls[name], provider.per_s) <= provider.requests, name
        assert world.hosts[name].tally.refused == 0, name
        assert works.kit.clients[name].stats.last_failure is None, name
