"""mempool.space: the Bitcoin network.

A fetch takes five requests. Nothing says of when the answers are, so `as_of` is None.

Source: https://mempool.space/docs/api/rest (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.providers.adapter import Adapter
from service.providers.adapters.esplora import tip, waiting
from service.providers.http import Request
from service.providers.network import Network
from service.providers.reading import Number, count, decode, fee_rates, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ADAPTERS", "PROVIDER", "parse", "requests"]

PROVIDER: Final = "mempool_space"

DAY_BLOCKS: Final = 144
"""Blocks of a day, if they come every 10 minutes as they should."""


class _Mining(msgspec.Struct, rename="camel"):
    current_hashrate: Number = None
    current_difficulty: Number = None


class _Rewards(msgspec.Struct, rename="camel"):
    total_tx: Number = None


class _Fees(msgspec.Struct, rename="camel"):
    fastest_fee: Number = None
    half_hour_fee: Number = None
    hour_fee: Number = None


_MINING: Final = msgspec.json.Decoder(_Mining)
_REWARDS: Final = msgspec.json.Decoder(_Rewards)
_FEES: Final = msgspec.json.Decoder(_Fees)


def requests() -> tuple[Request, ...]:
    """Ask for the newest blocks, the mempool, the fees, the hash rate, and the transactions of the last 144 blocks."""
    return (
        Request("/v1/blocks"),
        Request("/mempool"),
        Request("/v1/fees/recommended"),
        Request("/v1/mining/hashrate/3d"),
        Request(f"/v1/mining/reward-stats/{DAY_BLOCKS}"),
    )


def parse(bodies: Sequence[bytes]) -> Network:
    """Read the answers. Fees are those of the next block, of half an hour and of an hour.

    The day's transactions are those of 144 blocks: mempool.space counts by blocks.
    """
    blocks, mempool, fees, mining, rewards = bodies
    newest, hashes = tip(PROVIDER, blocks), decode(PROVIDER, mining, _MINING)
    rates = decode(PROVIDER, fees, _FEES)
    return Network(
        latest_block=newest.height,
        hashrate=price(hashes.current_hashrate),
        difficulty=price(hashes.current_difficulty) or newest.difficulty,
        mempool_count=waiting(PROVIDER, mempool),
        transactions_a_day=count(decode(PROVIDER, rewards, _REWARDS).total_tx),
        fees=fee_rates(rates.hour_fee, rates.half_hour_fee, rates.fastest_fee, "sat/vB"),
    )


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {"mempool_space.network": Adapter(lambda _: requests(), parse)}
)
