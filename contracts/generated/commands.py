# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""What a client may send."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.generated.application.messages.json import (
    GetStatusCommand,
    PingCommand,
    SubscribeCommand,
    UnsubscribeCommand,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.generated.catalog import Action

__all__ = ["COMMANDS", "Command"]

Command = (
    SubscribeCommand
    | UnsubscribeCommand
    | GetStatusCommand
    | PingCommand
)
COMMANDS: Final[Mapping[Action, type[Command]]] = MappingProxyType(
    {
        "subscribe": SubscribeCommand,
        "unsubscribe": UnsubscribeCommand,
        "get_status": GetStatusCommand,
        "ping": PingCommand,
    },
)
