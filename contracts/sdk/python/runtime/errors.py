"""The errors of a client.

GatewayError
├── CommandError        the gateway answered a command with `error`
├── CommandTimeout      no reply came in time
├── UnexpectedReply     the reply is not one that the contract names
└── ConnectionEnded     there is no connection, and there will be none
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CommandError", "CommandTimeout", "ConnectionEnded", "GatewayError", "UnexpectedReply"]


class GatewayError(Exception):
    """Anything that goes wrong between a client and its gateway."""


@dataclass(eq=False)
class CommandError(GatewayError):
    """The gateway could not carry out a command. The connection goes on."""

    code: str
    """One of the contract's error codes, or a newer one."""
    message: str
    """For people."""
    hint: str | None = None
    """The closest valid name."""
    field: str | None = None
    """The field at fault."""
    service: str | None = None
    """The service without data."""
    available_services: tuple[str, ...] = ()
    supported_actions: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read the `data` of an `error` event, whatever is missing in it."""
        return cls(
            code=str(data.get("code", "")),
            message=str(data.get("message", "")),
            hint=data.get("hint"),
            field=data.get("field"),
            service=data.get("service"),
            available_services=tuple(data.get("available_services") or ()),
            supported_actions=tuple(data.get("supported_actions") or ()),
        )

    def __str__(self) -> str:
        hint = f" (did you mean {self.hint}?)" if self.hint else ""
        return f"{self.message}{hint} [{self.code}]"


@dataclass(eq=False)
class CommandTimeout(GatewayError):
    """No reply to a command came in time: there is no connection, or the gateway does not answer."""

    action: str
    timeout_s: float

    def __str__(self) -> str:
        return f"no reply to `{self.action}` within {self.timeout_s:g} s"


@dataclass(eq=False)
class UnexpectedReply(GatewayError):
    """The gateway answered a command with something else than the contract says."""

    action: str
    problem: str

    def __str__(self) -> str:
        return f"unexpected reply to `{self.action}`: {self.problem}"


@dataclass(eq=False)
class ConnectionEnded(GatewayError):
    """There is no connection, and the client does not try again."""

    reason: str
    code: int | None = None
    """The code with which the gateway closed, if it did."""
    status: int | None = None
    """The HTTP status with which the gateway refused, if it did."""

    def __str__(self) -> str:
        return self.reason
