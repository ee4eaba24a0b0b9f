from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack, ExitStack
from signal import SIGHUP, SIGINT, SIGTERM
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from tests.live.ask import ask
from tests.live.deadline import within
from tests.live.listener import Listener
from tests.live.program import Program
from tests.live.wire import TEXT, frame, handshake, wired

if TYPE_CHECKING:
    from pathlib import Path
    from signal import Signals

    from tests.live.client import Client
    from tests.live.stand import Launch, Stand

SOCKETS = 200
THOUSAND = 1000


async def until_notice(client: Client) -> str:
    """Return what the next notice is about."""
    return str((await client.update("system"))["data"]["notice"])


async def refusal(stand: Stand) -> InvalidStatus:
    """Return how a handshake is refused."""
    with pytest.raises(InvalidStatus) as refused:
        async with stand.client():
            pass
    return refused.value


async def test_at_sigterm_everybody_is_told_and_closed_with_1012(launch: Launch) -> None:
    """SIGTERM: listeners of `system` are told first, each client is closed with 1012, and the gateway ends with 0."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "2"})
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(stand.client("/ws/all")) for _ in range(SOCKETS)]
        last = await stack.enter_async_context(stand.client("/ws"))
        await last.do("subscribe", service="system")
        closing = [asyncio.create_task(client.close_code()) for client in clients]
        stand.program.signal(SIGTERM)

        assert await until_notice(last) == "shutdown"
        assert await asyncio.gather(*closing) == [1012] * SOCKETS
        assert await last.close_code() == 1012
    stand.program.check_end()


async def drain_thousand(launch: Launch) -> Counter[int | None]:
    """Let a thousand clients listen to everything while it is published quickly; end the gateway; count the codes."""
    stand = launch(scale=0.1, settings={"GATEWAY_DRAIN_S": "2"})
    listeners = [await Listener.connect(stand.port, "/ws/all") for _ in range(THOUSAND)]
    ends = [asyncio.create_task(listener.ending()) for listener in listeners]
    async with within():
        for listener in listeners:
            await listener.under_way.wait()
    stand.program.signal(SIGTERM)
    codes = Counter(await asyncio.gather(*ends))
    stand.program.check_end()
    return codes


@pytest.mark.parametrize("number", [SIGTERM, SIGINT, SIGHUP])
async def test_a_gateway_without_clients_ends_at_once(launch: Launch, number: Signals) -> None:
    """The drain takes no longer than there are clients to close; Ctrl-C and a hangup are as good as SIGTERM."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "600"})

    stand.program.signal(number)

    stand.program.check_end()


async def test_a_thousand_clients_under_load_all_get_their_close_frame(launch: Launch) -> None:
    """While every service is published ten times as fast as usual, nobody is cut off."""
    assert await drain_thousand(launch) == {1012: THOUSAND}


@pytest.mark.heavy
@pytest.mark.parametrize("time", range(10))
async def test_ten_times_of_ten(launch: Launch, time: int) -> None:
    """It does not depend on luck."""
    assert await drain_thousand(launch) == {1012: THOUSAND}


@pytest.mark.parametrize("way", ["command", "request"])
async def test_a_drain_can_be_asked_for_on_the_same_machine(launch: Launch, tmp_path: Path, way: str) -> None:
    """`gateway drain` and POST /admin/drain are as good as SIGTERM; the command waits for the end."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "0"})
    (tmp_path / "drain").mkdir()
    async with stand.client() as client:
        if way == "command":
            with Program("drain", stand.url, directory=tmp_path / "drain") as command:
                assert await client.close_code() == 1012
                command.exit_code()
            assert "with 1 clients" in command.out
            assert "It has ended" in command.out
        else:
            reply = ask(f"{stand.url}/admin/drain", method="POST")
            assert (reply.status, reply.json) == (202, {"status": "draining", "clients": 1})
            assert await client.close_code() == 1012
    stand.program.check_end()


@pytest.mark.parametrize(
    "header",
    [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("X-Forwarded-For", "203.0.113.9"),
        ("Forwarded", "for=203.0.113.9"),
    ],
    ids=lambda header: f"{header[0]} {header[1]}",
)
def test_no_page_and_nobody_behind_a_proxy_can_drain_it(gateway: Stand, header: tuple[str, str]) -> None:
    """Where no token is asked for, only a program of this machine may; a browser on it does what any page says."""
    reply = ask(f"{gateway.url}/admin/drain", method="POST", headers=dict([header]))

    assert (reply.status, gateway.get("/health/ready").status) == (403, 200)


def test_a_client_that_hangs_with_much_unread_does_not_hold_the_end(launch: Launch) -> None:
    """What it has not read is megabytes; it is cut off, and the gateway ends well."""
    stand = launch(scale=0.02, settings={"GATEWAY_DRAIN_S": "0", "GATEWAY_COMMANDS_PER_S": "100000"})
    with wired(stand.port) as hanging:
        hanging.upgrade("/ws/all")
        ping = frame(TEXT, json.dumps({"action": "ping", "data": {"a": "a" * 16_000}}).encode())
        assert 0 < hanging.flood(ping, times=5_000) < 5_000
        stand.program.signal(SIGTERM)

        stand.program.check_end()


async def test_while_draining_nobody_comes_in_and_a_second_signal_ends_it(launch: Launch) -> None:
    """A gateway that drains is alive and not ready, refuses handshakes with 503, and ends at once if asked again."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "600"})
    async with stand.client(), stand.client("/ws") as client:
        await client.do("subscribe", service="system")
        stand.program.signal(SIGTERM)
        await until_notice(client)
        readiness, liveness = stand.get("/health/ready"), stand.get("/health/live")
        refused = (await refusal(stand)).response
        stand.program.signal(SIGTERM)
        stand.program.check_end()

    assert (readiness.status, readiness.json) == (503, {"status": "draining"})
    assert liveness.status == 200
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert b'"The gateway is going away"' in (refused.body or b"")


async def test_clients_that_do_not_answer_hold_nothing_up(launch: Launch) -> None:
    """A client that takes no part in the closing handshake is left behind."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "0"})
    with wired(stand.port) as silent:
        silent.upgrade("/ws/all")
        stand.program.signal(SIGTERM)

        stand.program.check_end()
        assert silent.ending() == 1012


def test_whoever_is_in_the_handshake_gets_an_answer_too(launch: Launch) -> None:
    """Of clients that come while the gateway ends each is refused with 503, or let in and closed with 1012."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "0"})
    with ExitStack() as stack:
        wires = [stack.enter_context(wired(stand.port)) for _ in range(50)]
        for wire in wires:
            wire.send(handshake("/ws/all"))
        stand.program.signal(SIGTERM)
        stand.program.check_end()
        ends = [(status := wire.status(), wire.ending() if status == 101 else None) for wire in wires]

    assert [end for end in ends if end not in {(101, 1012), (503, None)}] == []
