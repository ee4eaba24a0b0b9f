from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.simulator.app import UPSTREAMS
from service.simulator.providers.outlets import OUTLETS
from service.simulator.providers.rpc_nodes import RPC_NODES

if TYPE_CHECKING:
    from service.simulator.upstream import Upstream

DAY_S = 86_400
LIMITS = {
    "alternative_me": [(60, 60)],
    "binance": [(6_000, 60)],
    "blockchain_info": [(6, 60)],
    "blockchair": [(30, 60), (1_440, DAY_S)],
    "blockscout": [(600, 60)],
    "blockstream": [(60, 60)],
    "coinbase": [(15, 1.5)],
    "coingecko": [(15, 60), (100, 60)],
    "coinpaprika": [(10, 1), (20_000, 30 * DAY_S)],
    "defillama": [(300, 60)],
    "etherscan": [(3, 1), (100_000, DAY_S)],
    "huggingface": [(500, 300), (1_000, 300)],
    "huggingface_inference": [(3_000, 30 * DAY_S)],
    "kraken": [(3, 3)],
    "mempool_space": [(200, 60)],
    "whale_alert": [(10, 60)],
    **{outlet.name: [(30, 60)] for outlet in OUTLETS},
    **{node.name: [(600, 60)] for node in RPC_NODES},
}
"""So many in so many seconds, as the providers say or as was seen."""


def test_the_limits_are_those_of_the_providers() -> None:
    """A simulator that lets more through proves nothing of a gateway that keeps within it."""
    assert {each.name: [(limit.most, limit.window_s) for limit in each.limits] for each in UPSTREAMS} == LIMITS


@pytest.mark.parametrize("upstream", UPSTREAMS, ids=lambda upstream: upstream.name)
def test_every_provider_words_its_errors(upstream: Upstream) -> None:
    """Whatever the status, there is a body of its own, and other words have their place in it."""
    for status in (400, 401, 402, 403, 404, 405, 418, 429, 430, 451, 500, 502, 503, 599):
        usual, other = upstream.complain(status), upstream.complain(status, "other words")
        assert usual.status == other.status == status
        assert usual.body
        assert b"other words" in other.body
