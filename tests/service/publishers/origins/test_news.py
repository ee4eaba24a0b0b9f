from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.providers.adapters.rss import ADAPTERS
from service.publishers.origins.news import news
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import NewsData
    from service.publishers.origins.news import News

BODIES = {
    "coindesk/arc/outboundfeeds/rss/": example("coindesk_rss.xml"),
    "bitcoin_optech/feed.xml": example("bitcoin_optech_atom.xml"),
}
FEEDS = ("bitcoin_optech_articles", "coindesk_articles")
# A thread would end when it likes, and the test's clock does not wait for it.
IN_THE_LOOP = {name: replace(adapter, is_slow=False) for name, adapter in ADAPTERS.items()}


def arrange(*down: str) -> tuple[Stage, News]:
    stage = Stage(BODIES, FEEDS, extra=IN_THE_LOOP)
    stage.world.down.update(down)
    return stage, news(stage.kit)


def data(stage: Stage, origin: News) -> NewsData:
    update = origin.collect(stage.clock.now())
    assert update is not None
    return update.data


def staleness(found: NewsData) -> dict[str, bool]:
    return {name: part.stale for name, part in (found.freshness or {}).items()}


async def test_every_outlet_adds_what_it_has() -> None:
    """The articles of all of them, under their names, and the look at the feeds is the instant of the update."""
    stage, origin = arrange()
    assert not origin.settled()
    assert origin.collect(START) is None

    async with stage.running():
        found = data(stage, origin)

    assert origin.settled()
    assert found.sources == ["CoinDesk", "Bitcoin Optech"]
    assert (found.source, found.as_of, found.stale) == ("sim:coindesk+sim:bitcoin_optech", START, False)
    assert staleness(found) == {"bitcoin_optech": False, "coindesk": False}


async def test_one_outlet_is_enough() -> None:
    """One that fails from the start is not there; when it answers it joins in within two of its intervals."""
    stage, origin = arrange("coindesk")
    async with stage.running():
        await stage.clock.advance(20.0)
        assert origin.settled()
        found = data(stage, origin)
        assert (found.sources, found.stale) == (["Bitcoin Optech"], False)
        assert list(found.freshness or {}) == ["bitcoin_optech"]

        stage.world.down.clear()
        await stage.clock.advance(240.0)
        assert data(stage, origin).sources == ["CoinDesk", "Bitcoin Optech"]


async def test_an_outlet_that_stops_answering_is_marked() -> None:
    """Its articles stay, the update is fresh as long as another outlet answers, and stale when none does."""
    stage, origin = arrange()
    async with stage.running():
        stage.world.down.add("coindesk")
        await stage.clock.advance(240.0)
        found = data(stage, origin)
        assert (found.sources, found.stale) == (["CoinDesk", "Bitcoin Optech"], False)
        assert staleness(found) == {"bitcoin_optech": False, "coindesk": True}

        stage.world.down.add("bitcoin_optech")
        await stage.clock.advance(1800.0)
        found = data(stage, origin)
        assert (len(found.articles), found.stale) == (3, True)
        assert staleness(found) == {"bitcoin_optech": True, "coindesk": True}

        stage.world.down.clear()
        await stage.clock.advance(1800.0)
        assert not data(stage, origin).stale


async def test_without_any_outlet_the_trouble_is_told() -> None:
    """All of them have to fail for it, and each is named."""
    stage, origin = arrange("coindesk", "bitcoin_optech")
    assert origin.trouble() is None
    async with stage.running():
        await stage.clock.advance(20.0)
        assert origin.trouble() == "bitcoin_optech: HTTP 503; coindesk: HTTP 503"
        assert origin.collect(stage.clock.now()) is None
        assert origin.settled()

        stage.world.down.remove("coindesk")
        await stage.clock.advance(240.0)
        assert origin.trouble() is None
        assert data(stage, origin).sources == ["CoinDesk"]


async def test_a_hostile_feed_costs_only_itself() -> None:
    """An entity bomb, a page or bytes without meaning are that outlet's failure."""
    stage = Stage(
        {**BODIES, "coindesk/arc/outboundfeeds/rss/": b'<!DOCTYPE r [<!ENTITY a "x">]><rss>&a;</rss>'},
        FEEDS,
        extra=IN_THE_LOOP,
    )
    origin = news(stage.kit)
    async with stage.running():
        await stage.clock.advance(20.0)
        assert data(stage, origin).sources == ["Bitcoin Optech"]

    assert str(stage.kit.feeds["coindesk_articles"].failure) == "coindesk: XML with entity declarations"


async def test_a_feed_is_read_beside_the_loop() -> None:
    """The adapters of the catalog read in a thread, and bring the same."""
    stage = Stage(BODIES, FEEDS)
    for feed in stage.kit.feeds.values():
        await feed.fetch()

    assert data(stage, news(stage.kit)).sources == ["CoinDesk", "Bitcoin Optech"]


def test_all_outlets_of_the_catalog_take_part() -> None:
    """And nothing else does."""
    stage = Stage({}, ("coingecko_prices", *(f"{name.partition('.')[0]}_articles" for name in ADAPTERS)))

    assert {feed.spec.adapter for feed in news(stage.kit).feeds} == set(ADAPTERS)
