"""RSS and Atom: the newest articles of the outlets. The one place that knows feedparser.

An article needs a title, an http or https link and a date; others are left out. Of HTML nothing but its text is kept.

Sources: https://www.rssboard.org/rss-specification, RFC 4287 (Atom), https://feedparser.readthedocs.io (2026-11)
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import feedparser  # type: ignore[import-untyped]

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter
from service.providers.articles import Article, Articles, Outlet
from service.providers.http import Request
from service.providers.link import clean, identity
from service.providers.markup import markup
from service.providers.reading import instant
from service.providers.title import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

__all__ = ["ADAPTERS", "PAPERS", "Paper", "parse", "request"]

MAX_ENTRIES: Final = 500
"""So many entries of a feed are looked at."""
MAX_ARTICLES: Final = 50
MAX_TAGS: Final = 12

ACCEPT: Final = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
XML: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Paper:
    """An outlet and where its feed is."""

    outlet: Outlet
    home: str
    """What relative links are relative to."""
    path: str
    """Below the provider's base URL."""


PAPERS: Final = (
    Paper(Outlet("bitcoin_magazine", "Bitcoin Magazine"), "https://bitcoinmagazine.com", "/feed"),
    Paper(Outlet("bitcoin_optech", "Bitcoin Optech"), "https://bitcoinops.org", "/feed.xml"),
    Paper(Outlet("coindesk", "CoinDesk"), "https://www.coindesk.com", "/arc/outboundfeeds/rss/"),
    Paper(Outlet("cointelegraph", "Cointelegraph"), "https://cointelegraph.com", "/rss"),
    Paper(Outlet("cryptoslate", "CryptoSlate"), "https://cryptoslate.com", "/feed/"),
    Paper(Outlet("decrypt", "Decrypt"), "https://decrypt.co", "/feed"),
    Paper(Outlet("the_block", "The Block"), "https://www.theblock.co", "/rss.xml"),
)
"""All outlets, by their ids."""


def request(paper: Paper) -> Request:
    """Ask for the whole feed."""
    return Request(path=paper.path, headers=(("Accept", ACCEPT),))


def parse(body: bytes, paper: Paper) -> Articles:
    """Read a feed in any form that feedparser knows. Takes long: about a second for a hostile megabyte.

    Raises ProviderPayloadError when no article is left.
    """
    id_ = paper.outlet.id
    document = XML + markup(id_, body)
    try:
        read = feedparser.parse(
            BytesIO(document.encode("utf-8", "replace")),
            resolve_relative_uris=False,
            sanitize_html=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # feedparser does not say what it raises
        raise ProviderPayloadError(id_, f"no feed: {type(error).__name__}") from error
    articles = {article.id: article for article in _articles(read.entries[:MAX_ENTRIES], paper)}
    if not articles:
        raise ProviderPayloadError(id_, "no article with a title, a link and a date")
    newest = sorted(articles.values(), key=lambda article: article.published_at, reverse=True)
    return Articles(paper.outlet, tuple(newest[:MAX_ARTICLES]))


def _articles(entries: Sequence[Mapping[str, Any]], paper: Paper) -> Iterator[Article]:
    for entry in entries:
        title = plain(entry.get("title") or "")
        url = clean(entry.get("link") or "", paper.home)
        at = _instant(entry, "published_parsed") or _instant(entry, "updated_parsed")
        if title and url is not None and at is not None:
            yield Article(identity(url), title, url, at, _tags(entry))


def _instant(entry: Mapping[str, Any], name: str) -> datetime | None:
    # Asked in the ordinary way, feedparser answers with another field, and warns, when this one is missing.
    parsed = dict(entry).get(name)
    try:
        return instant(calendar.timegm(parsed)) if parsed else None
    except (ValueError, OverflowError):
        return None


def _tags(entry: Mapping[str, Any]) -> tuple[str, ...]:
    terms = (plain(tag.get("term") or "") for tag in entry.get("tags", ())[:MAX_TAGS])
    return tuple(dict.fromkeys(term for term in terms if term))


def _adapter(paper: Paper) -> Adapter[Articles]:
    return Adapter(
        lambda _: (request(paper),),
        lambda bodies: parse(bodies[0], paper),
        form="xml",
        is_conditional=True,
        is_slow=True,
    )


ADAPTERS: Final[Mapping[str, Adapter[Articles]]] = MappingProxyType(
    {f"{paper.outlet.id}.rss": _adapter(paper) for paper in PAPERS}
)
