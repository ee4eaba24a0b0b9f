"""Admission: how many may come in, in all and from one address."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import TYPE_CHECKING, Literal

from service.gateway.bucket import Bucket

if TYPE_CHECKING:
    from contracts.generated.catalog import Limits

__all__ = ["Admission", "TooMany", "origin_of"]

SITE_BITS = 64
"""What one customer is given of IPv6 (RFC 6177 §2); all its addresses count as one."""
RETRY_S = 5
"""When to try again where nobody knows when somebody leaves."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """Why somebody may not come in."""

    kind: Literal["gateway is full", "connections from this address", "handshakes from this address"]
    limit: int
    retry_after_s: int


class Admission:
    """Counts connections and handshakes."""

    def __init__(self, limits: Limits, max_connections: int) -> None:
        self._limits = limits
        self._max_connections = max_connections
        self._total = 0
        self._connections: dict[str, int] = {}
        self._handshakes: dict[str, Bucket] = {}
        self._most_buckets = limits.connections_per_address

    @property
    def total(self) -> int:
        """How many are in."""
        return self._total

    def enter(self, address: str, now: float) -> TooMany | None:
        """Let somebody in, or say why not. Whoever was let in has to leave."""
        limits = self._limits
        if (too_often := self.knock(address, now)) is not None:
            return too_often
        if self._connections.get(address, 0) >= limits.connections_per_address:
            return TooMany("connections from this address", limits.connections_per_address, RETRY_S)
        if self._total >= self._max_connections:
            return TooMany("gateway is full", self._max_connections, RETRY_S)
        self._total += 1
        self._connections[address] = self._connections.get(address, 0) + 1
        return None

    def knock(self, address: str, now: float) -> TooMany | None:
        """Count somebody who wants to be judged, or say why not."""
        handshakes = self._bucket(address, now)
        if handshakes.take(now):
            return None
        wait_s = ceil(handshakes.wait_s(now))
        return TooMany("handshakes from this address", self._limits.handshakes_per_s, wait_s)

    def leave(self, address: str) -> None:
        """Let somebody out that was let in."""
        self._total -= 1
        self._connections[address] -= 1
        if not self._connections[address]:
            del self._connections[address]

    def _bucket(self, address: str, now: float) -> Bucket:
        """Return the bucket of an address. Full ones are forgotten from time to time: they say nothing."""
        bucket = self._handshakes.get(address)
        if bucket is None:
            if len(self._handshakes) >= self._most_buckets:
                self._handshakes = {who: each for who, each in self._handshakes.items() if not each.is_full(now)}
                self._most_buckets = 2 * len(self._handshakes) + self._limits.connections_per_address
            bucket = Bucket(self._limits.handshakes_per_s, self._limits.handshakes_at_once, now)
            self._handshakes[address] = bucket
        return bucket


def origin_of(address: str) -> str:
    """Return what an address is counted as: itself, or the site of an IPv6 address.

    An IPv4 address that is written as an IPv6 one is itself again. What is no address counts as it is.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> SITE_BITS << SITE_BITS))
