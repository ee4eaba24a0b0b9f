"""Instant: a timestamp of the gateway as a moment, when it has the one form of the contract."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

__all__ = ["instant"]

FORM: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")


def instant(value: Any) -> datetime | None:
    """Return the aware moment that a JSON value names; None when it is no timestamp of the contract."""
    if not isinstance(value, str) or not FORM.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        # A thirteenth month, say.
        return None
