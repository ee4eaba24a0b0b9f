from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.sdk.typescript.driver import talking

if TYPE_CHECKING:
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


UNKNOWN: dict[str, str | bytes] = {
    "text": "not JSON",
    "array": "[]",
    "null": "null",
    "binary": b"{}",
    "no data": '{"service": "system", "type": "pong", "timestamp": ""}',
    "data that is no object": '{"service": "system", "type": "pong", "data": [], "timestamp": ""}',
    "no timestamp": '{"service": "system", "type": "pong", "data": {}}',
    "no type": '{"service": "system", "data": {}, "timestamp": ""}',
    "no service": '{"type": "pong", "data": {}, "timestamp": ""}',
    "a new service": '{"service": "weather", "type": "update", "data": {}, "timestamp": ""}',
    "a new type": '{"service": "system", "type": "constructor", "data": {}, "timestamp": ""}',
}


async def test_frames_that_are_not_in_the_contract_are_tolerated(drive: Drive, server: Gateway) -> None:
    """What the client does not know is told as `unknown`, each once, and the conversation goes on."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("subscribe", "all")
    await conversation.carry_out(1)
    await call
    for frame in UNKNOWN.values():
        await conversation.send_raw(frame)
        await client.hear("unknown")
    call = client.start("ping")
    await conversation.carry_out(1)
    await call

    assert len(client.all("unknown")) == len(UNKNOWN)
    assert client.all("update") == client.all("error") == []


async def test_every_frame_of_the_contract_is_an_event(drive: Drive, server: Gateway) -> None:
    """Handlers of `event` hear greetings, replies and updates alike, wanted or not."""
    client = await drive(events=("event",))
    conversation = await talking(client, server)
    call = client.start("ping")
    await conversation.carry_out(1)
    await call
    await conversation.update("news")
    await client.hear("event", service="news")

    assert [event["type"] for event in client.all("event")] == ["connection_established", "pong", "update"]
