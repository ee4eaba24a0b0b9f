"""Issuer: where the keys are that prove tokens, asked over HTTP."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from service.access.signature import read_keys
from service.errors import AccessUnknown, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.signature import Key

__all__ = ["MAX_BYTES", "TIMEOUT_S", "Issuer", "check_url"]

TIMEOUT_S = 3.0
"""Shorter than the door waits for a judgement, so that whoever waits hears why."""
MAX_BYTES = 262_144
"""The longest key set that is read, after decompression."""
CHUNK_BYTES = 16_384


class Issuer:
    """Asks one address for a JWK set. Implements service.access.keys.Source.

    Each time on a connection of its own, for it is asked every few minutes at most. It follows no redirects, keeps no
    cookies and reads no proxy settings.
    """

    def __init__(self, url: str) -> None:
        self._url = URL(url, encoded=True)

    async def fetch(self) -> Mapping[str, Key]:
        """Return the issuer's public keys by their id. Raises AccessUnknown when it does not give them in time."""
        try:
            async with (
                asyncio.timeout(TIMEOUT_S),
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(self._url, headers={"Accept": "application/json"}, allow_redirects=False) as response,
            ):
                if response.status != HTTPStatus.OK:
                    raise AccessUnknown(f"the issuer answered with HTTP {response.status}")
                body = await _read(response.content)
        except TimeoutError as error:
            raise AccessUnknown(f"the issuer gave no whole answer within {TIMEOUT_S:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise AccessUnknown(f"the issuer cannot be asked ({type(error).__name__})") from error
        try:
            return read_keys(body)
        except (TypeError, ValueError) as error:
            raise AccessUnknown("the issuer answered with something else than a key set") from error


async def _read(content: aiohttp.StreamReader) -> bytes:
    body = bytearray()
    async for chunk in content.iter_chunked(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BYTES:
            raise AccessUnknown(f"the issuer's key set is larger than {MAX_BYTES} bytes")
    return bytes(body)


def check_url(setting: str, url: str) -> str:
    """Return the address. Raises ConfigurationError when keys from there could be anybody's."""
    remedy = "write it like https://issuer.example/.well-known/jwks.json"
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and not parts.fragment and parts.username is None
    except ValueError as error:
        raise ConfigurationError(setting, "not a URL", remedy) from error
    if not is_whole or not url.isascii() or not url.isprintable() or " " in url:
        raise ConfigurationError(setting, "not a URL with a host, without user and fragment", remedy)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        raise ConfigurationError(setting, "whoever is on the way could change the keys", remedy)
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
