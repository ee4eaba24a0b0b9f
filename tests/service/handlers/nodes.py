"""Reports of nodes, as the tests of their judges need them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from service.providers.adapters.rpc_node import CHAIN_IDS
from service.providers.nodes import NodeReport, NodeStatus
from tests.fakes.clock import START

__all__ = ["report"]


def report(
    operator: str, block: int | None, chain: str = "ethereum", *, ago_s: float = 1.0, **changes: Any
) -> NodeReport:
    """Make the report of a node that answered `ago_s` seconds before START; without a block it never has."""
    at = START - timedelta(seconds=ago_s)
    fields: dict[str, Any] = {"fetched_at": at, "age_s": ago_s}
    if block is not None:
        fields |= {"status": NodeStatus(block, 1.5, is_syncing=False), "as_of": at, "elapsed_ms": 80.0}
    else:
        fields |= {"failure": "HTTP 503"}
    return NodeReport(operator, chain, CHAIN_IDS[chain], **{**fields, **changes})
