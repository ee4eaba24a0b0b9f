"""Reach: which addresses a request may connect to.

A name in the DNS is not ours: it may be made to lead to a router, to a database beside us, or to the address at which
a cloud hands out credentials. So it is the address that is judged, each time, when a socket is opened for it; what a
name led to a moment ago, and how an address was written, then do not matter.
"""

from __future__ import annotations

import errno
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REACHES", "AddressInfo", "OutOfReach", "Reach", "is_public", "opener"]

Reach: TypeAlias = Literal["public", "private", "any"]
"""Addresses of the internet, all others, or all."""
REACHES: Final[tuple[Reach, ...]] = ("public", "private", "any")

AddressInfo: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
"""Family, type, protocol, canonical name and socket address, as `socket.getaddrinfo` has them."""

# Not what `ipaddress` says: its tables change from one Python to the next.
_SPECIAL_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # where Azure's machines find their platform
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNICAST_V6: Final = IPv6Network("2000::/3")
_SPECIAL_V6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them, which carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries one too
        "3fff::/20",
    )
)
_EMBEDDING: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0/96"))
"""NAT64 (RFC 6052) and mapped addresses (RFC 4291 §2.5.5.2): the last 32 bits are the IPv4 address that is meant."""


class OutOfReach(OSError):
    """An address that a request may not connect to. Its text does not hold the address."""

    def __init__(self, reach: Reach) -> None:
        kind = "no public address" if reach == "public" else "plain http over the internet"
        super().__init__(errno.EACCES, kind)


def is_public(address: str) -> bool:
    """Return whether an IP address, which may have a zone, is one of the internet and of a single host.

    Raises ValueError for anything else.

    Source: IANA's registries of special-purpose addresses (RFC 6890) and of IPv6 address space (2025-10).
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_V4)
    if any(ip in network for network in _EMBEDDING):
        return is_public(str(IPv4Address(int(ip) & 0xFFFF_FFFF)))
    return ip in _UNICAST_V6 and not any(ip in network for network in _SPECIAL_V6)


def opener(reach: Reach) -> Callable[[AddressInfo], socket.socket]:
    """Return what opens a socket for an address within reach, and raises OutOfReach for another one."""

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if reach != "any" and is_public(address[0]) is not (reach == "public"):
            raise OutOfReach(reach)
        return socket.socket(family, kind, protocol)

    return open_socket
