"""Desk: what the handlers at the edge share."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from service.access.authority import Nobody
from service.clock import SystemClock
from service.edge.door import Door
from service.edge.policy import Policy
from service.edge.traffic import Traffic
from service.tracing import UNTRACED

if TYPE_CHECKING:
    from service.access.authority import Authority
    from service.clock import Clock
    from service.edge.connection import Connection
    from service.gateway.hub import Hub
    from service.handlers.greetings import Mode
    from service.tracing import Tracer

__all__ = ["Desk"]


class Desk:
    """The state of the edge: who is connected, whether more may come, and when it ends."""

    def __init__(  # noqa: PLR0913  each is a seam of its own
        self,
        hub: Hub,
        clock: Clock,
        mode: Mode,
        *,
        policy: Policy | None = None,
        authority: Authority | None = None,
        timer: Clock | None = None,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self.hub = hub
        self.clock = clock
        self.timer = timer or SystemClock()
        """Real time, by which clients are judged; `clock` may run fast."""
        self.mode = mode
        self.tracer = tracer
        self.policy = policy or Policy()
        self.traffic = Traffic()
        self.door = Door(self.policy, authority or Nobody(), self.timer)
        self.has_data = asyncio.Event()
        """Set when the first service has published."""
        self.connections: set[Connection] = set()
        self.deserted = asyncio.Event()
        """Set while nobody is connected."""
        self.deserted.set()
        self.draining = False
        self.ending = asyncio.Event()
        """Set when the gateway is to end."""
        self.failure: BaseException | None = None
        """What broke the gateway, if something did."""

    @property
    def ready(self) -> bool:
        """Whether clients should be sent here."""
        return not self.draining and self.has_data.is_set()

    def enter(self, connection: Connection) -> None:
        """Note that a client has come."""
        self.connections.add(connection)
        self.deserted.clear()

    def leave(self, connection: Connection) -> None:
        """Note that a client has gone, its close frame sent."""
        self.connections.discard(connection)
        self.traffic.conflated += connection.conflated
        if not self.connections:
            self.deserted.set()
