from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.fee_history import PROVIDERS, parse, request
from service.providers.catalog import load_catalog
from service.providers.network import FeeRates, Network
from tests.service.providers.examples import example

NODE = "publicnode_ethereum"


def history(**changes: Any) -> bytes:
    (answer,) = json.loads(example("fee_history.json"))
    answer["result"] |= changes
    return json.dumps([answer]).encode()


def test_the_network_is_read_from_the_history() -> None:
    """Base fee of the next block plus the median tip; the mean of the shares; the newest block is the last."""
    assert parse(NODE, example("fee_history.json")) == Network(
        latest_block=23861012,
        fees=FeeRates(slow=0.83, normal=0.921, fast=1.72, unit="gwei"),
        utilization=0.52,
    )


def test_twenty_blocks_and_three_percentiles_are_asked_for() -> None:
    """By POST, with numbers as the node wants them."""
    (call,) = json.loads(request().body or b"")

    assert (call["jsonrpc"], call["method"]) == ("2.0", "eth_feeHistory")
    assert call["params"] == ["0x14", "latest", [10, 50, 90]]


@pytest.mark.parametrize(
    "changes",
    [
        {"reward": None},
        {"reward": [["0x1", "0x2", "0x3"]] * 19},
        {"reward": [["0x1", "0x2"]] * 20},
        {"baseFeePerGas": ["0x1"] * 20},
    ],
)
def test_fees_that_do_not_fit_the_blocks_are_unknown(changes: dict[str, Any]) -> None:
    """Rather than those of other blocks; the utilization stands."""
    network = parse(NODE, history(**changes))

    assert network.fees is None
    assert network.utilization == pytest.approx(0.52)


@pytest.mark.parametrize("ratios", [[0.5] * 19 + [1.01], [0.5] * 19 + [-0.1], [0.5] * 19 + [None], [0.5] * 19])
def test_a_utilization_that_is_not_of_twenty_shares_is_unknown(ratios: list[float | None]) -> None:
    """A share is between 0 and 1, and the contract speaks of 20 blocks."""
    assert parse(NODE, history(gasUsedRatio=ratios)).utilization is None


def test_a_full_block_and_an_empty_one_are_shares() -> None:
    """Both ends belong to the range."""
    assert parse(NODE, history(gasUsedRatio=[0] * 10 + [1] * 10)).utilization == pytest.approx(0.5)


@pytest.mark.parametrize(
    "changes",
    [{"gasUsedRatio": []}, {"oldestBlock": "latest"}, {"oldestBlock": "0x" + "f" * 16}],
)
def test_a_history_without_a_height_is_a_payload_error(changes: dict[str, Any]) -> None:
    """There is no network without its newest block."""
    with pytest.raises(ProviderPayloadError, match=NODE):
        parse(NODE, history(**changes))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": -32005, "message": "limit exceeded"}, RateLimited),
        ({"code": -32046, "message": "Cannot fulfill request"}, ProviderRefused),
        ({"code": -32000, "message": "Unauthorized: You must authenticate"}, ProviderRefused),
        ({"code": -32601, "message": "the method does not exist"}, ProviderPayloadError),
        ({"code": -32602, "message": "invalid params"}, ProviderPayloadError),
    ],
)
@pytest.mark.parametrize("is_batch", [True, False])
def test_errors_of_nodes_keep_their_meaning(
    error: dict[str, Any],
    kind: type[ProviderError],
    is_batch: bool,  # noqa: FBT001  cases
) -> None:
    """With HTTP 200, for the call or for the whole batch; the node at fault is named."""
    answer = {"jsonrpc": "2.0", "id": 1, "error": error}
    if not is_batch and error["code"] == -32601:
        return
    with pytest.raises(ProviderError) as caught:
        parse(NODE, json.dumps([answer] if is_batch else answer).encode())

    assert type(caught.value) is kind
    assert caught.value.provider == NODE


def test_the_nodes_are_those_of_the_catalog() -> None:
    """Each has a feed of its own name."""
    feeds = [feed for feed in load_catalog({}).feeds.values() if feed.adapter.startswith("fee_history.")]

    assert sorted(feed.provider for feed in feeds) == list(PROVIDERS)
    assert all(feed.adapter == f"fee_history.{feed.provider}" for feed in feeds)
