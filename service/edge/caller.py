"""Caller: the address that somebody calls from."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from service.edge.headers import listed
from service.gateway.admission import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from ipaddress import IPv4Network, IPv6Network

__all__ = ["caller", "is_local"]


def caller(scope: Mapping[str, Any], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return the address that limits count.

    It is the peer's, unless that is a trusted proxy: then it is the last address of `X-Forwarded-For` that is none.
    What stands before that one may be invented.
    """
    address = _peer(scope)
    for hop in reversed(listed(scope, "x-forwarded-for")):
        if not _within(address, trusted):
            break
        address = hop
    return origin_of(address)


def is_local(scope: Mapping[str, Any]) -> bool:
    """Whether somebody calls from this machine itself, and not through a proxy on it."""
    try:
        loops_back = ip_address(origin_of(_peer(scope))).is_loopback
    except ValueError:
        return False
    return loops_back and not listed(scope, "x-forwarded-for") and not listed(scope, "forwarded")


def _peer(scope: Mapping[str, Any]) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in networks)
