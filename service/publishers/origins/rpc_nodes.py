"""rpc_nodes: the feeds of all public nodes, and what was told of them last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.rpc_nodes import collect
from service.handlers.judgement import judge
from service.handlers.node_events import compare
from service.providers.adapters.rpc_node import ADAPTERS, CHAIN_IDS, NODES
from service.providers.nodes import NodeReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contracts.generated.application.messages.json import RpcNodesUpdate
    from service.handlers.node_events import Standing
    from service.providers.nodes import NodeStatus
    from service.publishers.feed import Feed
    from service.publishers.kit import Kit

__all__ = ["RpcNodes", "rpc_nodes"]


class RpcNodes:
    """Nodes do not stand in for one another: each has its row, so there is no pool."""

    def __init__(self, feeds: Sequence[Feed[NodeStatus]], prefix: str = "") -> None:
        self._feeds = feeds
        self._prefix = prefix
        self._told: Standing | None = None

    def collect(self, at: datetime) -> RpcNodesUpdate | None:
        """Make the update of this instant, None while no node has answered. Events are told once."""
        nodes = judge([report for feed in self._feeds if (report := _report(feed)) is not None])
        standing, events = compare(self._told, nodes)
        update = collect(nodes, events, at, self._prefix)
        if update is not None:
            self._told = standing
        return update

    def settled(self) -> bool:
        """Whether every node has answered or failed."""
        return all(feed.fetches for feed in self._feeds)

    def trouble(self) -> str | None:
        """Say why there is nothing, once every node has failed."""
        if any(feed.value is not None or feed.fetches == 0 for feed in self._feeds):
            return None
        return "; ".join(str(feed.failure) for feed in self._feeds) or "no node is configured"


def rpc_nodes(kit: Kit) -> RpcNodes:
    """Make the origin."""
    return RpcNodes([feed for feed in kit.feeds.values() if feed.spec.adapter in ADAPTERS], kit.prefix)


def _report(feed: Feed[NodeStatus]) -> NodeReport | None:
    """Return what is known of a node, None before its first fetch has ended."""
    if feed.fetched_at is None:
        return None
    provider = feed.spec.provider
    chain, state = NODES[provider], feed.state()
    age_s = state.age_s or 0.0
    is_silent = feed.failure is None and age_s > state.fresh_for_s
    return NodeReport(
        operator=provider.removesuffix(f"_{chain}"),
        chain=chain,
        chain_id=CHAIN_IDS[chain],
        fetched_at=feed.fetched_at,
        failure=f"no answer for {age_s:.0f} s" if is_silent else state.failure,
        status=feed.value,
        as_of=feed.as_of,
        age_s=age_s,
        elapsed_ms=feed.elapsed_ms,
    )
