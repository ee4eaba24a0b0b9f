"""mempool.space: Esplora's paths, and its own below `/v1`.

Fees are whole sat/vB below `/v1/fees/recommended`, sums are texts below `/v1/mining/reward-stats`. How much may be
asked is not published; the figure is that of its own installation guide, which answers 429 without saying for how long.

Source: https://mempool.space/docs/api/rest (2026-08)
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.esplora import block, esplora, found_at, reply_text, summit
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["MEMPOOL_SPACE"]

_BLOCKS: Final = 15
_REWARDS: Final = re.compile(r"/v1/mining/reward-stats/(\d{1,4})")
_COMPLAINTS: Final = {404: "Not Found", 429: "Too Many Requests", 503: "Service Temporarily Unavailable"}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_text(text or _COMPLAINTS.get(status, "Internal Server Error"), status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    chain, tip = Bitcoin(snapshot.market.seed), summit(snapshot)
    match ask.path:
        case "/v1/blocks":
            return reply_json([_block(snapshot, height) for height in range(tip, tip - _BLOCKS, -1)])
        case "/v1/fees/recommended":
            return reply_json(_fees(chain.fee_rate(snapshot.second)))
        case "/v1/mining/hashrate/3d":
            return reply_json(_mining(chain, snapshot, tip))
        case "/v1/prices":
            bitcoin = next(coin for coin in snapshot.coins if coin.id == "bitcoin")
            return reply_json({"time": int(snapshot.at.timestamp()), "USD": int(snapshot.price(bitcoin))})
    if rewards := _REWARDS.fullmatch(ask.path):
        return reply_json(_rewards(chain, tip, max(1, int(rewards[1]))))
    return esplora(ask, snapshot) or _complain(404)


def _block(snapshot: Snapshot, height: int) -> dict[str, Any]:
    chain = Bitcoin(snapshot.market.seed)
    rate, fees = chain.fee_rate(chain.found_s(height)), _block_fees(chain, height)
    extras = {
        "totalFees": fees,
        "medianFee": rate,
        "feeRange": [round(rate * part, 3) for part in (0.6, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6)],
        "reward": chain.subsidy(height) + fees,
        "pool": {"id": 111, "name": "Foundry USA", "slug": "foundryusa"},
    }
    return block(snapshot, height) | {"extras": extras}


def _block_fees(chain: Bitcoin, height: int) -> int:
    return int(len(chain.confirmed(height)) * 160 * chain.fee_rate(chain.found_s(height)))


def _fees(rate: float) -> dict[str, int]:
    return {
        "fastestFee": ceil(rate),
        "halfHourFee": ceil(rate * 0.8),
        "hourFee": ceil(rate * 0.6),
        "economyFee": 1,
        "minimumFee": 1,
    }


def _mining(chain: Bitcoin, snapshot: Snapshot, tip: int) -> dict[str, Any]:
    first = tip - tip % 2016
    difficulty = chain.difficulty(tip)
    return {
        "hashrates": [
            {"timestamp": int(snapshot.at.timestamp()) - days * 86_400, "avgHashrate": _hashrate(chain, snapshot, days)}
            for days in (2, 1)
        ],
        "difficulty": [
            {"time": found_at(snapshot, first), "difficulty": difficulty, "height": first, "adjustment": 1.02}
        ],
        "currentHashrate": _hashrate(chain, snapshot, 0),
        "currentDifficulty": difficulty,
    }


def _hashrate(chain: Bitcoin, snapshot: Snapshot, days: int) -> float:
    return chain.hashrate(snapshot.second - days * 86_400)


def _rewards(chain: Bitcoin, tip: int, count: int) -> dict[str, Any]:
    heights = range(tip - count + 1, tip + 1)
    fees = sum(_block_fees(chain, height) for height in heights)
    return {
        "startBlock": heights[0],
        "endBlock": tip,
        "totalReward": str(sum(chain.subsidy(height) for height in heights) + fees),
        "totalFee": str(fees),
        "totalTx": str(sum(len(chain.confirmed(height)) + 1 for height in heights)),
    }


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


MEMPOOL_SPACE: Final = Upstream(
    name="mempool_space", answer=_answer, complain=_complain, limits=(Limit(200, 60, _refuse),)
)
