"""The methods of an Ethereum node, as pure functions of the chain and the head that the node knows.

Numbers are hexadecimal texts. Logs beyond the head are an error, as most clients have it by now.

Source: https://ethereum.github.io/execution-apis (2026-09).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from service.simulator.json_rpc import RpcError
from service.simulator.noise import octets
from service.simulator.transactions import TRANSFER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.simulator.ethereum import Chain
    from service.simulator.transactions import Transaction

__all__ = ["NodeView", "answer"]

_QUANTITY: Final = re.compile(r"0x(0|[1-9a-f][0-9a-f]{0,15})")
_RANGE_MAX: Final = 1_000
_HISTORY_MAX: Final = 1_024
_GAS_COIN: Final = 21_000
_GAS_TOKEN: Final = 65_000


@dataclass(frozen=True, slots=True)
class NodeView:
    """The chain as one node sees it."""

    chain: Chain
    head: int
    client: str
    at: Callable[[int], int]
    """Unix seconds of a block."""
    held: Callable[[int], tuple[Transaction, ...]]
    """The transactions of a block."""


def answer(view: NodeView, method: str, params: list[Any]) -> Any:
    """Carry out a method. Raises RpcError."""
    if method not in _METHODS:
        raise RpcError(-32601, f"the method {method} does not exist/is not available")
    return _METHODS[method](view, params)


def _fee_history(view: NodeView, params: list[Any]) -> dict[str, Any]:
    count, newest, percentiles = (*params, None, None, None)[:3]
    asked = count if isinstance(count, int) else _quantity(count)
    last = _height(view, newest)
    if last > view.head:
        raise RpcError(-32000, f"request beyond head block: requested {last}, head {view.head}")
    parts = _percentiles(percentiles)
    heights = range(last - max(0, min(asked, _HISTORY_MAX)) + 1, last + 1)
    chain = view.chain
    history: dict[str, Any] = {
        "oldestBlock": hex(heights.start),
        "baseFeePerGas": [hex(chain.base_fee(height)) for height in (*heights, last + 1)],
        "gasUsedRatio": [chain.used_ratio(height) for height in heights],
        "baseFeePerBlobGas": ["0x1"] * (len(heights) + 1),
        "blobGasUsedRatio": [0.5] * len(heights),
    }
    if parts:
        history["reward"] = [[hex(chain.tip(height, part)) for part in parts] for height in heights]
    return history


def _percentiles(value: Any) -> list[float]:
    parts = [] if value is None else value
    if not isinstance(parts, list) or not all(isinstance(part, int | float) for part in parts):
        raise RpcError(-32602, "invalid argument 2: not a list of numbers")
    if parts != sorted(parts) or not all(0 <= part <= 100 for part in parts):  # noqa: PLR2004  percents
        raise RpcError(-32000, "invalid reward percentile")
    return parts


def _block(view: NodeView, params: list[Any]) -> dict[str, Any] | None:
    if len(params) != 2 or not isinstance(params[1], bool):  # noqa: PLR2004  the block and whether in full
        raise RpcError(-32602, "missing value for required argument")
    height, chain = _height(view, params[0]), view.chain
    if height > view.head:
        return None
    held = view.held(height)
    limit = chain.network.gas_limit
    return {
        "number": hex(height),
        "hash": chain.digest(height),
        "parentHash": chain.digest(height - 1),
        "timestamp": hex(view.at(height)),
        "miner": "0x" + octets(f"{chain.key}/miner/{height}", 20).hex(),
        "baseFeePerGas": hex(chain.base_fee(height)),
        "gasLimit": hex(limit),
        "gasUsed": hex(int(chain.used_ratio(height) * limit)),
        "size": hex(len(held) * 300),
        "transactions": [_transaction(chain, height, each) if params[1] else each.digest for each in held],
        "uncles": [],
        "withdrawals": [],
    }


def _transaction(chain: Chain, height: int, each: Transaction) -> dict[str, Any]:
    token = each.token
    data = "0x" if token is None else f"0xa9059cbb{_padded(each.recipient)}{each.amount:064x}"
    return {
        "hash": each.digest,
        "blockHash": chain.digest(height),
        "blockNumber": hex(height),
        "transactionIndex": hex(each.index),
        "from": each.sender,
        "to": token.address if token else each.recipient,
        "value": "0x0" if token else hex(each.amount),
        "input": data,
        "gas": hex(_GAS_TOKEN if token else _GAS_COIN),
        "gasPrice": hex(chain.gas_price(height)),
        "nonce": "0x1",
        "type": "0x2",
        "chainId": hex(chain.network.chain_id),
    }


def _logs(view: NodeView, params: list[Any]) -> list[dict[str, Any]]:
    wanted = params[0] if len(params) == 1 and isinstance(params[0], dict) else None
    if wanted is None:
        raise RpcError(-32602, "invalid argument 0: not an object")
    first, last = _height(view, wanted.get("fromBlock")), _height(view, wanted.get("toBlock"))
    if last > view.head or first > view.head:
        beyond = max(first, last)
        raise RpcError(-32602, f"block range extends beyond current head block: requested {beyond}, head {view.head}")
    if first > last:
        raise RpcError(-32602, "invalid block range params")
    if last - first >= _RANGE_MAX:
        raise RpcError(-32005, f"query exceeds max block range {_RANGE_MAX}")
    topics = wanted.get("topics") or [None]
    if not isinstance(topics, list):
        raise RpcError(-32602, "invalid argument 0: topics are not a list")
    if topics[0] not in (None, TRANSFER):
        return []
    address = wanted.get("address")
    addresses = {str(item).lower() for item in (address if isinstance(address, list) else [address])}
    return [
        _log(view, height, each, each.token.address)
        for height in range(first, last + 1)
        for each in view.held(height)
        if each.token and (address is None or each.token.address in addresses)
    ]


def _log(view: NodeView, height: int, each: Transaction, address: str) -> dict[str, Any]:
    return {
        "address": address,
        "topics": [TRANSFER, "0x" + _padded(each.sender), "0x" + _padded(each.recipient)],
        "data": f"0x{each.amount:064x}",
        "blockNumber": hex(height),
        "blockHash": view.chain.digest(height),
        "blockTimestamp": hex(view.at(height)),
        "transactionHash": each.digest,
        "transactionIndex": hex(each.index),
        "logIndex": hex(each.log_index),
        "removed": False,
    }


def _padded(address: str) -> str:
    return address.removeprefix("0x").rjust(64, "0")


def _height(view: NodeView, tag: Any) -> int:
    match tag:
        case "latest" | "pending" | "safe" | "finalized" | None:
            return view.head
        case "earliest":
            return 0
    return _quantity(tag)


def _quantity(value: Any) -> int:
    if not isinstance(value, str) or not _QUANTITY.fullmatch(value):
        raise RpcError(-32602, f"invalid argument: hex string expected, not {value!r}")
    return int(value, 16)


_METHODS: Final[Mapping[str, Callable[[NodeView, list[Any]], Any]]] = MappingProxyType(
    {
        "eth_blockNumber": lambda view, _: hex(view.head),
        "eth_gasPrice": lambda view, _: hex(view.chain.gas_price(view.head)),
        "eth_syncing": lambda _view, _: False,
        "eth_chainId": lambda view, _: hex(view.chain.network.chain_id),
        "net_version": lambda view, _: str(view.chain.network.chain_id),
        "web3_clientVersion": lambda view, _: view.client,
        "eth_feeHistory": _fee_history,
        "eth_getBlockByNumber": _block,
        "eth_getLogs": _logs,
    }
)
