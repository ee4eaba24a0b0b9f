from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.rpc_nodes import collect
from service.handlers.judgement import BEHIND_MAX, judge
from service.handlers.node_events import compare
from service.providers.nodes import NodeReport, NodeStatus
from tests.fakes.clock import START
from tests.service.handlers.nodes import report

if TYPE_CHECKING:
    from contracts.validator import Validator

REPORTS = st.lists(
    st.builds(
        report,
        operator=st.sampled_from(["publicnode", "drpc", "merkle"]),
        block=st.none() | st.integers(0, 2**53),
        chain=st.sampled_from(sorted(BEHIND_MAX)),
        ago_s=st.floats(0, 60),
        elapsed_ms=st.none() | st.floats(0, 1e6),
    ),
    max_size=6,
)


def data(*reports: NodeReport, prefix: str = "") -> dict[str, Any]:
    update = collect(judge(reports), [], START, prefix)
    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "rpc_nodes").text)["data"]
    return found


def test_every_node_has_its_row() -> None:
    """That of a node which is down holds what it said last, and why it does not answer."""
    best = report("publicnode", 23861012, ago_s=5, elapsed_ms=84.2)
    down = report("drpc", 23861002, ago_s=3, failure="HTTP 503", elapsed_ms=102.5)
    _, events = compare(None, ())

    assert events == []
    assert data(best, down, report("merkle", None)) == {
        "nodes": [
            {
                "provider": "publicnode",
                "chain": "ethereum",
                "chain_id": 1,
                "status": "healthy",
                "block_number": 23861012,
                "blocks_behind": 0,
                "gas_price_gwei": 1.5,
                "syncing": False,
                "latency_ms": 84.2,
                "last_error": None,
            },
            {
                "provider": "drpc",
                "chain": "ethereum",
                "chain_id": 1,
                "status": "down",
                "block_number": 23861002,
                "blocks_behind": 10,
                "gas_price_gwei": 1.5,
                "syncing": False,
                "latency_ms": 102.5,
                "last_error": "HTTP 503",
            },
            {
                "provider": "merkle",
                "chain": "ethereum",
                "chain_id": 1,
                "status": "down",
                "block_number": None,
                "blocks_behind": None,
                "gas_price_gwei": None,
                "syncing": None,
                "latency_ms": None,
                "last_error": "HTTP 503",
            },
        ],
        "active_nodes": 1,
        "total_nodes": 3,
        "average_latency": 84.2,
        "events": [],
        "source": "publicnode",
        "as_of": "2026-11-23T10:29:55.000Z",
        "stale": False,
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_operators_are_named_once() -> None:
    """In the order of their nodes, each with its prefix."""
    reports = (report("publicnode", 5), report("drpc", 5), report("publicnode", 9, "bsc"))

    assert data(*reports, prefix="sim:")["source"] == "sim:publicnode+sim:drpc"


def test_the_average_is_that_of_the_nodes_that_answer() -> None:
    """Those that lag count too: they answer."""
    slow = report("drpc", 5, elapsed_ms=300.0)
    down = report("merkle", 5, elapsed_ms=9000.0, failure="HTTP 503")
    found = data(report("publicnode", 90, elapsed_ms=100.0), slow, down)

    assert (found["average_latency"], found["active_nodes"]) == (200.0, 2)
    assert [node["status"] for node in found["nodes"]] == ["healthy", "degraded", "down"]


def test_the_last_answers_go_on_when_no_node_answers() -> None:
    """Stale, with their instant and their sources."""
    found = data(report("publicnode", 5, ago_s=70, failure="x"), report("drpc", 5, ago_s=65, failure="y"))

    assert (found["stale"], found["as_of"]) == (True, "2026-11-23T10:28:55.000Z")
    assert (found["source"], found["active_nodes"], found["average_latency"]) == ("publicnode+drpc", 0, None)


@pytest.mark.parametrize("reports", [[], [report("publicnode", None), report("drpc", None)]])
def test_nothing_is_said_while_no_node_has_ever_answered(reports: list[NodeReport]) -> None:
    """There is no instant to speak of."""
    assert collect(judge(reports), [], START) is None


def test_what_a_node_does_not_say_is_null() -> None:
    """Never zero."""
    (node,) = data(report("publicnode", 5, status=NodeStatus(5)))["nodes"]

    assert (node["gas_price_gwei"], node["syncing"]) == (None, None)


@given(before=REPORTS, after=REPORTS)
def test_updates_are_valid(sealed: Validator, before: list[NodeReport], after: list[NodeReport]) -> None:
    """Whatever the nodes say, with the events of their changes."""
    told, _ = compare(None, judge(before))
    nodes = judge(after)
    _, events = compare(told, nodes)
    update = collect(nodes, events, START)
    if update is None:
        assert all(each.status is None for each in after)
        return
    verdict = sealed.event("/ws/data", encode(update, "rpc_nodes").text)

    assert verdict, verdict.violations
    assert len(update.data.nodes) == update.data.total_nodes == len(after)
