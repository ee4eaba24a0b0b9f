from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.publishers.origins.explorers import explorers
from service.simulator.bitcoin import Bitcoin
from service.simulator.ethereum import ETHEREUM, Chain
from tests.fakes.clock import START
from tests.service.publishers.origins.simulated import KEYS, second, simulated
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import ExplorersData, Network
    from service.publishers.pooled import Pooled

BITCOIN = ("mempool_space", "blockstream", "blockchair", "blockchain_info")
ETHER = ("blockscout", "etherscan", "publicnode_ethereum", "drpc_ethereum")
FEEDS = (
    *(f"{provider}_network" for provider in (*BITCOIN, "blockscout", "etherscan")),
    "publicnode_ethereum_fees",
    "drpc_ethereum_fees",
)


def arrange(*down: str) -> tuple[Stage, Pooled]:  # type: ignore[type-arg]  # of ExplorersUpdate
    stage = Stage(simulated(FEEDS), FEEDS, overrides=KEYS)
    stage.world.down.update(down)
    return stage, explorers(stage.kit)


def data(stage: Stage, origin: Pooled) -> ExplorersData:  # type: ignore[type-arg]  # as above
    update = origin.collect(stage.clock.now())
    assert update is not None
    found: ExplorersData = update.data
    return found


def network(found: ExplorersData, name: str) -> Network:
    assert found.networks is not None
    return found.networks[name]


async def test_both_networks_are_told_from_the_preferred_sources() -> None:
    """With the heights that the chains have, and all that the sources know."""
    stage, origin = arrange()
    assert not origin.settled()
    assert origin.collect(START) is None

    async with stage.running():
        found = data(stage, origin)

    assert origin.settled()
    assert (found.source, found.stale, found.as_of) == ("sim:mempool_space", False, START)
    assert found.latest_block == Bitcoin(7).height(0)
    assert None not in (found.network_hashrate, found.difficulty, found.mempool_size, found.transactions_count)
    ether = network(found, "ethereum")
    assert (ether.source, ether.latest_block) == ("sim:blockscout", Chain(7, ETHEREUM).height(0))
    assert (ether.fees and ether.fees.unit, network(found, "bitcoin").fees is None) == ("gwei", False)


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_the_next_source_takes_over_within_two_intervals(count: int) -> None:
    """Whichever of them have failed; the height goes on, and the preferred source is taken back when it answers."""
    stage, origin = arrange()
    async with stage.running():
        await stage.clock.advance(30.0)
        stage.world.down.update(BITCOIN[:count])
        await stage.clock.advance(120.0)
        found = data(stage, origin)
        assert (found.source, found.stale) == (f"sim:{BITCOIN[count]}", False)
        assert found.latest_block == Bitcoin(7).height(second(stage.clock))

        stage.world.down.clear()
        await stage.clock.advance(1800.0)
        assert data(stage, origin).source == "sim:mempool_space"


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_ethereum_has_its_own_failover(count: int) -> None:
    """The other network does not notice; nodes know fees and heights but no day's transactions."""
    stage, origin = arrange()
    async with stage.running():
        await stage.clock.advance(20.0)
        stage.world.down.update(ETHER[:count])
        await stage.clock.advance(60.0)
        found = data(stage, origin)
        ether = network(found, "ethereum")

    assert (found.source, ether.source, ether.stale) == ("sim:mempool_space", f"sim:{ETHER[count]}", False)
    assert ether.latest_block is not None
    assert abs(ether.latest_block - Chain(7, ETHEREUM).height(second(stage.clock))) <= 4
    assert (ether.fees is not None, ether.transactions_count) == (True, None)


async def test_without_any_source_the_last_state_goes_on_stale() -> None:
    """With the instant it had; when one source comes back it serves, whichever it is."""
    stage, origin = arrange()
    async with stage.running():
        await stage.clock.advance(30.0)
        stage.world.down.update(BITCOIN)
        await stage.clock.advance(600.0)
        found = data(stage, origin)
        assert (found.stale, found.as_of) == (True, START)
        assert not network(found, "ethereum").stale

        stage.world.down.remove("blockchain_info")
        await stage.clock.advance(900.0)
        found = data(stage, origin)
        assert (found.source, found.stale) == ("sim:blockchain_info", False)


async def test_without_bitcoin_the_trouble_is_told() -> None:
    """Once all four have failed; Ethereum alone is no update."""
    stage, origin = arrange(*BITCOIN)
    async with stage.running():
        await stage.clock.advance(30.0)

    assert origin.settled()
    assert origin.collect(stage.clock.now()) is None
    assert origin.trouble() == "; ".join(f"{provider}: HTTP 503" for provider in BITCOIN)
