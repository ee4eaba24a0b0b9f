"""Where to listen, checked before the server is started, so that a mistake costs one readable line."""

from __future__ import annotations

import errno
import os
import socket

from service.errors import ConfigurationError

__all__ = ["listening_address"]


def listening_address(host: str, port: int) -> str:
    """Return the IP address of a host name once it is certain that the port is free there.

    Raises ConfigurationError when the name is unknown, the address is not ours, or the port is taken or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ConfigurationError(
            "GATEWAY_HOST", f"there is no address for {host!r}", "use an address such as 127.0.0.1 or 0.0.0.0"
        ) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _refusal(error, host, port) from error
    return str(address[0])


def _refusal(error: OSError, host: str, port: int) -> ConfigurationError:
    match error.errno:
        case errno.EADDRINUSE:
            return ConfigurationError(
                "GATEWAY_PORT", f"port {port} is taken", "stop what uses it or choose another with --port"
            )
        case errno.EACCES:
            return ConfigurationError(
                "GATEWAY_PORT", f"port {port} is not allowed", "choose one above 1023 with --port"
            )
        case errno.EADDRNOTAVAIL:
            return ConfigurationError(
                "GATEWAY_HOST", f"{host} is not an address of this machine", "use 127.0.0.1 or 0.0.0.0"
            )
        case _:
            reason = os.strerror(error.errno or 0)
            return ConfigurationError("GATEWAY_PORT", f"cannot listen on {host}:{port} ({reason})")
