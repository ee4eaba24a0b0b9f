"""What the kernel knows of the sockets of our port, asked over NETLINK_SOCK_DIAG.

No privilege is needed, and no descriptor: the server keeps those to itself. The kernel tells of all sockets in one dump
(sock_diag(7)), in datagrams of some eighty; numbers are in the machine's byte order, ports in that of the network.
"""

from __future__ import annotations

import os
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from service.errors import GatewayError
from service.gateway.watch import SocketState

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Peer", "SocketsUnknown", "peer_of", "sockets"]

Peer: TypeAlias = tuple[bytes, int]
"""Packed address and port of the other end. An IPv4 address is itself where IPv6 is spoken, too."""

DATAGRAM_BYTES = 32_768
"""The most that the kernel fills at once: eighty sockets, in half a millisecond."""
NETLINK_SOCK_DIAG = 4
SOCK_DIAG_BY_FAMILY = 20
NLM_F_REQUEST_DUMP = 0x301
NLMSG_ERROR, NLMSG_DONE = 2, 3
ESTABLISHED, CLOSE_WAIT = 1, 8
INET_DIAG_INFO = 2
MAPPED = bytes(10) + b"\xff\xff"
"""In front of an IPv4 address that is written as an IPv6 one (RFC 4291 §2.5.5.2)."""

HEADER = struct.Struct("=IHHII")
"""nlmsghdr: length, type, flags, sequence, port."""
REQUEST = struct.Struct("=BBBxI")
"""inet_diag_req_v2 up to the address: family, protocol, extensions, states."""
LOCAL = struct.Struct("!H46x")
"""inet_diag_sockid of which only our own port matters."""
SOCKET = struct.Struct("=B5xH16x16s16xII8x")
"""inet_diag_msg: family, port and address of the other end, bytes not read, bytes not acknowledged."""
ERROR = struct.Struct("=i")
ATTRIBUTE = struct.Struct("=HH")
INFO = struct.Struct("=2xB53xI60xQQ")
"""tcp_info: retransmits, milliseconds since an acknowledgement, bytes acknowledged, bytes received (RFC 4898)."""


@dataclass(eq=False)
class SocketsUnknown(GatewayError):
    """The kernel does not tell of its sockets: it is another system, an old one, or one where that is forbidden."""

    reason: str

    def __str__(self) -> str:
        return self.reason


def peer_of(address: str, port: int) -> Peer | None:
    """Return whom an address and a port stand for, None when that is no IP address."""
    try:
        if ":" in address:
            return _unmapped(socket.inet_pton(socket.AF_INET6, address)), port
        return socket.inet_pton(socket.AF_INET, address), port
    except OSError:
        return None


def sockets(port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
    """List the open sockets of a local port, some eighty at a time, so that a loop can do other things between.

    One that opens or closes meanwhile may be missing. Raises SocketsUnknown.
    """
    try:
        for family in (socket.AF_INET, socket.AF_INET6):
            yield from _dump(family, port)
    except AttributeError as error:
        raise SocketsUnknown("this system has no netlink") from error
    except OSError as error:
        raise SocketsUnknown(os.strerror(error.errno or 0)) from error
    except struct.error as error:
        raise SocketsUnknown("this kernel counts no bytes") from error


def _dump(family: int, port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG) as kernel:
        # The kernel fills a datagram when the one before is taken: there always is one.
        kernel.settimeout(0)
        kernel.send(_request(family, port))
        while True:
            found, is_done = _parse(kernel.recv(DATAGRAM_BYTES))
            yield found
            if is_done:
                return


def _request(family: int, port: int) -> bytes:
    states = 1 << ESTABLISHED | 1 << CLOSE_WAIT
    body = REQUEST.pack(family, socket.IPPROTO_TCP, 1 << (INET_DIAG_INFO - 1), states) + LOCAL.pack(port)
    return HEADER.pack(HEADER.size + len(body), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST_DUMP, 1, 0) + body


def _parse(datagram: bytes) -> tuple[list[tuple[Peer, SocketState]], bool]:
    """Return the sockets of a datagram, and whether it is the last."""
    found: list[tuple[Peer, SocketState]] = []
    offset = 0
    while offset < len(datagram):
        size, kind, *_ = HEADER.unpack_from(datagram, offset)
        body, end = offset + HEADER.size, offset + size
        if kind == NLMSG_DONE:
            return found, True
        if kind == NLMSG_ERROR:
            raise OSError(-ERROR.unpack_from(datagram, body)[0], "netlink")
        found.append(_socket(datagram, body, end))
        offset = _aligned(end)
    return found, False


def _socket(datagram: bytes, body: int, end: int) -> tuple[Peer, SocketState]:
    family, port, address, unread, unsent = SOCKET.unpack_from(datagram, body)
    packed = address[:4] if family == socket.AF_INET else _unmapped(address)
    retransmits, silent_ms, acked, received = _info(datagram, body + SOCKET.size, end)
    state = SocketState(unsent, acked, received, unread, retransmits, silent_ms / 1000)
    return (packed, socket.ntohs(port)), state


def _info(datagram: bytes, offset: int, end: int) -> tuple[int, int, int, int]:
    """Find tcp_info among the attributes. Raises struct.error where it is missing or too short."""
    while offset < end:
        size, kind = ATTRIBUTE.unpack_from(datagram, offset)
        if kind == INET_DIAG_INFO:
            retransmits, silent_ms, acked, received = INFO.unpack(
                datagram[offset + ATTRIBUTE.size : offset + size][: INFO.size]
            )
            return retransmits, silent_ms, acked, received
        offset += _aligned(size)
    raise struct.error("no tcp_info")


def _unmapped(address: bytes) -> bytes:
    return address.removeprefix(MAPPED)


def _aligned(size: int) -> int:
    """Round up to where netlink puts what follows."""
    return (size + 3) & ~3
