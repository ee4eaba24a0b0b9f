"""Expiry: clients whose token ends while they are connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from contracts.generated.catalog import CLOSE_CODES
from service.handlers.notices import notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from service.edge.desk import Desk
    from service.gateway.session import Session

__all__ = ["NOTICE_S", "Expiry", "due", "watch_expiry"]

NOTICE_S = 60.0
"""So long before its end the listeners of `system` hear of it."""
INTERVAL_S = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Expiry:
    """What has to be done at one moment, by the ids of the clients."""

    to_tell: frozenset[str]
    told: frozenset[str]
    """Those who have heard of it when that is done, as long as their token is good."""
    to_close: frozenset[str]


def due(sessions: Iterable[Session], now: datetime, told: AbstractSet[str] = frozenset()) -> Expiry:
    """Find whose token has expired, and who is to hear that it soon will: once, even if it asks for notices late."""
    soon = now + timedelta(seconds=NOTICE_S)
    ending: dict[str, Session] = {}
    ended: set[str] = set()
    for session in sessions:
        expires_at = session.identity.expires_at
        if expires_at is None or expires_at > soon:
            continue
        if expires_at <= now:
            ended.add(session.client_id)
        else:
            ending[session.client_id] = session
    listening = {client_id for client_id, session in ending.items() if "system" in session.subscriptions}
    return Expiry(
        to_tell=frozenset(listening - told),
        told=frozenset(listening | (told & ending.keys())),
        to_close=frozenset(ended),
    )


async def watch_expiry(desk: Desk) -> None:
    """Tell and close the clients whose token expires, until cancelled."""
    told: AbstractSet[str] = frozenset()
    while True:
        now = desk.clock.now()
        # Where no tokens are asked for, none expires: ten thousand sessions need not be looked at.
        expiry = due(desk.hub.sessions() if desk.door.authority.asks else (), now, told)
        told = expiry.told
        if expiry.to_tell:
            _tell(desk, expiry.to_tell, now)
        if expiry.to_close:
            _close(desk, expiry.to_close)
        await desk.timer.sleep(INTERVAL_S)


def _tell(desk: Desk, client_ids: Iterable[str], now: datetime) -> None:
    """Send all of them the same frame: tokens that were made together end together."""
    message = f"The token of this connection expires within {NOTICE_S:g} s; connect again with another one"
    frame = notice("token_expiry", message, now)
    for client_id in client_ids:
        desk.hub.tell(client_id, frame)


def _close(desk: Desk, client_ids: AbstractSet[str]) -> None:
    for connection in desk.connections:
        if connection.client_id in client_ids and connection.closing is None:
            _log.info("token expired", client_id=connection.client_id)
            connection.close(CLOSE_CODES["token_expired"])
