"""Traffic: everything that went over the sockets of a run, in order, and as lines of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from contracts.pointer import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Entry", "Event", "Session", "Traffic", "read_traffic", "write_traffic"]

_ABSENT = {"text": "", "binary": False, "code": None, "headers": {}}
"""What a recording leaves out."""

Event = Literal["opened", "refused", "sent", "came", "garbled", "closed"]


@dataclass(frozen=True, slots=True)
class Session:
    """The circumstances of a run, without which its traffic cannot be judged."""

    url: str
    """Of the gateway, without secrets."""
    started_at: str
    """UTC, RFC 3339."""
    interval_scale: float
    version: str
    """Of the document that was verified."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened on one connection."""

    connection: int
    """Counts the connections of a run from 1."""
    path: str
    event: Event
    at: str
    """By the clock of whoever verifies: UTC, RFC 3339, microseconds."""
    elapsed_s: float
    """Since the run began; never runs backwards."""
    text: str = ""
    """Of a frame; of one that is no text its bytes as `\\xNN`; of a close its reason."""
    binary: bool = False
    code: int | None = None
    """Of a close, or the HTTP status of a refusal."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of a refusal: `content-type` and `retry-after`, where it has them."""

    @property
    def moment(self) -> datetime:
        """The instant, as such."""
        return datetime.fromisoformat(self.at)


@dataclass(slots=True)
class Traffic:
    """What was recorded so far."""

    session: Session
    entries: list[Entry] = field(default_factory=list)

    def of(self, *events: Event) -> Iterator[Entry]:
        """Yield the entries of some kinds."""
        return (entry for entry in self.entries if entry.event in events)

    def connections(self) -> dict[int, list[Entry]]:
        """Sort the entries by connection, each in order."""
        sorted_: dict[int, list[Entry]] = {}
        for entry in self.entries:
            sorted_.setdefault(entry.connection, []).append(entry)
        return sorted_


def write_traffic(traffic: Traffic) -> Iterator[str]:
    """Yield the lines of a recording: the circumstances, then the entries, absent values left out."""
    yield json.dumps({"session": asdict(traffic.session)}) + "\n"
    for entry in traffic.entries:
        known = {key: value for key, value in asdict(entry).items() if key not in _ABSENT or value != _ABSENT[key]}
        yield json.dumps(known, ensure_ascii=False) + "\n"


def read_traffic(lines: Iterable[str]) -> Traffic:
    """Read a recording. Raises SpecError at the first line that is not of one."""
    traffic: Traffic | None = None
    for number, line in enumerate(lines, 1):
        value = _object(line, number)
        try:
            if traffic is None:
                traffic = Traffic(Session(**value["session"]))
            else:
                traffic.entries.append(Entry(**value))
        except (KeyError, TypeError) as error:
            raise SpecError(f"line {number}", "this is no recording of a verification") from error
    if traffic is None:
        raise SpecError("line 1", "the recording is empty")
    return traffic


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise SpecError(f"line {number}", "not JSON") from error
    if not isinstance(value, dict):
        raise SpecError(f"line {number}", "an object is needed here")
    return value
