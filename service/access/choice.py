"""The authority that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.authority import Nobody
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from service.access.authority import Authority
    from service.clock import Clock
    from service.settings import Settings

__all__ = ["authority"]


def authority(settings: Settings, clock: Clock) -> Authority:  # noqa: ARG001  tokens expire
    """Make the authority for `GATEWAY_AUTH`. Raises ConfigurationError when a setting that it needs will not do."""
    match settings.auth:
        case "off":
            return Nobody()
        case kind:
            raise ConfigurationError("GATEWAY_AUTH", f"{kind} is not there yet")
