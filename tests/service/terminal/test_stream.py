from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import CLOSE_CODES
from service.errors import GatewayError
from service.terminal.address import Address, read_address
from service.terminal.stream import Lost, Opened, Patience, Received, Sign, Wish, follow
from tests.fakes.clock import FakeClock
from tests.live.deadline import within
from tests.live.stand import free_port
from tests.service.terminal.toy import Toy, event, refusing, speaking, toy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.service.terminal.toy import Part

FINAL = [code.code for code in CLOSE_CODES.values() if not code.may_reconnect]
PASSING = [code.code for code in CLOSE_CODES.values() if code.may_reconnect]
GREETING = event("system", "connection_established", client_id="client_1_1")


async def signs(
    wish: Wish, number: int, patience: Patience | None = None, clock: FakeClock | None = None
) -> Sequence[Sign]:
    """Follow until so many signs have come."""
    found: list[Sign] = []
    stream = follow(wish, patience or Patience(), clock or FakeClock(auto=True), draw=lambda: 0.5)
    async with within(), aclosing(stream):
        async for sign in stream:
            found.append(sign)
            if len(found) == number:
                break
    return found


async def told(parts: Sequence[Part], number: int, *services: str, path: str = "/ws") -> Sequence[Sign]:
    async with toy(parts) as address:
        return await signs(Wish(address, path, services), number)


async def end(parts: Sequence[Part], patience: Patience | None = None) -> str:
    """Follow to the end, and return its reason."""
    with pytest.raises(GatewayError) as caught:
        async with toy(parts) as address:
            await signs(Wish(address, "/ws"), 1_000, patience)
    return str(caught.value)


async def test_data_errors_and_notices_come_and_talk_does_not() -> None:
    """Greetings and confirmations are about the conversation, and nobody asked for them."""
    news, notice = event("news", title="x"), event("system", notice="failover", message="m")
    error = event("system", "error", code="source_unavailable", service="explorers")
    confirmed = event("system", "subscription_confirmed", service="news")
    found = await told([speaking(GREETING, confirmed, news, notice, error)], 5)

    assert [sign.event for sign in found if isinstance(sign, Received)] == [news, notice, error]
    assert isinstance(found[0], Opened)


async def test_only_what_was_asked_for_comes() -> None:
    """An endpoint that subscribes by itself sends more; notices come in any case."""
    frames = [event("news"), event("explorers"), event("system", notice="shutdown")]
    found = await told([speaking(*frames)], 3, "news", path="/ws/all")

    assert [sign.event["service"] for sign in found if isinstance(sign, Received)] == ["news", "system"]


@pytest.mark.parametrize(
    ("path", "services", "wanted"),
    [
        ("/ws", (), ["system", "all"]),
        ("/ws", ("news", "explorers"), ["system", "news", "explorers"]),
        ("/ws/all", ("news",), ["system"]),
        ("/ws/news", (), ["system"]),
    ],
)
async def test_notices_are_subscribed_before_all_else(path: str, services: tuple[str, ...], wanted: list[str]) -> None:
    """So none is missed; what an endpoint subscribes by itself is not subscribed again."""
    seen = Toy()
    async with toy([seen.speaking(event(), after=len(wanted))]) as address:
        await signs(Wish(address, path, services), 2)

    assert seen.commands == [{"action": "subscribe", "service": name} for name in wanted]


@pytest.mark.parametrize("code", PASSING)
async def test_it_comes_back_where_the_contract_allows_it(code: int) -> None:
    """A wait is announced with its reason, and then there is a connection again."""
    opened, lost, again, received = await told([speaking(code=code), speaking(event())], 4)

    assert isinstance(lost, Lost)
    assert f"closed with {code}" in lost.reason
    assert lost.wait_s == 0.75
    assert (opened, again) == (Opened(), Opened())
    assert isinstance(received, Received)


@pytest.mark.parametrize("code", FINAL)
async def test_it_stays_away_where_the_contract_says_so(code: int) -> None:
    """The end names the code."""
    assert f"closed with {code}" in await end([speaking(code=code)])


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_token_is_the_end(status: int) -> None:
    """Once is enough, and the gateway's words are passed on."""
    reason = await end([refusing(status, {"detail": "The token is not known"}), speaking(event())])

    assert reason.endswith(f"refuses: HTTP {status}: The token is not known")


@pytest.mark.parametrize("status", [429, 503])
async def test_a_gateway_that_says_when_is_asked_then(status: int) -> None:
    """Retry-After is the wait, and it counts no less after many failures."""
    clock = FakeClock(auto=True)
    async with toy([refusing(status, Retry_After="7")] * 2 + [speaking(event())]) as address:
        await signs(Wish(address, "/ws"), 3, clock=clock)

    assert clock.slept == [7.5, 7.5]


async def test_no_gateway_at_first_is_the_end_after_a_few_tries() -> None:
    """A wrong address does not keep somebody waiting for ever; what would do is said."""
    clock = FakeClock(auto=True)
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(GatewayError) as caught:
        await signs(Wish(read_address(url), "/ws"), 1_000, clock=clock)

    assert clock.slept == [0.75, 1.5, 3.0, 6.0]
    assert str(caught.value) == (
        f"there is no gateway at {url}: connection refused (tried 5 times); "
        "start one with `gateway demo`, or say with --url where it is"
    )


async def test_a_gateway_that_was_there_is_awaited_for_as_long_as_it_takes() -> None:
    """Once it has answered, no number of failures is the end."""
    found = await told([speaking(), *[refusing(500)] * 20, speaking(event())], 24)

    assert [type(sign) for sign in found] == [Opened, *[Lost] * 21, Opened, Received]


async def test_a_connection_that_lasted_forgets_the_failures_before() -> None:
    """A gateway that restarts once a day is asked again as soon as the first time."""
    clock = FakeClock(auto=True)
    waits: list[float] = []
    async with toy([refusing(500), refusing(500), refusing(500), speaking(event(), code=1012)]) as address:
        stream = follow(Wish(address, "/ws"), Patience(), clock, draw=lambda: 1.0)
        async with within(), aclosing(stream):
            async for sign in stream:
                match sign:
                    case Lost(_, wait_s):
                        waits.append(wait_s)
                        if len(waits) == 4:
                            break
                    case Received():
                        clock.jump(60)

    assert waits == [1.0, 2.0, 4.0, 1.0]


async def test_without_patience_the_first_loss_is_the_end() -> None:
    """`--no-retry` is for scripts that see to themselves."""
    impatient = Patience(first_tries=1, reconnects=False)

    assert "closed with 1012" in await end([speaking(code=1012)], impatient)
    assert "HTTP 503" in await end([refusing(503)], impatient)


@pytest.mark.parametrize("code", ["invalid_service", "not_authorized", "service_not_available"])
async def test_a_subscription_that_is_refused_is_the_end(code: str) -> None:
    """Nothing would ever come; the gateway says why."""
    assert await end([speaking(event("system", "error", code=code, message="Not for you"))]) == "Not for you"


def test_a_token_is_not_shown_by_accident() -> None:
    """What is printed for those who look for a fault holds none."""
    assert "hush-hush" not in repr(Wish(Address("http://x"), "/ws", (), "hush-hush"))
