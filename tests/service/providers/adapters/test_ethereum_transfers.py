from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, RateLimited
from service.providers.adapters.ethereum_transfers import (
    ADAPTERS,
    PROVIDERS,
    TOKENS,
    TRANSFER,
    EthereumTransfers,
    carry,
    parse,
    requests,
)
from service.providers.json_rpc import BATCH_MAX
from service.providers.transfers import Transfer
from tests.service.providers.examples import example

NODE = "publicnode_ethereum"
HEAD, BLOCKS = example("ethereum_head.json"), example("ethereum_blocks.json")
AT = datetime(2026, 7, 30, 9, 40, 59, tzinfo=UTC)
HOUSE = "0x28c6c06298d514db089934071355e5743bf21d60"
BEFORE = EthereumTransfers((), AT, head=100, scanned=98)


def asked(previous: EthereumTransfers | None) -> list[list[tuple[str, list[Any]]]]:
    batches = [json.loads(request.body or b"") for request in requests(previous)]
    assert all(len(batch) <= BATCH_MAX for batch in batches)
    ids = [call["id"] for batch in batches for call in batch]
    assert len(set(ids)) == len(ids)
    return [[(call["method"], call["params"]) for call in batch] for batch in batches]


def block(number: int, *transactions: dict[str, Any], id_: int = 10) -> dict[str, Any]:
    at = hex(int(AT.timestamp()) + number)
    return {"id": id_, "result": {"number": hex(number), "timestamp": at, "transactions": list(transactions)}}


def log(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(HEAD)[0]["result"][0]
    return row | changes


def tokens(**changes: Any) -> tuple[Transfer, ...]:
    head, logs = block(0x17EAD54, id_=2), {"id": 3, "result": [log(**changes)]}
    return parse(NODE, [json.dumps([head, logs]).encode(), json.dumps([block(0x17EAD53)]).encode()]).items


def ether(**changes: Any) -> tuple[Transfer, ...]:
    sent = json.loads(BLOCKS)[0]["result"]["transactions"][0] | changes
    head, logs = block(101, id_=2), {"id": 3, "result": []}
    return parse(NODE, [json.dumps([head, logs]).encode(), json.dumps([block(100, sent)]).encode()]).items


def test_documented_answers_are_read() -> None:
    """Ether sent without data, and tokens from logs; a call that carries ether and a new contract are left out."""
    assert parse(NODE, [HEAD, BLOCKS]) == EthereumTransfers(
        items=(
            Transfer(
                "ethereum",
                "0x9c8b7a6958473625140f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69",
                "ETH",
                500.0,
                index=-1,
                sender="0xbe0eb53f46cd790cd13851d5eff43d12404d33e8",
                recipient="0x40b38765696e3d5d8d9d834d8aad4bb6e418e489",
                at=AT,
            ),
            Transfer(
                "ethereum",
                "0x5a1f0e3d2c4b6a798897a6b5c4d3e2f10f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "USDT",
                1250027.049856,
                index=7,
                sender=HOUSE,
                recipient="0x21a31ee1afc51d94c2efccaa2092ad1028285549",
                at=AT,
            ),
            Transfer(
                "ethereum",
                "0x7b2e1d0c9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c",
                "DAI",
                2.0,
                index=8,
                sender=None,
                recipient=HOUSE,
                at=AT,
            ),
        ),
        as_of=AT,
        head=0x17EAD54,
        scanned=0x17EAD53,
    )


def test_the_first_fetch_only_learns_where_the_chain_is() -> None:
    """Whether it is Ethereum, and its head; a node of another chain is not read."""
    assert asked(None) == [[("eth_chainId", []), ("eth_getBlockByNumber", ["latest", False])]]

    head = block(100, id_=2)
    for chain, is_ours in (("0x1", True), ("0x38", False)):
        body = json.dumps([{"id": 1, "result": chain}, head]).encode()
        if is_ours:
            assert parse(NODE, [body]) == EthereumTransfers((), AT.replace(minute=42, second=39), head=100)
        else:
            with pytest.raises(ProviderPayloadError, match="a node of chain 56, not of 1"):
                parse(NODE, [body])


@pytest.mark.parametrize(
    ("head", "scanned", "heights"),
    [
        (100, None, [98, 99, 100]),
        (100, 99, [100]),
        (100, 98, [99, 100]),
        (100, 97, [98, 99, 100]),
        (100, 94, [95, 96, 97]),
        (100, 93, [98, 99, 100]),
        (100, 107, [98, 99, 100]),
        (1, None, [0, 1]),
    ],
)
def test_blocks_up_to_the_head_that_is_known_are_read(head: int, scanned: int | None, heights: list[int]) -> None:
    """Three at once, from where the reading had come to; from the newest when that is too far away."""
    first, blocks = asked(EthereumTransfers((), AT, head=head, scanned=scanned))
    (_, (logs,)) = first[1]

    assert first[0] == ("eth_getBlockByNumber", ["latest", False])
    assert [number for _, number in blocks] == [[hex(height), True] for height in heights]
    assert first[1][0] == "eth_getLogs"
    assert logs == {
        "fromBlock": hex(heights[0]),
        "toBlock": hex(heights[-1]),
        "address": list(TOKENS),
        "topics": [TRANSFER],
    }


@pytest.mark.parametrize("scanned", [100, 101])
def test_without_a_new_block_only_the_head_is_asked_for(scanned: int) -> None:
    """Another node behind the same address may even be a block behind."""
    assert asked(replace(BEFORE, scanned=scanned)) == [[("eth_getBlockByNumber", ["latest", False])]]


def test_the_reading_goes_on_where_it_was() -> None:
    """A fetch without a new block keeps the place and the date: a node that stands still ages."""
    idle = parse(NODE, [json.dumps([block(103, id_=2)]).encode()])
    read = EthereumTransfers((), AT.replace(hour=11), head=103, scanned=100)

    assert carry(BEFORE, idle) == EthereumTransfers((), AT, head=103, scanned=98)
    assert carry(BEFORE, read) == read


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "0x" + "1" * 40},
        {"topics": [TRANSFER]},
        {"topics": ["0x" + "1" * 64, "0x" + "0" * 64, "0x" + "0" * 64]},
        {"topics": [TRANSFER, "0x1", "0x2", "0x3"]},
        {"data": "0x"},
        {"data": "0x0"},
        {"blockNumber": "0x1"},
        {"logIndex": "seven"},
        {"removed": True},
        {"topics": None},
    ],
)
def test_odd_logs_are_left_out(changes: dict[str, Any]) -> None:
    """Those of other contracts, events and blocks, of nothing, and what is no log."""
    assert len(tokens()) == 1
    assert tokens(**changes) == ()


@pytest.mark.parametrize(("address", "token"), TOKENS.items())
def test_tokens_have_their_own_units(address: str, token: Any) -> None:
    """An address may come in mixed case; dollars have six digits, ether and DAI eighteen."""
    assert token.decimals == {"USDT": 6, "USDC": 6, "DAI": 18, "WETH": 18}[token.symbol]
    (found,) = tokens(address="0x" + address[2:].upper(), data=hex(5 * 10**token.decimals))

    assert (found.asset, found.amount) == (token.symbol, 5.0)


@pytest.mark.parametrize(
    "changes",
    [{"value": "0x0"}, {"value": "much"}, {"input": "0xd0e30db0"}, {"to": None}, {"from": None}, {"hash": 1}],
)
def test_odd_transactions_are_left_out(changes: dict[str, Any]) -> None:
    """Nothing, calls, new contracts, and what is no transaction."""
    assert len(ether()) == 1
    assert ether(**changes) == ()


def test_two_blocks_keep_their_own_dates() -> None:
    """A transfer is dated by its block, the whole by the newest."""
    sent = json.loads(BLOCKS)[0]["result"]["transactions"][0]
    blocks = [block(102, sent, id_=11), block(101, sent, id_=10)]
    head = [block(110, id_=2), {"id": 3, "result": []}]
    read = parse(NODE, [json.dumps(head).encode(), json.dumps(blocks).encode()])

    assert [transfer.at for transfer in read.items] == [
        AT.replace(minute=42, second=40),
        AT.replace(minute=42, second=41),
    ]
    assert (read.as_of, read.scanned, read.head) == (AT.replace(minute=42, second=41), 102, 110)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"id": 3, "error": {"code": -32005, "message": "limit exceeded"}}, RateLimited),
        (
            {"id": 3, "error": {"code": -32602, "message": "block range extends beyond current head"}},
            ProviderPayloadError,
        ),
        ({"id": 10, "result": None}, ProviderPayloadError),
        ({"id": 10, "result": {"number": "0x1", "timestamp": "0x0"}}, ProviderPayloadError),
        ({"id": 10, "result": {"number": "first", "timestamp": "0x1"}}, ProviderPayloadError),
        ({"id": 2, "result": None}, ProviderPayloadError),
    ],
)
def test_what_a_node_cannot_tell_is_an_error(answer: dict[str, Any], kind: type[ProviderError]) -> None:
    """Nodes differ in what they let strangers ask; a block that is not there is asked for again."""
    good = {each["id"]: each for each in (*json.loads(HEAD), *json.loads(BLOCKS))} | {answer["id"]: answer}
    with pytest.raises(ProviderError) as caught:
        parse(NODE, [json.dumps(list(good.values())).encode()])

    assert type(caught.value) is kind


def test_an_answer_that_is_missing_is_asked_for_again() -> None:
    """What comes after a gap is left for the next fetch; without the first block, or the logs, nothing is believed."""
    logs, *blocks = {"id": 3, "result": []}, *(block(98 + index, id_=10 + index) for index in range(3))
    first, second, third = blocks

    def read(*answers: dict[str, Any]) -> EthereumTransfers:
        return parse(NODE, [json.dumps([block(110, id_=2)]).encode(), json.dumps(answers).encode()])

    assert (read(logs, first, third).scanned, read(logs, first, second).scanned) == (98, 99)
    for answers in ((logs, second, third), (logs,), (first, second, third)):
        with pytest.raises(ProviderPayloadError, match="an answer of the batch is missing"):
            read(*answers)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["0x1", "0xff", TRANSFER]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["number", "timestamp", "transactions", "hash", "value", "topics", "data"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(results=st.dictionaries(st.sampled_from([1, 2, 3, 10, 11, 12]), JSON))
def test_any_results_are_sound_transfers_or_a_provider_error(results: dict[int, Any]) -> None:
    """Whatever is answered, amounts are finite and above zero, and every transfer has a date."""
    body = json.dumps([{"id": id_, "result": result} for id_, result in results.items()]).encode()
    with suppress(ProviderError):
        for transfer in parse(NODE, [body]).items:
            assert isfinite(transfer.amount)
            assert transfer.amount > 0
            assert transfer.at is not None


@given(st.lists(st.binary(max_size=120), min_size=1, max_size=2))
def test_any_bytes_are_transfers_or_a_provider_error(bodies: list[bytes]) -> None:
    """No bytes get past the adapter as another exception."""
    with suppress(ProviderError):
        assert parse(NODE, bodies).head >= 0


@given(place=st.integers(0, len(BLOCKS.rstrip()) - 1))
def test_truncated_blocks_are_a_payload_error(place: int) -> None:
    """An answer that breaks off is not believed in part."""
    with pytest.raises(ProviderPayloadError):
        parse(NODE, [HEAD, BLOCKS.rstrip()[:place]])


def test_each_node_has_an_adapter() -> None:
    """Errors name the node that made them."""
    assert set(ADAPTERS) == {f"{provider}.transfers" for provider in PROVIDERS}
    for name, adapter in ADAPTERS.items():
        with pytest.raises(ProviderError) as caught:
            adapter.parse([b""])
        assert name == f"{caught.value.provider}.transfers"
