"""Caller: the address that somebody calls from."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from service.edge.headers import listed
from service.gateway.admission import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

__all__ = ["caller", "is_local"]


def caller(scope: Mapping[str, Any], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return the address that limits count.

    It is the peer's, unless that is a trusted proxy: then it is the last address of `X-Forwarded-For` that is none.
    What stands before that one may be invented.
    """
    address = _peer(scope)
    if _within(address, trusted):
        for hop in reversed(listed(scope, "x-forwarded-for")):
            address = _without_port(hop)
            if not _within(address, trusted):
                break
    return origin_of(address)


def is_local(scope: Mapping[str, Any]) -> bool:
    """Whether somebody calls from this machine itself, and not through a proxy on it."""
    address = _parsed(_peer(scope))
    loops_back = address is not None and address.is_loopback
    return loops_back and not listed(scope, "x-forwarded-for") and not listed(scope, "forwarded")


def _peer(scope: Mapping[str, Any]) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _without_port(hop: str) -> str:
    """Take off the port that some proxies write too: each connection would count as a caller of its own."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    host, colon, _ = hop.partition(":")
    return host if colon and _parsed(hop) is None else hop


def _within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    if not networks:
        return False
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Read an address; an IPv4 one that is written as an IPv6 one is itself again."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
