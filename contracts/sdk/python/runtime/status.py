"""Status: what a client can say of itself at any instant, and who is told when it changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Board", "State", "Status"]

State = Literal["connecting", "open", "waiting", "closed"]
"""`open` when the greeting has come and every subscription is there.

`waiting` is the pause before another attempt; `closed` is for good.
"""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the client is."""

    state: State = "connecting"
    reason: str | None = None
    """Why the newest connection ended or could not be made; None while all is well."""
    retry_in_s: float | None = None
    """Length of the wait, while `waiting`."""
    stale: frozenset[str] = frozenset()
    """Subscribed services that have been silent for too long, by their declared intervals."""
    unavailable: frozenset[str] = frozenset()
    """Subscribed services that the gateway has no data for, as it said itself."""


class Board:
    """Holds the newest status."""

    def __init__(self, listener: Callable[[Status], None] | None) -> None:
        self.status = Status()
        self._listener = listener

    def post(self, **changes: Any) -> None:
        """Change fields of the status; the listener is called if that makes a difference."""
        status = replace(self.status, **changes)
        if status == self.status:
            return
        self.status = status
        if self._listener is None:
            return
        try:
            self._listener(status)
        except Exception:  # noqa: BLE001  the listener is not ours, and its fault must not cost the connection
            _LOG.exception("on_status failed")
