from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console

from contracts.generated.catalog import SERVICES
from service.terminal.board import Board
from tests.service.terminal.toy import event

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = 1000.0
PRICES: dict[str, Any] = {"prices": {"bitcoin": 5.0}, "as_of": "2026-11-23T10:29:48.000Z"}


def drawn(board: Board, *, at: float = AT, width: int = 100) -> str:
    """Draw it without colours, as a terminal of this width would."""
    console = Console(width=width, no_color=True, file=StringIO())
    with console.capture() as captured:
        console.print(board.table(at))
    return captured.get()


def row(board: Board, service: str, **how: Any) -> list[str]:
    """Return the words of one row."""
    return next(line.split() for line in drawn(board, **how).splitlines() if line.strip().startswith(service))


def board(services: Sequence[str] = ("market_data", "news")) -> Board:
    return Board(services, "ws://gateway.example/ws")


def test_a_row_says_how_old_where_from_and_what() -> None:
    """Age, source and headline stand beside the service."""
    table = board()
    table.receive(event("market_data", source="binance", **PRICES), AT)

    assert row(table, "market_data") == ["market_data", "12", "s", "binance", "bitcoin", "$5.00"]


def test_data_grows_older_while_one_looks() -> None:
    """Age goes on counting from what it was when it came, whatever the clock of this machine says."""
    table = board()
    table.receive(event("market_data", source="binance", **PRICES), AT)

    assert row(table, "market_data", at=AT + 50)[:3] == ["market_data", "1", "min"]


def test_stale_is_a_word_and_not_only_a_colour() -> None:
    """There may be no colours."""
    table = board()
    table.receive(event("market_data", source="binance", stale=True, **PRICES), AT)

    assert "stale: bitcoin $5.00" in drawn(table)


def test_of_many_sources_the_first_and_their_number_are_named() -> None:
    """A list would push everything else off the screen."""
    table = board()
    table.receive(event("market_data", source="binance+kraken+coinbase", **PRICES), AT)

    assert "binance +2" in drawn(table)


def test_a_service_without_data_says_why() -> None:
    """Until there is data its row has the gateway's words; until these come it waits."""
    table = board()
    said = table.receive(
        event("system", "error", code="source_unavailable", service="news", message="No data for news yet"), AT
    )

    assert said is None
    assert "No data for news yet" in drawn(table)
    assert "waiting for data" in drawn(table)


def test_a_notice_is_no_row() -> None:
    """It is handed back, word for word, for whoever prints it."""
    table = board()
    said = table.receive(event("system", notice="failover", message="market_data: a -> b (HTTP 503)"), AT)

    assert said == "failover: market_data: a -> b (HTTP 503)"
    assert len(table.rows) == 2


def test_an_error_of_no_service_is_told_too() -> None:
    """Whatever the gateway complains of is seen."""
    said = board().receive(event("system", "error", code="rate_limited", message="Slower"), AT)

    assert said == "rate_limited: Slower"


def test_simulated_data_is_called_so() -> None:
    """Nobody takes the demo for the market."""
    table = board()
    assert "simulated" not in drawn(table)

    table.receive(event("market_data", source="sim:binance", **PRICES), AT)
    assert "ws://gateway.example/ws (simulated data)" in drawn(table)


def test_trouble_with_the_connection_stands_above() -> None:
    """The title says why nothing comes."""
    table = board()
    table.trouble = "connection refused; trying again in 1.0 s"

    assert "ws://gateway.example/ws: connection refused; trying again in 1.0 s" in drawn(table)


def test_every_service_fits_a_narrow_terminal() -> None:
    """At 80 columns no row breaks, however long its headline is."""
    table = board(list(SERVICES))
    table.receive(event("news", source="+".join(SERVICES), articles=[{"title": "x" * 300, "source": "y"}]), AT)
    lines = [line for line in drawn(table, width=80).splitlines() if line.strip()]

    assert len(lines) == len(SERVICES) + 3
    assert max(map(len, lines)) <= 80


def test_it_is_complete_when_nothing_is_awaited() -> None:
    """Data, or a reason for none, for every service."""
    table = board()
    table.receive(event("market_data", **PRICES), AT)
    assert not table.is_complete

    table.receive(event("system", "error", service="news", message="No data"), AT)
    assert table.is_complete
