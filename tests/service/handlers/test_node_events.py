from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.handlers.judgement import judge
from service.handlers.node_events import Standing, compare
from tests.service.handlers.nodes import report

if TYPE_CHECKING:
    from service.providers.nodes import NodeReport

A, B = report("a", 100), report("b", 99)


def events(before: Standing | None, *reports: NodeReport) -> list[tuple[str, str, str | int | None]]:
    _, found = compare(before, judge(reports))
    return [(event.event, event.chain, event.provider or event.block_number) for event in found]


def standing(*rounds: list[NodeReport]) -> Standing:
    now: Standing | None = None
    for reports in rounds:
        now, _ = compare(now, judge(reports))
    assert now is not None
    return now


def test_at_the_first_look_nothing_has_happened() -> None:
    """There is no update before it."""
    assert events(None, A, B, report("c", None)) == []


def test_nothing_happens_when_nothing_changes() -> None:
    """The same blocks and the same nodes are no news."""
    assert events(standing([A, B]), A, B) == []


def test_a_new_head_is_that_of_the_best_node() -> None:
    """Once a chain, with the instant at which it was first told of."""
    _, found = compare(
        standing([A, B]),
        judge([report("a", 102, ago_s=2), report("b", 102, ago_s=3), report("c", 101, ago_s=4)]),
    )

    assert [(event.event, event.chain, event.block_number, event.provider) for event in found] == [
        ("new_head", "ethereum", 102, None)
    ]
    assert found[0].at == report("b", 102, ago_s=3).fetched_at


def test_each_chain_has_its_own_head() -> None:
    """One that is heard of later too."""
    before = standing([A, report("a", 7, "bsc")])

    assert events(before, A, report("a", 8, "bsc"), report("a", 3, "polygon")) == [
        ("new_head", "bsc", 8),
        ("new_head", "polygon", 3),
    ]


def test_a_head_is_told_of_once() -> None:
    """When the best node goes away and comes back, the heads between are no news."""
    before = standing([A], [report("b", 98)])

    assert events(before, report("b", 100)) == []
    assert events(before, report("b", 101)) == [("new_head", "ethereum", 101)]


@pytest.mark.parametrize(("fallen", "news"), [(97, []), (96, [("new_head", "ethereum", 98)])])
def test_a_head_that_falls_far_is_believed(fallen: int, news: list[tuple[str, str, int]]) -> None:
    """The chain was another, or one node had told of blocks that there are not."""
    assert events(standing([A], [report("a", fallen)]), report("a", 98)) == news


def test_nodes_go_down_and_come_up() -> None:
    """Told once each, with the instant of the fetch that showed it, the oldest first."""
    down, up = report("a", 100, failure="HTTP 503", ago_s=2), report("b", 99, ago_s=5)
    _, found = compare(standing([A, report("b", None)]), judge([down, up]))

    assert [(event.event, event.provider, event.at) for event in found] == [
        ("node_up", "b", up.fetched_at),
        ("node_down", "a", down.fetched_at),
    ]
    assert events(standing([A], [down]), down) == []


def test_a_node_that_lags_is_not_down() -> None:
    """It answers."""
    assert events(standing([A, B]), A, report("b", 80)) == []


def test_a_node_that_was_not_there_has_not_changed() -> None:
    """Neither up nor down; the same operator on another chain is another node."""
    assert events(standing([A]), A, B, report("a", None, "bsc")) == []


@given(st.lists(st.lists(st.none() | st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=8))
def test_turns_alternate_and_heads_rise(rounds: list[list[int | None]]) -> None:
    """Whatever the nodes say: no node goes down twice without coming up, and each head is above the one before.

    Unless the chain has fallen by more than a node may be behind.
    """
    now: Standing | None = None
    is_up: dict[str, bool] = {}
    head: int | None = None
    for blocks in rounds:
        nodes = judge([report(name, block) for name, block in zip("abc", blocks, strict=True)])
        now, found = compare(now, nodes)
        for event in found:
            if event.provider is not None:
                assert is_up[event.provider] == (event.event == "node_down")
            else:
                assert event.block_number == max(block for block in blocks if block is not None)
                assert head is None or event.block_number > head
        is_up = {name: block is not None for name, block in zip("abc", blocks, strict=True)}
        head = now.heads.get("ethereum")
