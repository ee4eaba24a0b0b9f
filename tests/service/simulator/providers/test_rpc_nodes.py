from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.providers.adapters import ethereum_transfers, rpc_node
from service.simulator.ethereum import BSC, ETHEREUM, POLYGON, Chain
from service.simulator.http import Ask
from service.simulator.limits import Refusal
from service.simulator.providers.rpc_nodes import RPC_NODES
from tests.service.simulator.world import snapshot

NODES = {upstream.name: upstream for upstream in RPC_NODES}
NETWORKS = {network.name: network for network in (ETHEREUM, BSC, POLYGON)}
BRIEF = False
each_node = pytest.mark.parametrize("name", NODES)


def post(name: str, *calls: dict[str, Any], second: int = 0, body: bytes | None = None) -> bytes:
    asked = msgspec.json.encode([{"jsonrpc": "2.0", "id": 1, "params": [], **call} for call in calls])
    reply = NODES[name].answer(Ask("/", method="POST", body=body or asked), snapshot(name, second=second))
    assert reply.status == 200
    return reply.body


def result(name: str, method: str, *params: Any, second: int = 0) -> Any:
    return msgspec.json.decode(post(name, {"method": method, "params": params}, second=second))[0].get("result")


def height(name: str, second: int) -> int:
    return int(result(name, "eth_blockNumber", second=second), 16)


def test_the_nodes_of_the_catalog_are_there() -> None:
    """Each with the chain we take it for."""
    assert set(NODES) == set(rpc_node.NODES)
    for name, chain in rpc_node.NODES.items():
        assert result(name, "eth_chainId") == hex(rpc_node.CHAIN_IDS[chain])


@each_node
def test_a_node_is_read_by_its_adapter(name: str) -> None:
    """At the first fetch, and at the next."""
    adapter = rpc_node.ADAPTERS[f"{name}.status"]
    first = adapter.parse([post(name, body=request.body) for request in adapter.requests(None)])
    second = adapter.parse([post(name, body=request.body, second=60) for request in adapter.requests(first)])

    assert first.block_number < second.block_number
    assert (first.is_syncing, first.gas_price_gwei is not None) == (False, True)


@pytest.mark.parametrize("name", ethereum_transfers.PROVIDERS)
def test_transfers_are_read_by_their_adapter(name: str) -> None:
    """Fetch after fetch, and block after block."""
    adapter = ethereum_transfers.ADAPTERS[f"{name}.transfers"]
    value = adapter.parse([post(name, body=request.body) for request in adapter.requests(None)])
    scanned: list[int] = []
    for second in range(12, 120, 12):
        bodies = [post(name, body=request.body, second=second) for request in adapter.requests(value)]
        value = adapter.carry(value, adapter.parse(bodies))
        assert value.scanned is not None
        scanned.append(value.scanned)

    assert value.items
    assert {item.asset for item in value.items} >= {"ETH", "USDT", "USDC", "DAI", "WETH"}
    assert scanned == sorted(scanned)
    assert scanned[-1] >= Chain(7, ETHEREUM).height(108) - 3


@each_node
def test_a_node_is_at_most_two_blocks_behind(name: str) -> None:
    """It never goes back."""
    heights = [height(name, second) for second in range(100)]
    chain = Chain(7, NETWORKS[rpc_node.NODES[name]])

    assert heights == sorted(heights)
    assert all(0 <= chain.height(second) - known <= 2 for second, known in enumerate(heights))


def test_nodes_differ_a_little() -> None:
    """Not all learn of a block at the same moment."""
    assert any(len({height(name, second) for name in NODES if name.endswith("ethereum")}) > 1 for second in range(60))


def test_nodes_have_their_ways() -> None:
    """Short batches, blanks behind the JSON, hexadecimal versions, no logs for strangers."""
    calls = [{"method": "eth_chainId", "id": id_} for id_ in range(4)]
    too_many = msgspec.json.decode(post("drpc_ethereum", *calls))

    assert too_many["error"]["code"] == 31
    assert len(msgspec.json.decode(post("publicnode_ethereum", *calls))) == 4
    assert post("merkle_ethereum", *calls).endswith(b"] ")
    assert (result("merkle_ethereum", "net_version"), result("drpc_ethereum", "net_version")) == ("0x1", "1")
    refused = msgspec.json.decode(post("bnbchain_bsc", {"method": "eth_getLogs", "params": [{}]}))
    assert refused[0]["error"] == {"code": -32005, "message": "limit exceeded"}


def test_blocks_are_dated_by_the_world() -> None:
    """A block keeps its date, whenever it is asked for."""
    block = result("publicnode_ethereum", "eth_getBlockByNumber", hex(ETHEREUM.height), BRIEF, second=40)
    now = snapshot("publicnode_ethereum", second=40)

    assert int(block["timestamp"], 16) == int(now.instant(0).timestamp())


@pytest.mark.parametrize(
    ("status", "code"), [(401, -32000), (403, -32046), (405, -32600), (429, -32005), (503, -32603)]
)
def test_complaints_are_errors_of_json_rpc(status: int, code: int) -> None:
    """With the status of HTTP, and other words on demand."""
    for text in (None, "other words"):
        reply = NODES["publicnode_ethereum"].complain(status, text)
        error = msgspec.json.decode(reply.body)["error"]
        assert (reply.status, error["code"]) == (status, code)
        assert text is None or error["message"] == text


def test_refusals_tell_how_long_to_wait() -> None:
    """In whole seconds; every call of a batch is paid."""
    limit = NODES["publicnode_ethereum"].limits[0]
    reply = limit.refuse(Refusal(1.2))

    assert (reply.status, dict(reply.headers)["retry-after"]) == (429, "2")
    assert limit.cost(Ask("/", method="POST", body=b"[1,2,3]")) == 3


def test_there_is_one_path() -> None:
    """Nodes answer by POST, at their root."""
    upstream = NODES["publicnode_ethereum"]

    assert upstream.methods == ("POST",)
    assert upstream.answer(Ask("/v1", method="POST"), snapshot("x")).status == 404
