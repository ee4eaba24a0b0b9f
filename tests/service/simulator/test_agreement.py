"""The adapters read what the simulator says, and what they read agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.providers.catalog import load_catalog
from service.simulator.bitcoin import Bitcoin
from service.simulator.ethereum import ETHEREUM, Chain
from tests.fakes.clock import FakeClock
from tests.service.publishers.origins.simulated import KEYS, read, second

if TYPE_CHECKING:
    from service.providers.network import Network

CATALOG = load_catalog(KEYS)


def networks(pool: str, clock: FakeClock) -> dict[str, Network]:
    return {feed: read(feed, clock) for feed in CATALOG.pools[pool].feeds}


@pytest.mark.parametrize("uptime_s", [0.0, 555.0, 86_400.0])
def test_all_sources_see_one_bitcoin(uptime_s: float) -> None:
    """The height is the same everywhere, the figures as near as different ways of counting come."""
    clock = FakeClock()
    clock.jump(uptime_s)
    seen = networks("bitcoin_network", clock)
    chain, at_s = Bitcoin(7), second(clock)
    rates = [network.hashrate for network in seen.values() if network.hashrate is not None]
    days = [network.transactions_a_day for network in seen.values() if network.transactions_a_day is not None]
    backlogs = [network.mempool_count for network in seen.values() if network.mempool_count is not None]

    assert {network.latest_block for network in seen.values()} == {chain.height(at_s)}
    assert {network.difficulty for network in seen.values()} == {chain.difficulty(chain.height(at_s))}
    assert (len(rates), len(days), len(backlogs)) == (3, 3, 3)
    assert rates == pytest.approx([chain.hashrate(at_s)] * 3)
    assert days == pytest.approx([chain.count(at_s)] * 3, rel=0.03)
    assert backlogs == pytest.approx([len(chain.waiting(at_s))] * 3, rel=0.02)
    assert [network.fees is not None for network in seen.values()] == [True, True, False, False]


@pytest.mark.parametrize("uptime_s", [0.0, 555.0, 86_400.0])
def test_all_sources_see_one_ethereum(uptime_s: float) -> None:
    """Nodes may be a block or two behind; everybody asks about as much for gas."""
    clock = FakeClock()
    clock.jump(uptime_s)
    seen = networks("ethereum_network", clock) | networks("ethereum_gas", clock)
    tip = Chain(7, ETHEREUM).height(second(clock))
    normal = [network.fees.normal for network in seen.values() if network.fees is not None]

    assert all(tip - 2 <= network.latest_block <= tip for network in seen.values())
    assert len(normal) == len(seen) == 5
    assert max(normal) / min(normal) < 1.3
    assert all(network.utilization is None or 0.2 < network.utilization < 0.8 for network in seen.values())


@pytest.mark.parametrize("pool", ["transactions_a_day", "active_addresses", "fees_a_day"])
def test_every_figure_is_known(pool: str) -> None:
    """Each source of a pool gives one above zero, and none the same for another chain."""
    clock = FakeClock()
    figures = [read(feed, clock) for feed in CATALOG.pools[pool].feeds]

    assert all(figure.value > 0 for figure in figures)
    assert len({figure.chain for figure in figures}) == len(figures)
