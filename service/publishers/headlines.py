"""Headlines: what the news say just now, for the source that judges their mood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.handlers.collectors.news import MAX_AHEAD
from service.providers.articles import Articles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from service.clock import Clock
    from service.publishers.feed import Feed

__all__ = ["headlines", "hurry"]


def headlines(feeds: Iterable[Feed[Any]], at: datetime) -> tuple[str, ...]:
    """Return the titles of all articles that any of the feeds has, the newest first, each once.

    An outlet whose clock is wrong does not own the list: as in `news`, what is dated too far ahead is left out.
    """
    values = [feed.value for feed in feeds if isinstance(feed.value, Articles)]
    articles = [article for value in values for article in value.items if article.published_at <= at + MAX_AHEAD]
    newest_first = sorted(articles, key=lambda article: article.published_at, reverse=True)
    return tuple(dict.fromkeys(article.title for article in newest_first))


def hurry(judge: Feed[Any], feeds: Iterable[Feed[Any]], clock: Clock) -> None:
    """Let a feed that judges headlines fetch again as soon as there are any.

    At the start there are none, and it would rest for its whole interval.
    """
    outlets = list(feeds)

    def look() -> None:
        if judge.fetches == 1 and judge.failure is not None and headlines(outlets, clock.now()):
            judge.wake()

    for outlet in outlets:
        outlet.watchers.append(look)
