"""Judgement: which nodes keep up with their chains."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.providers.nodes import NodeReport

__all__ = ["BEHIND_MAX", "Judged", "judge"]

BEHIND_MAX: Final[Mapping[str, int]] = MappingProxyType({"ethereum": 3, "bsc": 20, "polygon": 30})
"""So many blocks a node may be behind and be healthy, by chain; NodeState in asyncapi.yaml says the same."""
TOGETHER_S: Final = 5.0
"""Answers that lie this close together are compared. In a whole round of fetches BSC grows by 26 blocks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A node beside the others of its chain."""

    report: NodeReport
    state: Literal["healthy", "degraded", "down"]
    blocks_behind: int | None
    """Behind the best node; None when no node of the chain answers, or this one never has."""

    @property
    def answers(self) -> bool:
        """Whether the node answers at all."""
        return self.state != "down"


def judge(reports: Sequence[NodeReport]) -> tuple[Judged, ...]:
    """Compare the nodes of each chain.

    A node that answers is compared with those that answered not much later than it did: the others may have seen
    blocks that were not there yet. One that is down is compared with all.
    """
    return tuple(_judged(report, reports) for report in reports)


def _judged(report: NodeReport, reports: Sequence[NodeReport]) -> Judged:
    rivals = [other for other in reports if other.chain == report.chain and other.failure is None]
    if report.failure is not None:
        return Judged(report, "down", _behind(report, rivals))
    behind = _behind(report, (rival for rival in rivals if rival.age_s >= report.age_s - TOGETHER_S))
    is_syncing = report.status is not None and report.status.is_syncing
    keeps_up = behind is not None and behind <= BEHIND_MAX[report.chain]
    return Judged(report, "healthy" if keeps_up and not is_syncing else "degraded", behind)


def _behind(report: NodeReport, rivals: Iterable[NodeReport]) -> int | None:
    heights = [rival.status.block_number for rival in rivals if rival.status is not None]
    if report.status is None or not heights:
        return None
    return max(0, max(heights) - report.status.block_number)
