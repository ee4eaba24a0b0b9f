"""Board: the newest of each service, as a table that grows older while one looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from service.terminal.headline import headline
from service.terminal.wording import duration, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Board", "Row"]

SOURCE_CHARS = 20
SIMULATED = "sim:"


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one service."""

    headline: str = ""
    sources: tuple[str, ...] = ()
    is_stale: bool = False
    age_s: float | None = None
    """Of the data when it came; None while there is none."""
    received_at: float = 0.0
    """Monotonic seconds."""
    trouble: str = ""
    """Why there is no data."""


class Board:
    """Rows by service; `at` is monotonic seconds everywhere."""

    def __init__(self, services: Sequence[str], place: str) -> None:
        self.rows = {service: Row() for service in services}
        self.trouble = ""
        """Why nothing comes now."""
        self._place = place

    @property
    def is_complete(self) -> bool:
        """Whether every service has data, or a reason to have none."""
        return all(row.age_s is not None or row.trouble for row in self.rows.values())

    def receive(self, event: dict[str, Any], at: float) -> str | None:
        """Take a frame in. Returns what it says about the gateway itself, which has no row: a notice, or an error."""
        data = event["data"]
        if event["service"] != "system":
            self.rows[event["service"]] = Row(
                headline=headline(event["service"], data),
                sources=tuple(plain(data.get("source") or "").split("+")),
                is_stale=data.get("stale") is True,
                age_s=_age_s(event),
                received_at=at,
            )
            return None
        message = plain(data.get("message", ""))
        service = str(data.get("service"))
        if event["type"] == "error" and service in self.rows:
            self.rows[service] = replace(self.rows[service], trouble=message)
            return None
        return f"{plain(data.get('notice') or data.get('code') or event['type'])}: {message}"

    def table(self, at: float) -> Table:
        """Draw it as of a moment."""
        table = Table(title=self._title(), title_justify="left", title_style="bold", box=SIMPLE_HEAD, expand=True)
        table.add_column("Service", no_wrap=True)
        table.add_column("Age", no_wrap=True, justify="right")
        table.add_column("Source", no_wrap=True, overflow="ellipsis", max_width=SOURCE_CHARS)
        table.add_column("Now", no_wrap=True, overflow="ellipsis", ratio=1)
        for service, row in self.rows.items():
            age = "" if row.age_s is None else duration(row.age_s + at - row.received_at)
            table.add_row(*(Text(cell) for cell in (service, age, _source(row), _now(row))), style=_style(row))
        return table

    def _title(self) -> Text:
        is_simulated = any(source.startswith(SIMULATED) for row in self.rows.values() for source in row.sources)
        place = f"{self._place} (simulated data)" if is_simulated else self._place
        return Text(f"{place}: {self.trouble}" if self.trouble else place)


def _source(row: Row) -> str:
    """Name the first one, and say how many others there are."""
    first, *others = row.sources or ("",)
    return f"{first} +{len(others)}" if others else first


def _now(row: Row) -> str:
    """Say in words what the colour says: there may be none."""
    if row.age_s is None:
        return row.trouble or "waiting for data"
    return f"stale: {row.headline}" if row.is_stale else row.headline


def _style(row: Row) -> str:
    if row.age_s is None:
        return "red" if row.trouble else "dim"
    return "yellow" if row.is_stale else ""


def _age_s(event: dict[str, Any]) -> float:
    """Return how old the data was when it was sent: by the gateway's clock alone, since ours may differ."""
    try:
        sent = datetime.fromisoformat(event["timestamp"])
        as_of = datetime.fromisoformat(event["data"].get("as_of") or event["timestamp"])
        return max(0.0, (sent - as_of).total_seconds())
    except (KeyError, TypeError, ValueError):
        return 0.0
