"""Bad lines: whoever is behind one gets whole frames in their order, or the end; nobody else notices."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.faults.proxy import proxied
from tests.faults.stranger import client_count
from tests.faults.toxics import Bandwidth, BitFlip, Blackhole, Latency, Limit, Slicer
from tests.live.client import connected, is_reply
from tests.live.deadline import until, within

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from contracts.validator import Validator
    from tests.faults.proxy import Proxy
    from tests.faults.toxics import Toxic
    from tests.live.canary import Canary
    from tests.live.client import Client
    from tests.live.stand import Stand

PINGS = 15
"""Within the limits of the contract."""
UPDATES = 4
SLOW: dict[str, Callable[[], list[Toxic]]] = {
    "good": list,
    "late": lambda: [Latency(0.05)],
    "late by turns": lambda: [Latency(0.02, jitter_s=0.1, seed=7)],
    "narrow": lambda: [Bandwidth(40_000)],
    "in pieces of a byte": lambda: [Slicer(1)],
    "in pieces of seven bytes, late": lambda: [Slicer(7), Latency(0.02)],
}
ENDINGS: dict[str, Callable[[Proxy], None]] = {
    "reset": lambda proxy: proxy.reset(),
    "closed": lambda proxy: proxy.close(),
    "the way to the gateway ends": lambda proxy: proxy.end_up(),
    "the way to the client ends": lambda proxy: proxy.end_down(),
    "a limit upwards": lambda proxy: proxy.up.append(Limit(1)),
    "a limit downwards": lambda proxy: proxy.down.append(Limit(1)),
}


@asynccontextmanager
async def behind(
    gateway: Stand, validator: Validator, path: str = "/ws/market_data"
) -> AsyncIterator[tuple[Proxy, Client]]:
    """Connect a client through a proxy."""
    async with proxied(gateway.port) as proxy:
        try:
            async with connected(proxy.url, path, validator) as client:
                yield proxy, client
        except ConnectionClosed:
            # What the library makes of leaving a connection that is broken already.
            return


async def alone(gateway: Stand) -> None:
    """Wait until the gateway knows of nobody but the canary."""
    await asyncio.to_thread(until, lambda: client_count(gateway) == 1 or None, "whoever lost the line is forgotten")


def assert_order(events: list[dict[str, Any]]) -> None:
    """Assert that replies are in the order of the commands, and updates of a service in that of their time."""
    replies = [event["data"]["request_id"] for event in events if is_reply(event)]
    stamps: dict[str, list[str]] = defaultdict(list)
    for event in events:
        if event["type"] == "update":
            stamps[event["service"]].append(event["timestamp"])

    assert replies == [str(number) for number in range(PINGS)]
    assert all(each == sorted(each) for each in stamps.values())
    assert stamps["market_data"]


@pytest.mark.parametrize("way", ["up", "down", "both ways"])
@pytest.mark.parametrize("line", SLOW.values(), ids=SLOW)
async def test_behind_a_slow_line_everything_comes_whole_and_in_order(
    gateway: Stand, canary: Canary, sealed: Validator, line: Callable[[], list[Toxic]], way: str
) -> None:
    """However late and in whatever pieces: every reply, in order, and updates that keep the contract."""
    events: list[dict[str, Any]] = []
    async with within(), behind(gateway, sealed) as (proxy, client):
        if way != "down":
            proxy.up = line()
        if way != "up":
            proxy.down = line()
        for number in range(PINGS):
            await client.send({"action": "ping", "request_id": str(number)})
        while sum(map(is_reply, events)) < PINGS or sum(event["type"] == "update" for event in events) < UPDATES:
            events.append(await client.receive())
    await alone(gateway)

    assert_order(events)


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
async def test_whoever_loses_the_line_hears_of_it_and_is_forgotten(
    gateway: Stand, canary: Canary, sealed: Validator, ending: Callable[[Proxy], None]
) -> None:
    """Both ends notice: the client's connection ends, and the gateway lists it no more."""
    async with within(), behind(gateway, sealed) as (proxy, client):
        await client.update()
        assert await asyncio.to_thread(client_count, gateway) == 2
        ending(proxy)
        await client.send({"action": "ping"})
        await client.close_code()
        await alone(gateway)
    await asyncio.to_thread(canary.sing)


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_line_that_swallows_everything_harms_nobody_else(
    gateway: Stand, canary: Canary, sealed: Validator, way: str
) -> None:
    """Its TCP says that all is well, so neither end can know; when it is torn down the client is forgotten.

    Until then the canary sings, and the way that still works works.
    """
    async with within(), behind(gateway, sealed) as (proxy, client):
        await client.update()
        (proxy.up if way == "up" else proxy.down).append(Blackhole())
        await client.send({"action": "ping"})
        await asyncio.to_thread(canary.sing)
        assert await asyncio.to_thread(client_count, gateway) == 2
        if way == "up":
            event = await client.update()
            assert event["type"] == "update"
        proxy.reset()
        await client.close_code()
        await alone(gateway)
    await asyncio.to_thread(canary.sing)


async def test_what_a_black_hole_swallowed_is_not_made_up_for(
    gateway: Stand, canary: Canary, sealed: Validator
) -> None:
    """Frames that began in the hole end the connection once bytes come again, or it goes on whole: never half a frame.

    The client judges each frame by the contract and its library each byte by RFC 6455.
    """
    options: dict[str, Any] = {"proxy": None, "compression": None, "ping_interval": None}
    async with within(), proxied(gateway.port) as proxy, connect(f"{proxy.url}/ws/all", **options) as socket:
        await socket.recv()
        proxy.down = [Blackhole()]
        await asyncio.sleep(0.3)
        proxy.down = [Latency(0)]
        for _ in range(20):
            try:
                text = await socket.recv()
            except ConnectionClosed:
                break
            verdict = sealed.event("/ws/all", text)
            assert verdict, verdict.violations
    await alone(gateway)


@pytest.mark.parametrize("every_bytes", [3, 50, 400])
async def test_flipped_bits_on_the_way_up_harm_nobody_else(
    gateway: Stand, canary: Canary, sealed: Validator, every_bytes: int
) -> None:
    """A handshake or command that arrives spoiled is answered, refused or ends the connection."""
    for seed in range(10):
        async with within(), proxied(gateway.port) as proxy:
            proxy.up = [BitFlip(every_bytes, seed=seed)]
            try:
                async with asyncio.timeout(1), connected(proxy.url, "/ws/data", sealed) as client:
                    for number in range(10):
                        await client.send({"action": "ping", "request_id": str(number)})
                    for _ in range(10):
                        await client.receive()
            except (ConnectionClosed, InvalidHandshake, TimeoutError, EOFError, OSError):
                pass
            assert isinstance(proxy.up[0], BitFlip)
            assert proxy.up[0].flipped > 0
    await alone(gateway)
    await asyncio.to_thread(canary.sing)


async def test_fifty_bad_lines_at_once_harm_nobody(gateway: Stand, canary: Canary, sealed: Validator) -> None:
    """Each with its own trouble; the canary sings all the while, and in the end it is alone."""
    async with within(), proxied(gateway.port) as proxy:
        proxy.down = [Latency(0.01, jitter_s=0.05, seed=3), Bandwidth(500_000)]

        async def live(number: int) -> None:
            async with connected(proxy.url, "/ws/market_data", sealed) as client:
                for _ in range(number % 5):
                    await client.receive()

        await asyncio.gather(asyncio.to_thread(canary.sing), *(live(number) for number in range(50)))
        proxy.reset()
    await alone(gateway)
