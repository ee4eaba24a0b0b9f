"""Coinbase Advanced: the public product list.

Decimals are strings, prices are in US dollars, and nothing says what instant they describe.

Source: https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products (2026-09).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from service.simulator.decimals import fixed, text
from service.simulator.http import Ask, Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S, Snapshot
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.coins import Coin

__all__ = ["COINBASE"]

_PRODUCTS: Final = "/api/v3/brokerage/market/products"
_SHARE: Final = 0.08
_COMPLAINTS: Final = {
    404: "valid product_id is required",
    429: "Public rate limit exceeded",
}


def _complain(status: int, text: str | None = None) -> Reply:
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Unknown"
    message = text or _COMPLAINTS.get(status, phrase)
    return reply_json(
        {"error": phrase.upper().replace(" ", "_"), "error_details": message, "message": message},
        status,
    )


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    listed = {coin.coinbase: coin for coin in snapshot.coins if coin.coinbase}
    if ask.path == _PRODUCTS:
        asked = ask.values("product_ids") or list(listed)
        rows = [_product(coin, snapshot) for name, coin in listed.items() if name in asked]
        return reply_json({"products": rows, "num_products": len(rows)})
    coin = listed.get(ask.path.removeprefix(f"{_PRODUCTS}/"))
    return reply_json(_product(coin, snapshot)) if coin else _complain(404)


def _product(coin: Coin, snapshot: Snapshot) -> dict[str, Any]:
    price = snapshot.price(coin)
    traded, traded_before = snapshot.turnover(coin) * _SHARE, snapshot.turnover(coin, DAY_S) * _SHARE
    tick = text(10 ** -(len(text(price).partition(".")[2]) or 2), 1)
    return {
        "product_id": coin.coinbase,
        "price": text(price),
        "price_percentage_change_24h": fixed(snapshot.change(coin), 12),
        "volume_24h": fixed(traded / price, 8),
        "volume_percentage_change_24h": fixed((traded / traded_before - 1) * 100, 12),
        "base_increment": "0.00000001",
        "quote_increment": tick,
        "quote_min_size": "1",
        "quote_max_size": "150000000",
        "base_min_size": "0.00000001",
        "base_max_size": "3400000",
        "base_name": coin.name,
        "quote_name": "US Dollar",
        "watched": False,
        "is_disabled": False,
        "new": False,
        "status": "online",
        "cancel_only": False,
        "limit_only": False,
        "post_only": False,
        "trading_disabled": False,
        "auction_mode": False,
        "product_type": "SPOT",
        "quote_currency_id": "USD",
        "base_currency_id": coin.symbol,
        "fcm_trading_session_details": None,
        "mid_market_price": "",
        "alias": "",
        "alias_to": [],
        "base_display_symbol": coin.symbol,
        "quote_display_symbol": "USD",
        "view_only": False,
        "price_increment": tick,
        "display_name": coin.coinbase,
        "product_venue": "CBE",
        "approximate_quote_24h_volume": fixed(traded, 2),
        "new_at": "2023-01-01T00:00:00Z",
    }


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


COINBASE: Final = Upstream(
    name="coinbase",
    answer=_answer,
    complain=_complain,
    # 10 a second, bursts of 15.
    limits=(Limit(15, 1.5, _refuse, leaks=True),),
)
