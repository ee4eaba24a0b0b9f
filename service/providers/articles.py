"""Articles: what a news outlet has published of late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Article", "Articles", "Outlet"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of news."""

    id: str
    """The id of its provider in the catalog."""
    name: str
    """For people, such as `CoinDesk`."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as far as a feed tells of it."""

    id: str
    """Of its address, the same for ever; see service.providers.link."""
    title: str
    """Plain text, never empty."""
    url: str
    """http or https."""
    published_at: datetime
    """As the outlet says it, in UTC; it may lie in the future."""
    tags: tuple[str, ...] = ()
    """What the outlet files it under."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles in the feed of one outlet, each once, the newest first."""

    outlet: Outlet
    items: tuple[Article, ...]
    """Never empty."""
    as_of: datetime | None = None
    """None: a feed tells when its articles were published, and not when it was looked at."""
