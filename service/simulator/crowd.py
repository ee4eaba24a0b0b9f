"""Crowd: what the users of CoinGecko search for and vote for, in CoinGecko's shapes.

Source: https://docs.coingecko.com/reference/trending-search and /reference/coins-id (2026-09).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.simulator.decimals import rounded
from service.simulator.noise import swell, uniform

if TYPE_CHECKING:
    from service.simulator.coins import Coin
    from service.simulator.market import Snapshot

__all__ = ["profile", "trending"]

_TOPICS: Final = 15
_HOUR_S: Final = 3600
_CENTS: Final = 2


def trending(snapshot: Snapshot) -> dict[str, Any]:
    """Return the coins that are searched most in this hour, the most searched first."""
    hour = snapshot.second // _HOUR_S
    searches = {coin: uniform(f"{snapshot.market.seed}/search/{coin.id}", hour) for coin in snapshot.coins}
    ranks = {coin: rank for rank, coin in enumerate(snapshot.ranked(), start=1)}
    coins = sorted(searches, key=searches.__getitem__, reverse=True)[:_TOPICS]
    items = [_item(coin, score, ranks[coin], snapshot) for score, coin in enumerate(coins)]
    return {"coins": [{"item": item} for item in items], "nfts": [], "categories": []}


def _item(coin: Coin, score: int, rank: int, snapshot: Snapshot) -> dict[str, Any]:
    price = snapshot.price(coin)
    return {
        "id": coin.id,
        "coin_id": rank,
        "name": coin.name,
        "symbol": coin.symbol,
        "market_cap_rank": rank,
        "thumb": f"https://coin-images.example/{coin.id}.png",
        "slug": coin.id,
        "price_btc": price / snapshot.price(snapshot.coins[0]),
        "score": score,
        "data": {
            "price": rounded(price),
            "price_change_percentage_24h": {"usd": snapshot.change(coin)},
            "market_cap": f"${snapshot.cap(coin):,.0f}",
            "total_volume": f"${snapshot.turnover(coin):,.0f}",
        },
    }


def profile(coin: Coin, snapshot: Snapshot) -> dict[str, Any]:
    """Return what there is to say of a coin besides its market."""
    up = round(50 + 45 * swell(f"{snapshot.market.seed}/votes/{coin.id}", snapshot.second, 12 * _HOUR_S), _CENTS)
    return {
        "id": coin.id,
        "symbol": coin.symbol.lower(),
        "name": coin.name,
        "web_slug": coin.id,
        "categories": [],
        "public_notice": None,
        "description": {"en": ""},
        "genesis_date": None,
        "sentiment_votes_up_percentage": up,
        "sentiment_votes_down_percentage": round(100 - up, _CENTS),
        "watchlist_portfolio_users": int(coin.turnover**0.5),
        "market_cap_rank": next(rank for rank, each in enumerate(snapshot.ranked(), start=1) if each is coin),
        "community_data": {"reddit_average_posts_48h": 0, "reddit_subscribers": 0, "telegram_channel_user_count": None},
        "last_updated": snapshot.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
