from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.handlers.judgement import BEHIND_MAX, judge
from service.providers.nodes import NodeReport, NodeStatus
from tests.service.handlers.nodes import report

REPORTS = st.lists(
    st.builds(
        report,
        operator=st.sampled_from("abcdef"),
        block=st.none() | st.integers(0, 60),
        chain=st.sampled_from(sorted(BEHIND_MAX)),
        ago_s=st.floats(0, 60),
    ),
    max_size=8,
)


def judged(*reports: NodeReport) -> list[tuple[str, int | None]]:
    return [(node.state, node.blocks_behind) for node in judge(reports)]


@pytest.mark.parametrize(("chain", "most"), [("ethereum", 3), ("bsc", 20), ("polygon", 30)])
def test_a_node_may_be_a_few_blocks_behind(chain: str, most: int) -> None:
    """So many as the contract says for its chain; one more is too many."""
    best, slow, slower = (report(name, 100 - by, chain) for name, by in (("a", 0), ("b", most), ("c", most + 1)))

    assert judged(best, slow, slower) == [("healthy", 0), ("healthy", most), ("degraded", most + 1)]


def test_a_node_that_syncs_is_degraded() -> None:
    """Wherever it is; one that does not say is taken at its blocks."""
    syncing, silent = (report("a", 100, status=NodeStatus(100, 1.5, is_syncing=each)) for each in (True, None))

    assert judged(syncing, silent) == [("degraded", 0), ("healthy", 0)]


def test_chains_are_judged_apart() -> None:
    """The height of one says nothing of another."""
    assert judged(report("a", 100), report("a", 9000, "bsc")) == [("healthy", 0), ("healthy", 0)]


def test_a_node_that_does_not_answer_is_down() -> None:
    """It is compared with the best one by the last block it told of, if any; it is no measure itself."""
    down = report("b", 200, ago_s=90, failure="HTTP 503")

    assert judged(report("a", 210), down) == [("healthy", 0), ("down", 10)]
    assert judged(report("a", 190), down) == [("healthy", 0), ("down", 0)]
    assert judged(report("a", 210), report("b", None)) == [("healthy", 0), ("down", None)]
    assert judged(down) == [("down", None)]


def test_answers_are_compared_that_lie_together() -> None:
    """A node that was asked a round earlier is not blamed for the blocks that have come since."""
    early, late = report("a", 100, "bsc", ago_s=21), report("b", 126, "bsc", ago_s=1)

    assert judged(early, late) == [("healthy", 0), ("healthy", 0)]
    assert judged(report("a", 100, "bsc", ago_s=5.5), late) == [("degraded", 26), ("healthy", 0)]
    assert judged(report("a", 126, "bsc", ago_s=21), report("b", 100, "bsc")) == [("healthy", 0), ("degraded", 26)]


@given(REPORTS)
def test_every_node_has_a_place(reports: list[NodeReport]) -> None:
    """In order; whoever answers is behind by a number, and the best of a chain by none."""
    nodes = judge(reports)

    assert [node.report for node in nodes] == reports
    for node in nodes:
        assert node.answers == (node.report.failure is None)
        if node.answers:
            assert node.blocks_behind is not None
            assert node.blocks_behind >= 0
            assert (node.state == "healthy") == (node.blocks_behind <= BEHIND_MAX[node.report.chain])
    for chain in BEHIND_MAX:
        heights = {
            node.blocks_behind: node.report.status.block_number
            for node in nodes
            if node.answers and node.report.chain == chain and node.report.status is not None
        }
        assert not heights or 0 in heights
