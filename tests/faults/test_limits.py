"""The limits of the contract at their defaults, and, as the control, the same beyond them where they are raised."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from contracts.generated.catalog import LIMITS
from tests.faults.stranger import client_count, command, dial, knock, next_reply, silence, stranger
from tests.live.canary import caged
from tests.live.deadline import until, within
from tests.live.stand import demo
from tests.live.wire import TEXT, Wire, frame, handshake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.live.ask import Reply
    from tests.live.canary import Canary
    from tests.live.stand import Launch, Stand

DEFAULTS = {
    "GATEWAY_HANDSHAKES_PER_S": str(LIMITS.handshakes_per_s),
    "GATEWAY_CONNECTIONS_PER_ADDRESS": str(LIMITS.connections_per_address),
    "GATEWAY_COMMANDS_PER_S": str(LIMITS.commands_per_s),
    "GATEWAY_MISTAKES_PER_MIN": str(LIMITS.mistakes_per_min),
}
ROOMY = dict.fromkeys(DEFAULTS, "100000")


@pytest.fixture(scope="module")
def addresses() -> Iterator[str]:
    return (f"127.0.0.{number}" for number in range(2, 255))


@pytest.fixture
def address(addresses: Iterator[str]) -> str:
    """Give each test an address of its own; the canary has the first."""
    return next(addresses)


def neighbour(address: str) -> str:
    """Return the address of somebody else."""
    return address.replace("127.0.0.", "127.0.1.")


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, sealed: Validator) -> Iterator[Stand]:
    with demo(tmp_path_factory.mktemp("strict"), sealed, scale=0.05, settings=DEFAULTS) as stand:
        yield stand


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory, sealed: Validator) -> Iterator[Stand]:
    with demo(tmp_path_factory.mktemp("roomy"), sealed, scale=0.05, settings=ROOMY) as stand:
        yield stand


@pytest.fixture(scope="module")
def canary(strict: Stand, sealed: Validator) -> Iterator[Canary]:
    with caged(strict.socket_url, sealed) as bird:
        yield bird


def crowd(stand: Stand, address: str, count: int, stack: ExitStack) -> list[int]:
    """Let so many shake hands at once from an address and stay; return the status that each got."""
    wires = [Wire(dial(stand.port, address)) for _ in range(count)]
    for wire in wires:
        stack.callback(wire.close)
        wire.send(handshake("/ws"))
    return [wire.status() for wire in wires]


def assert_refusal(reply: Reply, status: int, detail: str) -> None:
    """Assert that a handshake was refused as the contract says: problem details, and when to come again."""
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")
    assert (reply.json["status"], reply.json["detail"]) == (status, detail)
    assert int(reply.headers["retry-after"]) >= 1


def flood(stand: Stand, address: str, frames: bytes, count: int, validator: Validator) -> list[Any]:
    """Send so many frames on one connection and read as many replies, or as far as the close."""
    with stranger(stand.port, address) as wire:
        wire.send(frames * count)
        replies: list[Any] = []
        while len(replies) < count and isinstance(reply := next_reply(wire, "/ws", validator), dict):
            replies.append(reply["data"].get("code", reply["type"]))
        return replies if len(replies) == count else [*replies, reply]


def test_an_address_has_a_hundred_connections(strict: Stand, canary: Canary, address: str) -> None:
    """The hundred and first is refused with 429; when one has gone there is room for one; others come in all along."""
    with ExitStack() as stack:
        assert crowd(strict, address, 100, stack) == [101] * 100
        sleep(5 / LIMITS.handshakes_per_s)
        refused = knock(strict.port, address)
        other = knock(strict.port, neighbour(address))
        canary.sing()
    silence(strict)
    again = knock(strict.port, address)

    assert_refusal(refused, 429, "More than 100 connections from this address")
    assert (other.status, again.status) == (101, 101)


def test_a_storm_of_handshakes_is_told_to_wait_and_then_let_in(strict: Stand, canary: Canary, address: str) -> None:
    """Whoever obeys Retry-After comes in; nobody is refused for ever, and nobody else notices."""
    first = [knock(strict.port, address) for _ in range(160)]
    refused = [reply for reply in first if reply.status == 429]
    other = knock(strict.port, neighbour(address))
    waiting, rounds = len(refused), 0
    while waiting and rounds < 20:
        sleep(int(refused[-1].headers["retry-after"]))
        rounds += 1
        waiting -= sum(knock(strict.port, address).status == 101 for _ in range(min(waiting, LIMITS.handshakes_per_s)))

    assert {reply.status for reply in first} == {101, 429}
    assert [reply.status for reply in first[: LIMITS.handshakes_at_once]] == [101] * LIMITS.handshakes_at_once
    assert_refusal(refused[0], 429, "More than 20 handshakes from this address a second")
    assert (other.status, waiting) == (101, 0)
    canary.sing()


def test_where_the_limits_are_raised_a_crowd_comes_in(roomy: Stand, address: str) -> None:
    """The control: a hundred and sixty at once from one address, none refused."""
    with ExitStack() as stack:
        assert crowd(roomy, address, 160, stack) == [101] * 160


def test_a_full_gateway_refuses_with_503(launch: Launch, sealed: Validator, address: str) -> None:
    """The sixth of five is sent away from whatever address; once one has gone another comes in."""
    stand = launch(settings={"GATEWAY_MAX_CONNECTIONS": "5"})
    with caged(stand.socket_url, sealed) as bird, ExitStack() as stack:
        with ExitStack() as others:
            crowd(stand, address, 4, others)
            refused = [knock(stand.port, where) for where in (address, "127.0.0.1")]
            bird.sing()
        silence(stand)
        came = crowd(stand, address, 4, stack)

        for reply in refused:
            assert_refusal(reply, 503, "The gateway has its 5 connections")
        assert came == [101] * 4
        assert client_count(stand) == 5


def test_one_mistake_too_many_is_answered_and_ends_the_connection(
    strict: Stand, canary: Canary, sealed: Validator, address: str
) -> None:
    """Twenty-one mistakes get twenty-one errors, then 1008; nothing that follows is answered."""
    replies = flood(strict, address, frame(TEXT, b"{}"), 30, sealed)

    assert replies == ["missing_action"] * 21 + [1008]


def test_where_mistakes_are_allowed_they_go_on(roomy: Stand, sealed: Validator, address: str) -> None:
    """The control: thirty mistakes, thirty errors."""
    assert flood(roomy, address, frame(TEXT, b"{}"), 30, sealed) == ["missing_action"] * 30


def test_a_burst_beyond_the_limit_is_refused_and_carries_nothing_out(
    strict: Stand, canary: Canary, sealed: Validator, address: str
) -> None:
    """Of sixty at once forty are carried out and most of the rest refused, each answered, in order, the socket open."""
    with stranger(strict.port, address) as wire:
        wire.send(b"".join(command("ping", request_id=str(number)) for number in range(60)))
        replies = [next_reply(wire, "/ws", sealed) for _ in range(60)]
        wire.send(command("subscribe", service="system", request_id="refused"))
        refused = next_reply(wire, "/ws", sealed)
        sleep(10 / LIMITS.commands_per_s)
        wire.send(command("get_status"))
        status = next_reply(wire, "/ws", sealed)

    assert all(isinstance(reply, dict) for reply in [*replies, refused, status])
    events: list[dict[str, Any]] = [reply for reply in replies if isinstance(reply, dict)]
    assert [event["data"]["request_id"] for event in events] == [str(number) for number in range(60)]
    assert [event["type"] for event in events[:40]] == ["pong"] * 40
    assert {event["data"].get("code") for event in events[40:]} >= {"rate_limited"}
    assert isinstance(refused, dict)
    assert isinstance(status, dict)
    was_carried_out = refused["type"] == "subscription_confirmed"
    assert status["data"]["subscriptions"] == (["system"] if was_carried_out else [])


def test_where_commands_are_allowed_a_burst_is_carried_out(roomy: Stand, sealed: Validator, address: str) -> None:
    """The control: sixty pings at once, sixty pongs."""
    assert flood(roomy, address, command("ping"), 60, sealed) == ["pong"] * 60


async def test_a_flood_is_refused_and_then_ended(
    strict: Stand, canary: Canary, sealed: Validator, address: str
) -> None:
    """After ten seconds of it 1008; meanwhile the canary gets its updates and a polite client its answers."""
    codes: set[str] = set()
    loop = asyncio.get_running_loop()
    url = f"{strict.socket_url}/ws"
    options: dict[str, Any] = {"proxy": None, "compression": None, "ping_interval": None}
    async with (
        within(60),
        connect(url, local_addr=(address, 0), **options) as rude,
        strict.client("/ws") as polite,
    ):
        began = loop.time()

        async def shout() -> None:
            while True:
                await rude.send('{"action": "ping"}')
                await asyncio.sleep(0)

        async def read() -> None:
            async for text in rude:
                event = json.loads(text)
                codes.add(event["data"].get("code", event["type"]))

        shouting, reading = asyncio.create_task(shout()), asyncio.create_task(read())
        while not reading.done():
            assert (await polite.do("ping"))["type"] == "pong"
            await asyncio.sleep(0.5)
        took_s = loop.time() - began
        shouting.cancel()
        ended = await asyncio.gather(reading, shouting, return_exceptions=True)

    assert isinstance(ended[0], ConnectionClosed)
    assert rude.close_code == 1008
    assert codes >= {"pong", "rate_limited"}
    assert took_s >= LIMITS.excess_s
    await asyncio.to_thread(canary.sing)
    await asyncio.to_thread(until, lambda: client_count(strict) == 1 or None, "only the canary is left")
