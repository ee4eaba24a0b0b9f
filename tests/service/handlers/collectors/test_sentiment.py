from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.sentiment import collect
from service.providers.moods import Mood, Trending
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.validator import Validator

SCORES = st.floats(min_value=0, max_value=1)
MOODS = st.builds(
    lambda score, label, age_s, stale: Sourced(
        Mood(score, label, None), "sim:somebody", START - timedelta(seconds=age_s), stale
    ),
    SCORES,
    st.none() | st.text(min_size=1, max_size=20),
    st.integers(0, 10**6),
    st.booleans(),
)


def mood(
    source: str, score: float, label: str | None = None, age_s: float = 0.0, *, stale: bool = False
) -> Sourced[Mood]:
    return Sourced(Mood(score, label, None), source, START - timedelta(seconds=age_s), stale)


def topics(*names: str, stale: bool = False) -> Sourced[Trending]:
    return Sourced(Trending(names, None), "sim:coingecko", START - timedelta(seconds=300), stale)


FEAR = mood("sim:alternative_me", 0.71, "Greed", age_s=37_800)
VOTES = mood("sim:coingecko", 0.79, age_s=540)


def data(moods: Mapping[str, Sourced[Mood]], trending: Sourced[Trending] | None = None) -> dict[str, Any]:
    update = collect(moods, trending, START)

    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "sentiment").text)["data"]
    return found


def test_the_sources_are_put_together() -> None:
    """The score is their mean, and what they say stands under names that are the same in a demonstration."""
    fear = {"source": "sim:alternative_me", "as_of": "2026-11-23T00:00:00.000Z", "stale": False}

    assert data({"alternative_me": FEAR, "coingecko": VOTES}, topics("Bitcoin", "Pepe")) == {
        "overall_sentiment": "bullish",
        "sentiment_score": pytest.approx(0.75),
        "social_volume": None,
        "trending_topics": ["Bitcoin", "Pepe"],
        "sentiment_by_source": {"alternative_me": 0.71, "coingecko": 0.79},
        "labels": {"alternative_me": "Greed"},
        "source": "sim:alternative_me+sim:coingecko",
        "as_of": "2026-11-23T00:00:00.000Z",
        "stale": False,
        "freshness": {
            "alternative_me": fear,
            "coingecko": {"source": "sim:coingecko", "as_of": "2026-11-23T10:21:00.000Z", "stale": False},
            "trending_topics": {"source": "sim:coingecko", "as_of": "2026-11-23T10:25:00.000Z", "stale": False},
        },
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0.0, "bearish"),
        (0.4499, "bearish"),
        (0.45, "neutral"),
        (0.55, "neutral"),
        (0.5501, "bullish"),
        (1.0, "bullish"),
    ],
)
def test_the_word_goes_by_the_score(score: float, word: str) -> None:
    """Neutral from 0.45 to 0.55, both included, whatever the sources themselves call it."""
    assert data({"alternative_me": mood("alternative_me", score, "Greed")})["overall_sentiment"] == word


def test_one_score_is_enough() -> None:
    """It is then the whole mean; what is not known is empty, and nobody is named for it."""
    found = data({"coingecko": VOTES})

    assert (found["sentiment_score"], found["source"], found["labels"]) == (0.79, "sim:coingecko", {})
    assert found["trending_topics"] == []
    assert list(found["freshness"]) == ["coingecko"]


def test_without_a_score_there_is_no_update() -> None:
    """What people search for says nothing of how they feel."""
    assert collect({}, topics("Bitcoin"), START) is None
    assert collect({}, None, START) is None


@pytest.mark.parametrize("old", ["alternative_me", "coingecko", "trending_topics"])
def test_one_stale_part_makes_the_update_stale(old: str) -> None:
    """The whole says that something is stale, the parts say which; a stale score still counts in the mean."""
    moods = {
        "alternative_me": mood("alternative_me", 0.2, stale=old == "alternative_me"),
        "coingecko": mood("coingecko", 0.4, stale=old == "coingecko"),
    }
    found = data(moods, topics("Bitcoin", stale=old == "trending_topics"))

    assert found["stale"] is True
    assert [name for name, part in found["freshness"].items() if part["stale"]] == [old]
    assert found["sentiment_score"] == pytest.approx(0.3)


@given(
    moods=st.dictionaries(st.sampled_from(["alternative_me", "coingecko", "huggingface_inference"]), MOODS, min_size=1),
    names=st.none() | st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=3),
)
def test_every_update_is_valid(sealed: Validator, moods: dict[str, Sourced[Mood]], names: list[str] | None) -> None:
    """Whatever the sources say, the score lies between theirs and is no newer than any of them."""
    update = collect(moods, None if names is None else topics(*names), START)
    assert update is not None
    verdict = sealed.event("/ws/sentiment", encode(update, "sentiment").text)
    scores = [each.value.score for each in moods.values()]

    assert verdict, verdict.violations
    assert min(scores) - 1e-9 <= update.data.sentiment_score <= max(scores) + 1e-9
    assert all(update.data.as_of <= each.as_of for each in moods.values())
    assert update.data.sentiment_by_source == {name: each.value.score for name, each in moods.items()}
