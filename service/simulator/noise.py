"""Chance that can be asked again: every number is a pure function of a key and an index."""

from __future__ import annotations

from hashlib import blake2b, shake_128
from statistics import NormalDist
from typing import Final

__all__ = ["normal", "octets", "swell", "uniform"]

_STEPS: Final = 1 << 64
_BELL: Final = NormalDist()


def uniform(key: str, index: int) -> float:
    """Return a number between 0 and 1, both excluded, evenly spread over the indices."""
    digest = blake2b(f"{key}:{index}".encode(), digest_size=8).digest()
    # Of 64 bits a float keeps 53: the top ones would round to 1.0.
    return min((int.from_bytes(digest, "big") + 0.5) / _STEPS, 1 - 2**-53)


def normal(key: str, index: int) -> float:
    """Return a number of the standard normal distribution."""
    return _BELL.inv_cdf(uniform(key, index))


def swell(key: str, second: float, period_s: float) -> float:
    """Return a number between 0 and 1 that changes smoothly, with a new goal every period."""
    index, share = divmod(second / period_s, 1)
    before, after = uniform(key, int(index)), uniform(key, int(index) + 1)
    return before + (after - before) * share


def octets(key: str, count: int) -> bytes:
    """Return so many bytes without meaning."""
    return shake_128(key.encode()).digest(count)
