"""The command of the benchmark: `uv run --group bench python -m tests.bench`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import rich_click as click
from rich.console import Console

from tests.bench.lineup import LINEUP
from tests.bench.machine import cores, descriptors
from tests.bench.plan import FULL, QUICK, Plan
from tests.bench.plot import plot
from tests.bench.run import run
from tests.bench.tables import LEGEND, markdown, rich_table, tables

CALM = 0.7
"""The load of a machine that has nothing else to do."""
WIDTH = 120
"""The tables want so many columns, also where nobody sees them."""
NAMES = [entry.name for entry in LINEUP]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="Whether everything runs, in some seconds; the figures mean nothing.")
@click.option("--server", "servers", multiple=True, type=click.Choice(NAMES), help="Only these.  [default: all]")
@click.option("--clients", multiple=True, type=click.IntRange(2), help="Numbers of clients.")
@click.option("--size", "sizes_bytes", multiple=True, type=click.IntRange(100, 1_000_000), help="Bytes of an update.")
@click.option("--rounds", type=click.IntRange(1), help="How often everything is measured.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".cache/bench"),
    show_default=True,
    help="Where bench.json, bench.md and bench.svg go.",
)
def main(out: Path, *, quick: bool, **chosen: object) -> None:
    """Compare the gateway with other servers, side by side: each on one core, the clients on another."""
    if sys.platform != "linux":
        raise click.ClickException("needs Linux: it pins processes to cores and waits on epoll")
    console, notes = Console(stderr=True), list[str]()
    given = {name: value for name, value in chosen.items() if value}
    plan = _feasible(msgspec.structs.replace(QUICK if quick else FULL, **given), notes)
    core, ours = cores()
    if core == ours:
        notes.append("one core for the servers and the clients: the rates are too low, the latencies too long")
    if (load := os.getloadavg()[0]) > CALM:
        notes.append(f"other programs ran at the beginning: the load was {load:.1f}")
    os.sched_setaffinity(0, {ours})
    with console.status("") as status:
        results = run(plan, core, notes, status.update)
    made = tables(results)
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    (out / "bench.svg").write_text(plot(results), encoding="utf-8")
    (out / "bench.md").write_text("\n".join([*map(markdown, made), LEGEND, ""]), encoding="utf-8")
    console = Console(width=max(WIDTH, console.width))
    console.print(f"{results.machine}\n{results.date}\n", highlight=False)
    for table in made:
        console.print(rich_table(table), "")
    for note in notes:
        console.print(f"! {note}", highlight=False, markup=False)
    console.print(f"{LEGEND}\nWritten to {out}", highlight=False)


def _feasible(plan: Plan, notes: list[str]) -> Plan:
    """Leave out what cannot be measured here, and note it."""
    possible = plan.within(descriptors())
    if possible != plan:
        notes.append(f"the limit of open files allows no more than {max(possible.clients):,} clients")
    chosen = [entry for entry in LINEUP if not plan.servers or entry.name in plan.servers]
    notes += [f"{entry.name} is left out: it needs the group `bench`" for entry in chosen if not entry.is_installed]
    return msgspec.structs.replace(possible, servers=tuple(entry.name for entry in chosen if entry.is_installed))


if __name__ == "__main__":
    main()
