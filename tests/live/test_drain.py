from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from signal import SIGINT, SIGTERM
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from tests.live.wire import handshake, wired

if TYPE_CHECKING:
    from signal import Signals

    from tests.live.client import Client
    from tests.live.stand import Launch, Stand

SOCKETS = 200


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


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
async def test_a_gateway_without_clients_ends_at_once(launch: Launch, number: Signals) -> None:
    """The drain takes no longer than there are clients to close, and Ctrl-C is as good as SIGTERM."""
    stand = launch(settings={"GATEWAY_DRAIN_S": "600"})

    stand.program.signal(number)

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
