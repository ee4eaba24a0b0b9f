from __future__ import annotations

import pytest

from service.providers.adapters import huggingface_inference
from service.providers.catalog import load_catalog
from service.providers.override import Override
from service.publishers.origins.health_checker import health_checker
from tests.service.providers.examples import example
from tests.service.publishers.origins.stage import Stage

BODIES = {
    "kraken/0/public/Ticker": example("kraken_ticker.json"),
    "coingecko/coins/bitcoin": example("coingecko_coins_bitcoin.json"),
    "coingecko/search/trending": example("coingecko_search_trending.json"),
}
FEEDS = ("kraken_ticker", "coingecko_votes", "coingecko_trending")

SHIPPED = load_catalog({})
KEYED = load_catalog({id_: Override(key="secret") for id_, each in SHIPPED.providers.items() if each.key_header})


async def test_the_figures_are_those_of_the_fetches() -> None:
    """A provider with two feeds is one provider, and what it was not asked it does not count."""
    stage = Stage(BODIES, FEEDS)
    origin = health_checker(stage.kit)
    async with stage.running():
        await stage.clock.advance(1.0)
        found = origin.collect(stage.clock.now()).data

    assert list(found.providers) == ["kraken", "coingecko"]
    assert (found.overall_health, found.healthy_count) == ("healthy", 2)
    assert found.providers["coingecko"].response_time_p95_ms == 20.0


async def test_an_outage_shows_and_passes() -> None:
    """Degraded, unhealthy after three fetches, and healthy with the first good one."""
    stage = Stage(BODIES, FEEDS)
    origin = health_checker(stage.kit)

    def status() -> str:
        return origin.collect(stage.clock.now()).data.providers["kraken"].status

    async with stage.running():
        stage.world.down.add("kraken")
        await stage.clock.advance(10.0)
        assert status() == "degraded"
        await stage.clock.advance(50.0)
        assert status() == "unhealthy"
        stage.world.down.clear()
        await stage.clock.advance(600.0)
        assert status() == "healthy"


async def test_the_first_update_waits_for_all_providers() -> None:
    """Whether they answer or fail: before, the quickest failure would be an alarm."""
    stage = Stage(BODIES, FEEDS)
    stage.world.down.add("kraken")
    origin = health_checker(stage.kit)
    assert not origin.settled()
    await stage.kit.feeds["coingecko_votes"].fetch()
    assert not origin.settled()

    async with stage.running():
        await stage.clock.advance(3.0)
    assert origin.settled()


async def test_the_first_update_waits_for_no_question() -> None:
    """Without headlines whoever judges them is not asked for long: that says nothing of the others, nor of him."""
    judge = huggingface_inference.adapter(lambda: ())
    stage = Stage(
        BODIES,
        (*FEEDS, "huggingface_headlines"),
        overrides={"huggingface_inference": Override(key="hf_secret")},
        extra={"huggingface_inference.headlines": judge},
    )
    origin = health_checker(stage.kit)
    async with stage.running():
        await stage.clock.advance(3.0)
        found = origin.collect(stage.clock.now()).data

    assert origin.settled()
    assert (found.overall_health, found.healthy_count, found.total_providers) == ("healthy", 2, 3)
    assert found.providers["huggingface_inference"].status == "unknown"


@pytest.mark.parametrize("name", sorted({feed.provider for feed in KEYED.feeds.values()}))
def test_no_provider_is_quiet_for_longer_than_an_hour(name: str) -> None:
    """Each is asked as often by a feed that stands by, so that its health is never older."""
    feeds = [feed for feed in KEYED.feeds.values() if feed.provider == name]

    assert min(feed.standby_interval_s or feed.interval_s for feed in feeds) <= 3600
