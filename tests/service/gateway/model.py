"""What the hub and the commands are measured against: one client as a plain set and plain lists."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from contracts.generated.catalog import ServiceName
from service.envelope import Frame

if TYPE_CHECKING:
    from contracts.generated.catalog import Endpoint
    from tests.fakes.receiver import FakeReceiver

__all__ = ["ORDER", "Client", "in_order", "told"]

ORDER = [*get_args(ServiceName), "system"]

Item = Frame | tuple[str, object]
"""An update is known by its object, a reply by its type and what it tells."""


def in_order(topics: set[str]) -> list[str]:
    """List topics as the contract does."""
    return sorted(topics, key=ORDER.index)


def told(frame: Frame) -> Item:
    """Return what the model knows of a frame."""
    if frame.topic != "system" or frame.text.startswith('{"update"'):
        return frame
    event = json.loads(frame.text)
    data = event["data"]
    return event["type"], data.get("total_clients", data.get("subscriptions", data.get("code")))


@dataclass
class Client:
    """The model of one client."""

    client_id: str
    endpoint: Endpoint
    receiver: FakeReceiver
    topics: set[str]
    expected: list[Item] = field(default_factory=list)
    replies: list[Item] = field(default_factory=list)
    """Not read yet, as the updates."""
    updates: dict[str, Frame] = field(default_factory=dict)

    @property
    def listed(self) -> list[str]:
        """What it is subscribed to, in order."""
        return in_order(self.topics)

    def wanted(self, target: str) -> set[str] | None:
        """Return what a command's `service` stands for; None when it is refused."""
        if target == "all":
            return set(self.endpoint.scope)
        return {target} if target in (*self.endpoint.scope, "system") else None

    def reply(self, kind: str, content: object) -> None:
        """Expect a reply."""
        self.replies.append((kind, content))
        self.deliver()

    def refusal(self, target: str) -> None:
        """Expect the error for a service that cannot be had."""
        self.reply("error", "service_not_available" if target in ORDER else "invalid_service")

    def push(self, frame: Frame) -> None:
        """Expect an update."""
        self.updates.pop(frame.topic, None)
        self.updates[frame.topic] = frame
        self.deliver()

    def deliver(self, *, is_read: bool = False) -> None:
        """Let what waits arrive; at a slow client only when it reads."""
        if is_read or not self.receiver.is_slow:
            self.expected += [*self.replies, *self.updates.values()]
            self.replies.clear()
            self.updates.clear()
