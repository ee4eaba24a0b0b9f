from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection
from tests.live.deadline import within

if TYPE_CHECKING:
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.driver import Driver
    from tests.contracts.sdk.typescript.gateway import Conversation, Gateway

SCALE = 0.01
"""An interval of market_data is 50 ms, one of news 600."""
PATIENT = 600_000


async def subscribed(client: Driver, server: Gateway, *services: str) -> Conversation:
    """Connect and subscribe, and return the gateway's end."""
    calls = [client.start("connect"), *(client.start("subscribe", name) for name in services)]
    conversation = await server.greeted()
    await conversation.carry_out(len(services))
    await asyncio.gather(*calls)
    return conversation


async def test_a_service_that_falls_silent_is_stale(drive: Drive, server: Gateway) -> None:
    """After `staleIntervals` of its intervals a service is told as stale and listed, and again when it has spoken."""
    client = await drive(intervalScale=SCALE)
    conversation = await subscribed(client, server, "market_data")
    silence = await client.hear("stale")
    stale = await client.do("stale")
    await conversation.update("market_data")
    await client.hear("update")
    again = await client.hear("stale", service="market_data")

    assert (silence["service"], stale) == ("market_data", ["market_data"])
    assert silence["silentMs"] >= 3 * 5 * 1000 * SCALE
    assert again["silentMs"] >= 3 * 5 * 1000 * SCALE


async def test_each_service_has_a_clock_of_its_own(drive: Drive, server: Gateway) -> None:
    """A service with short intervals is stale before one with long ones, though both are silent."""
    client = await drive(intervalScale=SCALE)
    await subscribed(client, server, "news", "market_data")

    assert (await client.hear("stale"))["service"] == "market_data"
    assert await client.do("stale") == ["market_data"]


async def test_a_silence_is_told_once(drive: Drive, server: Gateway) -> None:
    """A service that stays silent is told once, however long that takes."""
    client = await drive(intervalScale=SCALE)
    await subscribed(client, server, "market_data", "scheduler", "pool_manager")
    for service in ("market_data", "scheduler", "pool_manager"):
        await client.hear("stale", service=service)

    assert [silence["service"] for silence in client.all("stale")] == ["market_data", "scheduler", "pool_manager"]


async def test_a_service_that_speaks_is_not_stale(drive: Drive, server: Gateway) -> None:
    """Each update starts the clock of its service anew, and of no other."""
    client = await drive(intervalScale=2 * SCALE)
    conversation = await subscribed(client, server, "market_data", "persistence")
    silences = {"market_data": 0, "persistence": 0}
    updates = 0
    while not silences["persistence"]:
        updates += 1
        await conversation.update("market_data")
        await asyncio.sleep(0.02)
        silences = {name: [silence["service"] for silence in client.all("stale")].count(name) for name in silences}

    # A machine that stands still for a while makes some silences, but not one for each update.
    assert silences["market_data"] < updates / 2


async def test_only_what_is_subscribed_can_be_stale(drive: Drive, server: Gateway) -> None:
    """Services that nobody wants, or that were left, have no clock, and are not listed."""
    client = await drive(intervalScale=SCALE)
    conversation = await subscribed(client, server, "news", "market_data", "scheduler")
    call = client.start("unsubscribe", "news")
    await conversation.carry_out(1)
    await call
    await client.hear("stale", service="market_data")
    client.start("unsubscribe", "market_data")
    client.start("subscribe", "persistence")
    await client.hear("stale", service="persistence")

    assert [silence["service"] for silence in client.all("stale")] == ["market_data", "scheduler", "persistence"]
    assert await client.do("stale") == ["scheduler", "persistence"]


async def test_where_connecting_subscribes_the_clocks_start_with_it(drive: Drive, server: Gateway) -> None:
    """On an endpoint that subscribes by itself, a gateway that publishes nothing is noticed without a command."""
    client = await drive(auto=True, intervalScale=SCALE)
    client.start("connect")
    await server.greeted()

    assert (await client.hear("stale"))["service"] == "market_data"


async def test_what_was_refused_cannot_be_stale(drive: Drive, server: Gateway) -> None:
    """A service that the gateway does not grant is not waited for."""
    client = await drive(intervalScale=SCALE)
    conversation = await subscribed(client, server, "scheduler")
    call = client.start("subscribe", "market_data")
    await conversation.refuse(await conversation.command(), "service_not_available")
    with pytest.raises(Rejection):
        await call
    told_before = len(client.all("stale"))
    await client.hear("stale", service="scheduler")

    assert "market_data" not in await client.do("stale")
    assert "market_data" not in [silence["service"] for silence in client.all("stale")[told_before:]]


async def test_without_a_connection_services_become_stale_too(drive: Drive, server: Gateway) -> None:
    """Data grows old whether or not there is a connection."""
    client = await drive(intervalScale=SCALE, backoff={"baseMs": PATIENT, "maxMs": PATIENT})
    conversation = await subscribed(client, server, "market_data")
    await conversation.close(1012)
    await client.hear("state", state="waiting")

    assert (await client.hear("stale"))["service"] == "market_data"
    assert await client.do("state") == "waiting"


async def test_an_update_that_was_heard_before_is_no_news(drive: Drive, server: Gateway) -> None:
    """A gateway that sends the same update to every new connection is not fresh; a new update is news."""
    client = await drive(intervalScale=SCALE)
    conversation = await subscribed(client, server, "market_data")
    await conversation.update("market_data")
    await client.hear("update")
    newest = conversation.last
    await conversation.close(1012)
    conversation = await server.greeted()
    await conversation.carry_out(1)
    async with within():
        while not await client.do("stale"):
            pass
    await conversation.send_raw(newest)
    await client.hear("update")

    assert await client.do("stale") == ["market_data"]
    told = len(client.all("stale"))
    await conversation.update("market_data")
    async with within():
        while len(client.all("stale")) == told:
            await client.do("state")


async def test_a_gateway_that_answers_and_publishes_nothing_is_left_once(drive: Drive, server: Gateway) -> None:
    """When all that is wanted has become stale on a connection, there is a new one; without news there is no other."""
    client = await drive(intervalScale=SCALE)
    conversation = await subscribed(client, server, "market_data", "scheduler")
    await conversation.update("market_data")
    await conversation.send_raw(conversation.last)
    await conversation.ending()
    change = await client.hear("state", state="waiting")
    conversation = await server.greeted()
    await conversation.carry_out(2)
    stale = await client.do("stale")
    pings = await conversation.carry_out(2)

    assert change["reason"] == "no service sends anything new"
    assert sorted(stale) == ["market_data", "scheduler"]
    assert pings == ["ping", "ping"]
    assert await client.do("state") == "open"
