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
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import SentimentData
    from service.publishers.origins.sentiment import Sentiment

BODIES = {
    "alternative_me/fng/": example("alternative_me_fng.json"),
    "coingecko/coins/bitcoin": example("coingecko_coins_bitcoin.json"),
    "coingecko/search/trending": example("coingecko_search_trending.json"),
    "huggingface_inference/models/ProsusAI/finbert": b'[[{"label": "positive", "score": 1.0}]]',
}
FEEDS = ("alternative_me_fear_and_greed", "coingecko_votes", "coingecko_trending")
DAY = datetime(2026, 11, 23, tzinfo=UTC)


def arrange(*down: str) -> tuple[Stage, Sentiment]:
    stage = Stage(BODIES, FEEDS)
    stage.world.down.update(down)
    return stage, sentiment(stage.kit)


def data(stage: Stage, origin: Sentiment) -> SentimentData:
    update = origin.collect(stage.clock.now())
    assert update is not None
    return update.data


async def test_every_source_adds_its_own() -> None:
    """Both scores and the topics, under names that are the same in a demonstration."""
    stage, origin = arrange()
    assert not origin.settled()
    assert origin.collect(START) is None

    async with stage.running():
        found = data(stage, origin)

    assert origin.settled()
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
    stage, origin = arrange(down)
    async with stage.running():
        await stage.clock.advance(20.0)
        found = data(stage, origin)
        assert origin.settled()
        assert (found.sentiment_by_source, len(found.trending_topics), found.stale) == (known, other, False)

        stage.world.down.clear()
        await stage.clock.advance(2 * 900.0)
        assert len(data(stage, origin).sentiment_by_source) == 2


async def test_without_any_score_the_trouble_is_told() -> None:
    """Both have to fail for it, and topics alone are no sentiment."""
    stage, origin = arrange("alternative_me", "coingecko")
    assert origin.trouble() is None
    async with stage.running():
        await stage.clock.advance(20.0)
        assert origin.trouble() == "alternative_me: HTTP 503; coingecko: HTTP 503"
        assert origin.collect(stage.clock.now()) is None
        assert origin.settled()

        stage.world.down.remove("alternative_me")
        await stage.clock.advance(2 * 600.0)
        assert origin.trouble() is None
        assert data(stage, origin).sentiment_by_source == {"alternative_me": 0.71}


async def test_what_was_known_goes_on_marked_stale() -> None:
    """With the last good values and their instants, until the source answers again."""
    stage, origin = arrange()
    async with stage.running():
        before = data(stage, origin)
        stage.world.down.add("coingecko")
        await stage.clock.advance(2 * 900.0)
        failing = data(stage, origin)
        stage.world.down.clear()
        await stage.clock.advance(2 * 900.0)
        after = data(stage, origin)

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
    stage, origin = arrange()
    async with stage.running():
        await stage.clock.advance(30 * 3600.0 - 10.5 * 3600.0)
        assert not data(stage, origin).stale
        await stage.clock.advance(600.0)
        found = data(stage, origin)

    assert (found.stale, found.as_of) == (True, DAY)


async def test_headlines_are_judged_where_there_is_a_token() -> None:
    """The third source joins with a key, asks for nothing without headlines, and at once when there are some."""
    stage = Stage(
        BODIES,
        (*FEEDS, "huggingface_headlines", "coindesk_articles"),
        overrides={"huggingface_inference": Override(key="hf_secret")},
        extra={
            "huggingface_inference.headlines": huggingface_inference.adapter(
                lambda: headlines(stage.kit.feeds.values())
            )
        },
    )
    origin = sentiment(stage.kit)
    outlet = stage.kit.feeds["coindesk_articles"]
    judge = stage.kit.feeds["huggingface_headlines"]
    stage.world.down.add("coindesk")
    async with stage.running():
        await stage.clock.advance(60.0)
        assert "huggingface_inference" not in {provider for _, provider in stage.world.asked}
        assert list(data(stage, origin).sentiment_by_source) == ["alternative_me", "coingecko"]

        article = Article("1", "Bitcoin is well", "https://example.org/1", START)
        outlet.value = Articles(Outlet("coindesk", "CoinDesk"), (article,))
        await stage.clock.advance(200.0)
        found = data(stage, origin)
        assert judge.fetches == 2

    assert found.sentiment_by_source["huggingface_inference"] == 1.0
    assert found.labels == {"alternative_me": "Greed", "huggingface_inference": "positive"}
