"""DefiLlama: the fees of Ethereum itself, in US dollars.

The summary of a chain has the totals at its top and a chart of all its days. The limit is not published.

Source: https://api-docs.defillama.com (2026-08)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.simulator.ethereum import ETHEREUM, GWEI, Chain
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["DEFILLAMA"]

_GAS: Final = 80_000
"""Of an average transaction."""
_DAYS: Final = 90
_KINDS: Final = {"dailyFees", "dailyRevenue", "dailyHoldersRevenue"}
_COMPLAINTS: Final = {404: "Not found", 429: "Too many requests", 502: "Bad gateway"}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"message": text or _COMPLAINTS.get(status, "Internal server error")}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != "/summary/fees/ethereum":
        return _complain(404)
    if (ask.value("dataType") or "dailyFees") not in _KINDS:
        return _complain(400, "Data type not found")
    return reply_json(_summary(snapshot))


def _summary(snapshot: Snapshot) -> dict[str, Any]:
    end_s = snapshot.second - snapshot.today_s
    days = [
        [int(snapshot.day(ago).timestamp()), _fees(snapshot, end_s - (ago - 1) * DAY_S)] for ago in range(_DAYS, 0, -1)
    ]
    today, before = _fees(snapshot, snapshot.second), _fees(snapshot, snapshot.second - DAY_S)
    return {
        "id": "1027",
        "defillamaId": "chain#ethereum",
        "name": "Ethereum",
        "displayName": "Ethereum",
        "module": "ethereum",
        "category": "Chain",
        "chains": ["Ethereum"],
        "gecko_id": "ethereum",
        "symbol": "ETH",
        "methodology": {"Fees": "Gas fees paid by users"},
        "latestFetchIsOk": True,
        "total24h": today,
        "total48hto24h": before,
        "total7d": sum(fees for _, fees in days[-7:]),
        "total30d": sum(fees for _, fees in days[-30:]),
        "totalAllTime": 25_000_000_000,
        "change_1d": round((today / before - 1) * 100, 2),
        "totalDataChart": days,
        "totalDataChartBreakdown": [],
    }


def _fees(snapshot: Snapshot, end_s: int) -> int:
    """Return the US dollars of the 24 hours up to then."""
    chain = Chain(snapshot.market.seed, ETHEREUM)
    ether = next(coin for coin in snapshot.coins if coin.id == "ethereum")
    coins = chain.daily(end_s) * _GAS * chain.network.base_fee / GWEI
    return int(coins * snapshot.price(ether, snapshot.second - end_s))


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


DEFILLAMA: Final = Upstream(name="defillama", answer=_answer, complain=_complain, limits=(Limit(300, 60, _refuse),))
