from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.providers.adapters.rss import ADAPTERS
from service.publishers.origins.news import news
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.act import Act
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import NewsData

BODIES = {
    "coindesk/arc/outboundfeeds/rss/": example("coindesk_rss.xml"),
    "bitcoin_optech/feed.xml": example("bitcoin_optech_atom.xml"),
}
FEEDS = ("bitcoin_optech_articles", "coindesk_articles")
# A thread would end when it likes, and the test's clock does not wait for it.
IN_THE_LOOP = {name: replace(adapter, is_slow=False) for name, adapter in ADAPTERS.items()}


def arrange(*down: str) -> Act[NewsData]:
    return Act(Stage(BODIES, FEEDS, extra=IN_THE_LOOP), news, *down)


def staleness(found: NewsData) -> dict[str, bool]:
    return {name: part.stale for name, part in (found.freshness or {}).items()}


async def test_every_outlet_adds_what_it_has() -> None:
    """The articles of all of them, under their names, and the look at the feeds is the instant of the update."""
    act = arrange()
    assert not act.origin.settled()
    assert not act.says()

    async with act.running():
        found = act.data()

    assert act.origin.settled()
    assert found.sources == ["CoinDesk", "Bitcoin Optech"]
    assert (found.source, found.as_of, found.stale) == ("sim:coindesk+sim:bitcoin_optech", START, False)
    assert staleness(found) == {"bitcoin_optech": False, "coindesk": False}


async def test_one_outlet_is_enough() -> None:
    """One that fails from the start is not there; when it answers it joins in within two of its intervals."""
    act = arrange("coindesk")
    async with act.running():
        await act.clock.advance(20.0)
        assert act.origin.settled()
        found = act.data()
        assert (found.sources, found.stale) == (["Bitcoin Optech"], False)
        assert list(found.freshness or {}) == ["bitcoin_optech"]

        act.mend()
        await act.clock.advance(240.0)
        assert act.data().sources == ["CoinDesk", "Bitcoin Optech"]


async def test_an_outlet_that_stops_answering_is_marked() -> None:
    """Its articles stay, the update is fresh as long as another outlet answers, and stale when none does."""
    act = arrange()
    async with act.running():
        act.fail("coindesk")
        await act.clock.advance(240.0)
        found = act.data()
        assert (found.sources, found.stale) == (["CoinDesk", "Bitcoin Optech"], False)
        assert staleness(found) == {"bitcoin_optech": False, "coindesk": True}

        act.fail("bitcoin_optech")
        await act.clock.advance(1800.0)
        found = act.data()
        assert (len(found.articles), found.stale) == (3, True)
        assert staleness(found) == {"bitcoin_optech": True, "coindesk": True}

        act.mend()
        await act.clock.advance(1800.0)
        assert not act.data().stale


async def test_without_any_outlet_the_trouble_is_told() -> None:
    """All of them have to fail for it, and each is named."""
    act = arrange("coindesk", "bitcoin_optech")
    assert act.origin.trouble() is None
    async with act.running():
        await act.clock.advance(20.0)
        assert act.origin.trouble() == "bitcoin_optech: HTTP 503; coindesk: HTTP 503"
        assert not act.says()
        assert act.origin.settled()

        act.mend("coindesk")
        await act.clock.advance(240.0)
        assert act.origin.trouble() is None
        assert act.data().sources == ["CoinDesk"]


async def test_a_hostile_feed_costs_only_itself() -> None:
    """An entity bomb, a page or bytes without meaning are that outlet's failure."""
    stage = Stage(
        {**BODIES, "coindesk/arc/outboundfeeds/rss/": b'<!DOCTYPE r [<!ENTITY a "x">]><rss>&a;</rss>'},
        FEEDS,
        extra=IN_THE_LOOP,
    )
    act = Act(stage, news)
    async with act.running():
        await act.clock.advance(20.0)
        assert act.data().sources == ["Bitcoin Optech"]

    assert str(act.kit.feeds["coindesk_articles"].failure) == "coindesk: XML with entity declarations"


async def test_a_feed_is_read_beside_the_loop() -> None:
    """The adapters of the catalog read in a thread, and bring the same."""
    act = Act(Stage(BODIES, FEEDS), news)
    for feed in act.kit.feeds.values():
        await feed.fetch()

    assert act.data().sources == ["CoinDesk", "Bitcoin Optech"]


def test_all_outlets_of_the_catalog_take_part() -> None:
    """And nothing else does."""
    stage = Stage({}, ("coingecko_prices", *(f"{name.partition('.')[0]}_articles" for name in ADAPTERS)))

    assert {feed.spec.adapter for feed in news(stage.kit).feeds} == set(ADAPTERS)
