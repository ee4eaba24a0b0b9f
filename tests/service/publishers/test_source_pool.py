from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service.errors import ProviderError, ProviderTimeout, ProviderUnavailable
from service.providers.pool import Switch, usable
from service.providers.sourced import Sourced
from tests.fakes.clock import START
from tests.fakes.provider_client import Reading
from tests.service.publishers.sources import Sources

DOWN = ProviderUnavailable("a", "HTTP 503")
GONE = ProviderTimeout("b", "no whole answer")


async def test_the_best_feed_serves_and_the_others_stand_by() -> None:
    """All are tried at the start; then the first of those that answer is fetched at its full pace."""
    sources = Sources("abc")
    async with sources.running():
        await sources.clock.advance(64.0)

    assert sources.pool.active == "a_feed"
    assert sources.clients["a"].asked_s == [float(second) for second in range(0, 65, 5)]
    assert sources.clients["b"].asked_s == sources.clients["c"].asked_s == [0.0, 60.0]
    assert sources.switches == []


@pytest.mark.parametrize(("answer", "active"), [(None, "a_feed"), (DOWN, "b_feed")])
async def test_the_preferred_feed_is_waited_for_at_the_start(answer: ProviderError | None, active: str) -> None:
    """A quicker one does not get ahead of it; once the preferred one has failed, the next that has answered serves."""
    sources = Sources()
    client = sources.clients["a"]
    client.takes_s = 2.0
    client.answer = answer or client.answer
    async with sources.running():
        await sources.clock.advance(1.9)
        assert sources.pool.read() is None
        await sources.clock.advance(0.2)

    assert sources.pool.active == active
    assert sources.switches == []


async def test_our_own_mistake_does_not_keep_the_pool_waiting() -> None:
    """A feed whose adapter breaks its promise has failed like any other; the next one serves."""

    def broken() -> Reading:
        raise ZeroDivisionError

    sources = Sources()
    sources.clients["a"].answer = broken
    async with sources.running():
        assert sources.pool.active == "b_feed"
        assert sources.pool.usable


async def test_a_value_is_read_with_its_source_and_instant() -> None:
    """Nothing before the first answer; then what clients are to see."""
    sources = Sources()
    assert sources.pool.read() is None
    assert not sources.pool.usable

    async with sources.running():
        await sources.clock.advance(6.0)
        assert sources.pool.read() == Sourced(Reading(1005.0), "sim:a", START.replace(second=5), stale=False)


async def test_a_failure_switches_in_the_same_moment() -> None:
    """The next feed was last fetched half a minute ago, so it is fetched at once, and serves from then on."""
    sources = Sources("abc")
    async with sources.running():
        await sources.clock.advance(28.0)
        sources.clients["a"].answer = DOWN
        await sources.clock.advance(2.0)
        value = sources.pool.read()
        await sources.clock.advance(11.0)

    assert value == Sourced(Reading(1030.0), "sim:b", START.replace(second=30), stale=False)
    assert sources.switches == [Switch("a_feed", "b_feed", "HTTP 503")]
    assert sources.clients["b"].asked_s == [0.0, 30.0, 35.0, 40.0]
    assert sources.clients["a"].asked_s == [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]


async def test_a_feed_that_is_still_fresh_takes_over_without_a_wait() -> None:
    """Its last value is used at once, and renewed at once."""
    sources = Sources()
    async with sources.running():
        await sources.clock.advance(6.0)
        sources.clients["a"].answer = DOWN
        sources.clients["b"].takes_s = 2.0
        await sources.clock.advance(4.0)
        value = sources.pool.read()
        await sources.clock.advance(3.0)

    assert value == Sourced(Reading(1000.0), "sim:b", START, stale=False)
    assert sources.clients["b"].asked_s == [0.0, 10.0]


async def test_the_preferred_feed_is_taken_back_after_two_successes() -> None:
    """Not after the first: a provider that comes and goes would make the prices jump to and fro."""
    sources = Sources()
    async with sources.running():
        await sources.clock.advance(29.0)
        sources.clients["a"].answer = DOWN
        await sources.clock.advance(2.0)
        sources.clients["a"].answer = sources.clients["b"].answer
        await sources.clock.advance(60.0)
        assert sources.clients["a"].asked_s[-2:] == [30.0, 90.0]
        assert sources.pool.active == "b_feed"
        await sources.clock.advance(60.0)

    assert sources.switches[1:] == [Switch("b_feed", "a_feed", "a answers again")]
    assert (sources.pool.active, sources.pool.switches) == ("a_feed", 2)


async def test_frozen_numbers_are_left_for_moving_ones() -> None:
    """A provider that answers but repeats itself fails like any other, when its value is no longer fresh."""
    sources = Sources()
    async with sources.running():
        await sources.clock.advance(11.0)
        sources.clients["a"].answer = Reading(1010.0)
        await sources.clock.advance(20.0)
        assert sources.pool.active == "a_feed"
        await sources.clock.advance(4.0)

    assert sources.switches == [Switch("a_feed", "b_feed", "no fresh data for 25 s")]
    assert sources.clients["b"].asked_s == [0.0, 35.0]


async def test_without_any_source_the_last_value_goes_on_stale() -> None:
    """With its own instant. All feeds are asked at full pace, and the first to answer serves, without help."""
    sources = Sources()
    async with sources.running():
        await sources.clock.advance(28.0)
        sources.clients["a"].answer = DOWN
        sources.clients["b"].answer = GONE
        await sources.clock.advance(14.0)
        assert sources.pool.read() == Sourced(Reading(1025.0), "sim:a", START.replace(second=25), stale=True)
        assert sources.clients["b"].asked_s[1:] == sources.clients["a"].asked_s[6:] == [30.0, 35.0, 40.0]

        sources.clients["b"].answer = Reading(7.0)
        await sources.clock.advance(5.0)

    assert sources.pool.read() == Sourced(Reading(7.0), "sim:b", START.replace(second=45), stale=False)
    assert sources.switches == [Switch("a_feed", "b_feed", "HTTP 503")]


async def test_a_first_value_that_is_old_already_goes_out_stale() -> None:
    """As when our own clock is ahead, or a provider has stood still for days: it is neither kept back nor believed."""
    sources = Sources()
    old = START - timedelta(seconds=60)
    sources.clients["a"].answer, sources.clients["b"].answer = DOWN, Reading(7.0, as_of=old)
    async with sources.running():
        assert sources.pool.read() == Sourced(Reading(7.0, as_of=old), "sim:b", old, stale=True)
        assert sources.pool.trouble() is None

        sources.clients["a"].answer = Reading(8.0)
        await sources.clock.advance(5.0)

    assert sources.pool.read() == Sourced(Reading(8.0), "sim:a", START.replace(second=5), stale=False)
    assert sources.switches == [Switch("b_feed", "a_feed", "no fresh data for 65 s")]


async def test_a_value_grows_stale_between_fetches() -> None:
    """A review before an update finds what no fetch has told: time passes while fetches hang."""
    sources = Sources("a")
    await sources.feeds[0].fetch()
    sources.clock.jump(20.0)
    sources.pool.review()
    assert sources.pool.usable

    sources.clock.jump(0.1)
    sources.pool.review()
    value = sources.pool.read()
    assert value is not None
    assert value.stale


async def test_trouble_is_told_when_all_feeds_have_failed() -> None:
    """Not while one has not tried, and never again once there has been a value."""
    sources = Sources()
    sources.clients["a"].answer, sources.clients["b"].answer = DOWN, GONE
    first, second = sources.feeds
    await first.fetch()
    assert sources.pool.trouble() is None

    await second.fetch()
    assert sources.pool.trouble() == "a: HTTP 503; b: no whole answer"

    sources.clients["b"].answer = Reading(1.0)
    await second.fetch()
    sources.clients["b"].answer = GONE
    await second.fetch()
    assert sources.pool.trouble() is None


async def test_each_switch_is_logged_and_told_once() -> None:
    """However often the pool is reviewed afterwards."""
    sources = Sources()
    for feed in sources.feeds:
        await feed.fetch()
    sources.clients["a"].answer = DOWN
    with capture_logs() as logs:
        await sources.feeds[0].fetch()
        for _ in range(3):
            sources.pool.review()

    assert [log for log in logs if log["event"] == "failover"] == [
        {
            "event": "failover",
            "log_level": "warning",
            "pool": "prices",
            "previous": "a_feed",
            "current": "b_feed",
            "reason": "HTTP 503",
        }
    ]
    assert sources.switches == [Switch("a_feed", "b_feed", "HTTP 503")]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sets(st.sampled_from("abc")), st.integers(1, 40)), max_size=8))
async def test_a_pool_is_stale_only_while_no_feed_is_usable(outages: list[tuple[set[str], int]]) -> None:
    """Whichever providers fail and when; and some time after all of them recovered the best one serves again."""
    sources = Sources("abc")
    answers = {name: client.answer for name, client in sources.clients.items()}
    async with sources.running():
        for failing, seconds in [*outages, (set(), 130)]:
            for name, client in sources.clients.items():
                client.answer = ProviderUnavailable(name, "HTTP 503") if name in failing else answers[name]
            await sources.clock.advance(seconds)
            sources.pool.review()
            value = sources.pool.read()

            assert value is None or value.as_of <= sources.clock.now()
            assert sources.pool.usable == any(usable(feed.state()) for feed in sources.feeds)
            assert value is None or value.stale != sources.pool.usable

    assert (sources.pool.active, sources.pool.usable) == ("a_feed", True)
    assert len(sources.switches) == sources.pool.switches
    steps = [(switch.previous, switch.current) for switch in sources.switches]
    assert all(before[1] == after[0] for before, after in pairwise(steps))


async def test_when_all_fail_the_newest_value_goes_on() -> None:
    """A standby that took over and fell too does not bring back what is older than what was sent before."""
    sources = Sources("ab")
    first, second = sources.feeds
    await second.fetch()
    sources.clock.jump(3.0)
    await first.fetch()
    await first.fetch()
    newest = first.as_of
    for client in sources.clients.values():
        client.answer = DOWN
    await first.fetch()
    await second.fetch()
    read = sources.pool.read()

    assert read is not None
    assert (read.source, read.as_of, read.stale) == ("sim:a", newest, True)
