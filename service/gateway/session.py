"""Session: what the gateway knows of one client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.gateway.identity import ANYBODY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contracts.generated.catalog import Endpoint, ServiceName
    from service.gateway.identity import Identity

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
    identity: Identity = ANYBODY

    @property
    def scope(self) -> Sequence[ServiceName]:
        """The services of the endpoint that the client may have."""
        return self.endpoint.scope if self.identity is ANYBODY else self.identity.share(self.endpoint)

    def listed(self) -> list[str]:
        """List the subscriptions in the contract's order, `system` last."""
        return [topic for topic in (*self.endpoint.scope, "system") if topic in self.subscriptions]
