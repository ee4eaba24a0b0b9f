"""Descriptors: as many open files as the clients need."""

from __future__ import annotations

import resource

import structlog

__all__ = ["make_room"]

RESERVE = 200
"""For the archive, providers, requests, and whoever is being refused."""

_log = structlog.get_logger(__name__)


def make_room(max_connections: int) -> int:
    """Raise this process's limit of open files as far as the clients need and the system allows; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = max_connections + RESERVE
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return soft
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if allowed > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < needed:
        _log.warning(
            "fewer open files are allowed than there may be clients",
            open_files=allowed,
            max_connections=max_connections,
            remedy="raise the hard limit (ulimit -Hn), or lower GATEWAY_MAX_CONNECTIONS",
        )
    return max(soft, allowed)
