"""Story: what one connection asked for and what came of it, in the order of happening."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document, Endpoint
    from contracts.suite.evidence import Evidence, Seen
    from contracts.suite.traffic import Entry

__all__ = ["Step", "Story", "stories", "topic_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened."""

    entry: Entry
    frame: Seen | None = None
    """What came."""
    topics: frozenset[str] = frozenset()
    """Of a command or a confirmation: the services, and `system`, whose subscription it is about."""
    subscribes: bool = False
    unsubscribes: bool = False

    @property
    def is_command(self) -> bool:
        """Whether the client sent it."""
        return self.entry.event == "sent"


@dataclass(frozen=True, slots=True)
class Story:
    """All steps of a connection, at an address of the document."""

    endpoint: Endpoint
    steps: tuple[Step, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What can be subscribed here."""
        return (*self.endpoint.scope, "system")

    @property
    def ended_s(self) -> float:
        """When the last thing happened; whether anybody listened later is not known."""
        return self.steps[-1].entry.elapsed_s


def stories(evidence: Evidence) -> Iterator[Story]:
    """Yield the story of every connection, those that were refused included."""
    frames = {id(frame.entry): frame for frame in evidence.frames}
    for entries in evidence.traffic.connections().values():
        endpoint = evidence.document.endpoints.get(entries[0].path)
        if endpoint is not None:
            steps = (_step(entry, frames.get(id(entry)), endpoint) for entry in entries)
            yield Story(endpoint, tuple(steps))


def topic_of(frame: Seen, document: Document) -> str | None:
    """Return whose subscribers a frame is for: updates, notices and `source_unavailable`; None of all other frames."""
    if frame.kind == "update":
        return frame.service if frame.service in {*document.services, "system"} else None
    if frame.comes_unasked:
        service = frame.data.get("service")
        return service if isinstance(service, str) and service in document.services else None
    return None


def _step(entry: Entry, frame: Seen | None, endpoint: Endpoint) -> Step:
    if frame is not None:
        subscribes, unsubscribes = (frame.kind == f"{verb}_confirmed" for verb in ("subscription", "unsubscription"))
        topics = _topics(frame.data.get("service"), endpoint, with_system=unsubscribes)
    elif entry.event == "sent":
        command = _object(entry.text)
        subscribes, unsubscribes = (command.get("action") == verb for verb in ("subscribe", "unsubscribe"))
        topics = _topics(command.get("service"), endpoint, with_system=unsubscribes)
    else:
        return Step(entry)
    if not (subscribes or unsubscribes):
        return Step(entry, frame)
    return Step(entry, frame, topics, subscribes=subscribes, unsubscribes=unsubscribes)


def _topics(service: Any, endpoint: Endpoint, *, with_system: bool) -> frozenset[str]:
    """Return what a command or confirmation for a service is about: `all` includes `system` only when it is left."""
    if service == "all":
        return frozenset((*endpoint.scope, "system") if with_system else endpoint.scope)
    return frozenset((service,)) if isinstance(service, str) else frozenset()


def _object(text: str) -> dict[str, Any]:
    """Read a frame of the client as leniently as any gateway might."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
