from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.providers.adapters.rpc_node import ADAPTERS, NODES
from service.providers.catalog import load_catalog
from service.publishers.origins.rpc_nodes import rpc_nodes
from service.simulator.ethereum import BSC, ETHEREUM, POLYGON, Chain
from service.simulator.faults import Frozen
from tests.fakes.clock import START, FakeClock
from tests.fakes.world import World
from tests.service.publishers.origins.act import Scene
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import RpcNode, RpcNodesData

FEEDS = [feed.id for feed in load_catalog({}).feeds.values() if feed.adapter in ADAPTERS]


def arrange() -> Scene[RpcNodesData]:
    """Let all public nodes of the catalog take part."""
    clock = FakeClock()
    world = World(clock)
    return Scene(world, Stage({}, FEEDS, clock=clock, transport=world), rpc_nodes)


def row_of(found: RpcNodesData, provider: str) -> RpcNode:
    operator, _, chain = provider.rpartition("_")
    (row,) = (row for row in found.nodes if (row.provider, row.chain) == (operator, chain))
    return row


def events(found: RpcNodesData, *kinds: str) -> list[tuple[str, str, str | int | None]]:
    return [
        (each.event, each.chain, each.provider or each.block_number) for each in found.events if each.event in kinds
    ]


async def test_every_node_is_listed_when_all_have_been_asked() -> None:
    """Each with the height of its chain, give or take its delay, in the order of the catalog."""
    nodes = arrange()
    assert not nodes.origin.settled()
    assert not nodes.says()

    async with nodes.running():
        found = nodes.data()

    assert nodes.origin.settled()
    assert [f"{row.provider}_{row.chain}" for row in found.nodes] == [
        load_catalog({}).feeds[feed].provider for feed in FEEDS
    ]
    assert (found.active_nodes, found.total_nodes, found.stale) == (len(NODES), len(NODES), False)
    assert found.source == "sim:publicnode+sim:drpc+sim:merkle+sim:mevblocker+sim:bnbchain+sim:tenderly"
    assert (found.events, found.average_latency) == ([], 10.0)
    heads = {network.name: Chain(1, network).height(0) for network in (ETHEREUM, BSC, POLYGON)}
    for row in found.nodes:
        assert row.status == "healthy"
        assert row.block_number is not None
        assert 0 <= heads[row.chain] - row.block_number <= 2


async def test_heads_are_told_of_once() -> None:
    """At each update that has news, those of all chains; in between nothing."""
    nodes = arrange()
    async with nodes.running():
        nodes.data()
        await nodes.clock.advance(20.5)
        news = events(nodes.data(), "new_head")
        again = nodes.data().events

    assert {chain for _, chain, _ in news} == {"ethereum", "bsc", "polygon"}
    assert again == []


async def test_a_node_that_fails_is_down_until_it_answers() -> None:
    """Within an interval, with its last words; both turns are told of once."""
    nodes = arrange()
    async with nodes.running():
        nodes.data()
        nodes.fail("drpc_ethereum")
        await nodes.clock.advance(26.0)
        found = nodes.data()
        row = row_of(found, "drpc_ethereum")
        assert (row.status, row.last_error) == ("down", "HTTP 503")
        assert row.block_number is not None
        assert row.blocks_behind is not None
        assert found.active_nodes == len(NODES) - 1
        assert events(found, "node_down", "node_up") == [("node_down", "ethereum", "drpc")]

        nodes.mend("drpc_ethereum")
        await nodes.clock.advance(200.0)
        found = nodes.data()
        assert events(found, "node_down", "node_up") == [("node_up", "ethereum", "drpc")]
        assert (row_of(found, "drpc_ethereum").status, found.active_nodes) == ("healthy", len(NODES))


async def test_a_node_that_stands_still_is_degraded() -> None:
    """It answers, but the others leave it behind."""
    nodes = arrange()
    async with nodes.running():
        nodes.world.hosts["merkle_ethereum"].play((Frozen(),))
        await nodes.clock.advance(101.0)
        found = nodes.data()
    row = row_of(found, "merkle_ethereum")

    assert (row.status, row.last_error) == ("degraded", None)
    assert row.blocks_behind is not None
    assert row.blocks_behind > 3
    assert found.active_nodes == len(NODES)


async def test_without_any_node_the_last_answers_go_on_stale() -> None:
    """With their instant; when one comes back it is the source."""
    nodes = arrange()
    async with nodes.running():
        nodes.fail(*NODES)
        await nodes.clock.advance(60.0)
        found = nodes.data()
        assert (found.stale, found.as_of, found.active_nodes) == (True, START, 0)
        assert found.average_latency is None

        nodes.mend("tenderly_polygon")
        await nodes.clock.advance(200.0)
        found = nodes.data()
        assert (found.stale, found.source, found.active_nodes) == (False, "sim:tenderly", 1)


async def test_a_node_that_is_not_asked_any_more_is_down() -> None:
    """Nothing is believed for longer than it is fresh."""
    nodes = arrange()
    async with nodes.running():
        nodes.clock.jump(100.0)
        found = nodes.data()

    assert {(row.status, row.last_error) for row in found.nodes} == {("down", "no answer for 100 s")}
    assert found.stale


@pytest.mark.parametrize("count", [1, len(NODES)])
async def test_trouble_is_that_of_all_nodes(count: int) -> None:
    """As long as one answers there is an update."""
    nodes = arrange()
    nodes.fail(*list(NODES)[:count])
    async with nodes.running():
        await nodes.clock.advance(8.0)

    assert nodes.origin.settled()
    trouble = nodes.origin.trouble()
    if count == 1:
        assert trouble is None
        assert nodes.data().active_nodes == len(NODES) - 1
    else:
        assert not nodes.says()
        assert trouble is not None
        assert sorted(trouble.split("; ")) == sorted(f"{provider}: HTTP 503" for provider in NODES)
