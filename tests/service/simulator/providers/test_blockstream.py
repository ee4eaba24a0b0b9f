from __future__ import annotations

from service.simulator.bitcoin import Bitcoin
from service.simulator.limits import Refusal
from service.simulator.providers.blockstream import BLOCKSTREAM
from tests.service.simulator.world import ask, body, snapshot

TIP = Bitcoin(7).height(0)


def test_blocks_are_the_newest_ten() -> None:
    """The newest first, without what only mempool.space knows."""
    blocks = body(BLOCKSTREAM, "/blocks")

    assert [block["height"] for block in blocks] == list(range(TIP, TIP - 10, -1))
    assert "extras" not in blocks[0]


def test_estimates_fall_with_the_target() -> None:
    """By the number of blocks, as texts; patience is cheaper."""
    estimates = body(BLOCKSTREAM, "/fee-estimates")
    rates = list(estimates.values())

    assert list(estimates)[:6] == ["1", "2", "3", "4", "5", "6"]
    assert rates == sorted(rates, reverse=True)
    assert min(rates) >= 1


def test_the_paths_of_esplora_are_served() -> None:
    """And those of mempool.space are not."""
    assert body(BLOCKSTREAM, "/blocks/tip/height") == TIP
    assert BLOCKSTREAM.answer(ask("/v1/blocks"), snapshot("blockstream")).status == 404


def test_a_refusal_is_a_bare_429() -> None:
    """In words."""
    assert BLOCKSTREAM.limits[0].refuse(Refusal(7.0)).status == 429
