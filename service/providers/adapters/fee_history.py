"""Fee history: what a node of Ethereum tells of the gas of the last 20 blocks.

Fees are the base fee of the next block plus the tip that 10, 50 or 90 percent of the gas was bought with, of all blocks
the median. Nothing says of when the answer is, so `as_of` is None.

Source: https://ethereum.github.io/execution-apis/api/methods/eth_feeHistory (2026-08)
"""

from __future__ import annotations

from functools import partial
from statistics import fmean, median
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.json_rpc import WEI_IN_GWEI, Call, batch, quantity, read_results
from service.providers.network import FeeRates, Network
from service.providers.reading import EXACT_MAX, Number, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.http import Request

__all__ = ["ADAPTERS", "BLOCKS", "PROVIDERS", "parse", "request"]

PROVIDERS: Final = ("drpc_ethereum", "merkle_ethereum", "publicnode_ethereum")
"""Nodes of Ethereum, by the ids of the catalog."""

BLOCKS: Final = 20
PERCENTILES: Final = (10, 50, 90)
_CALL: Final = 1


class _History(msgspec.Struct, rename="camel"):
    oldest_block: str
    base_fee_per_gas: list[str]
    """One more than blocks: the last is that of the next block."""
    gas_used_ratio: list[Number]
    reward: list[list[str]] | None = None


_HISTORY: Final = msgspec.json.Decoder(_History)


def request() -> Request:
    """Ask for the fees of the last 20 blocks."""
    return batch(Call(_CALL, "eth_feeHistory", (hex(BLOCKS), "latest", PERCENTILES)))


def parse(provider: str, body: bytes) -> Network:
    """Read the history of one provider's node."""
    history = read_results(provider, (body,)).get(_CALL, _HISTORY)
    if not history.gas_used_ratio:
        raise ProviderPayloadError(provider, "a history without blocks")
    oldest = quantity(provider, history.oldest_block, EXACT_MAX - BLOCKS)
    return Network(
        latest_block=oldest + len(history.gas_used_ratio) - 1,
        fees=_fees(provider, history),
        utilization=_utilization(history.gas_used_ratio),
    )


def _fees(provider: str, history: _History) -> FeeRates | None:
    """Return the fees, or None when there are not as many as there should be."""
    blocks, rewards = len(history.gas_used_ratio), history.reward or []
    if len(history.base_fee_per_gas) != blocks + 1 or len(rewards) != blocks:
        return None
    if any(len(row) != len(PERCENTILES) for row in rewards):
        return None
    base = quantity(provider, history.base_fee_per_gas[-1], EXACT_MAX)
    tips = [[quantity(provider, tip, EXACT_MAX) for tip in row] for row in rewards]
    slow, normal, fast = ((base + median(column)) / WEI_IN_GWEI for column in zip(*tips, strict=True))
    return FeeRates(slow, normal, fast, "gwei")


def _utilization(ratios: Sequence[Number]) -> float | None:
    """Return the mean of 20 shares; None when they are not so many, or one is no share."""
    shares = [share for ratio in ratios if (share := number(ratio)) is not None and 0 <= share <= 1]
    return fmean(shares) if len(shares) == len(ratios) == BLOCKS else None


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {f"fee_history.{provider}": single(request, partial(parse, provider)) for provider in PROVIDERS}
)
