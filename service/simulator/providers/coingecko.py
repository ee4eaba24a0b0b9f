"""CoinGecko: simple prices, markets, the coins that are searched most, and a coin with its votes.

Numbers are numbers, `last_updated_at` is unix seconds, prices are in US dollars, and unknown coins are just missing.
A cache in front of it repeats each body for 60 s.

Source: https://docs.coingecko.com/reference/simple-price (2026-09).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from service.simulator.crowd import profile, trending
from service.simulator.decimals import rounded
from service.simulator.http import Ask, Headers, Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S, Snapshot
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.coins import Coin

__all__ = ["COINGECKO"]

_CACHE: Final[Headers] = (("cache-control", "max-age=30, public, must-revalidate, s-maxage=60"),)
_COMPLAINTS: Final = {
    401: (10002, "API Key Missing"),
    403: (10005, "This request is limited to PRO API subscribers."),
    429: (429, "You've exceeded the Rate Limit."),
}


def _complain(status: int, text: str | None = None) -> Reply:
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Unknown"
    code, usual = _COMPLAINTS.get(status, (status, phrase))
    return reply_json({"status": {"error_code": code, "error_message": text or usual}}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    match ask.path:
        case "/ping":
            return reply_json({"gecko_says": "(V3) To the Moon!"})
        case "/simple/price":
            return _prices(ask, snapshot)
        case "/coins/markets":
            return _markets(ask, snapshot)
        case "/search/trending":
            return reply_json(trending(snapshot), headers=_CACHE)
        case path if path.startswith("/coins/"):
            return _coin(path.removeprefix("/coins/"), snapshot)
        case _:
            return reply_json({"error": "Incorrect path."}, 404)


def _prices(ask: Ask, snapshot: Snapshot) -> Reply:
    if not ask.value("vs_currencies"):
        return reply_json({"error": "Missing parameter vs_currencies"}, 422)
    if not ask.value("ids"):
        return reply_json({"error": "Missing parameter ids"}, 422)
    asked, dollars = ask.listed("ids"), "usd" in ask.listed("vs_currencies")
    known = (coin for coin in snapshot.coins if coin.id in asked)
    return reply_json({coin.id: _price(coin, ask, snapshot, dollars=dollars) for coin in known}, headers=_CACHE)


def _price(coin: Coin, ask: Ask, snapshot: Snapshot, *, dollars: bool) -> dict[str, float]:
    row: dict[str, float] = {}
    if dollars:
        price = snapshot.price(coin)
        row["usd"] = price if ask.value("precision") == "full" else rounded(price)
        if ask.is_true("include_market_cap"):
            row["usd_market_cap"] = snapshot.cap(coin)
        if ask.is_true("include_24hr_vol"):
            row["usd_24h_vol"] = snapshot.turnover(coin)
        if ask.is_true("include_24hr_change"):
            row["usd_24h_change"] = snapshot.change(coin)
    if ask.is_true("include_last_updated_at"):
        row["last_updated_at"] = int(snapshot.at.timestamp())
    return row


def _markets(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.value("vs_currency") != "usd":
        return reply_json({"error": "invalid vs_currency"}, 422)
    size, page = ask.value("per_page") or "100", ask.value("page") or "1"
    if not (size.isdecimal() and page.isdecimal() and 1 <= int(size) <= 250 and int(page) >= 1):  # noqa: PLR2004  its own bound
        return reply_json({"error": "invalid page"}, 422)
    asked = ask.listed("ids")
    rows = [(rank, coin) for rank, coin in enumerate(snapshot.ranked(), start=1) if not asked or coin.id in asked]
    first = (int(page) - 1) * int(size)
    wanted = rows[first : first + int(size)]
    return reply_json([_row(rank, coin, snapshot) for rank, coin in wanted], headers=_CACHE)


def _coin(id_: str, snapshot: Snapshot) -> Reply:
    coin = next((coin for coin in snapshot.coins if coin.id == id_), None)
    return (
        reply_json({"error": "coin not found"}, 404)
        if coin is None
        else reply_json(profile(coin, snapshot), headers=_CACHE)
    )


def _row(rank: int, coin: Coin, snapshot: Snapshot) -> dict[str, Any]:
    price, before, cap = snapshot.price(coin), snapshot.price(coin, DAY_S), snapshot.cap(coin)
    low, high = snapshot.extremes(coin)
    change = (price / before - 1) * 100
    updated = snapshot.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "id": coin.id,
        "symbol": coin.symbol.lower(),
        "name": coin.name,
        "image": f"https://coin-images.example/{coin.id}.png",
        "current_price": rounded(price),
        "market_cap": int(cap),
        "market_cap_rank": rank,
        "fully_diluted_valuation": int(price * (coin.max_supply or coin.supply)),
        "total_volume": int(snapshot.turnover(coin)),
        "high_24h": rounded(high),
        "low_24h": rounded(low),
        "price_change_24h": price - before,
        "price_change_percentage_24h": change,
        "market_cap_change_24h": cap - snapshot.cap(coin, DAY_S),
        "market_cap_change_percentage_24h": change,
        "circulating_supply": coin.supply,
        "total_supply": coin.max_supply or coin.supply,
        "max_supply": coin.max_supply,
        "ath": rounded(coin.price * 2),
        "ath_change_percentage": (price / (coin.price * 2) - 1) * 100,
        "ath_date": "2025-10-06T18:57:42.558Z",
        "atl": rounded(coin.price / 1000),
        "atl_change_percentage": (price / (coin.price / 1000) - 1) * 100,
        "atl_date": "2013-07-06T00:00:00.000Z",
        "roi": None,
        "last_updated": updated,
    }


def _keyless(ask: Ask) -> int:
    return 0 if _has_key(ask) else 1


def _keyed(ask: Ask) -> int:
    return 1 if _has_key(ask) else 0


def _has_key(ask: Ask) -> bool:
    return "x-cg-demo-api-key" in ask.headers or ask.value("x_cg_demo_api_key") is not None


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


COINGECKO: Final = Upstream(
    name="coingecko",
    answer=_answer,
    complain=_complain,
    # Without a key 5 to 15 a minute have been seen, with a key for the demo plan 100.
    limits=(Limit(15, 60, _refuse, cost=_keyless), Limit(100, 60, _refuse, cost=_keyed)),
    cached_s=60,
)
