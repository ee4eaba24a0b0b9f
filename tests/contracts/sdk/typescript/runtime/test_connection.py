from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import talking
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


async def test_a_program_ends_even_if_the_gateway_does_not_say_goodbye(drive: Drive, server: Gateway) -> None:
    """After `close` a gateway that hangs is not waited for."""
    client = await drive(webSocket="ws")
    conversation = await talking(client, server)
    conversation.freeze()
    await client.do("close")

    assert await client.end() == 0


@pytest.mark.parametrize("kind", ["ws", "bare"])
async def test_a_connection_that_was_given_up_is_not_heard_any_more(drive: Drive, server: Gateway, kind: str) -> None:
    """What a gateway still says on a connection that the client has left is not told, with sockets of either kind."""
    client = await drive(webSocket=kind, heartbeatMs=50, commandTimeoutMs=1_000)
    calls = [client.start("subscribe", "news"), client.start("connect")]
    left = await server.greeted()
    await left.carry_out(1)
    for call in calls:
        await call
    left.freeze()
    await client.hear("state", state="waiting")
    conversation = await server.greeted()
    await conversation.carry_out(1)
    await left.update("news", on="left")
    await conversation.update("news", on="new")
    heard = await client.hear("update")

    assert heard["data"]["on"] == "new"


async def test_why_an_attempt_failed_is_told(drive: Drive, server: Gateway) -> None:
    """Where the platform gives a reason, the state carries it: such as the status of a refused handshake."""
    client = await drive(webSocket="ws", maxAttempts=1)
    server.refusal = HTTPStatus.SERVICE_UNAVAILABLE
    client.start("connect")
    change = await client.hear("state", state="closed")

    assert (change["code"], change["reason"]) == (1006, "Unexpected server response: 503")


async def test_an_attempt_that_gets_no_handshake_is_given_up_quietly(drive: Drive) -> None:
    """A port that takes connections and says nothing costs an attempt, and no error that nothing catches."""
    visitors: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()

    async def take_in(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await visitors.put(writer)

    async with await asyncio.start_server(take_in, LOOPBACK) as mute:
        url = f"ws://{LOOPBACK}:{mute.sockets[0].getsockname()[1]}"
        client = await drive(url=url, webSocket="ws", events=("state", "uncaught"), connectTimeoutMs=50)
        client.start("connect")
        change = await client.hear("state", state="waiting")
        await client.hear("state", state="waiting")
        for _ in range(2):
            (await visitors.get()).close()

    assert change["reason"] == "no greeting within 50 ms"
    assert client.all("uncaught") == []


async def test_an_error_is_an_end(drive: Drive) -> None:
    """A socket that tells of an error and of no close costs an attempt, and the next one follows."""
    url = f"ws://{LOOPBACK}:{free_port()}"
    client = await drive(url=url, webSocket="curt")
    client.start("connect")
    change = await client.hear("state", state="waiting")
    await client.hear("state", state="connecting", attempt=3)

    assert (change["code"], "ECONNREFUSED" in change["reason"]) == (1006, True)


async def test_a_connection_that_was_greeted_stands(drive: Drive, server: Gateway) -> None:
    """`connectTimeoutMs` bounds the wait for the greeting, and not the conversation."""
    client = await drive(connectTimeoutMs=500, heartbeatMs=600)
    call = client.start("connect")
    server.is_polite = True
    conversation = await server.arrival()
    await call

    assert await conversation.carry_out(1) == ["ping"]
    assert client.all("state")[-1] == {"state": "open"}
