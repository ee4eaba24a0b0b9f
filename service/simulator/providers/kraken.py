"""Kraken: the public ticker.

Errors are HTTP 200 with a list of codes. Decimals are strings, prices are in US dollars, nothing says what instant they
describe, and `o` is the price at 00:00 UTC rather than 24 hours ago.

Source: https://docs.kraken.com/api/docs/rest-api/get-ticker-information (2026-09).
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Any, Final

from service.simulator.decimals import fixed
from service.simulator.http import Ask, Headers, Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S, Snapshot
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.coins import Coin

__all__ = ["KRAKEN"]

_SHARE: Final = 0.04
_TRADES_A_DAY: Final = 50_000
_LEGACY_LENGTH: Final = len("XXBTZUSD")
_CACHE: Final[Headers] = (("cache-control", "public, max-age=2"),)
_COMPLAINTS: Final = {
    400: "EGeneral:Invalid arguments",
    403: "EGeneral:Permission denied",
    404: "EQuery:Unknown asset pair",
    405: "EGeneral:Unknown method",
    429: "EAPI:Rate limit exceeded",
    503: "EService:Unavailable",
}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"error": [text or _COMPLAINTS.get(status, "EGeneral:Internal error")]}, status)


def _say(code: str) -> Reply:
    return reply_json({"error": [code]})


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    match ask.path:
        case "/0/public/Time":
            at = snapshot.at
            result: Any = {"unixtime": int(at.timestamp()), "rfc1123": at.strftime("%a, %d %b %y %H:%M:%S +0000")}
        case "/0/public/SystemStatus":
            result = {"status": "online", "timestamp": snapshot.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        case "/0/public/Ticker":
            return _tickers(ask, snapshot)
        case _:
            return _say(_COMPLAINTS[405])
    return reply_json({"error": [], "result": result})


def _tickers(ask: Ask, snapshot: Snapshot) -> Reply:
    listed = [coin for coin in snapshot.coins if coin.kraken]
    by_name = {name: coin for coin in listed for name in _names(coin)}
    asked = ask.listed("pair") or [_legacy(coin) for coin in listed]
    if not by_name.keys() >= set(asked):
        return _say(_COMPLAINTS[404])
    key = _modern if ask.value("assetVersion") == "1" else _legacy
    result = {key(by_name[name]): _ticker(by_name[name], snapshot) for name in asked}
    return reply_json({"error": [], "result": result}, headers=_CACHE)


def _modern(coin: Coin) -> str:
    return coin.kraken or ""


def _legacy(coin: Coin) -> str:
    return coin.kraken_legacy or _modern(coin).replace("/", "")


def _names(coin: Coin) -> set[str]:
    legacy = _legacy(coin)
    # XXBTZUSD may be asked for as XBTUSD too.
    short = legacy[1:4] + legacy[5:] if coin.kraken_legacy and len(legacy) == _LEGACY_LENGTH else legacy
    return {_modern(coin), _modern(coin).replace("/", ""), legacy, short}


def _ticker(coin: Coin, snapshot: Snapshot) -> dict[str, Any]:
    price, today_s = snapshot.price(coin), snapshot.today_s
    places = max(5, 4 - floor(log10(price)))
    quantity = snapshot.turnover(coin) * _SHARE / price
    part = today_s / DAY_S
    spans = [snapshot.extremes(coin, today_s), snapshot.extremes(coin)]
    averages = [(low + high) / 2 for low, high in spans]
    lot = quantity / _TRADES_A_DAY
    return {
        "a": [fixed(price * (1 + 5e-5), places), str(int(lot * 4)), fixed(lot * 4, 3)],
        "b": [fixed(price * (1 - 5e-5), places), str(int(lot * 3)), fixed(lot * 3, 3)],
        "c": [fixed(price, places), fixed(lot, 8)],
        "v": [fixed(quantity * part, 8), fixed(quantity, 8)],
        "p": [fixed(average, places) for average in averages],
        "t": [int(_TRADES_A_DAY * part), _TRADES_A_DAY],
        "l": [fixed(low, places) for low, _ in spans],
        "h": [fixed(high, places) for _, high in spans],
        "o": fixed(snapshot.price(coin, today_s), places),
    }


def _refuse(_refusal: Refusal) -> Reply:
    return _say(_COMPLAINTS[429])


KRAKEN: Final = Upstream(
    name="kraken",
    answer=_answer,
    complain=_complain,
    # About 1 a second; a few at once are let through.
    limits=(Limit(3, 3, _refuse, leaks=True),),
)
