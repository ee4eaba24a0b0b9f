from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.json_rpc import RpcError
from service.simulator.rpc_methods import NodeView, answer
from service.simulator.transactions import TOKENS, TRANSFER, transactions

CHAIN = Chain(7, ETHEREUM)
HEAD = ETHEREUM.height + 5
VIEW = NodeView(CHAIN, HEAD, "Geth/v1", lambda height: 1_000_000 + height, partial(transactions, CHAIN))
USDT = TOKENS[0].address
FULL, BRIEF = True, False


def said(method: str, *params: Any) -> Any:
    return answer(VIEW, method, list(params))


def code(method: str, *params: Any) -> int:
    with pytest.raises(RpcError) as caught:
        said(method, *params)
    return caught.value.code


def test_a_node_tells_of_itself() -> None:
    """Numbers are hexadecimal, but for the version of the network."""
    assert [said(method) for method in ("eth_blockNumber", "eth_chainId", "net_version", "web3_clientVersion")] == [
        hex(HEAD),
        "0x1",
        "1",
        "Geth/v1",
    ]
    assert said("eth_gasPrice") == hex(CHAIN.gas_price(HEAD))
    assert said("eth_syncing") is False


def test_a_block_has_its_transactions_or_their_hashes() -> None:
    """By its number or by a tag; those of tokens go to the token, with nothing of their own."""
    whole, short = said("eth_getBlockByNumber", hex(HEAD), FULL), said("eth_getBlockByNumber", "latest", BRIEF)
    held = transactions(CHAIN, HEAD)

    assert {name: whole[name] for name in ("number", "hash", "parentHash", "timestamp")} == {
        "number": hex(HEAD),
        "hash": CHAIN.digest(HEAD),
        "parentHash": CHAIN.digest(HEAD - 1),
        "timestamp": hex(1_000_000 + HEAD),
    }
    assert short["transactions"] == [row["hash"] for row in whole["transactions"]] == [each.digest for each in held]
    for row, each in zip(whole["transactions"], held, strict=True):
        assert row["from"] == each.sender
        if each.token:
            assert (row["to"], row["value"]) == (each.token.address, "0x0")
            assert row["input"] == "0xa9059cbb" + each.recipient[2:].rjust(64, "0") + f"{each.amount:064x}"
        else:
            assert (row["to"], row["value"], row["input"]) == (each.recipient, hex(each.amount), "0x")


def test_a_block_that_has_not_come_is_null() -> None:
    """For a block; for its logs it is an error."""
    assert said("eth_getBlockByNumber", hex(HEAD + 1), FULL) is None
    assert code("eth_getLogs", {"fromBlock": hex(HEAD), "toBlock": hex(HEAD + 1)}) == -32602


def test_logs_are_those_of_the_tokens() -> None:
    """Of a range of blocks, of some contracts or of all, each as the event of its transfer."""
    asked = {"fromBlock": hex(HEAD - 1), "toBlock": "latest"}
    every = said("eth_getLogs", asked)
    moved = [(height, each) for height in (HEAD - 1, HEAD) for each in transactions(CHAIN, height) if each.token]

    assert [(row["blockNumber"], row["transactionHash"]) for row in every] == [
        (hex(height), each.digest) for height, each in moved
    ]
    height, each = moved[0]
    assert each.token is not None
    assert every[0]["address"] == each.token.address
    assert every[0]["topics"] == [TRANSFER, *("0x" + part[2:].rjust(64, "0") for part in (each.sender, each.recipient))]
    assert int(every[0]["data"], 16) == each.amount
    assert (every[0]["logIndex"], every[0]["blockTimestamp"]) == ("0x0", hex(1_000_000 + height))
    some = [row for row in every if row["address"] == USDT]
    assert 0 < len(some) < len(every)
    assert said("eth_getLogs", asked | {"address": USDT}) == some
    assert said("eth_getLogs", asked | {"address": [USDT.upper().replace("X", "x")], "topics": [TRANSFER]}) == some
    assert said("eth_getLogs", asked | {"topics": ["0x1"]}) == []
    assert said("eth_getLogs", asked | {"topics": [None], "address": []}) == []


def test_the_fee_history_fits_the_blocks() -> None:
    """One base fee more than blocks, that of the next; rewards only for those who ask."""
    history = said("eth_feeHistory", "0x3", "latest", [10, 90])
    heights = range(HEAD - 2, HEAD + 1)

    assert history["oldestBlock"] == hex(heights[0])
    assert history["baseFeePerGas"] == [hex(CHAIN.base_fee(height)) for height in (*heights, HEAD + 1)]
    assert history["gasUsedRatio"] == [CHAIN.used_ratio(height) for height in heights]
    assert history["reward"] == [[hex(CHAIN.tip(height, part)) for part in (10, 90)] for height in heights]
    assert "reward" not in said("eth_feeHistory", 3, "latest")


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("eth_sendTransaction", [], -32601),
        ("eth_getBlockByNumber", ["latest"], -32602),
        ("eth_getBlockByNumber", ["newest", True], -32602),
        ("eth_getBlockByNumber", [5, True], -32602),
        ("eth_feeHistory", [], -32602),
        ("eth_feeHistory", ["0x1", hex(HEAD + 1)], -32000),
        ("eth_feeHistory", ["0x1", "latest", "10"], -32602),
        ("eth_feeHistory", ["0x1", "latest", [90, 10]], -32000),
        ("eth_feeHistory", ["0x1", "latest", [101]], -32000),
        ("eth_getLogs", [], -32602),
        ("eth_getLogs", [{"topics": {"a": 1}}], -32602),
        ("eth_getLogs", [{"fromBlock": hex(HEAD), "toBlock": hex(HEAD - 1)}], -32602),
        ("eth_getLogs", [{"fromBlock": "earliest", "toBlock": "latest"}], -32005),
    ],
)
def test_bad_questions_have_codes(method: str, params: list[Any], error: int) -> None:
    """Those of the standard; too long a range is a limit."""
    assert code(method, *params) == error


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=3)
HEIGHTS = st.sampled_from([hex(HEAD), hex(HEAD + 1), "0x0", "0xffffffffffffffff", "latest", "earliest"])
NAMES = st.sampled_from(["fromBlock", "toBlock", "address", "topics"])
PARAMS = st.recursive(
    SCALARS | HEIGHTS | st.just(TRANSFER), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner)
)


@given(st.sampled_from(["eth_blockNumber", "eth_feeHistory", "eth_getBlockByNumber", "eth_getLogs"]), st.lists(PARAMS))
def test_whatever_is_asked_has_an_answer(method: str, params: list[Any]) -> None:
    """Parameters of any kind lead to a result or to an error of JSON-RPC."""
    with suppress(RpcError):
        assert msgspec.json.encode(said(method, *params))
