from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from contracts.document import load

if TYPE_CHECKING:
    from contracts.document import Document
    from contracts.terms import Limits
    from tests.live.canary import Canary
    from tests.live.client import Event
    from tests.live.stand import Stand

LIMITS = cast("Limits", load().limits)
GROUPS = ("/ws/data", "/ws/monitoring", "/ws/integration")
COMMANDS: tuple[tuple[str, dict[str, object], str], ...] = (
    ("subscribe", {"service": "market_data"}, "subscription_confirmed"),
    ("ping", {"data": {"n": 1}}, "pong"),
    ("get_status", {}, "status"),
    ("unsubscribe", {"service": "market_data"}, "unsubscription_confirmed"),
)


async def test_the_newest_update_follows_the_confirmation(gateway: Stand) -> None:
    """After `subscription_confirmed` the last update comes at once."""
    async with gateway.client("/ws/data") as client:
        await client.send({"action": "subscribe", "service": "market_data"})
        confirmed, update = await client.receive(), await client.receive()

        assert (confirmed["type"], confirmed["data"]["subscriptions"]) == ("subscription_confirmed", ["market_data"])
        assert (update["type"], update["service"]) == ("update", "market_data")


async def test_nothing_follows_an_unsubscription(gateway: Stand, canary: Canary) -> None:
    """Once `unsubscription_confirmed` is there, no update of that service comes, while others get theirs."""
    async with gateway.client("/ws/data") as client:
        await client.do("subscribe", service="market_data")
        gone = await client.do("unsubscribe", service="market_data")
        canary.sing()
        await client.send({"action": "ping"})

        assert gone["data"]["subscriptions"] == []
        assert (await client.receive())["type"] == "pong"


async def test_subscribing_twice_is_confirmed_twice(gateway: Stand) -> None:
    """A repeated subscribe is confirmed again and changes nothing."""
    async with gateway.client("/ws/data") as client:
        first = await client.do("subscribe", service="market_data")
        second = await client.do("subscribe", service="market_data")

        assert first["data"] == second["data"]


async def test_all_means_every_service_in_scope(gateway: Stand, document: Document) -> None:
    """`all` subscribes the scope, one of it can be left, and `all` clears."""
    scope = list(document.endpoints["/ws/data"].scope)
    async with gateway.client("/ws/data") as client:
        every = await client.do("subscribe", service="all")
        fewer = await client.do("unsubscribe", service="news")
        none = await client.do("unsubscribe", service="all")

        assert every["data"]["subscriptions"] == scope
        assert fewer["data"]["subscriptions"] == [name for name in scope if name != "news"]
        assert none["data"]["subscriptions"] == []


async def test_system_can_be_subscribed_everywhere(gateway: Stand) -> None:
    """`system` is in no scope and subscribable at every address."""
    async with gateway.client("/ws/news") as client:
        confirmed = await client.do("subscribe", service="system")

        assert confirmed["data"]["subscriptions"] == ["news", "system"]


@pytest.mark.parametrize("path", GROUPS)
async def test_a_group_refuses_the_services_of_the_others(gateway: Stand, document: Document, path: str) -> None:
    """Outside the scope the answer is `Invalid service`, with what there is instead."""
    scope = document.endpoints[path].scope
    async with gateway.client(path) as client:
        for service in document.services:
            reply = await client.do("subscribe", service=service)
            if service in scope:
                assert reply["type"] == "subscription_confirmed"
                continue

            assert reply["data"]["message"] == f"Invalid service: {service}"
            assert reply["data"]["code"] == "service_not_available"
            assert reply["data"]["available_services"] == list(scope)


async def test_the_status_tells_who_one_is(gateway: Stand) -> None:
    """`get_status` answers with the client's own facts and the number of clients."""
    async with gateway.client("/ws/data") as client, gateway.client():
        await client.do("subscribe", service="news")
        data = (await client.do("get_status"))["data"]

        assert data["client_id"] == client.established["data"]["client_id"]
        assert data["subscriptions"] == ["news"]
        assert data["connected_at"] <= data["last_activity"]
        assert data["total_clients"] >= 2


async def test_a_ping_comes_back_with_its_data(gateway: Stand) -> None:
    """`pong` returns the data of the `ping`, whatever the JSON is, and nothing when there was none."""
    data = {"custom": "dåta \U0001f680", "n": [1, -2.5, None, True, {"deep": {}}], "big": 2**53}
    async with gateway.client("/ws") as client:
        assert (await client.do("ping", data=data))["data"] == data
        assert (await client.do("ping"))["data"] == {}


@pytest.mark.parametrize(("action", "fields", "kind"), COMMANDS)
async def test_a_reply_echoes_the_request_id(gateway: Stand, action: str, fields: dict[str, object], kind: str) -> None:
    """A command's `request_id`, up to 128 characters, comes back in its reply."""
    async with gateway.client("/ws") as client:
        reply = await client.do(action, request_id="r" * 128, **fields)

        assert (reply["type"], reply["data"]["request_id"]) == (kind, "r" * 128)


async def test_as_many_commands_at_once_as_allowed_are_answered_in_order(gateway: Stand) -> None:
    """Replies come in the order of the commands, though all are sent at once."""
    count = LIMITS.commands_at_once
    async with gateway.client("/ws") as client:
        wanted = [(str(number), COMMANDS[number % 4][2]) for number in range(count)]
        for number in range(count):
            action, fields, _ = COMMANDS[number % 4]
            await client.send({"action": action, "request_id": str(number), **fields})
        replies = [await client.reply() for _ in range(count)]

        assert [(reply["data"]["request_id"], reply["type"]) for reply in replies] == wanted


async def test_of_two_hundred_commands_at_once_each_is_answered_in_its_turn(gateway: Stand) -> None:
    """Those that come too soon are told so with their own `request_id`, and the connection goes on."""
    async with gateway.client("/ws") as client:
        for number in range(200):
            await client.send({"action": "ping", "request_id": str(number)})
        replies = [await client.reply() for _ in range(200)]

        assert [reply["data"]["request_id"] for reply in replies] == [str(number) for number in range(200)]
        assert {reply["type"] for reply in replies[: LIMITS.commands_at_once]} == {"pong"}
        assert {reply["data"].get("code") for reply in replies[LIMITS.commands_at_once :]} >= {"rate_limited"}


async def test_fields_that_a_command_does_not_know_are_ignored(gateway: Stand) -> None:
    """Commands tolerate unknown fields, so that newer clients can talk to older gateways."""
    async with gateway.client("/ws") as client:
        reply: Event = await client.do("subscribe", service="news", since=5, filters={"coins": []})

        assert reply["type"] == "subscription_confirmed"


@pytest.mark.parametrize("service", load().services)
async def test_every_service_can_be_subscribed_at_the_default_address(gateway: Stand, service: str) -> None:
    """/ws carries every service of the contract."""
    async with gateway.client("/ws") as client:
        assert (await client.do("subscribe", service=service))["data"]["subscriptions"] == [service]
