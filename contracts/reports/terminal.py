"""How a run goes: a display that moves on a terminal, plain lines elsewhere; and its end, in words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contracts.reports.words import conclusion, groups, of_broken, of_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.progress import TaskID

    from contracts.suite.clause import Clause
    from contracts.suite.verdict import Result, Verdict
    from contracts.suite.verification import Audience

__all__ = ["audience", "tell"]

COLOURS = {"kept": "green", "broken": "red", "unseen": "yellow"}


class Lines:
    """A line for each clause; implements contracts.suite.verification.Audience."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def started(self, clause: Clause) -> None:
        """Say nothing yet."""

    def ended(self, result: Result) -> None:
        """Say how it ended."""
        line = f"{result.clause.id:<8} {result.status:<7} {result.elapsed_s:6.2f} s  {result.clause.text}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bar:
    """A bar that fills, with the clause that is looked at; broken ones stay above it."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def started(self, clause: Clause) -> None:
        """Show what is looked at."""
        self._progress.update(self._task, description=f"{clause.id}  {escape(clause.text)}")

    def ended(self, result: Result) -> None:
        """Fill the bar by one."""
        self._progress.advance(self._task)
        if result.status == "broken":
            problem = escape(result.faults[0].problem)
            self._progress.console.print(
                f"[red]✗[/] {result.clause.id}  {escape(result.clause.text)} [dim]{problem}[/]"
            )


@contextmanager
def audience(console: Console, clauses: int) -> Iterator[Audience]:
    """Give whoever tells of a run of so many clauses."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", table_column=None),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress, progress.add_task("", total=clauses))


def tell(verdict: Verdict, console: Console) -> None:
    """Tell how a run ended: what is broken, what was not seen, the groups, and a conclusion."""
    for result in verdict.of("broken"):
        console.print()
        first, *others = of_broken(result)
        console.print(
            first, style="bold red" if result in verdict.counted else "bold yellow", markup=False, soft_wrap=True
        )
        for line in others:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    if unseen := verdict.of("unseen"):
        console.print()
        for result in unseen:
            console.print(of_unseen(result), style="yellow", markup=False, highlight=False, soft_wrap=True)
    console.print()
    console.print(_table(verdict))
    console.print(conclusion(verdict), style="bold green" if verdict.kept else "bold red", highlight=False)


def _table(verdict: Verdict) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("group")
    for status in COLOURS:
        table.add_column("not seen" if status == "unseen" else status, justify="right")
    for group, counts in groups(verdict).items():
        cells = [f"[{COLOURS[status]}]{count}[/]" if count else "[dim]·[/]" for status, count in counts.items()]
        table.add_row(group, *cells)
    return table
