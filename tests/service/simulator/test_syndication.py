from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from service.simulator.http import Ask
from service.simulator.newsroom import Desk, Piece
from service.simulator.syndication import Channel, page, syndicate

AT = datetime(2026, 11, 23, 10, 0, 5, tzinfo=UTC)
PIECES = [
    Piece(number, f"R&D <5% “{number}”", "Tech", f"slug-{number}", AT - timedelta(hours=number)) for number in range(40)
]
RSS = Channel(Desk("daily", 1.0), "A & B", "https://daily.example", "/feed")
ATOM = replace(RSS, form="atom")
NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.mark.parametrize("channel", [RSS, replace(RSS, has_cdata=True), replace(RSS, has_tracking=True)])
def test_rss_is_well_formed(channel: Channel) -> None:
    """Titles come out as they went in, escaped or in CDATA; dates have a zone; the newest 25 are listed."""
    reply = syndicate(channel, PIECES, Ask("/feed"))
    items = ET.fromstring(reply.body).findall("channel/item")
    link = "https://daily.example/tech/slug-0" + ("?utm_source=rss&utm_medium=feed" if channel.has_tracking else "")

    assert reply.status == 200
    assert ("content-type", "application/rss+xml; charset=utf-8") in reply.headers
    assert len(items) == 25
    assert items[0].findtext("title") == "R&D <5% “0”"
    assert items[0].findtext("link") == link
    assert items[0].findtext("pubDate") == "Mon, 23 Nov 2026 10:00:05 +0000"
    assert items[0].findtext("category") == "Tech"


def test_atom_is_well_formed() -> None:
    """Titles are HTML in XML, escaped twice; dates are RFC 3339."""
    reply = syndicate(ATOM, PIECES, Ask("/feed"))
    entry = ET.fromstring(reply.body).find("a:entry", NAMES)
    assert entry is not None
    link = entry.find("a:link", NAMES)
    assert link is not None

    assert ("content-type", "application/atom+xml; charset=utf-8") in reply.headers
    assert entry.findtext("a:title", namespaces=NAMES) == "R&amp;D &lt;5% “0”"
    assert entry.findtext("a:published", namespaces=NAMES) == "2026-11-23T10:00:05+00:00"
    assert link.get("href") == "https://daily.example/tech/slug-0"


def asked(**headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return syndicate(RSS, PIECES, Ask("/feed", headers=named)).status


def test_who_has_it_is_told_so() -> None:
    """The tag decides; without one the date does; a tag that is not ours is not overruled by a date."""
    marks = dict(syndicate(RSS, PIECES, Ask("/feed")).headers)
    tag, date = marks["etag"], marks["last-modified"]

    assert date == "Mon, 23 Nov 2026 10:00:05 GMT"
    assert asked(if_none_match=tag) == asked(if_none_match=f'"x", {tag}') == asked(if_modified_since=date) == 304
    assert asked(if_none_match='"x"') == asked(if_none_match='"x"', if_modified_since=date) == 200
    assert asked(if_modified_since="Mon, 23 Nov 2026 10:00:04 GMT") == asked(if_modified_since="soon") == 200


def test_what_has_not_changed_has_no_body() -> None:
    """A 304 repeats the marks and nothing else, and a new article makes another tag."""
    whole = syndicate(RSS, PIECES, Ask("/feed"))
    tag = dict(whole.headers)["etag"]
    unchanged = syndicate(RSS, PIECES, Ask("/feed", headers={"if-none-match": tag}))

    assert (unchanged.body, dict(unchanged.headers)["etag"]) == (b"", tag)
    assert dict(syndicate(RSS, PIECES[1:], Ask("/feed")).headers)["etag"] != tag


@pytest.mark.parametrize("channel", [RSS, ATOM])
def test_an_empty_feed_is_a_feed(channel: Channel) -> None:
    """Without articles there is no date to tell."""
    reply = syndicate(channel, [], Ask("/feed", headers={"if-modified-since": "Mon, 23 Nov 2026 10:00:05 GMT"}))

    assert reply.status == 200
    assert "last-modified" not in dict(reply.headers)
    assert ET.fromstring(reply.body) is not None


def test_pages_are_for_people() -> None:
    """An outlet speaks HTML when it complains."""
    reply = page(404, "Not Found")

    assert (reply.status, reply.headers) == (404, (("content-type", "text/html; charset=utf-8"),))
    assert b"<h1>Not Found</h1>" in reply.body
