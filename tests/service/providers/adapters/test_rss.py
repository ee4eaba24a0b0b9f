from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError
from service.providers.adapters.rss import ADAPTERS, PAPERS, parse, request
from service.providers.articles import Article, Articles, Outlet
from service.providers.catalog import load_catalog
from service.providers.link import identity
from tests.service.providers.examples import example

if TYPE_CHECKING:
    from collections.abc import Sequence

COINDESK, OPTECH = (next(paper for paper in PAPERS if paper.outlet.id == id_) for id_ in ("coindesk", "bitcoin_optech"))

DATE = "<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"
LINK = "<link>https://www.coindesk.com/a</link>"
TITLE = "<title>Bitcoin</title>"


def rss(*items: str) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{inner}</channel></rss>'.encode()


def titles(*items: str) -> list[str]:
    return [article.title for article in parse(rss(*items), COINDESK).items]


def refusal(body: bytes) -> str:
    with pytest.raises(ProviderPayloadError) as caught:
        parse(body, COINDESK)

    assert caught.value.provider == "coindesk"
    return caught.value.reason


def test_rss_is_read() -> None:
    """CDATA and tags become plain text, zones become UTC, tracking goes, and an undated page is left out."""
    climb, judge = (
        "https://www.coindesk.com/markets/2026/11/23/bitcoin-s-climb-continues/",
        "https://www.coindesk.com/policy/2026/11/23/what-a-judge-said/",
    )

    assert parse(example("coindesk_rss.xml"), COINDESK) == Articles(
        Outlet("coindesk", "CoinDesk"),
        (
            Article(
                identity(judge),
                "What a Judge Said of Tokens",
                judge,
                datetime(2026, 11, 23, 10, 24, 59, tzinfo=UTC),
                ("Policy",),
            ),
            Article(
                identity(climb),
                "Bitcoin's Climb Continues as R&D Budgets Return",
                climb,
                datetime(2026, 11, 23, 10, 12, 30, tzinfo=UTC),
                ("Markets", "bitcoin"),
            ),
        ),
        None,
    )


def test_atom_is_read() -> None:
    """The date is that of publishing, or of updating where there is no other; relative links are of the outlet."""
    newest, other = parse(example("bitcoin_optech_atom.xml"), OPTECH).items

    assert newest.title == "Bitcoin Optech Newsletter #381"
    assert newest.url == "https://bitcoinops.org/en/newsletters/2026/11/20/"
    assert newest.published_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert newest.tags == ("newsletters",)
    assert (other.title, other.url) == (
        "Fees & blocks: a field report",
        "https://bitcoinops.org/en/field-report/",
    )
    assert other.published_at == datetime(2026, 11, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "item",
    [
        TITLE + LINK,
        TITLE + LINK + "<pubDate>soon</pubDate>",
        TITLE + LINK + "<pubDate></pubDate>",
        TITLE + LINK + "<pubDate>Mon, 99 Nov 99999 10:00:00 GMT</pubDate>",
        TITLE + DATE,
        TITLE + DATE + "<link></link>",
        TITLE + DATE + "<link>javascript:alert(1)</link>",
        TITLE + DATE + "<link>data:text/html,x</link>",
        TITLE + DATE + '<guid isPermaLink="false">https://www.coindesk.com/a</guid>',
        LINK + DATE,
        LINK + DATE + "<title></title>",
        LINK + DATE + "<title><![CDATA[<img src=x onerror=alert(1)>]]></title>",
    ],
)
def test_an_article_needs_a_title_a_link_and_a_date(item: str) -> None:
    """What lacks one of them is left out, and costs no other article."""
    other = "<title>Other</title><link>https://www.coindesk.com/b</link>" + DATE

    assert titles(item, other) == ["Other"]
    assert refusal(rss(item)) == "no article with a title, a link and a date"


@pytest.mark.parametrize(
    "item",
    [
        TITLE + LINK + DATE,
        TITLE + DATE + "<guid>https://www.coindesk.com/a</guid>",
        TITLE + LINK + '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-23T12:00:00+02:00</dc:date>',
        TITLE + DATE + "<link>/a?utm_source=rss#top</link>",
        "<title>Bitcoin</title><title></title>" + LINK + DATE,
    ],
)
def test_articles_come_in_many_forms(item: str) -> None:
    """Without a guid, with nothing else, with other dates, relative: it is the same article."""
    (article,) = parse(rss(item), COINDESK).items

    assert article.url == "https://www.coindesk.com/a"
    assert article.published_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_an_article_is_listed_once() -> None:
    """Items with one address are one article."""
    again = TITLE + "<link>http://coindesk.com/a/?utm_source=x</link>" + DATE

    assert titles(TITLE + LINK + DATE, again) == ["Bitcoin"]


def test_the_newest_fifty_are_kept() -> None:
    """In the order of their dates, whatever the order of the feed."""
    first = datetime(2026, 11, 1, tzinfo=UTC)
    items = [
        f"<title>{number}</title><link>/{number}</link><pubDate>{first + timedelta(hours=number)}</pubDate>"
        for number in range(120)
    ]
    kept = titles(*items)

    assert kept == [str(number) for number in range(119, 69, -1)]


def test_an_endless_feed_is_read_as_far_as_five_hundred_entries() -> None:
    """Outlets write the newest first, so what comes later is old."""
    old, new = ("2026-11-01", "old"), ("2026-11-02", "new")
    items = [
        f"<title>{name}</title><link>/{n}</link><pubDate>{day}</pubDate>"
        for n, (day, name) in enumerate([old] * 500 + [new])
    ]

    assert titles(*items) == ["old"] * 50
    assert titles(*items[1:])[0] == "new"


def test_tags_are_few_and_plain() -> None:
    """Each once, without markup, and no more than a dozen."""
    tags = "".join(f"<category><![CDATA[<b>tag {number // 2}</b>]]></category>" for number in range(100))
    (article,) = parse(rss(TITLE + LINK + DATE + tags + "<category></category>"), COINDESK).items

    assert article.tags == tuple(f"tag {number}" for number in range(len(article.tags)))
    assert 1 < len(article.tags) <= 12


def test_a_malformed_feed_is_read_as_far_as_it_goes() -> None:
    """An ampersand that nobody escaped, and an end that is missing, do not cost what is there."""
    body = rss(TITLE + LINK + DATE, "<title>A & B</title><link>https://www.coindesk.com/b</link>" + DATE)

    assert len(parse(body, COINDESK).items) == 2
    assert len(parse(body.replace(b"</channel></rss>", b""), COINDESK).items) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><html><title>Just a moment...</title></html>", "HTML where XML was expected"),
        (b'{"articles": []}', "no markup where XML was expected"),
        (b'<!DOCTYPE r [<!ENTITY a "x">]><rss/>', "XML with entity declarations"),
        (b"<a>" * 70_000, "XML with more than 60000 tags"),
        (b"<rss version='2.0'><channel></channel></rss>", "no article with a title, a link and a date"),
        (b"<sitemap><url>x</url></sitemap>", "no article with a title, a link and a date"),
        (b"<rss><channel><item><title>&#99999999;&</title>", "no feed: ValueError"),
    ],
)
def test_other_answers_are_payload_errors(body: bytes, reason: str) -> None:
    """Pages, JSON, bombs and feeds without articles say what they are; nothing that feedparser raises gets out."""
    assert refusal(body) == reason


def test_a_foreign_definition_is_not_fetched() -> None:
    """A document type of somebody else's is neither asked for nor needed."""
    doctype = b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">'
    body = rss(TITLE + LINK + DATE).replace(b"<rss", doctype + b"<rss", 1)

    assert parse(body, COINDESK).items


PIECES = st.sampled_from(
    [
        *(
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<link>",
            "</link>",
            "<pubDate>",
            "</pubDate>",
            "<![CDATA[",
            "]]>",
        ),
        *(
            "&amp;",
            "&",
            "&#x0;",
            "<",
            ">",
            "<!--",
            "-->",
            "https://a.test/b",
            "javascript:x",
            "Mon, 23 Nov 2026 10:00 Z",
        ),
        *("Bitcoin", "2026-11-23", "<category>", "<guid>", "\x00", "ü", "<entry>", "<updated>", "<media:content/>"),
    ]
)


def assert_sound(articles: Articles | ProviderError) -> None:
    if isinstance(articles, ProviderError):
        assert type(articles) is ProviderPayloadError
        assert articles.reason.isprintable()
        return
    assert articles.items
    assert len({article.id for article in articles.items}) == len(articles.items)
    for article in articles.items:
        assert article.title
        assert article.url.startswith(("http://", "https://"))
        assert article.published_at.utcoffset() == timedelta(0)


def outcome(body: bytes) -> Articles | ProviderError:
    try:
        return parse(body, COINDESK)
    except ProviderError as error:
        return error


@given(st.binary(max_size=200))
def test_any_bytes_are_articles_or_a_provider_error(body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    assert_sound(outcome(body))


@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_any_feed_is_articles_or_a_provider_error(pieces: Sequence[str]) -> None:
    """However its parts are mixed, what comes out is sound."""
    body = "<rss version='2.0'><channel><item>" + TITLE + LINK + DATE + "".join(pieces)
    assert_sound(outcome(body.encode("utf-8", "replace")))


def test_every_feed_asks_for_xml_that_has_changed_and_is_read_in_a_thread() -> None:
    """Feeds are large, change seldom, and are no JSON."""
    for paper in PAPERS:
        adapter = ADAPTERS[f"{paper.outlet.id}.rss"]
        (asked,) = adapter.requests(None)

        assert asked == request(paper)
        assert asked.path == paper.path
        assert dict(asked.headers)["Accept"].startswith("application/rss+xml")
        assert (adapter.form, adapter.is_conditional, adapter.is_slow) == ("xml", True, True)


def test_every_outlet_is_in_the_catalog() -> None:
    """By the same id, name and address, with a feed that takes two megabytes at most."""
    catalog = load_catalog({})
    feeds = {feed.provider: feed for feed in catalog.feeds.values() if feed.adapter in ADAPTERS}

    assert [paper.outlet.id for paper in PAPERS] == sorted(feeds)
    for paper in PAPERS:
        provider = catalog.providers[paper.outlet.id]
        assert (provider.name, provider.url) == (paper.outlet.name, paper.home)
        assert feeds[paper.outlet.id].adapter == f"{paper.outlet.id}.rss"
        assert feeds[paper.outlet.id].max_bytes == 2 * 1024 * 1024
