"""Refused: a handshake that the gateway did not answer with an upgrade."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Refused"]

NOTED: Final = ("content-type", "retry-after")
"""The headers that say something of a refusal."""
PASSING: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""What a refusal may be that holds only for a while."""
SHORTEST_PAUSE_S: Final = 0.1


class Refused(Exception):
    """The gateway did not upgrade the connection."""

    def __init__(self, status: int, headers: Mapping[str, str], body: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.headers = {name: value for each, value in headers.items() if (name := each.lower()) in NOTED}
        self.body = body

    @property
    def content_type(self) -> str:
        """The media type of the body, or nothing."""
        return self.headers.get("content-type", "")

    @property
    def retry_after_s(self) -> float | None:
        """How long the gateway asks to be left alone (RFC 9110 §10.2.3, in seconds); None when it does not."""
        after = self.headers.get("retry-after", "")
        if self.status not in PASSING or not after.isdecimal():
            return None
        return max(SHORTEST_PAUSE_S, float(after))
