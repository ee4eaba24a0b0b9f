"""Port: free for a gateway, or a gateway's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from service.edge.address import listening_address
from service.errors import ConfigurationError
from service.terminal.finding import Finding

if TYPE_CHECKING:
    from service.settings import Settings

__all__ = ["port"]

ASK_S = 3.0
BODY_BYTES = 4096
STATES = ("ready", "starting", "draining")
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  where one asks when somebody listens everywhere


async def port(settings: Settings) -> Finding:
    """Try whether a gateway could listen there, and ask who does where it could not."""
    place = f"{settings.host}:{settings.port}"
    try:
        listening_address(settings.host, settings.port)
    except ConfigurationError as error:
        if error.setting != "GATEWAY_PORT":
            return Finding("port", "ill", f"{error.setting}: {error.problem}", error.remedy)
        if (state := await _state(settings)) is not None:
            return Finding("port", "well", f"a gateway answers at {place}, and is {state}")
        return Finding("port", "ill", f"{error.problem} on {settings.host}, and no gateway answers there", error.remedy)
    return Finding("port", "well", f"{place} is free")


async def _state(settings: Settings) -> str | None:
    """Ask for the readiness. A certificate may be for another name than the one asked here."""
    scheme = "http" if settings.tls_cert is None else "https"
    host = ANYWHERE.get(settings.host, settings.host)
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}/health/ready"
    try:
        async with asyncio.timeout(ASK_S), aiohttp.ClientSession() as session, session.get(url, ssl=False) as answer:
            state = msgspec.json.decode(await answer.content.read(BODY_BYTES), type=dict[str, object]).get("status")
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError, msgspec.DecodeError):
        return None
    return str(state) if state in STATES else None
