from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from service.errors import ProviderUnavailable
from service.publishers.origins.onchain import onchain
from tests.fakes.clock import START
from tests.service.publishers.origins.act import Act
from tests.service.publishers.origins.simulated import simulated
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import OnchainData

NODES = ("publicnode_ethereum", "drpc_ethereum", "merkle_ethereum")
FEEDS = (
    "blockchain_info_addresses",
    "blockchain_info_fees",
    "blockchain_info_transactions",
    "blockscout_transactions",
    "defillama_fees",
    *(f"{node}_fees" for node in NODES),
)
OTHERS = ("blockchain_info", "blockscout", "defillama")
YESTERDAY = datetime(2026, 11, 22, tzinfo=UTC)


def arrange(*down: str) -> Act[OnchainData]:
    return Act(Stage(simulated(FEEDS), FEEDS), onchain, *down)


async def test_every_figure_comes_from_its_preferred_source() -> None:
    """Gas as of the fetch, figures of a day as of its beginning."""
    act = arrange()
    assert not act.origin.settled()
    assert not act.says()

    async with act.running():
        found = act.data()

    assert act.origin.settled()
    assert {name: (metric.chain, metric.source, metric.as_of) for name, metric in found.metrics.items()} == {
        "active_addresses": ("bitcoin", "sim:blockchain_info", YESTERDAY),
        "transaction_count": ("ethereum", "sim:blockscout", YESTERDAY),
        "total_fees": ("ethereum", "sim:defillama", START),
        "gas_price": ("ethereum", "sim:publicnode_ethereum", START),
        "network_utilization": ("ethereum", "sim:publicnode_ethereum", START),
    }
    assert found.source == "sim:blockchain_info+sim:blockscout+sim:defillama+sim:publicnode_ethereum"
    assert (found.as_of, found.stale) == (START, False)
    assert found.network_utilization is not None
    assert 0 < found.network_utilization < 1


@pytest.mark.parametrize("count", [1, 2])
async def test_gas_comes_from_the_next_node_within_two_intervals(count: int) -> None:
    """And from the first one again when that answers for good."""
    act = arrange()
    async with act.running():
        await act.clock.advance(20.0)
        act.fail(*NODES[:count])
        await act.clock.advance(60.0)
        found = act.data()
        assert (found.metrics["gas_price"].source, found.stale) == (f"sim:{NODES[count]}", False)

        act.mend()
        await act.clock.advance(1200.0)
        assert act.data().metrics["gas_price"].source == "sim:publicnode_ethereum"


async def test_a_day_of_bitcoin_stands_in_for_one_of_ethereum() -> None:
    """The metric says which chain it is of."""
    act = arrange("blockscout", "defillama")
    async with act.running():
        await act.clock.advance(30.0)
        found = act.data()

    assert {(metric.chain, metric.source) for name, metric in found.metrics.items() if name != "gas_price"} == {
        ("bitcoin", "sim:blockchain_info"),
        ("ethereum", "sim:publicnode_ethereum"),
    }
    assert found.metrics["total_fees"].chain == "bitcoin"


@pytest.mark.parametrize("down", [NODES, OTHERS])
async def test_some_figures_are_enough(down: tuple[str, ...]) -> None:
    """The others are null, and there is no trouble."""
    act = arrange(*down)
    async with act.running():
        await act.clock.advance(30.0)
        found = act.data()

    assert act.origin.settled()
    assert act.origin.trouble() is None
    assert (found.gas_price is None) == (down == NODES)
    assert (found.total_fees is None) == (down == OTHERS)


async def test_gas_grows_stale_and_recovers() -> None:
    """While no node answers the last price goes on, marked; the figures of a day are still good."""
    act = arrange()
    async with act.running():
        await act.clock.advance(20.0)
        act.fail(*NODES)
        await act.clock.advance(300.0)
        found = act.data()
        assert (found.stale, found.metrics["gas_price"].stale, found.metrics["gas_price"].as_of) == (True, True, START)
        assert not found.metrics["active_addresses"].stale

        act.mend()
        await act.clock.advance(900.0)
        assert not act.data().stale


async def test_trouble_is_told_when_nobody_gives_anything() -> None:
    """Not before the last pool has tried all its sources, and with what each of them said."""
    act = arrange(*NODES, *OTHERS)
    assert act.origin.trouble() is None

    async with act.running():
        await act.clock.advance(60.0)

    assert not act.says()
    trouble = act.origin.trouble()
    assert trouble is not None
    assert all(f"{provider}: HTTP 503" in trouble for provider in (*NODES, *OTHERS))


async def test_a_pool_without_trouble_is_waited_for() -> None:
    """Nodes that fail at once say nothing of the figures that are still being fetched."""
    act = arrange(*NODES, *OTHERS)
    for pool in ("ethereum_gas", "transactions_a_day", "fees_a_day"):
        for feed in act.kit.pools[pool].feeds.values():
            feed.fetches, feed.failure = 1, ProviderUnavailable(feed.spec.provider, "HTTP 503")

    assert act.kit.pools["ethereum_gas"].trouble() is not None
    assert act.origin.trouble() is None
    assert not act.origin.settled()
