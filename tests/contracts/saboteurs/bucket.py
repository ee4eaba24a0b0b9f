"""Bucket: so many at once, and then so many in a while."""

from __future__ import annotations

import asyncio

__all__ = ["Bucket"]


class Bucket:
    def __init__(self, at_once: float, again_in_s: float) -> None:
        """`again_in_s`: how long an empty one takes until it holds one."""
        self.room = at_once
        self.again_in_s = again_in_s
        self.full_at = _now()
        """When there will be as much in it as there can be."""

    def take(self) -> bool:
        """Take one. False when there is none."""
        now = _now()
        full_at = max(self.full_at, now) + self.again_in_s
        if full_at - now > self.room * self.again_in_s + 1e-9:
            return False
        self.full_at = full_at
        return True


def _now() -> float:
    return asyncio.get_running_loop().time()
