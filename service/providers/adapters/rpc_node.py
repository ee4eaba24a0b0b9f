"""Public nodes of Ethereum, BNB Smart Chain and Polygon: newest block, gas price, and whether they keep up.

A node of the wrong chain is found out at the first fetch; addresses do not change while the gateway runs.

Source: https://ethereum.github.io/execution-apis (2026-09)
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.providers.adapter import Adapter
from service.providers.json_rpc import WEI_IN_GWEI, Call, batch, quantity, read_results, verify_chain
from service.providers.nodes import NodeStatus
from service.providers.reading import EXACT_MAX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.http import Request

__all__ = ["ADAPTERS", "CHAIN_IDS", "NODES"]

CHAIN_IDS: Final[Mapping[str, int]] = MappingProxyType({"ethereum": 1, "bsc": 56, "polygon": 137})
"""By the chain's name.

Source: https://chainid.network (2026-08)
"""
NODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bnbchain_bsc": "bsc",
        "drpc_bsc": "bsc",
        "drpc_ethereum": "ethereum",
        "drpc_polygon": "polygon",
        "merkle_ethereum": "ethereum",
        "mevblocker_ethereum": "ethereum",
        "publicnode_bsc": "bsc",
        "publicnode_ethereum": "ethereum",
        "publicnode_polygon": "polygon",
        "tenderly_polygon": "polygon",
    }
)
"""The chain of each node, by the id of its provider."""

_CHAIN, _HEIGHT, _GAS_PRICE, _SYNCING = range(1, 5)

_TEXT: Final = msgspec.json.Decoder(str)
_PROGRESS: Final = msgspec.json.Decoder(bool | dict[str, Any])


def requests(previous: NodeStatus | None) -> tuple[Request, ...]:
    """Ask for the chain too as long as the node has not told it."""
    status = batch(Call(_HEIGHT, "eth_blockNumber"), Call(_GAS_PRICE, "eth_gasPrice"), Call(_SYNCING, "eth_syncing"))
    return (status,) if previous is not None else (batch(Call(_CHAIN, "eth_chainId")), status)


def parse(provider: str, bodies: Sequence[bytes]) -> NodeStatus:
    """Read the answers to one batch, or to two at the first fetch.

    Nodes that lack a method other than `eth_blockNumber` say the less. `eth_syncing` is false, or an object while the
    node catches up.
    """
    results = read_results(provider, bodies)
    if len(bodies) > 1:
        verify_chain(results, _CHAIN, CHAIN_IDS[NODES[provider]])
    gas_price, progress = results.find(_GAS_PRICE, _TEXT), results.find(_SYNCING, _PROGRESS)
    return NodeStatus(
        block_number=quantity(provider, results.get(_HEIGHT, _TEXT), EXACT_MAX),
        gas_price_gwei=None if gas_price is None else quantity(provider, gas_price) / WEI_IN_GWEI,
        is_syncing=None if progress is None else progress is not False,
    )


ADAPTERS: Final[Mapping[str, Adapter[NodeStatus]]] = MappingProxyType(
    {f"{provider}.status": Adapter(requests, partial(parse, provider)) for provider in NODES}
)
