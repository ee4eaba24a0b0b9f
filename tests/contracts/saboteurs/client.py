"""Client: one connection, as the gateway sees it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.document import Endpoint
    from tests.contracts.saboteurs.bucket import Bucket

__all__ = ["Client"]


@dataclass(slots=True, eq=False)
class Client:
    id: str
    endpoint: Endpoint
    connected_at: datetime
    last_activity: datetime
    commands: Bucket
    """What it may do yet."""
    mistakes: Bucket
    topics: set[str] = field(default_factory=set)
    """The services it is subscribed to, and `system`."""
    outbox: asyncio.Queue[str | bytes | int] = field(default_factory=asyncio.Queue)
    """Frames that wait to be sent; a number is the code to close with after them."""
    excessive_since: float | None = None
    """When commands began to come too soon, by the loop's clock; None while they do not."""
    excessive_at: float = 0.0
    """When the last of them came."""

    def send(self, frame: str | bytes) -> None:
        """Send a frame after those before it."""
        self.outbox.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close after the frames that wait."""
        self.outbox.put_nowait(code)

    def listed(self) -> list[str]:
        """Return the subscriptions as the gateway tells them: in the document's order, `system` last."""
        return [name for name in (*self.endpoint.scope, "system") if name in self.topics]
