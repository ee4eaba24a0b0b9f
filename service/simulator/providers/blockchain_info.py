"""Blockchain.com: statistics of Bitcoin, and charts with one value a day.

Units differ from field to field: the hash rate is in GH/s, fees are in satoshis, the timestamp is in milliseconds. A
chart ends with the last whole day. The limit is not published; it is said to be 1 request in 10 seconds.

Source: https://www.blockchain.com/explorer/api/charts_api (2026-08)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.esplora import reply_text
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S
from service.simulator.noise import uniform
from service.simulator.payments import COIN
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["BLOCKCHAIN_INFO"]

_CHARTS: Final = {
    "n-transactions": ("Confirmed Transactions Per Day", "Transactions"),
    "n-unique-addresses": ("Unique Addresses Used", "Addresses"),
    "transaction-fees-usd": ("Total Transaction Fees (USD)", "USD"),
}
_CHART: Final = re.compile(r"/charts/([a-z-]{1,40})")
_SPAN: Final = re.compile(r"(\d{1,3})days")
_COMPLAINTS: Final = {404: "Not Found", 429: "Too Many Requests", 503: "Service Unavailable"}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_text(text or _COMPLAINTS.get(status, "Internal Server Error"), status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path == "/stats":
        return reply_json(_stats(Bitcoin(snapshot.market.seed), snapshot))
    chart = _CHART.fullmatch(ask.path)
    if chart is None or chart[1] not in _CHARTS:
        return _complain(404)
    if ask.value("format") not in {None, "json"}:
        return _complain(400, "Invalid format")
    span = _SPAN.fullmatch(ask.value("timespan") or "365days")
    if span is None or int(span[1]) < 1:
        return _complain(400, "Invalid timespan")
    return reply_json(_chart(chart[1], int(span[1]), snapshot))


def _stats(chain: Bitcoin, snapshot: Snapshot) -> dict[str, Any]:
    second, tip = snapshot.second, chain.height(snapshot.second)
    day, price, count = chain.blocks(second), _price(snapshot), chain.count(second)
    fees, mined = int(count * 160 * chain.fee_rate(second)), len(day) * chain.subsidy(tip)
    return {
        "timestamp": int(snapshot.at.timestamp() * 1000),
        "market_price_usd": round(price, 2),
        "hash_rate": chain.hashrate(second) / 1e9,
        "total_fees_btc": fees,
        "n_btc_mined": mined,
        "n_tx": count,
        "n_blocks_mined": len(day),
        "minutes_between_blocks": round(DAY_S / 60 / len(day), 4),
        "totalbc": 2_001_000_000_000_000,
        "n_blocks_total": tip,
        "estimated_transaction_volume_usd": count * 20_000.0,
        "blocks_size": count * 520,
        "miners_revenue_usd": round((fees + mined) / COIN * price, 2),
        "nextretarget": tip - tip % 2016 + 2015,
        "difficulty": chain.difficulty(tip),
        "estimated_btc_sent": 40_000_000_000_000,
        "miners_revenue_btc": (fees + mined) // COIN,
        "total_btc_sent": 90_000_000_000_000,
        "trade_volume_btc": 5_000.0,
        "trade_volume_usd": round(5_000 * price, 2),
    }


def _chart(name: str, days: int, snapshot: Snapshot) -> dict[str, Any]:
    title, unit = _CHARTS[name]
    values = [
        {
            "x": int(snapshot.day(ago).timestamp()),
            "y": _daily(name, snapshot.second - snapshot.today_s - (ago - 1) * DAY_S, snapshot),
        }
        for ago in range(days, 0, -1)
    ]
    return {"status": "ok", "name": title, "unit": unit, "period": "day", "description": title, "values": values}


def _daily(name: str, end_s: int, snapshot: Snapshot) -> float:
    """Return the figure of the day that ended then."""
    chain = Bitcoin(snapshot.market.seed)
    count = chain.count(end_s)
    if name == "n-transactions":
        return float(count)
    if name == "n-unique-addresses":
        return float(int(count * (1.15 + 0.1 * uniform(f"{chain.seed}/bitcoin/addresses", end_s // DAY_S))))
    return count * 160 * chain.fee_rate(end_s) / COIN * _price(snapshot)


def _price(snapshot: Snapshot) -> float:
    return snapshot.price(next(coin for coin in snapshot.coins if coin.id == "bitcoin"))


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


BLOCKCHAIN_INFO: Final = Upstream(
    name="blockchain_info",
    answer=_answer,
    complain=_complain,
    # 1 in 10 s on average; a few at once are let through.
    limits=(Limit(6, 60, _refuse, leaks=True),),
)
