"""Outlets: the feeds of those who write of crypto.

They differ as their like do: titles in CDATA or escaped, links with tracking parameters, one of them in Atom. Each says
when its feed has changed last, and answers 304 to whoever has it. What they write is invented, so their links lead to
nowhere.

Source: https://www.rssboard.org/rss-specification, RFC 4287 and RFC 9110 §13 (2026-11).
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from service.simulator.limits import Limit, Refusal
from service.simulator.newsroom import Desk, pieces
from service.simulator.syndication import Channel, page, syndicate
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask, Reply
    from service.simulator.market import Snapshot

__all__ = ["CHANNELS", "OUTLETS"]

_MOST_COINS: Final = 12

CHANNELS: Final = (
    Channel(
        Desk("bitcoin_magazine", 0.04),
        "Bitcoin Magazine",
        "https://bitcoin-magazine.example",
        "/feed",
        has_tracking=True,
    ),
    Channel(
        Desk("bitcoin_optech", 0.002, timedelta(days=28)),
        "Bitcoin Operations Technology Group",
        "https://bitcoin-optech.example",
        "/feed.xml",
        form="atom",
    ),
    Channel(
        Desk("coindesk", 0.2, shouts=True),
        "CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data",
        "https://www.coindesk.example",
        "/arc/outboundfeeds/rss",
        has_cdata=True,
    ),
    Channel(
        Desk("cointelegraph", 0.25),
        "Cointelegraph.com News",
        "https://cointelegraph.example",
        "/rss",
        has_cdata=True,
        has_tracking=True,
    ),
    Channel(Desk("cryptoslate", 0.1), "CryptoSlate", "https://cryptoslate.example", "/feed"),
    Channel(Desk("decrypt", 0.12, shouts=True), "Decrypt", "https://decrypt.example", "/feed", has_tracking=True),
    Channel(Desk("the_block", 0.15), "The Block", "https://www.the-block.example", "/rss.xml", has_cdata=True),
)


def _complain(status: int, text: str | None = None) -> Reply:
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Error"
    return page(status, text or phrase)


def _answer(channel: Channel, ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != channel.path:
        return _complain(404)
    coins = [coin.name for coin in snapshot.coins[:_MOST_COINS]]
    return syndicate(channel, pieces(snapshot.market.seed, channel.desk, coins, snapshot.at), ask)


def _refuse(refusal: Refusal) -> Reply:
    return _complain(429).with_headers((("retry-after", str(int(refusal.wait_s) + 1)),))


OUTLETS: Final = tuple(
    Upstream(
        name=channel.desk.name,
        answer=partial(_answer, channel),
        complain=_complain,
        # No outlet states a limit; the networks in front of them have one.
        limits=(Limit(30, 60, _refuse),),
    )
    for channel in CHANNELS
)
