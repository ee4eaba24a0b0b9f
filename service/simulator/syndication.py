"""Syndication: feeds in RSS 2.0 and Atom, as outlets write them, and only when they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import escape

from service.simulator.http import Ask, Headers, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.simulator.newsroom import Desk, Piece

__all__ = ["Channel", "page", "syndicate"]

MOST_PIECES: Final = 25


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed of one outlet."""

    desk: Desk
    title: str
    home: str
    path: str
    """Of the feed, without a slash at its end."""
    form: Literal["rss", "atom"] = "rss"
    has_cdata: bool = False
    """Whether titles stand in CDATA sections; else their special characters are escaped."""
    has_tracking: bool = False
    """Whether its links tell that the reader comes from the feed."""


def syndicate(channel: Channel, published: Sequence[Piece], ask: Ask) -> Reply:
    """Return the feed, or 304 when the caller has it already (RFC 9110 §13)."""
    listed = published[:MOST_PIECES]
    body = (_atom if channel.form == "atom" else _rss)(channel, listed).encode()
    tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
    marks: Headers = (("etag", tag), ("cache-control", "public, max-age=60"))
    if listed:
        marks = (*marks, ("last-modified", format_datetime(listed[0].at, usegmt=True)))
    if _is_known(ask, tag, listed[0].at if listed else None):
        return Reply(304, marks, b"")
    return Reply(200, (("content-type", f"application/{channel.form}+xml; charset=utf-8"), *marks), body)


def page(status: int, text: str) -> Reply:
    """Return a page for people."""
    body = f'<!DOCTYPE html>\n<html lang="en"><head><title>{text}</title></head><body><h1>{text}</h1></body></html>\n'
    return Reply(status, (("content-type", "text/html; charset=utf-8"),), body.encode())


def _is_known(ask: Ask, tag: str, newest_at: datetime | None) -> bool:
    if (tags := ask.headers.get("if-none-match")) is not None:
        return tag in (each.strip() for each in tags.split(","))
    since = ask.headers.get("if-modified-since")
    if since is None or newest_at is None:
        return False
    try:
        return parsedate_to_datetime(since) >= newest_at
    except (ValueError, TypeError):
        return False


def _link(channel: Channel, piece: Piece) -> str:
    place = f"/{piece.section.lower()}/{piece.slug}"
    return channel.home + place + ("?utm_source=rss&utm_medium=feed" if channel.has_tracking else "")


def _text(channel: Channel, text: str) -> str:
    return f"<![CDATA[{text}]]>" if channel.has_cdata else escape(text)


def _rss(channel: Channel, listed: Sequence[Piece]) -> str:
    built = f"<lastBuildDate>{format_datetime(listed[0].at)}</lastBuildDate>" if listed else ""
    items = "".join(
        f"""
    <item>
      <title>{_text(channel, piece.title)}</title>
      <link>{escape(_link(channel, piece))}</link>
      <guid isPermaLink="false">{channel.desk.name}-{piece.number}</guid>
      <pubDate>{format_datetime(piece.at)}</pubDate>
      <dc:creator>{_text(channel, "Staff & Agencies")}</dc:creator>
      <category>{_text(channel, piece.section)}</category>
      <description>{_text(channel, f"<p>{escape(piece.title)}.</p>")}</description>
    </item>"""
        for piece in listed
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>{escape(channel.title)}</title>
    <link>{channel.home}</link>
    <description>News</description>
    <language>en</language>
    {built}{items}
  </channel>
</rss>
"""


def _atom(channel: Channel, listed: Sequence[Piece]) -> str:
    updated = f"<updated>{listed[0].at.isoformat()}</updated>" if listed else ""
    entries = "".join(
        f"""
  <entry>
    <title type="html">{_text(channel, escape(piece.title))}</title>
    <link href="{escape(_link(channel, piece))}" rel="alternate" type="text/html"/>
    <id>{channel.home}/{piece.number}</id>
    <published>{piece.at.isoformat()}</published>
    <updated>{piece.at.isoformat()}</updated>
    <category term="{escape(piece.section)}"/>
    <content type="html">{_text(channel, f"<p>{escape(piece.title)}.</p>")}</content>
  </entry>"""
        for piece in listed
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <link href="{channel.home}{channel.path}" rel="self" type="application/atom+xml"/>
  <link href="{channel.home}/" rel="alternate" type="text/html"/>
  <id>{channel.home}{channel.path}</id>
  <title type="html">{escape(channel.title)}</title>
  {updated}{entries}
</feed>
"""
