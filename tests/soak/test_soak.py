from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from contracts.generated.catalog import ENDPOINTS, SERVICES
from tests.faults.stranger import client_count
from tests.live.canary import caged
from tests.live.deadline import until
from tests.live.stand import demo
from tests.soak.gauge import growth, read

if TYPE_CHECKING:
    from pathlib import Path

    from websockets.asyncio.client import ClientConnection

    from contracts.validator import Validator
    from tests.live.stand import Stand
    from tests.soak.gauge import Reading

SOAK_S = float(os.environ.get("SOAK_S", "600"))
ROUNDS = 12
WARM_UP = 3
"""Rounds in which caches fill and pools grow."""
CLIENTS = 200
CONNECTION: dict[str, Any] = {
    "proxy": None,
    "compression": None,
    "ping_interval": None,
    "max_queue": 4,
    "close_timeout": 1,
}
PATHS = sorted(ENDPOINTS)
ABRUPT = 1 / 3
"""Of the clients leave without a close frame."""
WORDS = (*SERVICES, "all", "system", "nowhere")


async def live(url: str, random: Random, leaving: asyncio.Event) -> None:
    """Be a client for some seconds: listen, command, err, stall, then leave, with or without a word."""
    async with connect(url + random.choice(PATHS), **CONNECTION) as socket:
        for _ in range(random.randrange(1, 8)):
            if leaving.is_set():
                break
            await act(socket, random)
        if random.random() < ABRUPT:
            socket.transport.abort()


async def act(socket: ClientConnection, random: Random) -> None:
    """Do one of the things that clients do."""
    match random.choice(("listen", "command", "err", "stall", "burst")):
        case "listen":
            with suppress(TimeoutError):
                async with asyncio.timeout(random.uniform(0, 2)):
                    await socket.recv()
        case "command":
            action = random.choice(("subscribe", "unsubscribe"))
            await socket.send(f'{{"action": "{action}", "service": "{random.choice(WORDS)}"}}')
        case "err":
            await socket.send(random.choice(("", "[]", "{}", '{"action": "fly"}', "[" * 5_000)))
        case "stall":
            await asyncio.sleep(random.uniform(0, 3))
        case "burst":
            for _ in range(random.randrange(60)):
                await socket.send('{"action": "get_status"}')


async def come_and_go(url: str, seed: str, leaving: asyncio.Event) -> None:
    """Be one client after another."""
    random = Random(seed)  # noqa: S311  a seed repeats the run
    while not leaving.is_set():
        with suppress(ConnectionClosed, InvalidHandshake, OSError, EOFError):
            await live(url, random, leaving)
        await asyncio.sleep(random.uniform(0, 0.5))


async def churn(stand: Stand, turn: int) -> Reading:
    """Let clients come and go for a while; return what the gateway holds when all have gone but the canary."""
    leaving = asyncio.Event()
    async with asyncio.TaskGroup() as crowd:
        for number in range(CLIENTS):
            crowd.create_task(come_and_go(stand.socket_url, f"{turn}/{number}", leaving), name="churn")
        await asyncio.sleep(SOAK_S / ROUNDS)
        leaving.set()
    await asyncio.to_thread(until, lambda: client_count(stand) == 1 or None, "those who left are forgotten")
    return read(stand.program._process.pid)


@pytest.mark.soak
async def test_nothing_grows_while_clients_come_and_go(tmp_path: Path, sealed: Validator) -> None:
    """Memory, threads and descriptors are level, nobody's subscription stays, and the canary sings to the end.

    White-box: the process is asked for its figures, whenever all have gone. Its tasks cannot be counted from outside;
    each costs memory.
    """
    with demo(tmp_path, sealed, scale=0.1) as stand, caged(stand.socket_url, sealed) as canary:
        readings = [await churn(stand, turn) for turn in range(ROUNDS)]
        counts = stand.get("/ws/stats").json["data"]["subscription_counts"]
        connections = stand.program.err.count("client connected")
        await asyncio.to_thread(canary.sing)

    print(f"{connections} connections", *readings, sep="\n")  # noqa: T201  the figures are the result
    assert growth(readings[WARM_UP:]) == []
    assert {topic: count for topic, count in counts.items() if count} == {"market_data": 1}
    assert connections > CLIENTS
