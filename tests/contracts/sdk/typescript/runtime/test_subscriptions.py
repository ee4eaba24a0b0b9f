from __future__ import annotations

import asyncio
import json
import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection, talking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway

SERVICES = ("a", "b")
COMMANDS = tuple(product(("subscribe", "unsubscribe"), (*SERVICES, "system", "all")))
JUDGE = """
const { Subscriptions } = await import(process.argv[1]);
const runs = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(runs.map(({ auto, commands }) => {
  const wanted = new Subscriptions(auto);
  commands.forEach(([action, service]) => wanted.apply({ action, fields: { service } }));
  return {
    has: ['a', 'b', 'unheard_of', 'system'].filter((service) => wanted.has(service)),
    restore: wanted.commands().map(({ action, fields }) => [action, fields.service]),
  };
})));
"""


def carried_out(start: set[str], commands: tuple[tuple[str, str], ...]) -> set[str]:
    """Do what a gateway of the services `a`, `b` and `unheard_of` does."""
    subscribed = set(start)
    for action, service in commands:
        if action == "subscribe":
            subscribed |= {"a", "b", "unheard_of"} if service == "all" else {service}
        else:
            subscribed -= subscribed if service == "all" else {service}
    return subscribed


@pytest.mark.parametrize("start", [set(), {"a", "b", "unheard_of"}], ids=["manual", "auto"])
def test_what_is_restored_is_what_was_asked_for(master: Path, node_modules: Path, start: set[str]) -> None:
    """After any four commands, the commands for a new connection lead to the same subscriptions as those did.

    That holds for services that the client does not know, too: they are there by `all`. No command is in vain.
    """
    runs = [{"auto": bool(start), "commands": commands} for commands in product(COMMANDS, repeat=4)]
    module = (master / "dist" / "runtime" / "subscriptions.js").as_uri()
    process = subprocess.run(
        ["node", "--input-type=module", "--eval", JUDGE, module],
        input=json.dumps(runs),
        cwd=node_modules,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(process.stdout)

    assert len(answers) == len(COMMANDS) ** 4
    for run, answer in zip(product(COMMANDS, repeat=4), answers, strict=True):
        restore, wanted = answer["restore"], carried_out(start, run)
        assert carried_out(start, restore) == wanted == set(answer["has"]), run
        for index in range(len(restore)):
            assert carried_out(start, restore[:index] + restore[index + 1 :]) != wanted, (run, restore)


async def test_a_new_connection_is_subscribed_to_what_the_old_one_was(drive: Drive, server: Gateway) -> None:
    """Subscriptions come back after every loss, without a call of the user's, and updates go on."""
    client = await drive()
    conversation = await talking(client, server)
    calls = [client.start("subscribe", name) for name in ("news", "system", "market_data")]
    calls += [client.start("unsubscribe", "news")]
    await conversation.carry_out(4)
    await asyncio.gather(*calls)
    for code in (1012, 1006, 1001):
        conversation.cut() if code == 1006 else await conversation.close(code)
        conversation = await server.greeted()

        assert sorted(await conversation.carry_out(2)) == ["subscribe market_data", "subscribe system"]
        await conversation.update("market_data", after=code)
        assert (await client.hear("update", service="market_data"))["data"]["after"] == code


async def test_all_is_restored_as_all(drive: Drive, server: Gateway) -> None:
    """Who wants every service gets those that are new after a restart, too, and not those that were left."""
    client = await drive()
    conversation = await talking(client, server)
    calls = [client.start("subscribe", "all"), client.start("unsubscribe", "news")]
    await conversation.carry_out(2)
    await asyncio.gather(*calls)
    await conversation.close(1012)
    conversation = await server.greeted()

    assert await conversation.carry_out(2) == ["subscribe all", "unsubscribe news"]


async def test_where_connecting_subscribes_only_what_was_left_is_said(drive: Drive, server: Gateway) -> None:
    """On an endpoint that subscribes by itself, a new connection is told what is not wanted."""
    client = await drive(auto=True)
    conversation = await talking(client, server)
    await conversation.update("news")
    await client.hear("update", service="news")
    call = client.start("unsubscribe", "news")
    await conversation.carry_out(1)
    await call
    await conversation.close(1012)
    conversation = await server.greeted()

    assert await conversation.carry_out(1) == ["unsubscribe news"]
    assert "news" not in await client.do("subscriptions")
    assert "market_data" in await client.do("subscriptions")


async def test_a_subscription_that_was_on_its_way_is_made_later(drive: Drive, server: Gateway) -> None:
    """`subscribe` does not reject when the connection is lost: it is sent again, once, and resolves."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("subscribe", "news")
    await conversation.command()
    conversation.cut()
    conversation = await server.greeted()
    asked = await conversation.carry_out(1)
    reply = await call
    ping = client.start("ping")
    then = await conversation.carry_out(1)
    await ping

    assert (asked, then) == (["subscribe news"], ["ping"])
    assert reply["type"] == "subscription_confirmed"


async def test_commands_without_a_connection_wait_for_one(drive: Drive, server: Gateway) -> None:
    """Commands may be given before `connect` and while the connection is lost; they keep their order."""
    client = await drive()
    calls = [client.start("subscribe", "news"), client.start("ping"), client.start("unsubscribe", "news")]
    call = client.start("connect")
    conversation = await server.greeted()
    early = await conversation.carry_out(3)
    await asyncio.gather(call, *calls)
    await conversation.close(1012)
    await client.hear("state", state="waiting")
    calls = [client.start("getStatus"), client.start("subscribe", "market_data")]
    conversation = await server.greeted()
    late = await conversation.carry_out(2)
    await asyncio.gather(*calls)

    assert early == ["subscribe news", "ping", "unsubscribe news"]
    assert late == ["get_status", "subscribe market_data"]


async def test_what_the_gateway_refuses_is_not_asked_again(drive: Drive, server: Gateway) -> None:
    """A refused subscription is none: it is neither listed nor restored."""
    client = await drive()
    conversation = await talking(client, server)
    refused, granted = client.start("subscribe", "news"), client.start("subscribe", "market_data")
    await conversation.refuse(await conversation.command(), "service_not_available")
    await conversation.carry_out(1)
    with pytest.raises(Rejection):
        await refused
    await granted
    await conversation.close(1012)
    conversation = await server.greeted()

    assert await conversation.carry_out(1) == ["subscribe market_data"]
    assert await client.do("subscriptions") == ["market_data"]


async def test_a_subscription_that_can_no_longer_be_had_is_told(drive: Drive, server: Gateway) -> None:
    """When a restarted gateway refuses what it granted before, the handlers of `error` hear it, once."""
    client = await drive()
    conversation = await talking(client, server)
    call = client.start("subscribe", "news")
    await conversation.carry_out(1)
    await call
    await conversation.close(1012)
    conversation = await server.greeted()
    await conversation.refuse(await conversation.command(), "invalid_service")
    error = await client.hear("error")
    await conversation.close(1012)
    conversation = await server.greeted()
    ping = client.start("ping")

    assert await conversation.carry_out(1) == ["ping"]
    await ping
    assert error["data"]["code"] == "invalid_service"
    assert await client.do("subscriptions") == []


async def test_a_connection_on_which_nothing_can_be_restored_is_given_up(drive: Drive, server: Gateway) -> None:
    """A gateway that greets and does not answer is left for the next one; the subscription is not lost."""
    client = await drive(commandTimeoutMs=1_000)
    conversation = await talking(client, server)
    call = client.start("subscribe", "news")
    await conversation.carry_out(1)
    await call
    await conversation.close(1012)
    deaf = await server.greeted()
    await deaf.ending()
    conversation = await server.greeted()

    assert await conversation.carry_out(1) == ["subscribe news"]
    reasons = [change["reason"] for change in client.all("state") if change["state"] == "waiting"]
    assert reasons == ["", "No reply to subscribe within 1000 ms"]
