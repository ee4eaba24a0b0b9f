"""rpc_nodes: one row for each public node, those that do not answer included."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import RpcNode, RpcNodesData, RpcNodesUpdate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contracts.generated.application.messages.json import NodeEvent
    from service.handlers.judgement import Judged

__all__ = ["collect"]


def collect(
    nodes: Sequence[Judged], events: Sequence[NodeEvent], at: datetime, prefix: str = ""
) -> RpcNodesUpdate | None:
    """Put the nodes together. None while no node has ever answered.

    The sources are the operators whose nodes answer; when none does, those whose last answers are shown, and the
    update is stale. `prefix` stands before each of them.
    """
    answering = [node.report for node in nodes if node.answers]
    shown = answering or [node.report for node in nodes]
    instants = [report.as_of for report in shown if report.as_of is not None]
    if not instants:
        return None
    latencies_ms = [report.elapsed_ms for report in answering if report.elapsed_ms is not None]
    operators = dict.fromkeys(report.operator for report in shown if report.as_of is not None)
    data = RpcNodesData(
        nodes=[_row(node) for node in nodes],
        active_nodes=len(answering),
        total_nodes=len(nodes),
        average_latency=fmean(latencies_ms) if latencies_ms else None,
        events=list(events),
        source="+".join(prefix + operator for operator in operators),
        as_of=max(instants),
        stale=not answering,
        timestamp=at,
    )
    return RpcNodesUpdate(service="rpc_nodes", type="update", data=data, timestamp=at)


def _row(node: Judged) -> RpcNode:
    report, status = node.report, node.report.status
    return RpcNode(
        provider=report.operator,
        chain=report.chain,
        chain_id=report.chain_id,
        status=node.state,
        block_number=None if status is None else status.block_number,
        blocks_behind=node.blocks_behind,
        gas_price_gwei=None if status is None else status.gas_price_gwei,
        syncing=None if status is None else status.is_syncing,
        latency_ms=report.elapsed_ms,
        last_error=report.failure,
    )
