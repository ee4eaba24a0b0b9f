from __future__ import annotations

from service.providers.adapters.blockstream import parse, requests
from service.providers.network import FeeRates, Network
from tests.service.providers.examples import example

BLOCKS = example("blockstream_blocks.json")
MEMPOOL = example("esplora_mempool.json")


def test_the_network_is_read_from_three_answers() -> None:
    """Height, difficulty, backlog and fees; the hash rate and a day's transactions are not told, and not made up."""
    assert parse((BLOCKS, MEMPOOL, example("blockstream_fees.json"))) == Network(
        latest_block=975012,
        difficulty=148289869357216.4,
        mempool_count=41210,
        fees=FeeRates(slow=1.804, normal=2.75, fast=3.871, unit="sat/vB"),
    )


def test_three_questions_are_asked() -> None:
    """In the order in which the answers are read."""
    assert [request.path for request in requests()] == ["/blocks", "/mempool", "/fee-estimates"]


def test_fees_without_a_target_are_unknown() -> None:
    """A node that has just started knows no estimates."""
    assert parse((BLOCKS, MEMPOOL, b"{}")).fees is None
    assert parse((BLOCKS, MEMPOOL, b'{"2": 3.0, "3": -1, "6": 1.0}')).fees is None
