"""TLS: the certificate that the server shows."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Certificate", "certificate"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two PEM files."""

    chain: Path
    key: Path


def certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    """Check that two files belong together before a server is started with them; None when there are none.

    Raises ConfigurationError when one is missing, or they will not do.
    """
    if chain is None and key is None:
        return None
    if chain is None or key is None:
        missing = "GATEWAY_TLS_CERT" if chain is None else "GATEWAY_TLS_KEY"
        raise ConfigurationError(missing, "a certificate and its key are needed together", "give both, or none")
    for setting, path in (("GATEWAY_TLS_CERT", chain), ("GATEWAY_TLS_KEY", key)):
        if not path.is_file():
            raise ConfigurationError(setting, f"there is no file {path}")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(chain, key)
    except (ssl.SSLError, OSError) as error:
        raise ConfigurationError(
            "GATEWAY_TLS_CERT", f"{chain} and {key} cannot be used together: {_reason(error)}"
        ) from error
    return Certificate(chain, key)


def _reason(error: OSError) -> str:
    return getattr(error, "reason", None) or error.strerror or "not PEM"
