"""Plot: deliveries a second of each server as a share of the ceiling's, as SVG; a panel for each size of updates."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.bench.bars import size
from tests.bench.lineup import entry
from tests.bench.summary import flows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.results import Results
    from tests.bench.summary import Flow

__all__ = ["plot"]

BAR, GAP, BETWEEN = 16, 2, 26
"""Widths in pixels: of a bar, between bars, between groups of them."""
HEIGHT = 200
"""Of the ceiling's bar; bars that reach higher are drawn as they are."""
LEFT, TOP, BELOW = 48, 64, 30
ROOM = 1.15
"""Height of a panel, as a share of the ceiling's bar."""
LEGEND = 18
COLOURS = ("#9aa0a6", "#0b57d0", "#e8710a", "#f9ab00", "#b31412", "#188038")
INK = "#202124"
GRID = (0.25, 0.5, 0.75, 1.0)


def plot(results: Results) -> str:
    """Draw a run."""
    servers = list(dict.fromkeys(each.server for each in results.deliveries))
    summed = [flow for flow in flows(results) if flow.of_ceiling is not None]
    highest = max([ROOM, *(flow.of_ceiling or 0 for flow in summed)])
    group = len(servers) * (BAR + GAP) + BETWEEN
    width = LEFT + len(results.plan.clients) * group
    panel = TOP + round(HEIGHT * highest) + BELOW
    legend = len(servers) * LEGEND + BELOW
    height = panel * len(results.plan.sizes_bytes) + legend
    parts = [f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for number, size_bytes in enumerate(results.plan.sizes_bytes):
        base = number * panel + TOP + round(HEIGHT * highest)
        parts += _grid(base, width)
        parts.append(
            _text(
                LEFT, number * panel + 28, f"Updates of {size(size_bytes)}: deliveries a second, of granian's own", 13
            )
        )
        for place, clients in enumerate(results.plan.clients):
            left = LEFT + place * group + BETWEEN // 2
            here = [flow for flow in summed if (flow.clients, flow.size_bytes) == (clients, size_bytes)]
            parts += _group(here, servers, left, base)
            parts.append(_text(left, base + 18, f"{clients:,} clients"))
    for number, server in enumerate(servers):
        top = height - legend + number * LEGEND + 8
        parts.append(f'<rect x="{LEFT}" y="{top}" width="12" height="12" fill="{_colour(number)}"/>')
        parts.append(_text(LEFT + 20, top + 10, entry(server).title))
    return _document(width, height, parts)


def _group(here: Sequence[Flow], servers: Sequence[str], left: int, base: int) -> Iterator[str]:
    for flow in here:
        number = servers.index(flow.server)
        share = flow.of_ceiling or 0
        tall = round(share * HEIGHT)
        x = left + number * (BAR + GAP)
        title = f"{entry(flow.server).title}: {share:.2f}, {flow.deliveries_per_s:,.0f} a second"
        yield (
            f'<rect x="{x}" y="{base - tall}" width="{BAR}" height="{tall}" fill="{_colour(number)}">'
            f"<title>{escape(title)}</title></rect>"
        )
        yield _text(x, base - tall - 4, f"{share:.2f}".lstrip("0"), 9)


def _grid(base: int, width: int) -> Iterator[str]:
    for share in (0.0, *GRID):
        y = base - round(share * HEIGHT)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{width}" y2="{y}" stroke="#dadce0"/>'
        yield _text(8, y + 4, f"{share:.2f}")


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _text(x: int, y: int, words: str, pixels: int = 11) -> str:
    return f'<text x="{x}" y="{y}" font-size="{pixels}">{escape(words)}</text>'


def _document(width: int, height: int, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'{head} font-family="sans-serif" fill="{INK}">\n' + "\n".join(parts) + "\n</svg>\n"
