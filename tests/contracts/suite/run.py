"""Run: traffic written by hand, on a clock of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contracts.document import load
from contracts.suite.evidence import Evidence
from contracts.suite.groups import GROUPS
from contracts.suite.traffic import Entry, Session, Traffic
from contracts.suite.verification import replay
from contracts.timestamp import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.suite.fault import Fault
    from contracts.suite.traffic import Event
    from contracts.suite.verdict import Result

__all__ = ["BEGAN", "DOCUMENT", "SCALE", "Line", "Run", "broken", "example", "honest", "judged", "opened"]

DOCUMENT = load()
BEGAN = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
SCALE = 0.05
INTERVALS_S = {name: service.interval_s * SCALE for name, service in DOCUMENT.services.items()}


class Run:
    """Everything that happens, in order. Its clock stands still unless it is told to go."""

    def __init__(self) -> None:
        self.traffic = Traffic(Session("http://gateway", to_text(BEGAN), SCALE, DOCUMENT.version))
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
        self.note("opened")

    def note(self, event: Event, text: str = "", *, binary: bool = False) -> None:
        at = (BEGAN + timedelta(seconds=self._run.elapsed_s)).isoformat(timespec="microseconds")
        entry = Entry(self.number, self.path, event, at, self._run.elapsed_s, text, binary=binary)
        self._run.traffic.entries.append(entry)

    def sends(self, action: str, /, **fields: Any) -> None:
        self.note("sent", json.dumps({"action": action, **fields}))

    def gets(self, service: str, type_: str, /, **data: Any) -> None:
        self.note("came", json.dumps({"service": service, "type": type_, "data": data, "timestamp": self._run.stamp}))

    def is_greeted(self) -> None:
        endpoint = DOCUMENT.endpoints[self.path]
        self.gets(
            "system",
            "connection_established",
            client_id=f"client_{self.number}_1763893800",
            endpoint=self.path,
            subscriptions=endpoint.scope if endpoint.auto else (),
            available_services=endpoint.scope,
            mode="live",
        )

    def is_updated(self, service: str, /, **changes: Any) -> None:
        """Get an update as the document's example has it, made now."""
        frame = example(DOCUMENT.services[service].update, self._run.stamp)
        frame["data"].update(changes)
        self.note("came", json.dumps(frame))

    def subscribes(self, service: str, /, *subscriptions: str, **fields: Any) -> None:
        self.sends("subscribe", service=service, **fields)
        self.gets("system", "subscription_confirmed", service=service, subscriptions=subscriptions, **fields)

    def leaves(self, service: str, /, *subscriptions: str) -> None:
        self.sends("unsubscribe", service=service)
        self.gets("system", "unsubscription_confirmed", service=service, subscriptions=subscriptions)

    def pings(self) -> None:
        self.sends("ping")
        self.gets("system", "pong")

    def is_noticed(self) -> None:
        self.gets("system", "update", notice="failover", message="a -> b", service="news", timestamp=self._run.stamp)

    def is_refused(self, code: str, /, **data: Any) -> None:
        self.gets("system", "error", message="It cannot be.", code=code, **data)


def example(message: str, stamp: str) -> dict[str, Any]:
    """Return an example of the document as if it were made at an instant: all its instants are that one."""
    frame: dict[str, Any] = _stamped(DOCUMENT.messages[message].examples[0], stamp)
    return frame


def _stamped(node: Any, stamp: str) -> Any:
    if isinstance(node, dict):
        return {key: _stamped(child, stamp) for key, child in node.items()}
    if isinstance(node, list):
        return [_stamped(child, stamp) for child in node]
    return stamp if isinstance(node, str) and node.startswith("2026-") and node.endswith("Z") else node


def honest() -> Run:
    """Return the traffic of a right gateway, to which every clause of ENV and UPD applies that traffic can show.

    Connection 1 gets everything without asking; 2 asks for one service, leaves it and stays; 3 asks for nothing; 4 is
    told that a service has no data, and gets its first update later.
    """
    run = Run()
    every, one, nothing, early = (run.open(path) for path in ("/ws/all", "/ws/data", "/ws", "/ws/news"))
    for line in (every, one, nothing, early):
        line.is_greeted()
    for service in DOCUMENT.services:
        every.is_updated(service)
    every.subscribes("system", *DOCUMENT.services, "system")
    one.subscribes("market_data", "market_data", request_id="r-1")
    one.is_updated("market_data")
    early.is_refused("source_unavailable", service="news")
    ticks = sorted(
        (INTERVALS_S[service] * number, service) for service in DOCUMENT.services for number in range(1, 200)
    )
    lasts_s = 10.0
    left = False
    for at_s, service in ticks:
        if at_s > lasts_s:
            break
        if at_s > lasts_s / 2 and not left:
            left = True
            for mistake in ("hello", "[" * 100_000, "null"):
                one.note("sent", mistake)
                one.is_refused("invalid_json" if mistake != "null" else "invalid_message")
            one.leaves("market_data")
            every.is_noticed()
        run.elapsed_s = at_s
        every.is_updated(service)
        if service == "market_data" and not left:
            one.is_updated(service)
        if service == "news":
            early.is_updated(service)
    for line in (every, one, nothing, early):
        line.pings()
    return run


def judged(run: Run, *groups: str) -> Mapping[str, Result]:
    """Judge a run by all clauses that traffic can show; return the results by clause."""
    checks = [check for group in groups or GROUPS for check in GROUPS[group]]
    return {
        result.clause.id: result
        for result in replay(run.traffic, DOCUMENT, [check for check in checks if check.kind == "observed"]).results
    }


def broken(run: Run) -> dict[str, tuple[Fault, ...]]:
    """Return the faults of the broken clauses."""
    return {id_: result.faults for id_, result in judged(run).items() if result.status == "broken"}


def opened(path: str) -> tuple[Run, Line]:
    """Return a run with one connection that was greeted."""
    run = Run()
    line = run.open(path)
    line.is_greeted()
    return run, line
