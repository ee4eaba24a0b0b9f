from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from service.access.keys import FRESH_S, LASTING_S, PAUSE_S, RETRY_S, Keys
from service.access.signature import read_keys
from service.errors import AccessUnknown
from tests.fakes.clock import FakeClock
from tests.fakes.mint import Mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.access.signature import Key

KNOWN = read_keys(Mint().document())


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


class Shop:
    """Implements Source. It gives what the test says, or fails."""

    def __init__(self, clock: FakeClock, *, takes_s: float = 0.0) -> None:
        self.clock = clock
        self.keys: Mapping[str, Key] | None = KNOWN
        self.takes_s = takes_s
        self.asked = 0

    async def fetch(self) -> Mapping[str, Key]:
        self.asked += 1
        if self.takes_s:
            await self.clock.sleep(self.takes_s)
        if self.keys is None:
            raise AccessUnknown("closed")
        return self.keys


def arrange(*, takes_s: float = 0.0) -> tuple[Keys, Shop, FakeClock]:
    clock = FakeClock()
    shop = Shop(clock, takes_s=takes_s)
    return Keys(shop, clock), shop, clock


async def test_nobody_is_asked_before_the_first_token() -> None:
    """A gateway starts without its issuer."""
    _, shop, clock = arrange()
    await clock.advance(1000)

    assert shop.asked == 0


async def test_known_keys_are_not_asked_for_again_for_five_minutes() -> None:
    """Handshakes do not wait for somebody else; after that, a key that was withdrawn must not go on opening doors."""
    keys, shop, clock = arrange()
    for _ in range(10):
        assert await keys.find("rsa") is KNOWN["rsa"]
    clock.jump(FRESH_S - 1)
    await keys.find("ec")
    assert shop.asked == 1
    shop.keys = {"rsa": KNOWN["rsa"]}
    clock.jump(1)

    assert await keys.find("ec") is None
    assert shop.asked == 2


async def test_an_unknown_key_is_asked_for_every_half_minute_at_most() -> None:
    """A new key is found soon; somebody who invents names cannot make the gateway ask for each."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    for number in range(100):
        assert await keys.find(f"new{number}") is None
    assert shop.asked == 1
    clock.jump(PAUSE_S - 1)
    assert await keys.find("new") is None
    assert shop.asked == 1
    shop.keys = {**KNOWN, "new": KNOWN["rsa"]}
    clock.jump(1)

    assert await keys.find("new") is KNOWN["rsa"]
    assert await keys.find("other") is None
    assert shop.asked == 2


async def test_without_the_issuer_the_known_keys_last_an_hour() -> None:
    """An issuer that is down locks nobody out for an hour; then nothing can be said any more."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    shop.keys = None
    clock.jump(LASTING_S - 1)
    assert await keys.find("rsa") is KNOWN["rsa"]
    clock.jump(1)

    with pytest.raises(AccessUnknown):
        await keys.find("rsa")


async def test_while_the_issuer_is_down_it_is_asked_every_half_minute_at_most() -> None:
    """An outage of the issuer must not slow every handshake."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    shop.keys = None
    clock.jump(FRESH_S)
    for _ in range(60):
        assert await keys.find("rsa") is KNOWN["rsa"]
        clock.jump(1)

    assert shop.asked == 3


async def test_without_any_keys_the_issuer_is_asked_again_soon() -> None:
    """Nobody can come in before it answers; asking more often than every few seconds would not help it."""
    keys, shop, clock = arrange()
    shop.keys = None
    for _ in range(5):
        with pytest.raises(AccessUnknown):
            await keys.find("rsa")
    assert shop.asked == 1
    shop.keys = KNOWN
    clock.jump(RETRY_S)

    assert await keys.find("rsa") is KNOWN["rsa"]


async def test_an_unknown_key_cannot_be_judged_while_the_issuer_is_down() -> None:
    """It may be a new one: whoever brings it is asked to come again, not sent away."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    shop.keys = None
    clock.jump(PAUSE_S)

    with pytest.raises(AccessUnknown):
        await keys.find("new")
    assert await keys.find("rsa") is KNOWN["rsa"]


async def test_an_issuer_that_recovers_is_believed_at_once() -> None:
    """After an outage its keys are the present ones again."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    shop.keys = None
    clock.jump(PAUSE_S)
    with pytest.raises(AccessUnknown):
        await keys.find("new")
    shop.keys = KNOWN
    clock.jump(PAUSE_S)

    assert await keys.find("new") is None


async def test_a_hundred_who_come_at_once_ask_once() -> None:
    """One question is under way at a time, and all who wait get its answer."""
    keys, shop, clock = arrange(takes_s=1)
    waiting = [asyncio.create_task(keys.find("rsa")) for _ in range(100)]
    await clock.advance(1)

    assert await asyncio.gather(*waiting) == [KNOWN["rsa"]] * 100
    assert shop.asked == 1


async def test_a_client_that_gives_up_takes_the_answer_from_nobody() -> None:
    """The first who asked goes away; the others get the key all the same."""
    keys, shop, clock = arrange(takes_s=1)
    first, second = (asyncio.create_task(keys.find("rsa")) for _ in range(2))
    await clock.advance(0.5)
    first.cancel()
    await clock.advance(0.5)

    assert await second is KNOWN["rsa"]
    assert first.cancelled()
    assert shop.asked == 1


async def test_known_keys_serve_while_an_unknown_one_is_asked_for() -> None:
    """Whoever brings a good token does not wait for the one who invents a name."""
    keys, shop, clock = arrange()
    await keys.find("rsa")
    clock.jump(PAUSE_S)
    shop.takes_s = 1
    stranger = asyncio.create_task(keys.find("new"))
    await clock.settle()

    async with asyncio.timeout(10):
        assert await keys.find("rsa") is KNOWN["rsa"]
    assert not stranger.done()
    await clock.advance(1)
    assert await stranger is None


async def test_an_issuer_that_is_down_is_logged_once_a_question() -> None:
    """The operator reads why, and not once for every handshake."""
    keys, shop, _ = arrange()
    shop.keys = None
    with capture_logs() as logs:
        for _ in range(50):
            with pytest.raises(AccessUnknown):
                await keys.find("rsa")

    assert [line["reason"] for line in logs] == ["closed"]
