"""What clients are told without asking, other than data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from contracts.generated.application.messages.json import ErrorData, ErrorEvent, SystemData, SystemUpdate
from service.envelope import Frame, encode

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["notice", "unavailable"]


def notice(
    kind: Literal["failover", "shutdown", "token_expiry"], message: str, at: datetime, *, service: str | None = None
) -> Frame:
    """Tell those who subscribed `system` what happens to the gateway."""
    data = SystemData(notice=kind, message=message, service=service, timestamp=at)
    return encode(SystemUpdate(service="system", type="update", data=data, timestamp=at), "system")


def unavailable(service: str, reason: str, at: datetime) -> Frame:
    """Tell the listeners of a service, once, that it has no data."""
    data = ErrorData(message=f"No data for {service} yet: {reason}", code="source_unavailable", service=service)
    return encode(ErrorEvent(service="system", type="error", data=data, timestamp=at), service)
