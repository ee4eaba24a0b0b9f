"""Timestamp: the one form in which the gateway writes an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer

__all__ = ["Timestamp", "to_text"]


def to_text(at: datetime) -> str:
    """Write an aware instant as RFC 3339 in UTC with exactly milliseconds and `Z`.

    Microseconds are cut off, not rounded: a timestamp never lies in the future of what it describes.
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


Timestamp = Annotated[AwareDatetime, PlainSerializer(to_text, return_type=str, when_used="json")]
"""An aware instant, written by `to_text` in JSON. The generated models use it for every `Timestamp`."""
