from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service.errors import ProviderTimeout, ProviderUnavailable
from service.providers.adapter import Adapter, single
from service.providers.catalog import FeedSpec
from service.providers.http import Request
from service.providers.pool import FeedState, usable
from service.publishers.feed import Feed
from service.publishers.schedule import Schedule
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import looping
from tests.fakes.provider_client import FakeProviderClient, Reading

SPEC = FeedSpec(
    id="ticker",
    provider="binance",
    adapter="binance.ticker",
    is_lively=True,
    interval_s=5.0,
    standby_interval_s=60.0,
    total_s=2.5,
    fresh_for_s=20.0,
    max_bytes=4096,
)
ADAPTER: Adapter[Reading] = single(lambda: Request("/"), lambda body: Reading(0))
DOWN = ProviderUnavailable("binance", "HTTP 503")


def arrange(answer: Any = None) -> tuple[Feed[Reading], FakeProviderClient, FakeClock]:
    clock = FakeClock()
    client = FakeProviderClient(clock)
    client.answer = answer or client.answer
    return Feed(SPEC, client, ADAPTER, clock), client, clock


async def test_a_feed_on_standby_is_fetched_seldom() -> None:
    """At once after the start, then at its standby interval."""
    feed, client, clock = arrange()
    async with looping(clock, feed):
        await clock.advance(130.0)

    assert client.asked_s == [0.0, 60.0, 120.0]
    assert client.terms == {"adapter": ADAPTER, "previous": client.given[-2], "total_s": 2.5, "max_bytes": 4096}


async def test_a_feed_that_serves_is_fetched_at_its_full_pace() -> None:
    """A pool that begins to rely on it makes it fetch at once, and one that stops lets it rest."""
    feed, client, clock = arrange()
    async with looping(clock, feed):
        await clock.advance(31.0)
        feed.rely("prices")
        await clock.advance(11.0)
        feed.stand_by("prices")
        await clock.advance(70.0)

    assert client.asked_s == [0.0, 31.0, 36.0, 41.0, 101.0]


async def test_one_pool_is_enough() -> None:
    """As long as any pool relies on it the pace stays, and a second pool that comes does not hasten it."""
    feed, client, clock = arrange()
    feed.rely("prices")
    async with looping(clock, feed):
        await clock.advance(2.0)
        feed.rely("caps")
        feed.stand_by("prices")
        await clock.advance(9.0)

    assert client.asked_s == [0.0, 5.0, 10.0]


async def test_a_fetch_under_way_serves_whoever_comes() -> None:
    """A pool that begins to rely on the feed while it fetches, or because of what it fetched, causes no second one."""
    feed, client, clock = arrange()
    client.takes_s = 2.0
    feed.watchers.append(lambda: feed.rely("caps"))
    async with looping(clock, feed):
        await clock.advance(1.0)
        feed.rely("prices")
        await clock.advance(5.0)

    assert client.asked_s == [0.0, 5.0]


@pytest.mark.parametrize(("takes_s", "asked_s"), [(3.0, [0.0, 5.0, 10.0, 15.0]), (7.0, [0.0, 7.0, 14.0])])
async def test_the_interval_runs_from_start_to_start(takes_s: float, asked_s: list[float]) -> None:
    """A slow provider is not asked less often for it, but never twice at a time."""
    feed, client, clock = arrange()
    client.takes_s = takes_s
    feed.rely("prices")
    async with looping(clock, feed):
        await clock.advance(19.0)

    assert client.asked_s == asked_s


async def test_a_failure_leaves_the_last_good_value() -> None:
    """With its age; the failure and the successes in a row tell the pool."""
    feed, client, clock = arrange()
    await feed.fetch()
    await feed.fetch()
    client.answer = DOWN
    clock.jump(7.0)
    await feed.fetch()

    assert feed.value == Reading(1000.0)
    assert feed.fetches == 3
    assert feed.state() == FeedState(
        feed="ticker", provider="binance", age_s=7.0, fresh_for_s=20.0, failure="HTTP 503", successes=0
    )


async def test_a_feed_before_its_first_fetch_knows_nothing() -> None:
    """No value, no age, no failure."""
    feed, _, _ = arrange()

    assert feed.state() == FeedState("ticker", "binance", age_s=None, fresh_for_s=20.0)


async def test_failures_are_logged_when_they_begin_and_end() -> None:
    """Once each, however long they last."""
    feed, client, _ = arrange()
    recovered = client.answer
    with capture_logs() as logs:
        for answer in (recovered, DOWN, DOWN, ProviderTimeout("binance", "no whole answer"), recovered, recovered):
            client.answer = answer
            await feed.fetch()

    assert [(log["event"], log.get("reason")) for log in logs] == [
        ("provider fails", "HTTP 503"),
        ("provider answers again", None),
    ]
    assert feed.failure is None
    assert feed.successes == 2


async def test_frozen_numbers_age() -> None:
    """Of a provider that dates nothing a value is as old as its last change; when it moves again it is new."""
    feed, client, clock = arrange(Reading(1.0))
    await feed.fetch()
    clock.jump(21.0)
    await feed.fetch()
    assert feed.as_of == START
    assert not usable(feed.state())

    client.answer = Reading(2.0)
    await feed.fetch()
    assert feed.as_of == clock.now()
    assert usable(feed.state())


async def test_dated_values_are_as_old_as_they_say() -> None:
    """Even when they are the same as before, or change without a new date."""
    feed, client, clock = arrange(Reading(1.0, START - timedelta(seconds=8)))
    await feed.fetch()
    assert feed.state().age_s == 8.0

    clock.jump(1.0)
    client.answer = Reading(2.0, START - timedelta(seconds=8))
    await feed.fetch()
    assert feed.state().age_s == 9.0

    client.answer = Reading(2.0, START)
    await feed.fetch()
    assert feed.state().age_s == 1.0


@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(-100, 100), st.integers(0, 30)), min_size=1))
async def test_no_value_is_from_the_future(answers: list[tuple[int, int | None, int]]) -> None:
    """Whatever the provider's clock says, `as_of` is known and not later than now."""
    feed, client, clock = arrange()
    for number, ahead_s, pause_s in answers:
        dated = None if ahead_s is None else clock.now() + timedelta(seconds=ahead_s)
        client.answer = Reading(number, dated)
        await feed.fetch()

        assert feed.as_of is not None
        assert feed.as_of <= clock.now()
        assert dated is None or feed.as_of == min(dated, clock.now())
        clock.jump(pause_s)


async def test_watchers_see_the_result_of_each_fetch() -> None:
    """They are called after good and bad ones, when the feed already knows."""
    feed, client, _ = arrange()
    seen: list[tuple[int, str | None]] = []
    feed.watchers.append(lambda: seen.append((feed.fetches, feed.state().failure)))
    await feed.fetch()
    client.answer = DOWN
    await feed.fetch()

    assert seen == [(1, None), (2, "HTTP 503")]


async def test_our_own_mistake_keeps_the_pace() -> None:
    """An error that is no provider's fails the step and the feed; the next one waits for its time as after any."""

    def broken() -> Reading:
        raise ZeroDivisionError

    feed, client, clock = arrange(broken)
    seen: list[str | None] = []
    feed.watchers.append(lambda: seen.append(feed.state().failure))
    feed.rely("prices")
    with capture_logs():
        async with looping(clock, feed) as loops:
            await clock.advance(11.0)

    assert client.asked_s == [0.0, 5.0, 10.0]
    assert loops[0].failures == 3
    assert seen == ["internal error"] * 3


async def test_the_schedule_tells_the_next_fetch() -> None:
    """At once before the first one and when woken, else an interval after the start of the one before."""
    feed, client, clock = arrange()
    assert feed.schedule() == Schedule(60.0, clock.monotonic())

    client.takes_s = 2.0
    async with looping(clock, feed):
        await clock.advance(1.0)
        feed.rely("caps")
        assert feed.schedule() == Schedule(5.0, 1005.0)
        feed.stand_by("caps")
        await clock.advance(6.0)
        assert feed.schedule() == Schedule(60.0, 1060.0)
        feed.rely("prices")
        assert feed.schedule() == Schedule(5.0, clock.monotonic())
        await clock.advance(1.0)
        feed.stand_by("prices")

    assert feed.schedule() == Schedule(60.0, 1067.0)


async def test_a_feed_that_is_woken_fetches_at_once() -> None:
    """Once, and at its own pace afterwards."""
    feed, client, clock = arrange()
    async with looping(clock, feed):
        await clock.advance(20.0)
        feed.wake()
        await clock.advance(70.0)

    assert client.asked_s == [0.0, 20.0, 80.0]


async def test_a_fetch_tells_whether_it_brought_a_value() -> None:
    """A failure of the provider is no error, and no success."""
    feed, client, _ = arrange()
    assert await feed.fetch()

    client.answer = DOWN
    with capture_logs():
        assert not await feed.fetch()


async def test_a_feed_knows_how_its_latest_fetch_went() -> None:
    """When it ended, good or bad, and how long the latest good answer took."""
    feed, client, clock = arrange()
    assert (feed.fetched_at, feed.elapsed_ms) == (None, None)

    for answer, takes_s in ((client.answer, 0.25), (DOWN, 3.0)):
        client.answer, client.takes_s = answer, takes_s
        async with looping(clock, feed):
            await clock.advance(4.0)
            feed.rely("prices")
        assert feed.elapsed_ms == 250.0
    assert feed.fetched_at == START + timedelta(seconds=7.0)
