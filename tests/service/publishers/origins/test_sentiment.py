from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from service.providers.adapters import huggingface_inference
from service.providers.articles import Article, Articles, Outlet
from service.providers.override import Override
from service.publishers.headlines import headlines
from service.publishers.origins.sentiment import sentiment
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.act import Act
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import SentimentData

BODIES = {
    "alternative_me/fng/": example("alternative_me_fng.json"),
    "coingecko/coins/bitcoin": example("coingecko_coins_bitcoin.json"),
    "coingecko/search/trending": example("coingecko_search_trending.json"),
    "huggingface_inference/models/ProsusAI/finbert": b'[[{"label": "positive", "score": 1.0}]]',
}
FEEDS = ("alternative_me_fear_and_greed", "coingecko_votes", "coingecko_trending")
DAY = datetime(2026, 11, 23, tzinfo=UTC)


def arrange(*down: str) -> Act[SentimentData]:
    return Act(Stage(BODIES, FEEDS), sentiment, *down)


async def test_every_source_adds_its_own() -> None:
    """Both scores and the topics, under names that are the same in a demonstration."""
    act = arrange()
    assert not act.origin.settled()
    assert not act.says()

    async with act.running():
        found = act.data()

    assert act.origin.settled()
    assert found.sentiment_by_source == {"alternative_me": 0.71, "coingecko": 0.7925}
    assert found.sentiment_score == pytest.approx(0.75125)
    assert found.trending_topics == ["Hyperliquid", "Bitcoin", "Fartcoin"]
    assert (found.source, found.as_of, found.stale) == ("sim:alternative_me+sim:coingecko", DAY, False)


@pytest.mark.parametrize(
    ("down", "known", "other"),
    [("alternative_me", {"coingecko": 0.7925}, 3), ("coingecko", {"alternative_me": 0.71}, 0)],
)
async def test_one_source_is_enough(down: str, known: dict[str, float], other: int) -> None:
    """The others are not waited for beyond their failure; when they come they join in within two intervals."""
    act = arrange(down)
    async with act.running():
        await act.clock.advance(20.0)
        found = act.data()
        assert act.origin.settled()
        assert (found.sentiment_by_source, len(found.trending_topics), found.stale) == (known, other, False)

        act.mend()
        await act.clock.advance(2 * 900.0)
        assert len(act.data().sentiment_by_source) == 2


async def test_without_any_score_the_trouble_is_told() -> None:
    """Both have to fail for it, and topics alone are no sentiment."""
    act = arrange("alternative_me", "coingecko")
    assert act.origin.trouble() is None
    async with act.running():
        await act.clock.advance(20.0)
        assert act.origin.trouble() == "alternative_me: HTTP 503; coingecko: HTTP 503"
        assert not act.says()
        assert act.origin.settled()

        act.mend("alternative_me")
        await act.clock.advance(2 * 600.0)
        assert act.origin.trouble() is None
        assert act.data().sentiment_by_source == {"alternative_me": 0.71}


async def test_what_was_known_goes_on_marked_stale() -> None:
    """With the last good values and their instants, until the source answers again."""
    act = arrange()
    async with act.running():
        before = act.data()
        act.fail("coingecko")
        await act.clock.advance(2 * 900.0)
        failing = act.data()
        act.mend()
        await act.clock.advance(2 * 900.0)
        after = act.data()

    assert failing.sentiment_by_source == before.sentiment_by_source
    assert failing.trending_topics == before.trending_topics
    assert failing.freshness is not None
    assert {name: part.stale for name, part in failing.freshness.items()} == {
        "alternative_me": False,
        "coingecko": True,
        "trending_topics": True,
    }
    assert failing.stale
    assert not after.stale


async def test_a_value_of_the_day_before_yesterday_is_stale() -> None:
    """The index has a value a day; one that is not renewed for 30 hours is old, though it is still told."""
    act = arrange()
    async with act.running():
        await act.clock.advance(30 * 3600.0 - 10.5 * 3600.0)
        assert not act.data().stale
        await act.clock.advance(600.0)
        found = act.data()

    assert (found.stale, found.as_of) == (True, DAY)


async def test_headlines_are_judged_where_there_is_a_token() -> None:
    """The third source joins with a key, asks for nothing without headlines, and at once when there are some."""
    adapter = huggingface_inference.adapter(lambda: headlines(act.kit.feeds.values(), act.clock.now()))
    stage = Stage(
        BODIES,
        (*FEEDS, "huggingface_headlines", "coindesk_articles"),
        overrides={"huggingface_inference": Override(key="hf_secret")},
        extra={"huggingface_inference.headlines": adapter},
    )
    act = Act(stage, sentiment, "coindesk")
    outlet = act.kit.feeds["coindesk_articles"]
    judge = act.kit.feeds["huggingface_headlines"]
    async with act.running():
        await act.clock.advance(60.0)
        assert "huggingface_inference" not in {provider for _, provider in stage.world.asked}
        assert list(act.data().sentiment_by_source) == ["alternative_me", "coingecko"]

        article = Article("1", "Bitcoin is well", "https://example.org/1", START)
        outlet.value = Articles(Outlet("coindesk", "CoinDesk"), (article,))
        await act.clock.advance(200.0)
        found = act.data()
        assert judge.fetches == 2

    assert found.sentiment_by_source["huggingface_inference"] == 1.0
    assert found.labels == {"alternative_me": "Greed", "huggingface_inference": "positive"}
