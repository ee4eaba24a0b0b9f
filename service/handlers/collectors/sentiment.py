"""sentiment: the mean of what several sources say of the mood, and what people look for."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Final, Literal

from contracts.generated.application.messages.json import Freshness, SentimentData, SentimentUpdate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.providers.moods import Mood, Trending
    from service.providers.sourced import Sourced

__all__ = ["collect"]

BEARISH_BELOW: Final = 0.45
BULLISH_ABOVE: Final = 0.55


def collect(
    moods: Mapping[str, Sourced[Mood]], trending: Sourced[Trending] | None, at: datetime
) -> SentimentUpdate | None:
    """Put together the last good value of each source, by the providers' ids. None while no score is known.

    Each score counts the same, a stale one too: it would be worse if the mean jumped because a source is away, and
    `freshness` tells. `as_of` is the oldest of the scores, since the mean is no newer than its oldest part. Nobody
    counts posts, so `social_volume` is null.
    """
    if not moods:
        return None
    parts = moods if trending is None else {**moods, "trending_topics": trending}
    score = fmean(mood.value.score for mood in moods.values())
    data = SentimentData(
        overall_sentiment=_word(score),
        sentiment_score=score,
        social_volume=None,
        trending_topics=[] if trending is None else list(trending.value.topics),
        sentiment_by_source={name: mood.value.score for name, mood in moods.items()},
        labels={name: mood.value.label for name, mood in moods.items() if mood.value.label is not None},
        source="+".join(mood.source for mood in moods.values()),
        as_of=min(mood.as_of for mood in moods.values()),
        stale=any(part.stale for part in parts.values()),
        freshness={
            name: Freshness(source=part.source, as_of=part.as_of, stale=part.stale) for name, part in parts.items()
        },
        timestamp=at,
    )
    return SentimentUpdate(service="sentiment", type="update", data=data, timestamp=at)


def _word(score: float) -> Literal["bullish", "neutral", "bearish"]:
    if score < BEARISH_BELOW:
        return "bearish"
    return "bullish" if score > BULLISH_ABOVE else "neutral"
