"""Evidence: traffic with the document to judge it by; every frame is read once, for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.frame import Violation, parse
from contracts.suite.inspection import Inspection, Inspector
from contracts.suite.pace import Pace

if TYPE_CHECKING:
    from contracts.document import Document
    from contracts.suite.traffic import Entry, Traffic

__all__ = ["Evidence", "Seen", "seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame that came."""

    entry: Entry
    value: Any
    """Its JSON; None when it could not be read."""
    malformed: tuple[Violation, ...]
    """Why it could not."""

    @property
    def kind(self) -> str:
        """Its `type`, or nothing."""
        return _text(self.value, "type")

    @property
    def service(self) -> str:
        """Its `service`, or nothing."""
        return _text(self.value, "service")

    @property
    def data(self) -> dict[str, Any]:
        """Its `data`, when that is an object; else an empty one."""
        data = self.value.get("data") if isinstance(self.value, dict) else None
        return data if isinstance(data, dict) else {}

    @property
    def is_update(self) -> bool:
        """Whether it is an update of a service."""
        return self.kind == "update" and self.service != "system"

    @property
    def comes_unasked(self) -> bool:
        """Whether it is the one error that answers no command: the word that a service has no data."""
        return self.kind == "error" and self.data.get("code") == "source_unavailable"


class Evidence:
    """What observed checks look at."""

    def __init__(self, document: Document, traffic: Traffic) -> None:
        self.document = document
        self.traffic = traffic
        self.pace = Pace(document, traffic.session.interval_scale)

    @cached_property
    def frames(self) -> tuple[Seen, ...]:
        """All frames that came, in order."""
        return tuple(seen(entry) for entry in self.traffic.of("came", "garbled"))

    @cached_property
    def inspections(self) -> tuple[Inspection, ...]:
        """What is wrong with each of them, in the same order."""
        inspector = Inspector(self.document)
        return tuple(inspector.inspect(frame) for frame in self.frames)

    @cached_property
    def by_connection(self) -> dict[int, list[Seen]]:
        """The same, by connection."""
        sorted_: dict[int, list[Seen]] = {}
        for frame in self.frames:
            sorted_.setdefault(frame.entry.connection, []).append(frame)
        return sorted_


def seen(entry: Entry) -> Seen:
    """Read a frame that came."""
    if entry.event == "garbled":
        return Seen(entry, None, (Violation("", f"not a WebSocket message: {entry.text}"),))
    value, malformed = parse(entry.text)
    return Seen(entry, value, malformed)


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
