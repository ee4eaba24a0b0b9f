"""Clocks: whether ours agrees with those of others."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from statistics import median
from typing import TYPE_CHECKING

from service.terminal.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["ahead_s", "clocks"]

TOLERANCE_S = 5.0
"""Beyond this ages are wrong and tokens are refused. The header counts whole seconds, and takes its way."""


def clocks(offsets: Sequence[float]) -> Finding:
    """Compare this machine's clock with the others': `offsets` are how far these are ahead, in seconds."""
    if not offsets:
        return Finding("clock", "unknown", "nobody answered whose clock it could be compared with")
    offset_s = median(offsets)
    if abs(offset_s) <= TOLERANCE_S:
        return Finding("clock", "well", f"within {TOLERANCE_S:g} s of what {len(offsets)} providers say")
    direction = "behind" if offset_s > 0 else "ahead of"
    problem = f"{abs(offset_s):,.0f} s {direction} what {len(offsets)} providers say, by their median"
    return Finding("clock", "ill", problem, "let NTP set it, with `timedatectl set-ntp true` say")


def ahead_s(date: str | None, age: str | None, at: datetime) -> float | None:
    """Return how far another clock is ahead of ours, by the `Date` and `Age` of an answer that came `at` a moment.

    A cache passes on the date of when it got the answer, and says in Age how long ago that was (RFC 9111 §5.1).
    """
    try:
        said = parsedate_to_datetime(date or "")
        held_s = int(age or 0)
    except ValueError:
        return None
    # The zone `-0000` is read as none (RFC 5322 §3.3).
    return None if said.tzinfo is None else (said - at).total_seconds() + held_s
