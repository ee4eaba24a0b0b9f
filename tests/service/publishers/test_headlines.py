from __future__ import annotations

from datetime import timedelta
from typing import Any

from service.errors import ProviderRefused
from service.providers.articles import Article, Articles, Outlet
from service.providers.catalog import FeedSpec
from service.publishers.feed import Feed
from service.publishers.headlines import headlines, hurry
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import looping
from tests.fakes.provider_client import FakeProviderClient
from tests.service.publishers.sources import ADAPTER

OUTLET = Outlet("coindesk", "CoinDesk")


def feed(name: str, clock: FakeClock) -> tuple[Feed[Any], FakeProviderClient]:
    client = FakeProviderClient(clock)
    spec = FeedSpec(id=name, provider=name, adapter="x", interval_s=100.0, total_s=2.0, fresh_for_s=500.0)
    return Feed(spec, client, ADAPTER, clock), client


def articles(*told: tuple[str, int]) -> Articles:
    items = (Article(title, title, "https://example.org", START - timedelta(minutes=age)) for title, age in told)
    return Articles(OUTLET, tuple(items))


def test_headlines_come_newest_first_and_once() -> None:
    """Of all outlets; feeds of other things, and those without a value, have none."""
    clock = FakeClock()
    one, other, empty, numbers = (feed(name, clock)[0] for name in ("one", "other", "empty", "numbers"))
    one.value = articles(("Bitcoin is up", 5), ("Ether too", 30))
    other.value = articles(("Bitcoin is up", 20), ("All is well", 10))
    numbers.value = 7

    assert headlines([one, other, empty, numbers], START) == ("Bitcoin is up", "All is well", "Ether too")


def test_an_outlet_ahead_of_its_time_does_not_own_the_list() -> None:
    """Ten minutes may be a wrong clock; what is dated later is not told before its time has come."""
    one = feed("one", FakeClock())[0]
    one.value = articles(("Today", 0), ("Nearly", -10), ("Tomorrow", -11))

    assert headlines([one], START) == ("Nearly", "Today")
    assert headlines([one], START + timedelta(minutes=1)) == ("Tomorrow", "Nearly", "Today")


async def test_headlines_of_tomorrow_hasten_nothing() -> None:
    """There would be nothing to judge yet."""
    clock = FakeClock()
    (judge, client), (outlet, _) = feed("judge", clock), feed("outlet", clock)
    client.answer = ProviderRefused("judge", "there are no headlines")
    outlet.watchers.append(lambda: setattr(outlet, "value", articles(("Tomorrow", -11))))
    hurry(judge, [outlet], clock)
    async with looping(clock, judge):
        await outlet.fetch()
        await clock.advance(59.0)
        assert client.asked_s == [0.0]

        await clock.advance(1.0)
        await outlet.fetch()
        await clock.advance(1.0)

    assert client.asked_s == [0.0, 60.0]


async def test_the_first_headlines_are_judged_at_once() -> None:
    """Whoever judges them failed at the start, since there were none; it need not rest for its interval."""
    clock = FakeClock()
    (judge, client), (outlet, _) = feed("judge", clock), feed("outlet", clock)
    client.answer = ProviderRefused("judge", "there are no headlines")
    hurry(judge, iter([outlet]), clock)
    async with looping(clock, judge):
        await clock.advance(10.0)
        await outlet.fetch()
        await clock.advance(10.0)
        assert client.asked_s == [0.0]

        outlet.watchers.insert(0, lambda: setattr(outlet, "value", articles(("Bitcoin is up", 1))))
        await outlet.fetch()
        await clock.advance(10.0)
        assert client.asked_s == [0.0, 20.0]

        await outlet.fetch()
        await clock.advance(10.0)
        assert client.asked_s == [0.0, 20.0]


async def test_who_has_judged_already_is_left_at_its_pace() -> None:
    """Headlines that were there from the start hasten nothing."""
    clock = FakeClock()
    (judge, client), (outlet, _) = feed("judge", clock), feed("outlet", clock)
    outlet.watchers.append(lambda: setattr(outlet, "value", articles(("Bitcoin is up", 1))))
    hurry(judge, [outlet], clock)
    async with looping(clock, judge):
        await clock.advance(10.0)
        await outlet.fetch()
        await clock.advance(10.0)

    assert client.asked_s == [0.0]
