"""Tables: a run for people, on a terminal or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table as RichTable

from tests.bench.bars import bars, size
from tests.bench.lineup import entry
from tests.bench.summary import flows, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.results import Results
    from tests.bench.summary import Flow, Spread, Start

__all__ = ["LEGEND", "Table", "markdown", "rich_table", "tables"]

LEGEND = "* the clients were slower than the server, ~ the server had less than nine tenths of its core"
"""What the marks at a rate say."""
MISSING = "-"
LAG = 0.05
"""Beyond this share the clients were slower than the server, and the rate is theirs."""
CORE = 0.9
"""Below this share of its core the server was not alone."""
BYTES_PER_KB = 1_000


@dataclass(frozen=True, slots=True)
class Table:
    """Text in rows. All columns but the first are figures."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(results: Results) -> list[Table]:
    """Write a run: the bars, one table for each number of clients and size, and how servers start."""
    made = [Table("Bars", ("", "limit", "worst", "where", "missed"), _bars(results))]
    summed = flows(results)
    head = ("", "deliveries/s", "of the ceiling", "CPU µs", "last client ms: p50", "p99", "max")
    for clients in results.plan.clients:
        for size_bytes in results.plan.sizes_bytes:
            rows = [_flow(flow) for flow in summed if (flow.clients, flow.size_bytes) == (clients, size_bytes)]
            made.append(Table(f"{clients:,} clients, updates of {size(size_bytes)}", head, rows))
    head = ("", "clients", "ready ms", "connects/s", "idle KB", "ping µs: p50", "p99")
    made.append(Table("Before the first update", head, [_start(start) for start in starts(results)]))
    return made


def rich_table(table: Table) -> RichTable:
    """Make it a table for a terminal."""
    made = RichTable(*table.head, title=table.title, title_justify="left")
    for column in made.columns[1:]:
        column.justify = "right"
    for row in table.rows:
        made.add_row(*row)
    return made


def markdown(table: Table) -> str:
    """Write it as Markdown, its title in bold."""
    lines = [table.head, ["---", *["---:"] * (len(table.head) - 1)], *table.rows]
    return f"**{table.title}**\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _bars(results: Results) -> list[tuple[str, ...]]:
    return [
        (
            bar.text,
            f"{'≥' if bar.is_least else '≤'} {bar.limit:,g}",
            f"{bar.cells[bar.worst]:,.2f}",
            bar.worst,
            f"{len(bar.missed)} of {len(bar.cells)}",
        )
        for bar in bars(results)
    ]


def _flow(flow: Flow) -> tuple[str, ...]:
    rate = f"{flow.deliveries_per_s:,.0f}{' *' * (flow.lag > LAG)}{' ~' * (flow.core < CORE)}"
    of_ceiling = MISSING if flow.of_ceiling is None else f"{flow.of_ceiling:.2f}"
    return entry(flow.server).title, rate, of_ceiling, f"{flow.cpu_us:.1f}", *_spread(flow.last_ms)


def _start(start: Start) -> tuple[str, ...]:
    return (
        entry(start.server).title,
        f"{start.clients:,}",
        f"{start.ready_ms:,.0f}",
        f"{start.connects_per_s:,.0f}",
        f"{start.idle_bytes / BYTES_PER_KB:,.1f}",
        *_spread(start.round_trip_us)[:2],
    )


def _spread(spread: Spread) -> tuple[str, str, str]:
    p50, p99, longest = (
        MISSING if figure is None else f"{figure:,.1f}" for figure in (spread.p50, spread.p99, spread.max)
    )
    return p50, p99, longest
