"""Coinpaprika: tickers.

Numbers are numbers, `last_updated` is ISO with `Z`, prices are in US dollars and up to five minutes old. Both 402 (the
month's calls are spent) and 429 (too fast) mean that it has had enough.

Source: https://docs.coinpaprika.com/api-reference/tickers (2026-09).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.simulator.decimals import rounded
from service.simulator.http import Ask, Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S, Snapshot
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.coins import Coin

__all__ = ["COINPAPRIKA"]

_MONTH_S: Final = 30 * DAY_S
_SPANS_S: Final = {
    "15m": 900,
    "30m": 1_800,
    "1h": 3_600,
    "6h": 21_600,
    "12h": 43_200,
    "24h": DAY_S,
    "7d": 7 * DAY_S,
    "30d": 30 * DAY_S,
    "1y": 365 * DAY_S,
}
_COMPLAINTS: Final = {
    400: "invalid parameters",
    402: "monthly quota exceeded",
    403: "not available on this plan",
    404: "id not found",
    429: "too many requests",
}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"error": text or _COMPLAINTS.get(status, "internal server error")}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if (ask.value("quotes") or "USD") != "USD":
        return _complain(400)
    if ask.path == "/global":
        return reply_json(_totals(snapshot))
    name = ask.path.removeprefix("/tickers/")
    if name not in {"/tickers", *(coin.coinpaprika for coin in snapshot.coins)}:
        return _complain(404)
    ranked = {coin.coinpaprika: (rank, coin) for rank, coin in enumerate(snapshot.ranked(), start=1)}
    if name == "/tickers":
        return reply_json([_ticker(*ranked[one], snapshot) for one in ranked if one])
    return reply_json(_ticker(*ranked[name], snapshot))


def _ticker(rank: int, coin: Coin, snapshot: Snapshot) -> dict[str, Any]:
    price, cap, turnover = snapshot.price(coin), snapshot.cap(coin), snapshot.turnover(coin)
    changes = {span: round(snapshot.change(coin, ago_s), 2) for span, ago_s in _SPANS_S.items()}
    return {
        "id": coin.coinpaprika,
        "name": coin.name,
        "symbol": coin.symbol,
        "rank": rank,
        "total_supply": int(coin.supply),
        "max_supply": int(coin.max_supply or 0),
        "beta_value": 1.0,
        "first_data_at": "2017-01-01T00:00:00Z",
        "last_updated": _iso(snapshot),
        "quotes": {
            "USD": {
                "price": rounded(price, 10),
                "volume_24h": rounded(turnover, 12),
                "volume_24h_change_24h": round((turnover / snapshot.turnover(coin, DAY_S) - 1) * 100, 2),
                "market_cap": int(cap),
                "market_cap_change_24h": changes["24h"],
                **{f"percent_change_{span}": change for span, change in changes.items()},
                "ath_price": rounded(coin.price * 2, 10),
                "ath_date": "2025-10-06T18:55:00Z",
                "percent_from_price_ath": round((price / (coin.price * 2) - 1) * 100, 2),
            },
        },
    }


def _totals(snapshot: Snapshot) -> dict[str, Any]:
    caps = {coin.id: snapshot.cap(coin) for coin in snapshot.coins}
    total, before = sum(caps.values()), sum(snapshot.cap(coin, DAY_S) for coin in snapshot.coins)
    volume, volume_before = (sum(snapshot.turnover(coin, ago_s) for coin in snapshot.coins) for ago_s in (0, DAY_S))
    return {
        "market_cap_usd": int(total),
        "volume_24h_usd": int(volume),
        "bitcoin_dominance_percentage": round(caps.get("bitcoin", 0.0) / total * 100, 2),
        "cryptocurrencies_number": len(caps),
        "market_cap_change_24h": round((total / before - 1) * 100, 2),
        "volume_24h_change_24h": round((volume / volume_before - 1) * 100, 2),
        "last_updated": int(snapshot.at.timestamp()),
    }


def _iso(snapshot: Snapshot) -> str:
    return snapshot.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_haste(_refusal: Refusal) -> Reply:
    return _complain(429)


def _refuse_month(_refusal: Refusal) -> Reply:
    return _complain(402)


COINPAPRIKA: Final = Upstream(
    name="coinpaprika",
    answer=_answer,
    complain=_complain,
    limits=(Limit(10, 1, _refuse_haste, leaks=True), Limit(20_000, _MONTH_S, _refuse_month)),
    refresh_s=300,
)
