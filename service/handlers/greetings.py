"""What a client is told when it connects."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from contracts.generated.application.messages.json import (
    ConnectionEstablishedData,
    ConnectionEstablishedEvent,
    WelcomeData,
    WelcomeEvent,
)
from contracts.generated.catalog import CATEGORIES
from service.envelope import encode
from service.gateway.hub import Outcome
from service.gateway.identity import ANYBODY
from service.gateway.session import Session

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.generated.catalog import Endpoint
    from service.gateway.identity import Identity

__all__ = ["Mode", "greet"]

Mode = Literal["live", "demo"]

_USAGE: dict[str, dict[str, Any]] = {
    "subscribe": {"action": "subscribe", "service": "service_name"},
    "unsubscribe": {"action": "unsubscribe", "service": "service_name"},
    "get_status": {"action": "get_status"},
    "ping": {"action": "ping"},
}


def greet(endpoint: Endpoint, mode: Mode, at: datetime, identity: Identity = ANYBODY) -> Outcome:
    """Open a session on an endpoint, subscribed as the endpoint says, as far as the client may have it."""
    session = Session(
        client_id=_client_id(at),
        endpoint=endpoint,
        connected_at=at,
        last_activity=at,
        identity=identity,
    )
    if endpoint.auto:
        session = replace(session, subscriptions=frozenset(session.scope))
    established = ConnectionEstablishedEvent(
        service="system",
        type="connection_established",
        data=ConnectionEstablishedData(
            client_id=session.client_id,
            endpoint=endpoint.path,
            subscriptions=session.listed(),
            available_services=list(session.scope),
            mode=mode,
        ),
        timestamp=at,
    )
    events = [established, *_welcome(endpoint, at)]
    return Outcome(session, tuple(encode(event, "system") for event in events))


def _client_id(at: datetime) -> str:
    """Make an id of the seed's form that no other node or restart can make and nobody can guess."""
    return f"client_{secrets.randbits(63)}_{int(at.timestamp())}"


def _welcome(endpoint: Endpoint, at: datetime) -> list[WelcomeEvent]:
    match endpoint.welcome:
        case "catalogue":
            data = WelcomeData.model_validate(
                {
                    "message": "Connected to master WebSocket endpoint",
                    "available_services": {category: list(services) for category, services in CATEGORIES.items()},
                    "usage": _USAGE,
                }
            )
        case "short":
            data = WelcomeData.model_validate(
                {"message": "Connected to default WebSocket endpoint", "usage": {"subscribe": _USAGE["subscribe"]}}
            )
        case _:
            return []
    return [WelcomeEvent(service="system", type="welcome", data=data, timestamp=at)]
