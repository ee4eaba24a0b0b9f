from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from contracts.generated.catalog import ENDPOINTS, LIMITS
from service.access.authority import Nobody
from service.edge.door import Door, Guest
from service.edge.policy import Policy
from service.edge.problems import Refusal
from service.errors import AccessDenied, AccessUnknown
from service.gateway.identity import ANYBODY, Identity
from tests.fakes.authority import FakeAuthority
from tests.fakes.clock import FakeClock
from tests.fakes.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

ADA = Identity("ada", frozenset({"stream:news"}))
HANDSHAKES = 4
LIMITED = Policy(
    limits=replace(LIMITS, connections_per_address=2, handshakes_per_s=1, handshakes_at_once=HANDSHAKES),
    max_connections=3,
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def authority() -> FakeAuthority:
    return FakeAuthority(ADA)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def door(authority: FakeAuthority, clock: FakeClock) -> Door:
    return Door(LIMITED, authority, clock)


async def admitted(door: Door, scope: dict[str, Any]) -> Guest:
    guest = await door.admit(scope, draining=False)
    assert isinstance(guest, Guest), guest
    return guest


async def refused(door: Door, scope: dict[str, Any], *, draining: bool = False) -> tuple[int, str, dict[str, str]]:
    """Return status, detail and headers."""
    refusal = await door.admit(scope, draining=draining)
    assert isinstance(refusal, Refusal), refusal
    return refusal.problem.status, refusal.problem.detail, dict(refusal.headers)


async def test_a_guest_is_who_its_token_says(door: Door, authority: FakeAuthority) -> None:
    """Who it is, from where, and the protocol that it wants chosen."""
    guest = await admitted(door, upgrade("/ws/news/", ("sec-websocket-protocol", "gateway.v1+json, bearer.abc")))

    assert guest == Guest("203.0.113.9", ADA, "gateway.v1+json")
    assert authority.asked == ["abc"]
    assert door.admission.total == 1


async def test_whoever_leaves_makes_room(door: Door) -> None:
    """Connections are counted as long as they last."""
    for number in range(3):
        guest = await admitted(door, upgrade("/ws"))
        assert door.admission.total == 1, number
        door.leave(guest)

    assert door.admission.total == 0


REFUSALS: dict[str, tuple[dict[str, Any], int, str]] = {
    "an unknown address": (upgrade("/ws/nothing"), 404, "There is no WebSocket at /ws/nothing"),
    "no host": (upgrade("/ws", without="host"), 400, "A handshake has one Host"),
    "no key": (
        upgrade("/ws", without="sec-websocket-key"),
        400,
        "A handshake has one Sec-WebSocket-Key of 16 bytes in base64",
    ),
    "an endless address": (upgrade("/ws", query="a" * 2048), 400, "An address has 2048 bytes at most"),
    "a foreign page": (
        upgrade("/ws", ("origin", "https://evil.example")),
        403,
        "Pages of this origin may not connect; see GATEWAY_ALLOWED_ORIGINS",
    ),
    "a token for another service": (
        upgrade("/ws/sentiment"),
        403,
        "The token allows none of the services of this address",
    ),
}


@pytest.mark.parametrize(("scope", "status", "detail"), REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_says_why(door: Door, scope: dict[str, Any], status: int, detail: str) -> None:
    """Status and detail are exactly these, no other header is needed, and nobody is counted as connected."""
    assert await refused(door, scope) == (status, detail, {})
    assert door.admission.total == 0


async def test_an_unknown_address_is_answered_with_those_there_are(door: Door) -> None:
    """404 lists the addresses of the contract."""
    refusal = await door.admit(upgrade("/ws/nothing"), draining=False)

    assert isinstance(refusal, Refusal)
    assert refusal.problem.endpoints == list(ENDPOINTS)


async def test_a_gateway_that_goes_away_takes_nobody(door: Door) -> None:
    """503, and in a second another gateway may stand here."""
    assert await refused(door, upgrade(), draining=True) == (503, "The gateway is going away", {"retry-after": "1"})


async def test_a_bad_token_is_401_and_says_how_to_bring_one(door: Door, authority: FakeAuthority) -> None:
    """The reason of the authority is the detail; the header is that of RFC 6750 §3."""
    authority.answer = AccessDenied("The token has expired")

    assert await refused(door, upgrade()) == (
        401,
        "The token has expired",
        {"www-authenticate": 'Bearer realm="gateway"'},
    )


async def test_a_token_that_cannot_be_judged_now_is_503(door: Door, authority: FakeAuthority) -> None:
    """It may be good: whoever brought it is to come again, and not to throw it away."""
    authority.answer = AccessUnknown("The keys cannot be had")

    assert await refused(door, upgrade()) == (503, "The keys cannot be had", {"retry-after": "5"})


async def test_an_authority_that_takes_too_long_is_503(
    door: Door, authority: FakeAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handshake that is never answered would hold a slot of the server for ever."""
    monkeypatch.setattr("service.edge.door.JUDGING_S", 0.01)
    authority.gate.clear()

    assert await refused(door, upgrade()) == (503, "The token could not be judged in time", {"retry-after": "5"})
    assert door.admission.total == 0


async def test_too_many_from_one_address_are_429(door: Door) -> None:
    """The third connection of an address that may have two has to wait; another address need not."""
    await admitted(door, upgrade())
    await admitted(door, upgrade())
    full = await refused(door, upgrade())

    assert full == (429, "More than 2 connections from this address", {"retry-after": "5"})
    await admitted(door, upgrade(peer=("203.0.113.10", "1")))


async def test_a_full_gateway_is_503(door: Door) -> None:
    """The bound holds for all addresses together."""
    for number in range(3):
        await admitted(door, upgrade(peer=(f"203.0.113.{number}", "1")))

    assert await refused(door, upgrade()) == (503, "The gateway has its 3 connections", {"retry-after": "5"})


async def test_too_many_handshakes_are_429(door: Door, authority: FakeAuthority, clock: FakeClock) -> None:
    """Handshakes count also when they are refused later, so that nobody can try tokens as fast as the network goes."""
    authority.answer = AccessDenied("no")
    for _ in range(HANDSHAKES):
        assert (await refused(door, upgrade()))[0] == 401
    too_many = await refused(door, upgrade())
    clock.jump(1)

    assert too_many == (429, "More than 1 handshakes from this address a second", {"retry-after": "1"})
    assert (await refused(door, upgrade()))[0] == 401
    assert len(authority.asked) == HANDSHAKES + 1


async def test_what_costs_nothing_is_asked_first(door: Door, authority: FakeAuthority) -> None:
    """Of several reasons the cheapest counts: draining, address, handshake, origin, room, token, services."""
    authority.answer = AccessDenied("no")
    scopes = [
        upgrade("/ws/nothing", ("origin", "https://evil.example"), without="host"),
        upgrade("/ws/sentiment", ("origin", "https://evil.example"), without="host"),
        upgrade("/ws/sentiment", ("origin", "https://evil.example")),
    ]
    seen = [(await refused(door, scopes[0], draining=True))[0]]
    seen += [(await refused(door, scope))[0] for scope in scopes]
    asked_before = len(authority.asked)
    for _ in range(HANDSHAKES):
        seen.append((await refused(door, upgrade("/ws/sentiment")))[0])
    seen.append((await refused(door, upgrade("/ws/sentiment")))[0])

    assert seen == [503, 404, 400, 403, *[401] * HANDSHAKES, 429]
    assert asked_before == 0


@pytest.mark.parametrize(
    "answer", [AccessDenied("no"), AccessUnknown("later"), Identity("nobody", frozenset()), RuntimeError("ours")]
)
async def test_whoever_is_refused_is_not_counted(
    door: Door, authority: FakeAuthority, answer: Identity | Exception
) -> None:
    """Neither a refusal nor a mistake of ours keeps a place."""
    authority.answer = answer
    with suppress(RuntimeError):
        await door.admit(upgrade(), draining=False)

    assert door.admission.total == 0


async def test_whoever_goes_away_while_it_is_judged_is_not_counted(door: Door, authority: FakeAuthority) -> None:
    """A handshake that is cancelled keeps no place."""
    authority.gate.clear()
    coming = asyncio.create_task(door.admit(upgrade(), draining=False))
    await asyncio.sleep(0)
    assert door.admission.total == 1
    coming.cancel()
    await asyncio.wait({coming})

    assert coming.cancelled()
    assert door.admission.total == 0


async def test_those_who_are_judged_count_already(door: Door, authority: FakeAuthority) -> None:
    """A slow authority does not let more in than there is room for."""
    authority.gate.clear()
    coming = [asyncio.create_task(door.admit(upgrade(), draining=False)) for _ in range(3)]
    await asyncio.sleep(0)
    authority.gate.set()
    found = [type(each) for each in await asyncio.gather(*coming)]

    assert sorted(kind.__name__ for kind in found) == ["Guest", "Guest", "Refusal"]


async def test_behind_a_proxy_the_client_is_counted(authority: FakeAuthority, clock: FakeClock) -> None:
    """The address that a trusted proxy names has the limits, not the proxy."""
    door = Door(replace(LIMITED, trusted_proxies=(ip_network("203.0.113.0/24"),)), authority, clock)
    guest = await admitted(door, upgrade("/ws", ("x-forwarded-for", "198.51.100.7")))

    assert guest.address == "198.51.100.7"


async def test_whose_a_request_is_needs_no_room(door: Door, authority: FakeAuthority) -> None:
    """A request over HTTP is judged by its token alone."""
    for _ in range(20):
        assert await door.identify(upgrade("/ws/stats", ("x-api-key", "abc"))) is ADA
    authority.answer = AccessDenied("no")
    refusal = await door.identify(upgrade("/ws/stats"))

    assert isinstance(refusal, Refusal)
    assert (refusal.problem.status, refusal.problem.title, refusal.problem.detail) == (401, "Unauthorized", "no")


async def test_where_nobody_asks_everybody_may_come(clock: FakeClock) -> None:
    """Without tokens every client may have everything."""
    door = Door(LIMITED, Nobody(), clock)

    assert (await admitted(door, upgrade("/ws", ("x-api-key", "abc")))).identity is ANYBODY
