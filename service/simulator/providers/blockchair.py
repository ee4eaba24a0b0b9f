"""Blockchair: statistics of Bitcoin, and the large transactions of its mempool and of its last blocks.

Every answer is an envelope of `data` and `context`. Questions have different costs; without a key 30 a minute and
1,440 a day are let through, and beyond that it answers 430 and 402. Of the transactions only the large ones are here:
those of 20 bitcoins and more.

Source: https://blockchair.com/api/docs (2026-08)
"""

from __future__ import annotations

import re
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING, Any, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S
from service.simulator.payments import COIN, large, payment
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from datetime import datetime

    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["BLOCKCHAIR"]

_CACHED_S: Final = 60
_REACH_S: Final = 7_200
"""How far back confirmed transactions are told."""
_MOST: Final = 100
_FILTER: Final = re.compile(r"(\w+)\(([^()]*)\)")
_WORTH: Final = re.compile(r"(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)?")
_COSTS: Final = {"/bitcoin/mempool/transactions": 2, "/bitcoin/transactions": 5}
_COMPLAINTS: Final = {
    400: "Invalid request",
    402: "You have exceeded the daily limit of requests. Please use an API key: https://blockchair.com/api",
    404: "We don't have such an endpoint",
    430: "Your IP is temporarily blocked: too many requests a minute",
    503: "Service temporarily unavailable",
}


def _complain(status: int, text: str | None = None) -> Reply:
    error = text or _COMPLAINTS.get(status, "Internal error")
    return reply_json({"data": None, "context": {"code": status, "error": error}}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    chain = Bitcoin(snapshot.market.seed)
    match ask.path:
        case "/bitcoin/stats":
            return _tell(_stats(chain, snapshot), ask, snapshot)
        case "/bitcoin/mempool/transactions":
            waiting = large(chain, chain.waiting(snapshot.second))
            return _list([_row(chain, snapshot, number, None) for number in waiting], ask, snapshot)
        case "/bitcoin/transactions":
            heights = chain.blocks(snapshot.second, _REACH_S)
            rows = [
                _row(chain, snapshot, number, height)
                for height in heights
                for number in large(chain, chain.confirmed(height))
            ]
            return _list(rows, ask, snapshot)
        case _:
            return _complain(404)


def _tell(data: Any, ask: Ask, snapshot: Snapshot, **more: Any) -> Reply:
    cache = {
        "live": False,
        "duration": _CACHED_S,
        "since": _stamp(snapshot.at),
        "until": _stamp(snapshot.at + timedelta(seconds=_CACHED_S)),
        "time": None,
    }
    context = {
        "code": 200,
        "source": "D",
        **more,
        "state": Bitcoin(snapshot.market.seed).height(snapshot.second),
        "market_price_usd": _price(snapshot),
        "cache": cache,
        "api": {"version": "2.0.95-ie", "documentation": "https://blockchair.com/api/docs"},
        "servers": "API4,BTC0",
        "time": 0.2,
        "render_time": 0.003,
        "full_time": 0.203,
        "request_cost": _cost(ask),
    }
    return reply_json({"data": data, "context": context})


def _stats(chain: Bitcoin, snapshot: Snapshot) -> dict[str, Any]:
    second, tip = snapshot.second, chain.height(snapshot.second)
    rate, waiting = chain.fee_rate(second), len(chain.waiting(second))
    day, price = chain.blocks(second), _price(snapshot)
    return {
        "blocks": tip + 1,
        "transactions": 1_200_000_000 + chain.arrived(tip),
        "blocks_24h": len(day),
        "transactions_24h": chain.count(second),
        "difficulty": chain.difficulty(tip),
        "volume_24h": 80_000_000_000_000,
        "mempool_transactions": waiting,
        "mempool_size": waiting * 160,
        "mempool_tps": 5.0,
        "mempool_total_fee_usd": round(waiting * 160 * rate / COIN * price, 4),
        "best_block_height": tip,
        "best_block_hash": chain.digest(tip),
        "best_block_time": _stamp(snapshot.instant(chain.found_s(tip))),
        "nodes": 21_000,
        "hashrate_24h": str(int(chain.hashrate(second))),
        "average_transaction_fee_24h": int(160 * rate),
        "average_transaction_fee_usd_24h": 160 * rate / COIN * price,
        "market_price_usd": price,
        "suggested_transaction_fee_per_byte_sat": max(1, int(rate)),
    }


def _list(rows: list[dict[str, Any]], ask: Ask, snapshot: Snapshot) -> Reply:
    filters = dict(_FILTER.findall(ask.value("q") or ""))
    limit = ask.value("limit") or "10"
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST:
        return _complain(400, "Invalid limit")
    if filters.keys() - {"time", "output_total_usd"}:
        return _complain(400, "Invalid query: unknown column")
    worth = _WORTH.fullmatch(filters.get("output_total_usd", "0.."))
    if worth is None:
        return _complain(400, "Invalid query: invalid range")
    least, most = float(worth[1]), float(worth[2] or inf)
    since = filters.get("time", "").partition("..")[0]
    wanted = [row for row in rows if least <= row["output_total_usd"] <= most and row["time"] >= since]
    column, _, order = (ask.value("s") or "id(desc)").rstrip(")").partition("(")
    if wanted and column not in wanted[0]:
        return _complain(400, "Invalid sorting: unknown column")
    wanted.sort(key=lambda row: row[column], reverse=order == "desc")
    return _tell(wanted[: int(limit)], ask, snapshot, limit=int(limit), offset=0, rows=None, total_rows=len(wanted))


def _row(chain: Bitcoin, snapshot: Snapshot, number: int, height: int | None) -> dict[str, Any]:
    paid, price = payment(chain, number), _price(snapshot)
    at = snapshot.instant(chain.arrived_s(number) if height is None else chain.found_s(height))
    return {
        "block_id": -1 if height is None else height,
        "id": 1_200_000_000 + number,
        "hash": paid.txid,
        "date": at.strftime("%Y-%m-%d"),
        "time": _stamp(at),
        "size": paid.vsize,
        "weight": paid.vsize * 4,
        "version": 2,
        "lock_time": 0,
        "is_coinbase": False,
        "has_witness": True,
        "input_count": len(paid.inputs),
        "output_count": len(paid.outputs),
        "input_total": paid.value + paid.fee,
        "input_total_usd": round((paid.value + paid.fee) / COIN * price, 4),
        "output_total": paid.value,
        "output_total_usd": round(paid.value / COIN * price, 4),
        "fee": paid.fee,
        "fee_usd": round(paid.fee / COIN * price, 4),
        "cdd_total": 0.0,
    }


def _price(snapshot: Snapshot) -> int:
    return int(snapshot.price(next(coin for coin in snapshot.coins if coin.id == "bitcoin")))


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _cost(ask: Ask) -> int:
    base = _COSTS.get(ask.path)
    return 1 if base is None else base + len(_FILTER.findall(ask.value("q") or ""))


def _refuse_block(_refusal: Refusal) -> Reply:
    return _complain(430)


def _refuse_plan(_refusal: Refusal) -> Reply:
    return _complain(402)


BLOCKCHAIR: Final = Upstream(
    name="blockchair",
    answer=_answer,
    complain=_complain,
    limits=(Limit(30, 60, _refuse_block, cost=_cost), Limit(1_440, DAY_S, _refuse_plan, cost=_cost)),
    refresh_s=_CACHED_S,
)
