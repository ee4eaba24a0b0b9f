"""Blockstream's Esplora: the Bitcoin network without its hash rate and without a count of the day's transactions.

A fetch takes three requests. Nothing says of when the answers are, so `as_of` is None.

Source: https://github.com/Blockstream/esplora/blob/master/API.md (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.providers.adapter import Adapter
from service.providers.adapters.esplora import tip, waiting
from service.providers.http import Request
from service.providers.network import Network
from service.providers.reading import Number, decode, fee_rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ADAPTERS", "PROVIDER", "parse", "requests"]

PROVIDER: Final = "blockstream"


class _Estimates(msgspec.Struct):
    """Rates by the number of blocks until a transaction is confirmed."""

    slow: Number = msgspec.field(name="6", default=None)
    normal: Number = msgspec.field(name="3", default=None)
    fast: Number = msgspec.field(name="2", default=None)


_ESTIMATES: Final = msgspec.json.Decoder(_Estimates)


def requests() -> tuple[Request, ...]:
    """Ask for the newest blocks, the mempool and the fees."""
    return (Request("/blocks"), Request("/mempool"), Request("/fee-estimates"))


def parse(bodies: Sequence[bytes]) -> Network:
    """Read the answers. Fees are those of two blocks, of half an hour and of an hour."""
    blocks, mempool, fees = bodies
    newest, rates = tip(PROVIDER, blocks), decode(PROVIDER, fees, _ESTIMATES)
    return Network(
        latest_block=newest.height,
        difficulty=newest.difficulty,
        mempool_count=waiting(PROVIDER, mempool),
        fees=fee_rates(rates.slow, rates.normal, rates.fast, "sat/vB"),
    )


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {"blockstream.network": Adapter(lambda _: requests(), parse)}
)
