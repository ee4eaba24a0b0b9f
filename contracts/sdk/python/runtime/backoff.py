"""Backoff: how long to wait before another attempt, so that clients do not all come at once."""

from __future__ import annotations

__all__ = ["delay_s"]


def delay_s(attempt: int, share: float, *, base_s: float, cap_s: float) -> float:
    """Return the wait before the attempt after `attempt` failed ones in a row: exponential with full jitter.

    `share`: a random number in [0, 1).
    Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    try:
        ceiling_s = min(cap_s, base_s * 2.0**attempt)
    except OverflowError:
        ceiling_s = cap_s
    return share * ceiling_s
