"""Instants as the archive stores them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["from_ms", "to_ms", "written"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return the millisecond an aware instant falls into."""
    # Integer division of a timedelta is exact; a float of seconds is not.
    return (at - EPOCH) // MILLISECOND


def from_ms(at_ms: int) -> datetime:
    """Return the aware instant at which a millisecond begins, in UTC."""
    return EPOCH + at_ms * MILLISECOND


def written(at: datetime) -> str:
    """Write an instant as the contract does, such as `2026-11-23T10:30:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
