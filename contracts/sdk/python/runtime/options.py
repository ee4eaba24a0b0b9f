"""Options: how patient a client is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ssl import SSLContext

__all__ = ["Options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a client may be told beside the address of the gateway."""

    connect_timeout_s: float | None = 30.0
    """How long entering the client tries to connect before it raises ConnectionEnded; None is for ever."""
    open_timeout_s: float = 10.0
    """How long one attempt may take, subscriptions included."""
    command_timeout_s: float = 10.0
    """How long a command waits for its reply, reconnecting included."""
    backoff_base_s: float = 0.5
    """After n failed attempts in a row the client waits at random, up to this times 2 to the power of n."""
    backoff_cap_s: float = 30.0
    """The longest such wait. A connection that lasted longer than this begins a new row."""
    patience: float = 3.0
    """A service is stale when it was silent for so many of its intervals."""
    interval_scale: float = 1.0
    """What the gateway's `--interval-scale` is, if it was started with one."""
    probe_timeout_s: float = 5.0
    """How long a gateway that has become silent may take to answer a `ping`."""
    ping_interval_s: float | None = 20.0
    """Seconds between two pings of the WebSocket protocol, and how long the pong may take; None sends none."""
    close_timeout_s: float = 2.0
    """How long a goodbye may take."""
    ssl: SSLContext | None = None
    """For `wss://`, in place of the default context."""
    proxy: str | Literal[True] | None = True
    """The address of a proxy; True takes it from the environment, None uses none."""

    def __post_init__(self) -> None:
        """Raise ValueError for what makes no sense: without patience a client would do nothing but look."""
        for name in ("patience", "interval_scale"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be greater than 0, and is {getattr(self, name)}")
