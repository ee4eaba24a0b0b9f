"""Sightings of whales, as the tests of their window need them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from service.handlers.sightings import Sighting
from service.providers.transfers import Transfer
from tests.fakes.clock import START

__all__ = ["sighting"]


def sighting(
    hash_: str = "0xa", usd: float = 2e6, *, ago_s: float = 10.0, source: str = "publicnode_ethereum", **changes: Any
) -> Sighting:
    """Make the sighting of a transfer of USDT on Ethereum."""
    fields: dict[str, Any] = {"chain": "ethereum", "asset": "USDT", "amount": usd, "index": 0}
    at = START - timedelta(seconds=ago_s)
    return Sighting(Transfer(hash=hash_, at=at, **{**fields, **changes}), usd, at, source)
