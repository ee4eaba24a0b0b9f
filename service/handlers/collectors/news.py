"""news: the newest articles of all outlets, each story once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import AnyUrl

from contracts.generated.application.messages import json as contract
from service.handlers.categories import CATEGORIES, categorise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from service.providers.articles import Article, Articles
    from service.providers.sourced import Sourced

__all__ = ["MAX_AHEAD", "collect"]

MAX_ARTICLES: Final = 20
WINDOW: Final = timedelta(days=7)
"""What was published longer before the newest look is no news."""
MAX_AHEAD: Final = timedelta(minutes=10)
"""A clock may be so wrong. Articles from further ahead would stay on top for as long."""
SAME_STORY: Final = timedelta(hours=12)
"""Within that, the same title is the same story; later it is a column that always has this title."""


def collect(outlets: Sequence[Sourced[Articles]], at: datetime) -> contract.NewsUpdate | None:
    """Merge what the outlets have published; outlets that have never answered are not among them.

    The articles of an outlet that fails stay until newer ones take their places, and `freshness` says so. None while
    no outlet has answered.
    """
    if not outlets:
        return None
    as_of = max(part.as_of for part in outlets)
    listed = _listed(outlets, as_of - WINDOW, at)
    articles = [
        contract.Article(
            id=article.id,
            title=article.title,
            source=part.value.outlet.name,
            url=AnyUrl(article.url),
            published_at=min(article.published_at, at),
            categories=categorise(article.title, article.tags),
        )
        for article, part in listed
    ]
    found = {category for article in articles for category in article.categories or ()}
    data = contract.NewsData(
        articles=articles,
        sources=_each(article.source for article in articles),
        categories=[name for name, _ in CATEGORIES if name in found],
        source="+".join(_each(part.source for _, part in listed) or [part.source for part in outlets]),
        as_of=as_of,
        stale=all(part.stale for part in outlets),
        freshness={
            part.value.outlet.id: contract.Freshness(source=part.source, as_of=part.as_of, stale=part.stale)
            for part in outlets
        },
        timestamp=at,
    )
    return contract.NewsUpdate(service="news", type="update", data=data, timestamp=at)


def _listed(
    outlets: Iterable[Sourced[Articles]], since: datetime, at: datetime
) -> list[tuple[Article, Sourced[Articles]]]:
    """Return the newest articles, each with who has it.

    Of a story that several outlets carry, the article that was published first stands for it: it is most likely the
    original, and it does not change when yet another outlet joins in.
    """
    found = [
        (article, part)
        for part in outlets
        for article in part.value.items
        if since <= article.published_at <= at + MAX_AHEAD
    ]
    found.sort(key=lambda pair: pair[0].published_at)
    addresses: set[str] = set()
    told: dict[str, datetime] = {}
    stories = []
    for article, part in found:
        title = _spoken(article.title)
        if article.id in addresses or (title in told and article.published_at - told[title] <= SAME_STORY):
            continue
        addresses.add(article.id)
        told[title] = article.published_at
        stories.append((article, part))
    return stories[::-1][:MAX_ARTICLES]


def _spoken(title: str) -> str:
    """Return the letters and digits of a title, which stay the same in another house style."""
    return "".join(char for char in title.casefold() if char.isalnum()) or title


def _each(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
