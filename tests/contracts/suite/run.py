"""Run: traffic written by hand, on a clock of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contracts.document import load
from contracts.suite.groups import CHECKS
from contracts.suite.inspection import Inspector
from contracts.suite.evidence import Evidence, seen
from contracts.suite.traffic import Entry, Session, Traffic
from contracts.suite.verification import replay
from contracts.timestamp import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.suite.inspection import Inspection
    from contracts.suite.traffic import Event
    from contracts.suite.verdict import Result

__all__ = ["BEGAN", "DOCUMENT", "Line", "Run", "example", "results"]

DOCUMENT = load()
BEGAN = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


class Run:
    """Everything that happens, in order. Its clock stands still unless it is told to go."""

    def __init__(self, interval_scale: float = 1.0) -> None:
        self.traffic = Traffic(Session("http://gateway", to_text(BEGAN), interval_scale, DOCUMENT.version))
        self.elapsed_s = 0.0
        self._opened = 0

    @property
    def stamp(self) -> str:
        return to_text(BEGAN + timedelta(seconds=self.elapsed_s))

    @property
    def evidence(self) -> Evidence:
        return Evidence(DOCUMENT, self.traffic)

    def wait(self, seconds: float) -> None:
        self.elapsed_s += seconds

    def open(self, path: str) -> Line:
        self._opened += 1
        return Line(self, self._opened, path)


class Line:
    """One connection."""

    def __init__(self, run: Run, number: int, path: str) -> None:
        self._run = run
        self.number = number
        self.path = path
        self.endpoint = DOCUMENT.endpoints.get(path)
        self.note("opened")

    def note(self, event: Event, text: str = "", *, binary: bool = False) -> Entry:
        at = (BEGAN + timedelta(seconds=self._run.elapsed_s)).isoformat(timespec="microseconds")
        entry = Entry(self.number, self.path, event, at, self._run.elapsed_s, text, binary=binary)
        self._run.traffic.entries.append(entry)
        return entry

    def sends(self, action: str, **fields: Any) -> None:
        self.note("sent", json.dumps({"action": action, **fields}))

    def gets(self, service: str, type_: str, /, **data: Any) -> None:
        frame = {"service": service, "type": type_, "data": data, "timestamp": self._run.stamp}
        self.note("came", json.dumps(frame))

    def greeted(self) -> None:
        scope = list(self.endpoint.scope) if self.endpoint else []
        subscriptions = scope if self.endpoint and self.endpoint.auto else []
        self.gets(
            "system",
            "connection_established",
            client_id=f"client_{self.number}_1763893800",
            endpoint=self.path,
            subscriptions=subscriptions,
            available_services=scope,
            mode="live",
        )

    def updated(self, service: str, **changes: Any) -> None:
        """Get an update as the document's example has it, made now."""
        frame = example(DOCUMENT.services[service].update, self._run.stamp)
        frame["data"].update(changes)
        self.note("came", json.dumps(frame))

    def subscribes(self, service: str, *subscriptions: str, **fields: Any) -> None:
        self.sends("subscribe", service=service, **fields)
        self.gets("system", "subscription_confirmed", service=service, subscriptions=subscriptions, **fields)

    def leaves(self, service: str, *subscriptions: str) -> None:
        self.sends("unsubscribe", service=service)
        self.gets("system", "unsubscription_confirmed", service=service, subscriptions=subscriptions)

    def pings(self) -> None:
        self.sends("ping")
        self.gets("system", "pong")

    def noticed(self) -> None:
        self.gets("system", "update", notice="failover", message="a -> b", service="news", timestamp=self._run.stamp)

    def lacks(self, service: str) -> None:
        self.gets("system", "error", message=f"No data for {service}", code="source_unavailable", service=service)


def example(message: str, stamp: str) -> dict[str, Any]:
    """Return an example of the document as if made at an instant: all its instants are that one."""
    text = json.dumps(DOCUMENT.messages[message].examples[0])
    moved: dict[str, Any] = json.loads(text)
    return _stamped(moved, stamp)


def _stamped(node: Any, stamp: str) -> Any:
    if isinstance(node, dict):
        return {key: _stamped(child, stamp) for key, child in node.items()}
    if isinstance(node, list):
        return [_stamped(child, stamp) for child in node]
    return stamp if isinstance(node, str) and node.startswith("2026-") and node.endswith("Z") else node
