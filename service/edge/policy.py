"""Policy: whom the edge lets in, and how much of everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.generated.catalog import LIMITS, MAX_MESSAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ipaddress import IPv4Network, IPv6Network

    from contracts.generated.catalog import Limits
    from service.settings import Settings

__all__ = ["Policy", "policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What an operator has chosen. The defaults are those of the contract."""

    limits: Limits = LIMITS
    max_message_bytes: int = MAX_MESSAGE_BYTES
    max_connections: int = 10_000
    stall_s: float = 30.0
    """How long a client may read nothing of what waits for it."""
    trusted_proxies: Sequence[IPv4Network | IPv6Network] = ()
    """Where `X-Forwarded-For` is believed."""
    allowed_origins: frozenset[str] = frozenset()
    """The pages, as browsers write their origin, that may connect."""


def policy(settings: Settings) -> Policy:
    """Take the policy from the settings. As many at once as the contract has for its rates."""
    limits = replace(
        LIMITS,
        commands_per_s=settings.commands_per_s,
        commands_at_once=settings.commands_per_s * LIMITS.commands_at_once // LIMITS.commands_per_s,
        mistakes_per_min=settings.mistakes_per_min,
        connections_per_address=settings.connections_per_address,
        handshakes_per_s=settings.handshakes_per_s,
        handshakes_at_once=settings.handshakes_per_s * LIMITS.handshakes_at_once // LIMITS.handshakes_per_s,
    )
    return Policy(
        limits=limits,
        max_message_bytes=settings.max_message_bytes,
        max_connections=settings.max_connections,
        stall_s=settings.stall_s,
        trusted_proxies=settings.trusted_proxies,
        allowed_origins=frozenset(settings.allowed_origins),
    )
