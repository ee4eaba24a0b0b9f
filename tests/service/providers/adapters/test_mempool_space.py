from __future__ import annotations

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.mempool_space import parse, requests
from service.providers.network import FeeRates, Network
from tests.service.providers.examples import example

BLOCKS = example("mempool_space_blocks.json")
MEMPOOL = example("esplora_mempool.json")
FEES = example("mempool_space_fees.json")
MINING = example("mempool_space_hashrate.json")
REWARDS = example("mempool_space_rewards.json")


def test_the_network_is_read_from_five_answers() -> None:
    """Height, hash rate, difficulty, backlog, a day's transactions and fees; nothing says of when."""
    assert parse((BLOCKS, MEMPOOL, FEES, MINING, REWARDS)) == Network(
        latest_block=975012,
        hashrate=1.0801234567890123e21,
        difficulty=148289869357216.4,
        mempool_count=41210,
        transactions_a_day=430211,
        fees=FeeRates(slow=2, normal=3, fast=4, unit="sat/vB"),
    )


def test_five_questions_are_asked() -> None:
    """In the order in which the answers are read."""
    assert [request.path for request in requests()] == [
        "/v1/blocks",
        "/mempool",
        "/v1/fees/recommended",
        "/v1/mining/hashrate/3d",
        "/v1/mining/reward-stats/144",
    ]


def test_what_is_not_said_is_unknown() -> None:
    """Empty objects leave figures out; the difficulty is in the blocks too, and the difficulty of the tip counts."""
    network = parse((BLOCKS, b"{}", b"{}", b"{}", b"{}"))

    assert network == Network(latest_block=975012, difficulty=148289869357216.4)


@pytest.mark.parametrize(
    "fees", [b'{"fastestFee": 4, "halfHourFee": 3}', b'{"fastestFee": 4, "halfHourFee": 0, "hourFee": 2}']
)
def test_fees_are_whole_or_none(fees: bytes) -> None:
    """One fee that is missing, or is none, makes the others useless."""
    assert parse((BLOCKS, MEMPOOL, fees, MINING, REWARDS)).fees is None


def test_the_highest_block_is_the_newest() -> None:
    """Whatever the order, and whatever else is in the list."""
    assert parse(
        (b'[7, {"height": 1}, {"height": 3}, {"height": "x"}, {"height": 2}]', MEMPOOL, FEES, b"{}", b"{}")
    ) == Network(latest_block=3, mempool_count=41210, fees=FeeRates(2, 3, 4, "sat/vB"))


def test_without_a_block_there_is_no_network() -> None:
    """An empty chain is an answer that cannot be."""
    with pytest.raises(ProviderPayloadError, match="mempool_space: no block in the answer"):
        parse((b'[{"height": null}]', MEMPOOL, FEES, MINING, REWARDS))
