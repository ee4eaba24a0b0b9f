"""Recorder: notes what happens on the connections of a run, at the moment it happens."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from contracts.suite.traffic import Entry, Traffic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.suite.traffic import Event, Session

__all__ = ["Recorder"]


class Recorder:
    """Writes entries into one Traffic. Make it within a running event loop."""

    def __init__(self, session: Session) -> None:
        self.traffic = Traffic(session)
        self._numbers = count(1)
        self._started = asyncio.get_running_loop().time()

    def number(self) -> int:
        """Return the number of a new connection."""
        return next(self._numbers)

    def note(
        self,
        connection: int,
        path: str,
        event: Event,
        payload: str | bytes = "",
        *,
        code: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Entry:
        """Add an entry of this moment."""
        entry = Entry(
            connection=connection,
            path=path,
            event=event,
            at=datetime.now(UTC).isoformat(timespec="microseconds"),  # noqa: TID251  whoever verifies has one clock
            elapsed_s=round(asyncio.get_running_loop().time() - self._started, 6),
            text=payload if isinstance(payload, str) else _shown(payload),
            binary=isinstance(payload, bytes),
            code=code,
            headers=dict(headers or {}),
        )
        self.traffic.entries.append(entry)
        return entry


def _shown(payload: bytes) -> str:
    return payload.decode("utf-8", "backslashreplace")
