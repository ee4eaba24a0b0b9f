"""Index: what the package exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.sdk.typescript.text import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.sdk.typescript.channel import Channel

__all__ = ["EXPORTED", "render"]

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "client.js": ("GatewayClient",),
    "errors.js": ("CommandError",),
    "runtime/errors.js": (
        "CommandTimeout",
        "ConnectionClosed",
        "ConnectionLost",
        "GatewayError",
        "MessageTooBig",
        "UnexpectedReply",
    ),
}
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint.js": ("ErrorCode", "GatewayEvent", "Replies", "ServiceName", "Update", "Updates"),
    "runtime/backoff.js": ("Backoff",),
    "runtime/events.js": ("Silence", "StateChange"),
    "runtime/options.js": ("ClientOptions",),
    "runtime/socket.js": ("Socket", "SocketConstructor"),
}

EXPORTED: Final = frozenset(name for names in (*_VALUES.values(), *_TYPES.values()) for name in names)
"""What no schema may be called."""


def render(channel: Channel) -> str:
    """Return the module."""
    parts = (
        f"/** A client of `{channel.endpoint.path}`. */\n\n",
        *(names("export", listed, f"./{module}") for module, listed in _VALUES.items()),
        *(names("export type", listed, f"./{module}") for module, listed in _TYPES.items()),
        'export type * from "./models.js";\n',
    )
    return "".join(parts)
