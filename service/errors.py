"""The gateway's errors, a small tree.

    GatewayError
    ├── ConfigurationError        a setting that cannot work; the command ends with one line and exit code 2
    ├── Outage                    the archive's database cannot be used now; defined beside it, in archive/outage.py
    ├── AccessDenied              a token that will not do; answered with 401
    ├── AccessUnknown             a token that cannot be judged now; answered with 503
    ├── CommandError              a frame from a client that cannot be carried out; answered, the connection goes on
    └── ProviderError             a fetch that brought no data; never reaches a client
        ├── ProviderTimeout           no whole answer in time                       transient
        ├── ProviderUnavailable       no connection, a broken one, or HTTP 5xx      transient
        ├── RateLimited               HTTP 429 and its kin                          wait, then again
        ├── ProviderRefused           not allowed, or blocked                     long wait
        ├── ProviderPayloadError      an answer that is not what was promised       no use asking again at once
        ├── BudgetSpent               we may not ask now                            wait, then again
        └── BreakerOpen               we do not ask now, because it failed before   wait, then again

Errors carry fields; their texts are made of the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AccessDenied",
    "AccessUnknown",
    "BreakerOpen",
    "BudgetSpent",
    "CommandError",
    "ConfigurationError",
    "GatewayError",
    "ProviderError",
    "ProviderPayloadError",
    "ProviderRefused",
    "ProviderTimeout",
    "ProviderUnavailable",
    "RateLimited",
]


class GatewayError(Exception):
    """Whatever the gateway itself raises."""


@dataclass(eq=False)
class ConfigurationError(GatewayError):
    """A setting that cannot work."""

    setting: str
    """What the user wrote or left out, such as `GATEWAY_PORT`."""
    problem: str
    """What is wrong with it, without a full stop."""
    remedy: str = ""
    """What to do about it, without a full stop."""

    def __str__(self) -> str:
        return f"{self.setting}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


@dataclass(eq=False)
class AccessDenied(GatewayError):
    """A token that will not do, or none where one is needed."""

    reason: str
    """One sentence without a full stop, and without the token."""

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class AccessUnknown(GatewayError):
    """A token that cannot be judged now, because what it is judged by cannot be reached."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class CommandError(GatewayError):
    """A frame from a client that cannot be carried out; the fields are those of ErrorData in asyncapi.yaml."""

    code: str
    message: str
    available_services: Sequence[str] = ()
    supported_actions: Sequence[str] = ()
    hint: str | None = None
    field: str | None = None
    request_id: str | None = None
    action: str | None = None
    """The action that was meant, if that is certain."""

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class ProviderError(GatewayError):
    """A fetch that brought no data."""

    provider: str
    reason: str
    """One line, without secrets and without the provider's name, such as `HTTP 503`."""

    def __str__(self) -> str:
        return f"{self.provider}: {self.reason}"


@dataclass(eq=False)
class ProviderTimeout(ProviderError):
    """No whole answer in time."""


@dataclass(eq=False)
class ProviderUnavailable(ProviderError):
    """No connection, a broken one, or HTTP 5xx."""


@dataclass(eq=False)
class RateLimited(ProviderError):
    """The provider asks us to wait: HTTP 429, or what stands for it there."""

    retry_after_s: float | None = None
    """How long, if the provider said so."""


@dataclass(eq=False)
class ProviderRefused(ProviderError):
    """Not allowed, or blocked: asking again soon is no use."""

    retry_after_s: float | None = None


@dataclass(eq=False)
class ProviderPayloadError(ProviderError):
    """An answer that is not what the provider's documentation promises."""


@dataclass(eq=False)
class BudgetSpent(ProviderError):
    """Our own allowance for this provider is used up."""

    retry_after_s: float = 0.0


@dataclass(eq=False)
class BreakerOpen(ProviderError):
    """The provider failed so often that it is left alone for a while."""

    retry_after_s: float = 0.0
