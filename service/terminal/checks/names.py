"""Names: whether the DNS is there, and whether it tells the truth."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from service.providers.reach import is_public
from service.terminal.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.catalog import Catalog
    from service.terminal.finding import State

__all__ = ["REBOUND", "judge", "names"]

SUBJECT = "DNS"
ASK_S = 5.0
SAMPLE = 3
"""So many names are looked up: each holds a thread of the system's resolver."""
SECURE_PORT = 443
REBOUND = "set GATEWAY_PROVIDER_<ID>_URL to its https address, which may then lead anywhere"
"""What helps where the addresses of a filter or a proxy stand in for those of the internet."""


async def names(catalog: Catalog) -> Finding:
    """Look up the names of a few providers."""
    public = [provider for provider in catalog.providers.values() if provider.reach == "public"]
    hosts = dict.fromkeys(urlsplit(provider.url).hostname or "" for provider in public)
    sample = [host for host in hosts if not _is_address(host)][:SAMPLE]
    if not sample:
        return Finding(SUBJECT, "well", "not needed: every provider has an address of your own choice")
    found = await asyncio.gather(*(_look_up(host) for host in sample))
    return judge(dict(zip(sample, found, strict=True)))


def judge(addresses: Mapping[str, Sequence[str]]) -> Finding:
    """Judge the addresses of each name, none where it was not found."""
    missing = [host for host, found in addresses.items() if not found]
    if missing:
        remedy = "look at /etc/resolv.conf and at the network of this machine or container"
        state: State = "ill" if len(missing) == len(addresses) else "note"
        return Finding(SUBJECT, state, f"no address for {', '.join(missing)}", remedy)
    private = [host for host, found in addresses.items() if not any(is_public(address) for address in found)]
    if private:
        problem = f"public names lead to private addresses, which are refused: {', '.join(private)}"
        return Finding(SUBJECT, "note", problem, f"use another resolver, or {REBOUND}")
    return Finding(SUBJECT, "well", f"{', '.join(addresses)} found")


async def _look_up(host: str) -> Sequence[str]:
    try:
        async with asyncio.timeout(ASK_S):
            found = await asyncio.get_running_loop().getaddrinfo(host, SECURE_PORT, type=socket.SOCK_STREAM)
    except (TimeoutError, OSError, UnicodeError):
        return ()
    return [str(address[0]) for *_, address in found]


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
