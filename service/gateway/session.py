"""Session: what the gateway knows of one client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.generated.catalog import Endpoint

__all__ = ["Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """The facts of one client. A command that changes them makes a new Session."""

    client_id: str
    endpoint: Endpoint
    connected_at: datetime
    last_activity: datetime
    """When the client last sent a frame."""
    subscriptions: frozenset[str] = frozenset()
    """Services in the endpoint's scope, and `system`."""

    def listed(self) -> list[str]:
        """List the subscriptions in the contract's order, `system` last."""
        return [topic for topic in (*self.endpoint.scope, "system") if topic in self.subscriptions]
