"""Bars: what the gateway is held to, always as a ratio to another server, or to itself, in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.lineup import CEILING, GATEWAY, NAIVE, entry
from tests.bench.statistics import median_ratio
from tests.bench.summary import flows, starts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.results import Results

__all__ = ["Bar", "bars", "size"]

OF_CEILING = 0.9
OF_NAIVE = 4.0
CPU_GROWTH = 1.15
IDLE_BYTES = 6_144
STALLED_P99 = 1.1
BYTES_PER_KB = 1_000


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise, and the figures by which it is judged."""

    text: str
    limit: float
    cells: Mapping[str, float]
    """A figure for each number of clients and size that counts."""
    is_least: bool = True
    """Whether the limit is the least that will do, rather than the most."""

    @property
    def missed(self) -> list[str]:
        """The cells that do not keep it."""
        return [name for name, value in self.cells.items() if not self._keeps(value)]

    @property
    def worst(self) -> str:
        """The cell that is nearest to breaking it, or furthest beyond."""
        return (min if self.is_least else max)(self.cells, key=self.cells.__getitem__)

    def _keeps(self, value: float) -> bool:
        return value >= self.limit if self.is_least else value <= self.limit


def size(size_bytes: int) -> str:
    """Write a size as people say it."""
    return f"{size_bytes / BYTES_PER_KB:g} KB"


def bars(results: Results) -> list[Bar]:
    """Judge a run. Bars for which nothing was measured are left out."""
    found = [
        Bar("Deliveries a second, of the ceiling's", OF_CEILING, _rates(results, CEILING)),
        *(Bar(f"Deliveries a second, of: {entry(name).title}", OF_NAIVE, _rates(results, name)) for name in NAIVE),
        Bar("CPU for a delivery, most clients of fewest", CPU_GROWTH, _growth(results), is_least=False),
        Bar("Bytes of an idle connection, over the ceiling's", IDLE_BYTES, _idle(results), is_least=False),
        Bar("p99 while others stall, of that without", STALLED_P99, _stalled(results), is_least=False),
    ]
    return [bar for bar in found if bar.cells]


def _rates(results: Results, other: str) -> dict[str, float]:
    cells = {}
    for clients in _ends(results):
        for size_bytes in results.plan.sizes_bytes:
            here = [each for each in results.deliveries if (each.clients, each.size_bytes) == (clients, size_bytes)]
            ratio = median_ratio(here, GATEWAY, other, lambda each: each.deliveries_per_s)
            if ratio is not None:
                cells[f"{clients} clients, {size(size_bytes)}"] = ratio
    return cells


def _growth(results: Results) -> dict[str, float]:
    costs = {(flow.clients, flow.size_bytes): flow.cpu_us for flow in flows(results) if flow.server == GATEWAY}
    fewest, most = _ends(results)[0], _ends(results)[-1]
    return {
        size(size_bytes): costs[most, size_bytes] / costs[fewest, size_bytes]
        for size_bytes in results.plan.sizes_bytes
        if fewest != most and {(fewest, size_bytes), (most, size_bytes)} <= costs.keys()
    }


def _idle(results: Results) -> dict[str, float]:
    held = {(start.server, start.clients): start.idle_bytes for start in starts(results)}
    return {
        f"{clients} clients": held[GATEWAY, clients] - held[CEILING, clients]
        for clients in _ends(results)
        if {(GATEWAY, clients), (CEILING, clients)} <= held.keys()
    }


def _stalled(results: Results) -> dict[str, float]:
    if not results.stalls:
        return {}
    ratios = [each.with_p99_ms / each.without_p99_ms for each in results.stalls]
    return {f"{results.stalls[0].clients} clients": median(ratios)}


def _ends(results: Results) -> list[int]:
    """List the fewest and the most clients, one number when they are the same."""
    return sorted({min(results.plan.clients), max(results.plan.clients)})
