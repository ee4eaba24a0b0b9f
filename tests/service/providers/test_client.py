from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from service.errors import (
    BreakerOpen,
    ProviderError,
    ProviderPayloadError,
    ProviderTimeout,
    ProviderUnavailable,
)
from service.providers.adapter import Adapter, single
from service.providers.catalog import Provider
from service.providers.client import Fetched, ProviderClient
from service.providers.client_stats import ClientStats, Failure
from service.providers.http import Answer, Request
from tests.fakes.clock import FakeClock
from tests.fakes.transport import Asked, ScriptedTransport

BINANCE = Provider(
    id="binance",
    name="Binance",
    url="https://binance.test",
    docs="",
    limit="",
    requests=10,
    per_s=60.0,
    timeout_s=1.5,
    key_header="X-Key",
    key="hunter2",
)
GOOD = Answer(200, {}, b"42", elapsed_ms=12.0)
DOWN = Answer(503)


def read(body: bytes) -> int:
    try:
        return int(body)
    except ValueError as error:
        raise ProviderPayloadError("binance", "not a number") from error


NUMBER = single(lambda: Request("/number", cost=2), read)


def arrange(
    *answers: Answer | ProviderError, each_s: float = 0.0, provider: Provider = BINANCE
) -> tuple[ProviderClient, ScriptedTransport, FakeClock]:
    clock = FakeClock(auto=True)
    script = ScriptedTransport(clock, list(answers), each_s)
    return ProviderClient(provider, transport=script, clock=clock), script, clock


async def fetch(client: ProviderClient, total_s: float = 10.0) -> Fetched[int]:
    return await client.fetch(NUMBER, None, total_s=total_s, max_bytes=4096)


async def failure(client: ProviderClient, total_s: float = 10.0) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await fetch(client, total_s)
    return caught.value


async def test_a_fetch_brings_what_the_adapter_reads() -> None:
    """The value comes with the instant of its answer and how long the provider took."""
    client, script, clock = arrange(GOOD, each_s=0.2)
    fetched = await fetch(client)

    assert fetched == Fetched(42, clock.now(), 12.0)
    assert script.asked == [
        Asked(BINANCE.url, Request("/number", cost=2), {"X-Key": "hunter2"}, timeout_s=1.5, max_bytes=4096)
    ]


async def test_passing_trouble_is_overcome_within_one_fetch() -> None:
    """A retry that works makes the fetch a success, for the caller and for the breaker."""
    client, script, clock = arrange(DOWN, ProviderTimeout("binance", "no whole answer"), GOOD)

    assert (await fetch(client)).value == 42
    assert len(script.asked) == 3
    assert client.breaker.state(clock.monotonic()) == "closed"


async def test_a_body_that_is_not_as_promised_is_not_asked_for_again() -> None:
    """What the adapter refuses is the provider's failure, and another request would bring the same."""
    client, script, _ = arrange(Answer(200, {}, b"[]"), GOOD)

    assert str(await failure(client)) == "binance: not a number"
    assert len(script.asked) == 1


async def test_three_failed_fetches_open_the_breaker() -> None:
    """The breaker counts fetches, not tries; once it is open nothing is sent."""
    client, script, clock = arrange(DOWN, provider=replace(BINANCE, requests=100))
    for _ in range(2):
        assert isinstance(await failure(client), ProviderUnavailable)
    assert client.breaker.state(clock.monotonic()) == "closed"
    await failure(client)
    sent = len(script.asked)

    refused = await failure(client)
    assert isinstance(refused, BreakerOpen)
    assert refused.retry_after_s == pytest.approx(30.0)
    assert refused.reason == "left alone after HTTP 503"
    assert len(script.asked) == sent == 9


async def test_a_probe_is_one_request() -> None:
    """A provider that was down is not greeted with retries."""
    client, script, clock = arrange(DOWN)
    client.breaker.hold(30.0, clock.monotonic())
    clock.jump(30.0)
    await failure(client)

    assert len(script.asked) == 1
    assert client.breaker.state(clock.monotonic()) == "open"


async def test_a_good_probe_closes() -> None:
    """One good answer and the provider is asked as before."""
    client, _, clock = arrange(GOOD)
    client.breaker.hold(30.0, clock.monotonic())
    clock.jump(30.0)
    await fetch(client)

    assert client.breaker.state(clock.monotonic()) == "closed"


async def test_tries_shrink_to_the_time_that_is_left() -> None:
    """A request never runs longer than its fetch may: here the first leaves 1.1 s less its pause."""
    client, script, clock = arrange(DOWN, GOOD, each_s=1.4)
    await fetch(client, total_s=2.5)

    assert [asked.timeout_s for asked in script.asked] == [1.5, pytest.approx(2.5 - 1.4 - clock.slept[0])]


async def test_the_figures_tell_what_happened() -> None:
    """Requests and failures are counted one by one; what a retry mends is no failed fetch, but is remembered."""
    client, _, clock = arrange(DOWN, GOOD, Answer(404))
    await fetch(client)
    succeeded_at = clock.now()
    assert client.stats == ClientStats(
        requests=2,
        failures=1,
        last_failure=Failure(ProviderUnavailable, "HTTP 503"),
        last_check_at=succeeded_at,
        last_success_at=succeeded_at,
        elapsed_ms=(12.0,),
    )
    clock.jump(5.0)

    await failure(client)
    assert client.stats == ClientStats(
        requests=3,
        failures=2,
        failed_fetches=1,
        last_error="HTTP 404",
        last_failure=Failure(ProviderPayloadError, "HTTP 404"),
        last_check_at=clock.now(),
        last_success_at=succeeded_at,
        elapsed_ms=(12.0,),
    )


async def test_failed_fetches_are_counted_in_a_row() -> None:
    """By fetches rather than tries, not when nothing was asked, and anew after a good one."""
    client, _, clock = arrange(DOWN, provider=replace(BINANCE, requests=100))
    for _ in range(5):
        await failure(client)
    assert (client.stats.requests, client.stats.failed_fetches) == (9, 3)

    client, script, clock = arrange(DOWN)
    client.breaker.hold(30.0, clock.monotonic())
    clock.jump(30.0)
    await failure(client)
    script.answers[:] = [GOOD]
    clock.jump(60.0)
    await fetch(client)
    assert client.stats.failed_fetches == 0


async def test_every_good_answer_is_timed() -> None:
    """Of a fetch with several requests each answer counts for itself; those of a failed fetch do not count."""
    client, script, _ = arrange(Answer(200, {}, b"4", 5.0), Answer(200, {}, b"2", 7.0), Answer(200, {}, b"no", 9.0))
    two: Adapter[int] = Adapter(lambda _: (Request("/a"), Request("/b")), lambda bodies: sum(map(read, bodies)))
    await client.fetch(two, None, total_s=10.0, max_bytes=4096)
    with pytest.raises(ProviderPayloadError):
        await client.fetch(two, None, total_s=10.0, max_bytes=4096)

    assert client.stats.elapsed_ms == (5.0, 7.0)
    assert len(script.asked) == 4


async def test_our_own_mistake_goes_through() -> None:
    """An adapter that breaks its promise is not the provider's fault: one request, no count, the probe free again."""
    client, script, clock = arrange(GOOD)
    client.breaker.hold(30.0, clock.monotonic())
    clock.jump(30.0)
    broken = replace(NUMBER, parse=lambda bodies: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        await client.fetch(broken, None, total_s=10.0, max_bytes=4096)
    assert len(script.asked) == 1
    assert client.breaker.permits(clock.monotonic())


async def test_a_cancelled_probe_is_given_back() -> None:
    """A fetch that is cancelled while it probes does not shut the provider out."""
    client, script, clock = arrange(GOOD)
    clock.auto = False
    client.breaker.hold(30.0, clock.monotonic())
    clock.jump(30.0)
    client.budget.spend(10, clock.monotonic() - 55.0)
    task = asyncio.create_task(fetch(client), name="probe")
    await clock.settle()
    assert not client.breaker.permits(clock.monotonic())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert script.asked == []
    assert client.breaker.permits(clock.monotonic())


async def test_a_fetch_of_before_does_not_free_the_probe() -> None:
    """Only the probe gives its place back; a fetch that began earlier and ends during the probe does not."""
    client, _, clock = arrange(GOOD)
    clock.auto = False
    client.budget.spend(10, clock.monotonic() - 20.0)
    early = asyncio.create_task(fetch(client, total_s=50.0), name="early")
    await clock.settle()
    client.breaker.hold(30.0, clock.monotonic())
    await clock.advance(30.0)
    assert client.breaker.permits(clock.monotonic())
    early.cancel()
    with pytest.raises(asyncio.CancelledError):
        await early

    assert not client.breaker.permits(clock.monotonic())
