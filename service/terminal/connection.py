"""Connection: one WebSocket to a gateway, opened, refused or closed."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec

from contracts.generated.catalog import CLOSE_CODES
from service.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.terminal.address import Address

__all__ = ["Closed", "Connection", "Refused", "Unreachable", "connected"]

CONNECT_S = 10.0
HEARTBEAT_S = 20.0
"""Between two pings: a gateway that vanished without a word is missed after half of it more."""
PROBLEM_BYTES = 4096
"""As much of the body of a refusal is read."""
MISSES = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
"""Refusals of the client that may be over soon."""

CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "host not found"),
    (aiohttp.ClientConnectorCertificateError, "its certificate is not trusted"),
    (aiohttp.ClientSSLError, "it speaks no TLS"),
    (aiohttp.ServerDisconnectedError, "the connection was closed"),
)
CODES = {code.code: code for code in CLOSE_CODES.values()}


@dataclass(eq=False)
class Unreachable(GatewayError):
    """Nobody answers, or what answers breaks off."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class Refused(GatewayError):
    """An HTTP answer in place of a WebSocket."""

    status: int
    detail: str
    """In the gateway's words, where it has any."""
    retry_after_s: float | None = None

    def __str__(self) -> str:
        return f"HTTP {self.status}: {self.detail}"

    @property
    def is_final(self) -> bool:
        """Whether asking again is no use."""
        return self.status < HTTPStatus.INTERNAL_SERVER_ERROR and self.status not in MISSES


@dataclass(eq=False)
class Closed(GatewayError):
    """The gateway closed the connection, or it broke."""

    code: int | None
    """None: there was no close frame."""

    def __str__(self) -> str:
        if self.code is None:
            return "the connection was lost"
        known = CODES.get(self.code)
        return f"closed with {self.code}" + (f": {known.description.rstrip('.')}" if known else "")

    @property
    def is_final(self) -> bool:
        """Whether the contract forbids to connect again."""
        known = CODES.get(self.code or 0)
        return known is not None and not known.may_reconnect


class Connection:
    """Sends commands and receives frames."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, **command: Any) -> None:
        """Give a command. Raises Closed."""
        try:
            await self._socket.send_json(command)
        except (ConnectionError, aiohttp.ClientError) as error:
            raise Closed(self._socket.close_code) from error

    async def receive(self) -> tuple[str, dict[str, Any]]:
        """Return the next frame as it came, and read. Raises Closed, or GatewayError for what is no frame."""
        message = await self._socket.receive()
        if message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING}:
            raise Closed(_code(self._socket.close_code))
        if message.type is aiohttp.WSMsgType.ERROR:
            raise Closed(None)
        if message.type is aiohttp.WSMsgType.TEXT and (event := _read(message.data)) is not None:
            return message.data, event
        raise GatewayError("what answers there is no gateway: it sends what the contract does not know")


@asynccontextmanager
async def connected(address: Address, path: str, token: str | None) -> AsyncIterator[Connection]:
    """Connect. Raises Unreachable or Refused; the block may raise Closed."""
    headers = {"User-Agent": f"crypto-gateway/{version('crypto-gateway')}"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    async with aiohttp.ClientSession(raise_for_status=_refuse) as session:
        try:
            async with asyncio.timeout(CONNECT_S):
                socket = await session.ws_connect(address.socket(path), headers=headers, heartbeat=HEARTBEAT_S)
        except TimeoutError as error:
            raise Unreachable(f"no answer within {CONNECT_S:g} s") from error
        except aiohttp.WSServerHandshakeError as error:
            raise Refused(error.status, "it speaks no WebSocket there") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(_cause(error)) from error
        async with socket:
            yield Connection(socket)


def _read(text: str) -> dict[str, Any] | None:
    try:
        event = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, ValueError):
        return None
    is_event = isinstance(event.get("data"), dict) and all(
        isinstance(event.get(key), str) for key in ("service", "type")
    )
    return event if is_event else None


async def _refuse(response: aiohttp.ClientResponse) -> None:
    """Raise what the body of a refusal says (RFC 9457); the library's own error would not have it."""
    if response.status < HTTPStatus.BAD_REQUEST:
        return
    detail = ""
    try:
        problem = msgspec.json.decode(await response.content.read(PROBLEM_BYTES), type=dict[str, Any])
        detail = str(problem.get("detail", ""))
    except (msgspec.DecodeError, ValueError):
        pass
    raise Refused(response.status, detail or response.reason or "refused", _seconds(response))


def _seconds(response: aiohttp.ClientResponse) -> float | None:
    """Read Retry-After; its other form, a date, is no use where clocks differ."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _code(code: int | None) -> int | None:
    """Return the code of a close frame; 1005 and 1006 say that there was none (RFC 6455 §7.4.1)."""
    return None if code in (None, 1005, 1006) else code


def _cause(error: Exception) -> str:
    for kind, text in CAUSES:
        if isinstance(error, kind):
            return text
    system = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    number = system.errno if isinstance(system, OSError) else None
    return os.strerror(number).lower() if number else "no connection"
