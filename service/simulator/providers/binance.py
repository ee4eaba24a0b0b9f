"""Binance spot: the 24 hour ticker.

Decimals are strings, instants are milliseconds, prices are in USDT. Beyond 6,000 weight a minute it answers 429, and
418 to whoever goes on asking.

Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api (2026-09).
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.simulator.decimals import fixed
from service.simulator.http import Ask, Headers, Reply, reply_json
from service.simulator.limits import Limit, Meter, Refusal
from service.simulator.market import DAY_S, Snapshot
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.simulator.coins import Coin

__all__ = ["BINANCE"]

_SHARE: Final = 0.3
_TRADES_A_DAY: Final = 2_000_000
_SYMBOL: Final = re.compile(r"[A-Z0-9._-]{1,20}")
_COMPLAINTS: Final = {
    400: (-1100, "Illegal characters found in a parameter."),
    403: (-1002, "You are not authorized to execute this request."),
    404: (-1000, "Unknown path."),
    418: (-1003, "Way too much request weight used; IP banned."),
    429: (-1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE."),
    451: (0, "Service unavailable from a restricted location according to the terms."),
    503: (-1008, "Server is currently overloaded with other requests. Please try again in a few minutes."),
}


def _complain(status: int, text: str | None = None, code: int | None = None) -> Reply:
    usual_code, usual_text = _COMPLAINTS.get(status, (-1000, "An unknown error occurred while processing the request."))
    return reply_json({"code": usual_code if code is None else code, "msg": text or usual_text}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    match ask.path:
        case "/api/v3/ping":
            return reply_json({})
        case "/api/v3/time":
            return reply_json({"serverTime": _milliseconds(snapshot)})
        case "/api/v3/ticker/24hr":
            return _tickers(ask, snapshot)
        case _:
            return _complain(404)


def _tickers(ask: Ask, snapshot: Snapshot) -> Reply:
    listed = {coin.binance: coin for coin in snapshot.coins if coin.binance}
    one, many, form = ask.value("symbol"), ask.value("symbols"), ask.value("type") or "FULL"
    if form not in {"FULL", "MINI"}:
        return _complain(400, "Invalid type.", -1139)
    if one is not None and many is not None:
        return _complain(400, "Combination of optional parameters invalid.", -1128)
    names = [one] if one is not None else list(listed) if many is None else _names(many)
    if names is None or not all(_SYMBOL.fullmatch(name) for name in names):
        return _complain(400, "Illegal characters found in parameter 'symbols'.")
    if len(set(names)) < len(names):
        return _complain(400, "Symbol is present multiple times in the list.", -1151)
    if not names or not listed.keys() >= set(names):
        return _complain(400, "Invalid symbol.", -1121)
    rows = [_ticker(listed[name], snapshot, form) for name in names]
    return reply_json(rows if one is None else rows[0])


def _names(symbols: str) -> Sequence[str] | None:
    try:
        return msgspec.json.decode(symbols, type=list[str])
    except msgspec.DecodeError:
        return None


def _ticker(coin: Coin, snapshot: Snapshot, form: str) -> dict[str, Any]:
    tether = snapshot.tether
    price, opened = snapshot.price(coin) / tether, snapshot.price(coin, DAY_S) / tether
    low, high = (edge / tether for edge in snapshot.extremes(coin))
    average = (price + opened + low + high) / 4
    quantity = snapshot.turnover(coin) * _SHARE / tether / average
    count = int(_TRADES_A_DAY * _SHARE)
    last = 3_000_000_000 + snapshot.second * count // DAY_S
    row = {
        "symbol": coin.binance,
        "openPrice": fixed(opened, 8),
        "highPrice": fixed(high, 8),
        "lowPrice": fixed(low, 8),
        "lastPrice": fixed(price, 8),
        "volume": fixed(quantity, 8),
        "quoteVolume": fixed(quantity * average, 8),
        "openTime": _milliseconds(snapshot) - DAY_S * 1000,
        "closeTime": _milliseconds(snapshot),
        "firstId": last - count + 1,
        "lastId": last,
        "count": count,
    }
    if form == "MINI":
        return row
    return row | {
        "priceChange": fixed(price - opened, 8),
        "priceChangePercent": fixed((price / opened - 1) * 100, 3),
        "weightedAvgPrice": fixed(average, 8),
        "prevClosePrice": fixed(opened, 8),
        "lastQty": fixed(quantity / count, 8),
        "bidPrice": fixed(price * (1 - 5e-5), 8),
        "bidQty": fixed(quantity / count * 3, 8),
        "askPrice": fixed(price * (1 + 5e-5), 8),
        "askQty": fixed(quantity / count * 2, 8),
    }


def _milliseconds(snapshot: Snapshot) -> int:
    return int(snapshot.at.timestamp() * 1000)


def _weight(ask: Ask) -> int:
    if ask.path != "/api/v3/ticker/24hr":
        return 1
    if ask.value("symbol") is not None:
        return 2
    count = len(_names(ask.value("symbols") or "") or ())
    return 2 if 1 <= count <= 20 else 40 if 21 <= count <= 100 else 80  # noqa: PLR2004  the steps of the price list


def _refuse(refusal: Refusal) -> Reply:
    reply = _complain(418 if refusal.banned else 429)
    return reply.with_headers((("retry-after", str(ceil(refusal.wait_s))),))


def _used_weight(_limit: Limit, meter: Meter) -> Headers:
    used = str(int(meter.level))
    return (("x-mbx-used-weight", used), ("x-mbx-used-weight-1m", used))


BINANCE: Final = Upstream(
    name="binance",
    answer=_answer,
    complain=_complain,
    limits=(Limit(6_000, 60, _refuse, cost=_weight, patience=20, ban_s=120),),
    meter_headers=_used_weight,
)
