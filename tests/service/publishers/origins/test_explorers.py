from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.publishers.origins.explorers import explorers
from service.simulator.bitcoin import Bitcoin
from service.simulator.ethereum import ETHEREUM, Chain
from tests.fakes.clock import START
from tests.service.publishers.origins.act import Act
from tests.service.publishers.origins.simulated import KEYS, second, simulated
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import ExplorersData, Network

BITCOIN = ("mempool_space", "blockstream", "blockchair", "blockchain_info")
ETHER = ("blockscout", "etherscan", "publicnode_ethereum", "drpc_ethereum")
FEEDS = (
    *(f"{provider}_network" for provider in (*BITCOIN, "blockscout", "etherscan")),
    "publicnode_ethereum_fees",
    "drpc_ethereum_fees",
)


def arrange(*down: str) -> Act[ExplorersData]:
    return Act(Stage(simulated(FEEDS), FEEDS, overrides=KEYS), explorers, *down)


def network(found: ExplorersData, name: str) -> Network:
    assert found.networks is not None
    return found.networks[name]


async def test_both_networks_are_told_from_the_preferred_sources() -> None:
    """With the heights that the chains have, and all that the sources know."""
    act = arrange()
    assert not act.origin.settled()
    assert not act.says()

    async with act.running():
        found = act.data()

    assert act.origin.settled()
    assert (found.source, found.stale, found.as_of) == ("sim:mempool_space", False, START)
    assert found.latest_block == Bitcoin(7).height(0)
    assert None not in (found.network_hashrate, found.difficulty, found.mempool_size, found.transactions_count)
    ether = network(found, "ethereum")
    assert (ether.source, ether.latest_block) == ("sim:blockscout", Chain(7, ETHEREUM).height(0))
    assert (ether.fees and ether.fees.unit, network(found, "bitcoin").fees is None) == ("gwei", False)


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_the_next_source_takes_over_within_two_intervals(count: int) -> None:
    """Whichever of them have failed; the height goes on, and the preferred source is taken back when it answers."""
    act = arrange()
    async with act.running():
        await act.clock.advance(30.0)
        act.fail(*BITCOIN[:count])
        await act.clock.advance(120.0)
        found = act.data()
        assert (found.source, found.stale) == (f"sim:{BITCOIN[count]}", False)
        assert found.latest_block == Bitcoin(7).height(second(act.clock))

        act.mend()
        await act.clock.advance(1800.0)
        assert act.data().source == "sim:mempool_space"


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_ethereum_has_its_own_failover(count: int) -> None:
    """The other network does not notice; nodes know fees and heights but no day's transactions."""
    act = arrange()
    async with act.running():
        await act.clock.advance(20.0)
        act.fail(*ETHER[:count])
        await act.clock.advance(60.0)
        found = act.data()
        ether = network(found, "ethereum")

    assert (found.source, ether.source, ether.stale) == ("sim:mempool_space", f"sim:{ETHER[count]}", False)
    assert ether.latest_block is not None
    assert abs(ether.latest_block - Chain(7, ETHEREUM).height(second(act.clock))) <= 4
    assert (ether.fees is not None, ether.transactions_count) == (True, None)


async def test_without_any_source_the_last_state_goes_on_stale() -> None:
    """With the instant it had; when one source comes back it serves, whichever it is."""
    act = arrange()
    async with act.running():
        await act.clock.advance(30.0)
        act.fail(*BITCOIN)
        await act.clock.advance(600.0)
        found = act.data()
        assert (found.stale, found.as_of) == (True, START)
        assert not network(found, "ethereum").stale

        act.mend("blockchain_info")
        await act.clock.advance(900.0)
        found = act.data()
        assert (found.source, found.stale) == ("sim:blockchain_info", False)


async def test_without_bitcoin_the_trouble_is_told() -> None:
    """Once all four have failed; Ethereum alone is no update."""
    act = arrange(*BITCOIN)
    async with act.running():
        await act.clock.advance(30.0)

    assert act.origin.settled()
    assert not act.says()
    assert act.origin.trouble() == "; ".join(f"{provider}: HTTP 503" for provider in BITCOIN)
