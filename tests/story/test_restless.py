from __future__ import annotations

import json
from dataclasses import replace

from service.gateway.hub import Hub, Outcome
from tests.fakes.clock import FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.world import World


async def test_a_restless_gateway_shows_what_no_client_can_cause() -> None:
    """A service says once that it has no data, and has some later; failovers are noticed all the while."""
    clock, hub, early, late = FakeClock(), Hub(), FakeReceiver(), FakeReceiver()
    hub.join(Outcome(session("/ws", "news", "system"), ()), early)
    world = World(clock, scenario="restless")
    async with world.gateway(hub):
        await clock.advance(200.0)
        hub.join(Outcome(replace(session("/ws/data", "news"), client_id="client_8_1795429800"), ()), late)
        before = [json.loads(frame.text) for frame in (*early.got, *late.got)]
        await clock.advance(220.0)
        after = [json.loads(frame.text) for frame in early.got]

    assert [event["data"]["code"] for event in before if event["type"] == "error"] == ["source_unavailable"] * 2
    assert "news" not in {event["service"] for event in before}
    assert "news" in {event["service"] for event in after}
    assert sum(event["data"].get("notice") == "failover" for event in after) > 5
