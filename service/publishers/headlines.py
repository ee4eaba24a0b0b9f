"""Headlines: what the news say just now, for the source that judges their mood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.providers.articles import Articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.publishers.feed import Feed

__all__ = ["headlines", "hurry"]


def headlines(feeds: Iterable[Feed[Any]]) -> tuple[str, ...]:
    """Return the titles of all articles that any of the feeds has, the newest first, each once."""
    values = [feed.value for feed in feeds if isinstance(feed.value, Articles)]
    articles = [article for value in values for article in value.items]
    newest_first = sorted(articles, key=lambda article: article.published_at, reverse=True)
    return tuple(dict.fromkeys(article.title for article in newest_first))


def hurry(judge: Feed[Any], feeds: Iterable[Feed[Any]]) -> None:
    """Let a feed that judges headlines fetch again as soon as there are any.

    At the start there are none, and it would rest for its whole interval.
    """
    outlets = list(feeds)

    def look() -> None:
        if judge.fetches == 1 and judge.failure is not None and headlines(outlets):
            judge.wake()

    for outlet in outlets:
        outlet.watchers.append(look)
