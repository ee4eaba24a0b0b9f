"""The door to aiohttp: one request, bounded in time and size."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from service.errors import ProviderPayloadError, ProviderRefused, ProviderTimeout, ProviderUnavailable
from service.providers.http import Answer
from service.providers.reach import REACHES, OutOfReach, opener

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from service.clock import Clock
    from service.errors import ProviderError
    from service.providers.http import Request
    from service.providers.reach import Reach

__all__ = ["MAX_BYTES", "HttpTransport", "Transport"]

MAX_BYTES = 1_048_576
"""The longest body that is read when nobody says otherwise, after decompression."""
CHUNK_BYTES = 65_536
JSON = MappingProxyType({"Content-Type": "application/json"})

CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "host not found"),
    (aiohttp.ClientConnectorCertificateError, "certificate not trusted"),
    (aiohttp.ClientSSLError, "no TLS"),
    (aiohttp.ClientConnectorError, "no connection"),
    (aiohttp.ClientPayloadError, "broken answer"),
    (aiohttp.ClientResponseError, "broken answer"),
    (aiohttp.ServerDisconnectedError, "connection closed"),
)
"""The first class that fits counts. The library's own texts hold addresses and parts of the answer."""


class Transport(Protocol):
    """How requests leave the house."""

    async def ask(
        self,
        provider: str,
        url: str,
        request: Request,
        *,
        headers: Mapping[str, str],
        timeout_s: float,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Ask below the base URL `url` and return the whole answer, whatever its status.

        Raises ProviderTimeout, ProviderUnavailable, ProviderRefused when the address is out of the provider's reach,
        or ProviderPayloadError when the body is longer than `max_bytes`.
        """


class HttpTransport:
    """A Transport over the network, with one pool of connections for each reach. Use it as an async context manager.

    `reaches`: by provider id; who is not named is asked at addresses of the internet only.

    It follows no redirects, keeps no cookies and reads no proxy settings. `timeout_s` is real time: the network
    keeps its pace when the gateway's clock runs fast.
    """

    def __init__(self, *, clock: Clock, version: str, reaches: Mapping[str, Reach] = MappingProxyType({})) -> None:
        self._clock = clock
        self._version = version
        self._reaches = reaches
        self._sessions: dict[Reach, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        self._sessions = {reach: self._session(reach) for reach in REACHES}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions = {}

    async def ask(
        self,
        provider: str,
        url: str,
        request: Request,
        *,
        headers: Mapping[str, str],
        timeout_s: float,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Ask, as Transport says."""
        if not self._sessions:
            raise RuntimeError("HttpTransport is used outside of its context")
        started = self._clock.monotonic()
        try:
            async with (
                asyncio.timeout(timeout_s),
                self._sessions[self._reaches.get(provider, "public")].request(
                    "GET" if request.body is None else "POST",
                    _address(url, request),
                    data=request.body,
                    headers={**({} if request.body is None else JSON), **dict(request.headers), **headers},
                    allow_redirects=False,
                ) as response,
            ):
                body = await _read(response.content, max_bytes)
        except TimeoutError as error:
            raise ProviderTimeout(provider, f"no whole answer within {timeout_s:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            # Without its cause: the library's errors hold the address and the headers, and so the key.
            raise _failure(provider, error) from None
        if body is None:
            raise ProviderPayloadError(provider, f"larger than {max_bytes} bytes")
        return Answer(response.status, _fold(response), body, (self._clock.monotonic() - started) * 1000)

    def _session(self, reach: Reach) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=64, limit_per_host=8, ttl_dns_cache=60, socket_factory=opener(reach)),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"crypto-gateway/{self._version}", "Accept": "application/json"},
            timeout=aiohttp.ClientTimeout(total=None),
        )


async def _read(content: aiohttp.StreamReader, max_bytes: int) -> bytes | None:
    """Return the body, or None as soon as it is too long: a gzip bomb costs one chunk."""
    body = bytearray()
    async for chunk in content.iter_chunked(CHUNK_BYTES):
        body += chunk
        if len(body) > max_bytes:
            return None
    return bytes(body)


def _address(url: str, request: Request) -> URL:
    """Join; encoded here once and for all, because the library would decide anew which characters to escape."""
    query = f"?{urlencode(request.query)}" if request.query else ""
    return URL(url.rstrip("/") + request.path + query, encoded=True)


def _fold(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Return the headers with names in lower case, and repeated ones as one list, as RFC 9110 §5.3 has it."""
    folded: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        folded[key] = f"{folded[key]}, {value}" if key in folded else value
    return folded


def _failure(provider: str, error: Exception) -> ProviderError:
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, OutOfReach):
        return ProviderRefused(provider, str(error.os_error.strerror))
    cause = next((text for kind, text in CAUSES if isinstance(error, kind)), "connection broken")
    return ProviderUnavailable(provider, cause)
