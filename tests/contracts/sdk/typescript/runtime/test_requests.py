from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection, talking

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


async def test_replies_find_their_commands_by_the_request_id(drive: Drive, server: Gateway) -> None:
    """Replies in another order than the commands reach the right callers."""
    client = await drive()
    conversation = await talking(client, server)
    calls = [client.start("ping", {"number": number}) for number in range(5)]
    commands = [await conversation.command() for _ in calls]
    for command in reversed(commands):
        await conversation.confirm(command, number=command["data"]["number"])
    replies = await asyncio.gather(*calls)

    assert [reply["data"]["number"] for reply in replies] == [0, 1, 2, 3, 4]


async def test_a_command_without_a_reply_is_given_up(drive: Drive, server: Gateway) -> None:
    """After `commandTimeoutMs` the promise rejects; a reply that comes later is nobody's, and harms nobody."""
    client = await drive(commandTimeoutMs=200)
    conversation = await talking(client, server)
    call = client.start("ping")
    command = await conversation.command()
    with pytest.raises(Rejection) as rejection:
        await call
    await conversation.confirm(command)

    assert (rejection.value.name, rejection.value.fields["timeoutMs"]) == ("CommandTimeout", 200)
    assert await client.do("state") == "open"


async def test_the_wait_for_a_connection_counts(drive: Drive, server: Gateway) -> None:
    """A command that finds no connection in time rejects, and is not sent afterwards."""
    client = await drive(commandTimeoutMs=50)
    with pytest.raises(Rejection) as rejection:
        await client.do("ping")
    conversation = await talking(client, server)
    call = client.start("getStatus")

    assert rejection.value.name == "CommandTimeout"
    assert (await conversation.command())["action"] == "get_status"
    await asyncio.gather(call, return_exceptions=True)


async def test_a_command_that_may_have_been_carried_out_is_not_repeated(drive: Drive, server: Gateway) -> None:
    """When the connection is lost before the reply, a command that is no subscription rejects with ConnectionLost."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("ping")
    await conversation.command()
    await conversation.close(1012, "restart")
    with pytest.raises(Rejection) as rejection:
        await call
    conversation = await server.greeted()
    call = client.start("getStatus")

    assert await conversation.carry_out(1) == ["get_status"]
    await call
    error = rejection.value
    assert (error.name, error.fields["action"], error.fields["code"], error.fields["reason"]) == (
        *("ConnectionLost", "ping"),
        *(1012, "restart"),
    )


async def test_a_command_that_the_gateway_would_not_read_is_not_sent(
    drive: Drive, server: Gateway, document: Document
) -> None:
    """A frame of `x-max-message-bytes` goes out; of one byte more the gateway would close for good, so it does not."""
    client = await drive()
    conversation = await talking(client, server)
    room = document.max_message_bytes - len('{"action":"ping","data":{"a":""},"request_id":"1"}')
    for letter in ("a", "€", "😀"):
        count = room // len(letter.encode())
        text = letter * count + "a" * (room - count * len(letter.encode()))
        call = client.start("ping", {"a": text})
        await conversation.carry_out(1)
        await call
        with pytest.raises(Rejection) as rejection:
            await client.do("ping", {"a": text + "a"})

        assert rejection.value.name == "MessageTooBig"
        assert rejection.value.fields["bytes"] == document.max_message_bytes + 1
        assert rejection.value.fields["maxBytes"] == document.max_message_bytes
