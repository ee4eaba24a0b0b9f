"""Blockscout: Ethereum's statistics, its newest blocks, and its transactions by days.

Counts are texts, gas prices are numbers of gwei. `transactions_today` is of the last whole day, the number of blocks an
estimate. Every answer tells of its limit.

Source: https://docs.blockscout.com/api-reference (2026-08)
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from service.simulator.ethereum import ETHEREUM, GWEI, Chain
from service.simulator.http import Headers, Reply, reply_json
from service.simulator.limits import Limit, Meter, Refusal
from service.simulator.market import DAY_S
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["BLOCKSCOUT"]

_BLOCKS: Final = 4
_SAMPLE: Final = 50
"""Blocks that the utilization is of."""
_DAYS: Final = 30
_COMPLAINTS: Final = {400: "Bad request", 404: "Not found", 429: "Too Many Requests", 503: "Service unavailable"}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"message": text or _COMPLAINTS.get(status, "Internal server error")}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    chain = Chain(snapshot.market.seed, ETHEREUM)
    match ask.path:
        case "/stats":
            return reply_json(_stats(chain, snapshot))
        case "/main-page/blocks":
            tip = chain.height(snapshot.second)
            return reply_json([_block(chain, snapshot, height) for height in range(tip, tip - _BLOCKS, -1)])
        case "/stats/charts/transactions":
            days = [_day(chain, snapshot, ago) for ago in range(1, _DAYS + 1)]
            return reply_json({"chart_data": days})
        case _:
            return _complain(404)


def _stats(chain: Chain, snapshot: Snapshot) -> dict[str, Any]:
    tip = chain.height(snapshot.second)
    used = sum(chain.used_ratio(height) for height in range(tip - _SAMPLE + 1, tip + 1)) / _SAMPLE
    ether = next(coin for coin in snapshot.coins if coin.id == "ethereum")
    base = chain.base_fee(tip + 1)
    prices = {name: round((base + chain.tip(tip, part)) / GWEI, 3) for name, part in _PERCENTILES.items()}
    return {
        "average_block_time": chain.network.spacing_s * 1000,
        "coin_image": "https://coin-images.example/ethereum.png",
        "coin_price": str(round(snapshot.price(ether), 2)),
        "coin_price_change_percentage": round(snapshot.change(ether), 2),
        "gas_price_updated_at": _stamp(snapshot, snapshot.second),
        "gas_prices": prices,
        "gas_prices_update_in": 9_000,
        "gas_used_today": str(chain.daily(snapshot.second) * 80_000),
        "market_cap": str(round(snapshot.cap(ether), 3)),
        "network_utilization_percentage": used * 100,
        "secondary_coin_image": None,
        "secondary_coin_price": None,
        "static_gas_price": None,
        "total_addresses": "412345678",
        "total_blocks": str(tip - 1_234),
        "total_gas_used": "0",
        "total_transactions": "3123456789",
        "transactions_today": str(_day(chain, snapshot, 1)["transactions_count"]),
        "tvl": None,
    }


_PERCENTILES: Final = {"slow": 35, "average": 60, "fast": 90}


def _block(chain: Chain, snapshot: Snapshot, height: int) -> dict[str, Any]:
    ratio = chain.used_ratio(height)
    return {
        "height": height,
        "hash": chain.digest(height),
        "parent_hash": chain.digest(height - 1),
        "timestamp": _stamp(snapshot, chain.mined_s(height)),
        "transactions_count": chain.count(height),
        "base_fee_per_gas": str(chain.base_fee(height)),
        "gas_limit": str(chain.network.gas_limit),
        "gas_used": str(int(ratio * chain.network.gas_limit)),
        "gas_used_percentage": ratio * 100,
        "type": "block",
    }


def _day(chain: Chain, snapshot: Snapshot, ago: int) -> dict[str, Any]:
    # A date has no hours. Where the world's days are shorter than its own it is rounded up, lest the figure look old.
    newest = (snapshot.day(1) + timedelta(days=1, microseconds=-1)).date()
    date = newest - timedelta(days=ago - 1)
    end_s = snapshot.second - snapshot.today_s - (ago - 1) * DAY_S
    return {"date": date.isoformat(), "transactions_count": chain.daily(end_s)}


def _stamp(snapshot: Snapshot, second: int) -> str:
    return snapshot.instant(second).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


def _rest(limit: Limit, meter: Meter) -> Headers:
    return (
        ("x-ratelimit-limit", str(limit.most)),
        ("x-ratelimit-remaining", str(max(0, int(limit.most - meter.level)))),
        ("x-ratelimit-reset", "60000"),
    )


BLOCKSCOUT: Final = Upstream(
    name="blockscout",
    answer=_answer,
    complain=_complain,
    limits=(Limit(600, 60, _refuse),),
    meter_headers=_rest,
)
