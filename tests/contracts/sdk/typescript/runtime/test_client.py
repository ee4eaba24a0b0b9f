from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection, talking

if TYPE_CHECKING:
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


async def test_a_client_is_connected_when_the_gateway_has_greeted(drive: Drive, server: Gateway) -> None:
    """`connect` resolves with the greeting and not with the handshake."""
    client = await drive()
    connected = client.start("connect")
    conversation = await server.arrival()
    state_before = await client.do("state")
    was_connected = connected.done()
    await conversation.greet()
    await connected

    assert (state_before, was_connected) == ("connecting", False)
    assert await client.do("state") == "open"
    assert conversation.target == "/ws/master"


async def test_only_the_greeting_opens_a_conversation_and_only_once(drive: Drive, server: Gateway) -> None:
    """Another frame before the greeting does not count as one, and a second greeting restores nothing again."""
    client = await drive()
    calls = [client.start("connect"), client.start("subscribe", "news")]
    conversation = await server.arrival()
    await conversation.send("system", "welcome")
    await conversation.send_raw("hello?")
    await client.hear("unknown")
    state_before = await client.do("state")
    await conversation.greet()
    await conversation.carry_out(1)
    await asyncio.gather(*calls)
    await conversation.greet()
    call = client.start("ping")

    assert await conversation.carry_out(1) == ["ping"]
    await call
    assert state_before == "connecting"
    assert [change["state"] for change in client.all("state")] == ["connecting", "open"]


async def test_connecting_twice_makes_one_connection(drive: Drive, server: Gateway) -> None:
    """`connect` may be called again: it waits for the same connection, or is done."""
    client = await drive()
    twice = [client.start("connect"), client.start("connect")]
    await server.greeted()
    await asyncio.gather(*twice)
    await client.do("connect")

    assert server.waiting == 0


async def test_a_command_resolves_with_its_reply(drive: Drive, server: Gateway) -> None:
    """Each method sends its action and its fields, and resolves with the frame that answers."""
    client = await drive()
    conversation = await talking(client, server)
    calls = [client.start("subscribe", "news"), client.start("ping", {"a": 1}), client.start("getStatus")]
    commands = [await conversation.command() for _ in calls]
    for command in commands:
        await conversation.confirm(command, told=command["action"])
    replies = await asyncio.gather(*calls)

    sent = [{name: value for name, value in command.items() if name != "request_id"} for command in commands]
    assert sent == [
        {"action": "subscribe", "service": "news"},
        {"action": "ping", "data": {"a": 1}},
        {"action": "get_status"},
    ]
    assert [(reply["type"], reply["data"]["told"]) for reply in replies] == [
        ("subscription_confirmed", "subscribe"),
        ("pong", "ping"),
        ("status", "get_status"),
    ]


async def test_a_field_that_is_not_given_is_not_sent(drive: Drive, server: Gateway) -> None:
    """An optional argument that is left out is no key of the command."""
    client = await drive()
    conversation = await talking(client, server)
    client.start("ping")

    assert sorted(await conversation.command()) == ["action", "request_id"]


async def test_a_refused_command_rejects_with_what_the_gateway_says(drive: Drive, server: Gateway) -> None:
    """A reply of the type `error` is a CommandError with the code and all data; no handler hears of it."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("subscribe", "nevs")
    await conversation.refuse(await conversation.command(), "invalid_service", hint="news")
    with pytest.raises(Rejection) as rejection:
        await call

    error = rejection.value
    assert (error.name, str(error)) == ("CommandError", "no: invalid_service")
    assert (error.fields["action"], error.fields["code"]) == ("subscribe", "invalid_service")
    assert error.fields["data"]["hint"] == "news"
    assert client.all("error") == []


async def test_an_update_is_no_reply(drive: Drive, server: Gateway) -> None:
    """Only replies carry the id of a command; a field of that name in the data of an update says something else."""
    client = await drive()
    conversation = await talking(client, server)
    calls = [client.start("subscribe", "news"), client.start("ping")]
    await conversation.carry_out(1)
    ping = await conversation.command()
    await conversation.update("news", request_id=ping["request_id"])
    await client.hear("update")
    await conversation.confirm(ping)

    assert [reply["type"] for reply in await asyncio.gather(*calls)] == ["subscription_confirmed", "pong"]


async def test_an_error_that_nobody_asked_for_is_told(drive: Drive, server: Gateway) -> None:
    """The word that a service has no data goes to the handlers of `error`."""
    client = await drive()
    conversation = await talking(client, server)
    await conversation.send("system", "error", code="source_unavailable", message="none", service="news")

    assert (await client.hear("error"))["data"]["service"] == "news"


async def test_a_reply_that_is_none_of_the_contract_rejects(drive: Drive, server: Gateway) -> None:
    """A frame with the id of a command that is neither its reply nor an error is an UnexpectedReply."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("ping")
    await conversation.send("system", "status", request_id=(await conversation.command())["request_id"])
    with pytest.raises(Rejection) as rejection:
        await call

    assert (rejection.value.name, rejection.value.fields["type"]) == ("UnexpectedReply", "status")


async def test_updates_are_told_by_service_and_all_together(drive: Drive, server: Gateway) -> None:
    """A handler of a service hears its updates only; one of `update` hears all that are wanted."""
    client = await drive(events=("news", "market_data", "update"))
    conversation = await talking(client, server)
    calls = [client.start("subscribe", name) for name in ("news", "market_data")]
    await conversation.carry_out(2)
    await asyncio.gather(*calls)
    for service in ("news", "market_data", "news"):
        await conversation.update(service, of=service)
    await client.hear("update", service="market_data")
    await client.hear("update", service="news")

    heard = [(name, event["data"]["of"]) for name, event in client.told if name != "update"]
    assert heard == [("news", "news"), ("market_data", "market_data"), ("news", "news")]
    assert [event["service"] for event in client.all("update")] == ["news", "market_data", "news"]


async def test_notices_are_updates_of_system(drive: Drive, server: Gateway) -> None:
    """Who has subscribed `system` hears its notices like the updates of a service."""
    client = await drive(events=("system",))
    conversation = await talking(client, server)
    call = client.start("subscribe", "system")
    await conversation.carry_out(1)
    await call
    await conversation.update("system", notice="failover")

    assert (await client.hear("system"))["data"]["notice"] == "failover"
    assert await client.do("subscriptions") == ["system"]


async def test_a_service_that_was_left_is_never_told(drive: Drive, server: Gateway) -> None:
    """From the call of `unsubscribe` on, updates that are still on their way are dropped."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("subscribe", "news")
    await conversation.carry_out(1)
    await call
    call = client.start("unsubscribe", "news")
    command = await conversation.command()
    await conversation.update("news")
    await conversation.confirm(command)
    await conversation.update("news")
    call_after = client.start("ping")
    await conversation.carry_out(1)
    await asyncio.gather(call, call_after)

    assert client.all("update") == []


async def test_a_handler_that_was_taken_away_hears_nothing(drive: Drive, server: Gateway) -> None:
    """`on` returns a function that takes its handler away, and no other."""
    client = await drive(events=("update", "event"))
    conversation = await talking(client, server)
    call = client.start("subscribe", "news")
    await conversation.carry_out(1)
    await call
    await client.do("forget", "update")
    await conversation.update("news")
    call = client.start("ping")
    await conversation.carry_out(1)
    await call

    assert client.all("update") == []
    assert [event["type"] for event in client.all("event")][-2:] == ["update", "pong"]


async def test_a_handler_that_fails_harms_nobody(drive: Drive, server: Gateway) -> None:
    """What a handler throws is thrown where nothing catches it; other handlers and the client go on."""
    client = await drive(events=("news", "uncaught"))
    conversation = await talking(client, server)
    await client.do("fail", "update")
    await client.do("fail", "news")
    call = client.start("subscribe", "news")
    await conversation.carry_out(1)
    await call
    await conversation.update("news")
    await client.hear("news")
    await client.hear("uncaught")
    await client.hear("uncaught")
    call = client.start("ping")
    await conversation.carry_out(1)

    assert (await call)["type"] == "pong"


async def test_close_ends_the_conversation_and_the_program(drive: Drive, server: Gateway) -> None:
    """`close` says goodbye with 1000, rejects what waits, and leaves nothing behind that keeps a program alive."""
    client = await drive(commandTimeoutMs=600_000)
    conversation = await talking(client, server)
    call = client.start("ping")
    await conversation.command()
    await client.do("close")
    with pytest.raises(Rejection) as rejection:
        await call
    with pytest.raises(Rejection) as refusal:
        await client.do("ping")
    with pytest.raises(Rejection) as no_connection:
        await client.do("connect")

    names = [rejection.value.name, refusal.value.name, no_connection.value.name]
    assert names == ["ConnectionClosed"] * 3
    assert await conversation.ending() == 1000
    assert client.all("state")[-1] == {"state": "closed", "code": 1000, "reason": "closed by the client"}
    assert await client.end() == 0
