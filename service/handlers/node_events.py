"""Node events: what has changed between two looks at the nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import NodeEvent
from service.handlers.judgement import BEHIND_MAX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from service.handlers.judgement import Judged

__all__ = ["Standing", "compare"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the clients have been told."""

    heads: Mapping[str, int]
    """The newest block of each chain."""
    answering: Mapping[tuple[str, str], bool]
    """Whether a node answered, by its chain and its operator."""


def compare(before: Standing | None, nodes: Sequence[Judged]) -> tuple[Standing, list[NodeEvent]]:
    """Return how things stand now, and what has happened since, the oldest first.

    At the first look nothing has happened yet. A head that falls back a little, because the best node has gone away,
    is not told of twice when it rises again; one that falls further is that of another chain of blocks, and believed.
    """
    tops = {node.report.chain: _top(node.report.chain, nodes) for node in nodes if node.answers}
    seen = {} if before is None else before.heads
    known = {chain: block for chain, (block, _) in tops.items() if _is_news(chain, block, seen)}
    answering = {(node.report.chain, node.report.operator): node.answers for node in nodes}
    now = Standing({**seen, **known}, answering)
    if before is None:
        return now, []
    heads = [
        NodeEvent(event="new_head", chain=chain, block_number=block, at=at)
        for chain, (block, at) in tops.items()
        if block > seen.get(chain, -1)
    ]
    return now, sorted([*heads, *_turns(before, nodes)], key=lambda event: event.at)


def _top(chain: str, nodes: Iterable[Judged]) -> tuple[int, datetime]:
    """Return the newest block that any node of a chain knows, and when it was first told of."""
    answers = [node.report for node in nodes if node.answers and node.report.chain == chain]
    blocks = [(each.status.block_number, each.fetched_at) for each in answers if each.status is not None]
    best = max(block for block, _ in blocks)
    return best, min(at for block, at in blocks if block == best)


def _is_news(chain: str, block: int, seen: Mapping[str, int]) -> bool:
    head = seen.get(chain)
    return head is None or block > head or head - block > BEHIND_MAX[chain]


def _turns(before: Standing, nodes: Iterable[Judged]) -> Iterable[NodeEvent]:
    for node in nodes:
        answered = before.answering.get((node.report.chain, node.report.operator))
        if answered is None or answered == node.answers:
            continue
        yield NodeEvent(
            event="node_up" if node.answers else "node_down",
            chain=node.report.chain,
            provider=node.report.operator,
            at=node.report.fetched_at,
        )
