from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.rpc_node import ADAPTERS, CHAIN_IDS, NODES, parse, requests
from service.providers.catalog import load_catalog
from service.providers.json_rpc import BATCH_MAX
from service.providers.nodes import NodeStatus
from service.providers.reading import EXACT_MAX
from tests.service.providers.examples import example

NODE = "drpc_ethereum"
STATUS = example("rpc_node_status.json")
GOOD = NodeStatus(block_number=25079123, gas_price_gwei=1.82997472, is_syncing=False)


def calls(body: bytes | None) -> dict[str, int]:
    return {call["method"]: call["id"] for call in json.loads(body or b"")}


def status(**results: Any) -> bytes:
    ids = calls(requests(GOOD)[0].body)
    good: dict[str, Any] = {"eth_blockNumber": "0x10", "eth_gasPrice": "0x3b9aca00", "eth_syncing": False}
    answers = {**good, **results}
    return json.dumps([{"id": ids[method], "result": result} for method, result in answers.items()]).encode()


def of_chain(chain_id: str) -> bytes:
    return json.dumps([{"id": calls(requests(None)[0].body)["eth_chainId"], "result": chain_id}]).encode()


def test_documented_answer_is_read() -> None:
    """In any order of keys and answers, with blanks behind it; nothing says of when it is."""
    assert parse(NODE, [STATUS]) == GOOD


def test_one_batch_is_asked() -> None:
    """Three calls, which is as many as the strictest node takes, each once."""
    (request,) = requests(GOOD)

    assert set(calls(request.body)) == {"eth_blockNumber", "eth_gasPrice", "eth_syncing"}
    assert len(set(calls(request.body).values())) == 3 <= BATCH_MAX


def test_the_first_fetch_asks_for_the_chain_too() -> None:
    """Until the node has told that it is of the chain we take it for."""
    first, second = requests(None)

    assert set(calls(first.body)) == {"eth_chainId"}
    assert second == requests(GOOD)[0]
    assert not set(calls(first.body).values()) & set(calls(second.body).values())


@pytest.mark.parametrize(("provider", "chain"), NODES.items())
def test_a_node_of_another_chain_is_a_payload_error(provider: str, chain: str) -> None:
    """Its heights would be those of another world."""
    assert parse(provider, [of_chain(hex(CHAIN_IDS[chain])), status()]).block_number == 16
    with pytest.raises(ProviderPayloadError, match=f"{provider}: a node of chain 61, not of {CHAIN_IDS[chain]}"):
        parse(provider, [of_chain("0x3d"), status()])


@pytest.mark.parametrize(
    ("progress", "is_syncing"),
    [(False, False), ({"startingBlock": "0x1", "currentBlock": "0x2", "highestBlock": "0x9"}, True), (True, True)],
)
def test_a_node_that_syncs_tells_how_far_it_is(progress: Any, is_syncing: bool) -> None:  # noqa: FBT001  cases
    """False is what it says when it does not."""
    assert parse(NODE, [status(eth_syncing=progress)]).is_syncing is is_syncing


def test_missing_methods_leave_their_figures_open() -> None:
    """Some gateways answer only for the newest block."""
    ids = calls(requests(GOOD)[0].body)
    absent = {"error": {"code": -32601, "message": "the method eth_syncing does not exist"}}
    body = json.dumps(
        [
            {"id": ids["eth_blockNumber"], "result": "0x10"},
            {"id": ids["eth_gasPrice"], **absent},
            {"id": ids["eth_syncing"], **absent},
        ]
    ).encode()

    assert parse(NODE, [body]) == NodeStatus(16, None, None)


@pytest.mark.parametrize(
    "results",
    [
        {"eth_blockNumber": None},
        {"eth_blockNumber": "25079123"},
        {"eth_blockNumber": 25079123},
        {"eth_blockNumber": hex(EXACT_MAX + 1)},
        {"eth_gasPrice": "cheap"},
        {"eth_gasPrice": None},
        {"eth_syncing": None},
        {"eth_syncing": "no"},
    ],
)
def test_a_figure_that_is_none_is_a_payload_error(results: dict[str, Any]) -> None:
    """Heights stay where every client can count them."""
    with pytest.raises(ProviderPayloadError):
        parse(NODE, [status(**results)])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": -32005, "message": "limit exceeded"}, RateLimited),
        ({"code": -32046, "message": "Cannot fulfill request"}, ProviderRefused),
        ({"code": -32603, "message": "Internal error"}, ProviderPayloadError),
    ],
)
def test_errors_are_told_by_their_codes(error: dict[str, Any], kind: type[ProviderError]) -> None:
    """Of the whole batch, and of any call in it."""
    whole = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
    part = json.loads(STATUS)
    del part[2]["result"]
    part[2]["error"] = error
    for body in (whole, json.dumps(part).encode()):
        with pytest.raises(ProviderError) as caught:
            parse(NODE, [body])
        assert type(caught.value) is kind


def test_a_batch_that_lacks_an_answer_is_a_payload_error() -> None:
    """Nothing is assumed of what was not answered."""
    answers = json.loads(STATUS)
    for index in range(len(answers)):
        with pytest.raises(ProviderPayloadError):
            parse(NODE, [json.dumps(answers[:index] + answers[index + 1 :]).encode()])


@given(st.lists(st.binary(max_size=120), min_size=1, max_size=2))
def test_any_bytes_are_a_status_or_a_provider_error(bodies: list[bytes]) -> None:
    """No bytes get past the adapter as another exception."""
    with suppress(ProviderError):
        assert parse(NODE, bodies).block_number >= 0


def test_nodes_of_the_catalog_are_named_after_operator_and_chain() -> None:
    """The table of chains and the catalog know the same nodes; at least 4 of Ethereum, 3 of each other chain."""
    catalog = load_catalog({})
    feeds = {feed.provider: feed for feed in catalog.feeds.values() if feed.adapter in ADAPTERS}

    assert set(feeds) == set(NODES)
    for provider, chain in NODES.items():
        assert provider.endswith(f"_{chain}")
        assert feeds[provider].adapter == f"{provider}.status"
    counts = {chain: list(NODES.values()).count(chain) for chain in CHAIN_IDS}
    assert counts["ethereum"] >= 4
    assert min(counts.values()) >= 3


def test_nodes_are_asked_at_the_same_pace() -> None:
    """Only so can their heights be compared."""
    feeds = [feed for feed in load_catalog({}).feeds.values() if feed.adapter in ADAPTERS]

    assert {(feed.interval_s, feed.standby_interval_s) for feed in feeds} == {(20.0, None)}
