"""Public nodes of Ethereum, BNB Smart Chain and Polygon: JSON-RPC by POST.

The nodes of one network know the same chain; most are a block or two behind. Errors of a call are HTTP 200.

Source: https://github.com/DefiLlama/chainlist (`constants/extraRpcs.js`, 2026-08).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from service.simulator.ethereum import BSC, ETHEREUM, POLYGON, Chain, Network
from service.simulator.json_rpc import RpcError, calls, error_reply, serve
from service.simulator.limits import Limit, Refusal
from service.simulator.noise import uniform
from service.simulator.rpc_methods import NodeView, answer
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.simulator.http import Ask, Reply
    from service.simulator.market import Snapshot

__all__ = ["RPC_NODES"]

_COMPLAINTS: Final = {
    401: (-32000, "Unauthorized: You must authenticate your request with an API key."),
    403: (-32046, "Cannot fulfill request"),
    405: (-32600, "invalid request"),
    429: (-32005, "rate limit exceeded"),
}


@dataclass(frozen=True, slots=True)
class _Node:
    name: str
    network: Network
    client: str
    lag: int = 0
    """So many blocks, at most, it is behind."""
    refuses: Collection[str] = ()
    """Methods that it does not do for strangers."""
    blanks: bytes = b""
    """What comes after the JSON."""
    is_proxy: bool = False
    """Whether others answer for it; such nodes write `net_version` as a hexadecimal number."""
    batch: int = 100
    """Most calls in one batch."""


def _complain(status: int, text: str | None = None) -> Reply:
    code, usual = _COMPLAINTS.get(status, (-32603, "Internal error"))
    return error_reply(code, text or usual, status)


def _refuse(refusal: Refusal) -> Reply:
    return _complain(429).with_headers((("retry-after", str(ceil(refusal.wait_s))),))


def _answer(node: _Node, ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != "/":
        return _complain(404)
    chain = Chain(snapshot.market.seed, node.network)
    view = NodeView(
        chain,
        _head(node, chain, snapshot.second),
        node.client,
        at=lambda height: _unix_s(chain, height, snapshot),
        held=partial(snapshot.market.ledger.block, chain),
    )
    reply = serve(ask.body, partial(_call, node, view), most=node.batch)
    return replace(reply, body=reply.body + node.blanks)


def _head(node: _Node, chain: Chain, second: int) -> int:
    """Return the newest block that this node has heard of: each comes to it a little late, and none goes back."""
    newest = chain.height(second)
    oldest = newest - node.lag
    late_s = node.lag * node.network.spacing_s
    heard = (
        height
        for height in range(newest, oldest, -1)
        if chain.mined_s(height) + late_s * uniform(f"{chain.key}/late/{node.name}", height) <= second
    )
    return next(heard, oldest)


def _unix_s(chain: Chain, height: int, snapshot: Snapshot) -> int:
    return int(snapshot.instant(chain.mined_s(height)).timestamp())


def _call(node: _Node, view: NodeView, method: str, params: list[Any]) -> Any:
    if method in node.refuses:
        raise RpcError(-32005, "limit exceeded")
    if method == "net_version" and node.is_proxy:
        return hex(node.network.chain_id)
    return answer(view, method, params)


def _upstream(node: _Node) -> Upstream:
    return Upstream(
        name=node.name,
        answer=partial(_answer, node),
        complain=_complain,
        limits=(Limit(600, 60, _refuse, cost=lambda ask: calls(ask.body)),),
        methods=("POST",),
    )


_GETH: Final = "Geth/v1.17.1-stable-3a5c1f2e/linux-amd64/go1.26.1"
_NODES: Final = (
    _Node("drpc_ethereum", ETHEREUM, "Nethermind/v1.36.0", lag=1, batch=3),
    _Node("merkle_ethereum", ETHEREUM, "rpc-proxy", lag=2, is_proxy=True, blanks=b" "),
    _Node("mevblocker_ethereum", ETHEREUM, "reth/v1.11.0", lag=1),
    _Node("publicnode_ethereum", ETHEREUM, _GETH, blanks=b"\n"),
    _Node("bnbchain_bsc", BSC, _GETH, refuses=("eth_getLogs",)),
    _Node("drpc_bsc", BSC, "Geth/v1.6.5", lag=2, batch=3),
    _Node("publicnode_bsc", BSC, "Geth/v1.6.5", lag=1),
    _Node("drpc_polygon", POLYGON, "bor/v2.5.0", lag=1, batch=3),
    _Node("publicnode_polygon", POLYGON, "bor/v2.5.0"),
    _Node("tenderly_polygon", POLYGON, "rpc-proxy", lag=2, is_proxy=True),
)

RPC_NODES: Final = tuple(_upstream(node) for node in _NODES)
