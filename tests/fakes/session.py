"""Sessions as they are some time after the greeting."""

from __future__ import annotations

from datetime import timedelta

from contracts.generated.catalog import ENDPOINTS
from service.gateway.session import Session
from tests.fakes.clock import START

__all__ = ["FakeView", "session"]


class FakeView:
    """Implements service.handlers.commands.View."""

    total_clients = 3


def session(path: str = "/ws", *topics: str) -> Session:
    """Make the session of a client that connected an hour before START and last wrote a minute before it."""
    return Session(
        client_id="client_7_1795426200",
        endpoint=ENDPOINTS[path],
        connected_at=START - timedelta(hours=1),
        last_activity=START - timedelta(minutes=1),
        subscriptions=frozenset(topics),
    )
