"""Options of the listening socket; those that it accepts inherit them."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from service.edge.kernel import SocketsUnknown, sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_listening", "tune"]

DESCRIPTORS = Path("/proc/self/fd")
IDLE_S, INTERVAL_S, PROBES = 10, 5, 2
"""Keepalive: whoever vanishes without a word is found after 10 + 2 · 5 s."""
SEND_BUFFER_BYTES = 32_768
"""Of each client, in the kernel, which doubles it. By itself it takes megabytes before the server notices anything."""

_log = structlog.get_logger(__name__)


def is_listening(port: int) -> bool:
    """Whether this process listens on a port. True where that cannot be found out."""
    try:
        found = list(_listening(port))
    except (OSError, AttributeError):
        return True
    for each in found:
        each.close()
    return bool(found)


def tune(port: int, stall_s: float) -> bool:
    """Set the options of the socket that listens on a port, whoever holds it in this process. False if that fails.

    TCP_USER_TIMEOUT resets clients that live and do not read, and takes the place of the number of probes. It is set
    only where the kernel does not tell of its sockets, to `stall_s`: it then judges in place of the watch.
    """
    user_timeout_s = 0.0 if _is_told(port) else stall_s
    try:
        found = list(_listening(port))
        for each in found:
            with each:
                _set(each, user_timeout_s)
    except (OSError, AttributeError) as error:
        _log.warning("listening socket keeps the options of the system", reason=str(error))
        return False
    if not found:
        _log.warning("listening socket keeps the options of the system", reason=f"nobody listens on port {port}")
    return bool(found)


def _is_told(port: int) -> bool:
    try:
        for _ in sockets(port):
            pass
    except SocketsUnknown:
        return False
    return True


def _listening(port: int) -> Iterator[socket.socket]:
    """Find the listening sockets of a port among the descriptors; each comes as a copy that is to be closed."""
    for descriptor in DESCRIPTORS.iterdir():
        if (copy := _copy(int(descriptor.name))) is None:
            continue
        if _listens(copy, port):
            yield copy
        else:
            copy.close()


def _copy(descriptor: int) -> socket.socket | None:
    """Open a socket a second time. None for what is no socket, or has been closed by now."""
    try:
        copy = os.dup(descriptor)
    except OSError:
        return None
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return None


def _listens(candidate: socket.socket, port: int) -> bool:
    if candidate.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    is_listening = candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    return bool(is_listening) and candidate.getsockname()[1] == port


def _set(listening: socket.socket, user_timeout_s: float) -> None:
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_S)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, INTERVAL_S)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(user_timeout_s * 1000))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
