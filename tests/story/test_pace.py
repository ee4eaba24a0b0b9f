from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import SERVICES
from service.gateway.hub import Hub, Outcome
from tests.fakes.clock import START, FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.world import World

if TYPE_CHECKING:
    from datetime import datetime

MIDNIGHT = START.replace(hour=0, minute=0, second=20, microsecond=700_000)


@pytest.mark.parametrize("at", [START, MIDNIGHT], ids=["morning", "midnight"])
@pytest.mark.parametrize("scale", [0.01, 0.05, 3.0])
async def test_a_calm_world_is_calm_at_any_pace(scale: float, at: datetime) -> None:
    """Nothing is stale, nothing is missing and no source fails over, however fast the clock of both runs."""
    clock, hub, listener = FakeClock(scale=scale, at=at), Hub(), FakeReceiver()
    hub.join(Outcome(session("/ws", *SERVICES, "system"), ()), listener)
    async with World(clock).gateway(hub):
        await clock.advance(150.0)
    events = [json.loads(frame.text) for frame in listener.got]
    newest = {event["service"]: event["data"] for event in events}
    parts = [
        (event["service"], part, whole.get("stale", False))
        for event in events
        for field in ("freshness", "metrics")
        for part, whole in [("whole", event["data"]), *(event["data"].get(field) or {}).items()]
    ]

    assert {event["type"] for event in events} == {"update"}
    assert newest.keys() == set(SERVICES)
    assert [(service, part) for service, part, stale in parts if stale] == []
    assert [name for name, figure in newest["onchain"].items() if figure is None] == []
    assert newest["pool_manager"]["failover_count"] == 0
