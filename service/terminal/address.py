"""Address: where a gateway is, as a person writes it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from contracts.generated.catalog import ENDPOINTS
from service.errors import ConfigurationError

__all__ = ["DEFAULT", "Address", "read_address"]

DEFAULT = "http://127.0.0.1:7860"
SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@dataclass(frozen=True, slots=True)
class Address:
    """A gateway. Behind a proxy it may have a path of its own."""

    origin: str
    """Such as `http://127.0.0.1:7860`, without a slash at its end."""

    def resource(self, path: str) -> str:
        """Return where a REST resource is."""
        return self.origin + path

    def socket(self, path: str) -> str:
        """Return where a WebSocket is."""
        return f"ws{self.origin.removeprefix('http')}{path}"

    def __str__(self) -> str:
        return self.origin


def read_address(url: str) -> Address:
    """Read an address with one of the schemes http, https, ws, wss. Raises ConfigurationError."""
    try:
        parts = urlsplit(url)
        scheme, host, _ = SCHEMES.get(parts.scheme), parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError("--url", "it is no address", f"write it like {DEFAULT}") from error
    if scheme is None or not host or not url.isprintable() or " " in url:
        raise ConfigurationError("--url", f"{url!r} is no http or ws address", f"write it like {DEFAULT}")
    if "@" in parts.netloc or parts.query or parts.fragment:
        # Not shown: it may hold a password.
        raise ConfigurationError("--url", "it holds more than an address", "give a token with --token")
    path = parts.path.rstrip("/")
    if path in ENDPOINTS:
        raise ConfigurationError("--url", f"{path} is not a part of it", f"give it with --endpoint {path}")
    return Address(f"{scheme}://{parts.netloc}{path}")
