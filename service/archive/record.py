"""Record: one published update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Record", "storable"]


@dataclass(frozen=True, slots=True)
class Record:
    """An update as it was sent."""

    service: str
    at: datetime
    """When it was published; stored to the millisecond."""
    text: str
    """The frame: JSON, exactly as sent."""


def storable(record: Record) -> bool:
    """Whether a database can keep this text. JSON always can: it escapes NUL and is made of real characters."""
    if "\0" in record.text:
        return False
    try:
        record.text.encode()
    except UnicodeEncodeError:
        return False
    return True
