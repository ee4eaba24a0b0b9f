from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.contracts.sdk.typescript.driver import talking

if TYPE_CHECKING:
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


async def test_a_silent_gateway_is_asked_for_a_sign_of_life(drive: Drive, server: Gateway) -> None:
    """After `heartbeatMs` without a frame the client pings; a pong is enough to stay, again and again."""
    client = await drive(heartbeatMs=20)
    conversation = await talking(client, server)

    assert await conversation.carry_out(3) == ["ping"] * 3
    assert [change["state"] for change in client.all("state")] == ["connecting", "open"]


async def test_a_gateway_that_gives_no_sign_of_life_is_left(drive: Drive, server: Gateway) -> None:
    """A connection that stands and says nothing is given up; on the next one the subscriptions are there."""
    client = await drive(heartbeatMs=100, commandTimeoutMs=1_000)
    calls = [client.start("connect"), client.start("subscribe", "news")]
    conversation = await server.greeted()
    await conversation.carry_out(1)
    await asyncio.gather(*calls)
    await conversation.ending()
    change = await client.hear("state", state="waiting")
    conversation = await server.greeted()

    assert change["reason"] == "the gateway is silent"
    assert await conversation.carry_out(1) == ["subscribe news"]


async def test_an_attempt_is_not_given_up_for_silence(drive: Drive, server: Gateway) -> None:
    """Between two connections there is nobody to be silent: only `connectTimeoutMs` bounds an attempt."""
    client = await drive(heartbeatMs=50, commandTimeoutMs=600)
    conversation = await talking(client, server)
    await conversation.close(1012)
    conversation = await server.arrival()
    await asyncio.sleep(1)
    await conversation.greet()
    await client.hear("state", state="open")
    await client.hear("state", state="open")

    assert [change["state"] for change in client.all("state")] == [
        *("connecting", "open", "waiting"),
        *("connecting", "open"),
    ]


async def test_any_frame_is_a_sign_of_life(drive: Drive, server: Gateway) -> None:
    """A gateway that does not answer the ping, but sends something else, stays."""
    client = await drive(heartbeatMs=50, commandTimeoutMs=1_000)
    conversation = await talking(client, server)
    for _ in range(3):
        await conversation.command()
        await conversation.update("news")

    assert client.all("state")[-1] == {"state": "open"}


async def test_a_gateway_that_speaks_is_not_asked(drive: Drive, server: Gateway) -> None:
    """Every frame puts the ping off."""
    client = await drive(heartbeatMs=1_000)
    conversation = await talking(client, server)
    for _ in range(30):
        await conversation.update("news")
        await asyncio.sleep(0.05)
    client.start("getStatus")

    assert (await conversation.command())["action"] == "get_status"


async def test_the_fastest_service_says_how_long_silence_may_be(drive: Drive, server: Gateway) -> None:
    """A subscription that brings updates more often than `heartbeatMs` makes the client ask earlier."""
    client = await drive(heartbeatMs=600_000, intervalScale=0.01)
    conversation = await talking(client, server)
    call = client.start("subscribe", "market_data")
    await conversation.carry_out(1)
    await call

    assert await conversation.carry_out(2) == ["ping"] * 2
