from __future__ import annotations

import dataclasses
from io import StringIO

import msgspec
from rich.console import Console

from tests.bench.examples import delivery, opening, results
from tests.bench.tables import Table, markdown, rich_table, tables


def cells(found: list[Table], title: str, row: str) -> list[str]:
    [table] = [table for table in found if table.title == title]
    [line] = [line for line in table.rows if line[0] == row]
    return list(line[1:])


def test_the_rounds_are_put_together() -> None:
    """Rates and costs are medians over the rounds, latencies are pooled."""
    measured = [delivery("gateway", rate, round_=number) for number, rate in enumerate((100_000, 250_000, 200_000))]
    measured += [delivery("ceiling", 250_000, round_=number) for number in range(3)]
    slow = msgspec.structs.replace(measured[0], last_ms=[1.0, 40.0])
    found = tables(results([slow, *measured[1:]]))

    line = cells(found, "50 clients, updates of 0.3 KB", "the gateway")
    assert line == ["200,000", "0.80", "5.0", "2.0", "40.0", "40.0"]


def test_rates_that_are_the_clients_are_marked() -> None:
    """When the clients were slower than the server its rate is not known: it could have been higher."""
    behind = msgspec.structs.replace(delivery("ceiling", 1_000), lag_s=0.1)

    assert (
        cells(tables(results([behind])), "50 clients, updates of 0.3 KB", "granian alone, eager sends")[0] == "1,000 *"
    )


def test_rates_of_a_server_that_was_not_alone_are_marked() -> None:
    """When other programs took some of its core the server would have been faster."""
    rounds = [msgspec.structs.replace(delivery("ceiling", 1_000, round_=each), core=1 - each / 5) for each in range(3)]

    assert cells(tables(results(rounds)), "50 clients, updates of 0.3 KB", "granian alone, eager sends")[0] == "1,000 ~"


def test_a_server_that_was_not_compared_has_no_ratio() -> None:
    """Without the ceiling there is nothing to compare with."""
    line = cells(tables(results([delivery("gateway", 1_000)])), "50 clients, updates of 0.3 KB", "the gateway")

    assert line[1] == "-"


def test_the_start_has_a_table_of_its_own() -> None:
    """Memory is in KB of 1,000 bytes, the round trip has its middle and its slow end."""
    measured = [opening("gateway", idle, round_=number) for number, idle in enumerate((150_000, 157_340, 999_999))]

    line = cells(tables(results(openings=measured)), "Before the first update", "the gateway")
    assert line == ["50", "400", "3,000", "157.3", "200.0", "900.0"]


def test_both_writings_hold_every_cell() -> None:
    """On a terminal and as Markdown the same is written."""
    table = Table("A title", ("", "one"), [("row", "1.5"), ("other", "2.5")])
    terminal = StringIO()
    Console(file=terminal, width=80).print(rich_table(table))

    assert markdown(table) == "**A title**\n\n|  | one |\n| --- | ---: |\n| row | 1.5 |\n| other | 2.5 |\n"
    assert [word for word in ("A title", "one", "row", "1.5", "other", "2.5") if word not in terminal.getvalue()] == []


def test_a_table_is_not_changed_by_writing_it() -> None:
    """Tables are written more than once."""
    table = Table("A title", ("", "one"), [("row", "1.5")])
    before = dataclasses.asdict(table)
    rich_table(table)

    assert dataclasses.asdict(table) == before
