"""Deadlines: every wait of a live test has an end, so generous that only a fault reaches it."""

from __future__ import annotations

import asyncio
from time import sleep
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PATIENCE_S", "until", "within"]

PATIENCE_S = 30.0
PAUSE_S = 0.02

T = TypeVar("T")


def within(seconds: float = PATIENCE_S) -> asyncio.Timeout:
    """Bound a block of waits; a TimeoutError says that the gateway did not do what was awaited."""
    return asyncio.timeout(seconds)


def until(found: Callable[[], T | None], what: str, *, seconds: float = PATIENCE_S) -> T:
    """Look again and again until something true is found, and return it."""
    for _ in range(int(seconds / PAUSE_S)):
        if value := found():
            return value
        sleep(PAUSE_S)
    raise AssertionError(f"in vain: {what}")
