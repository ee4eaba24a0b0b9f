"""Terms: what the document states at its top level for all addresses together.

CloseCode   a row of `x-close-codes`
ErrorCode   a member of `x-error-codes`
Limits      `x-limits`
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from contracts.pointer import SpecError, join, mapping_at, text_at, whole_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Cause", "CloseCode", "ErrorCode", "Limits", "close_codes", "error_codes", "limits"]

Cause: TypeAlias = Literal["client", "sources", "token", "gateway"]
"""Who can bring an error about."""


@dataclass(frozen=True, slots=True)
class CloseCode:
    """A code with which the gateway closes a connection."""

    code: int
    name: str
    may_reconnect: bool
    description: str


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A code of `error`."""

    code: str
    cause: Cause
    description: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may count on."""

    commands_per_s: int
    """Of one connection, in the long run."""
    commands_at_once: int
    """After a pause."""
    excess_s: int
    """How long commands beyond may go on."""
    mistakes_per_min: int
    """Of one connection."""
    connections_per_address: int
    handshakes_per_s: int
    """From one address, in the long run."""
    handshakes_at_once: int
    """After a pause."""


def close_codes(raw: Mapping[str, Any]) -> Iterator[CloseCode]:
    """Yield the rows of `x-close-codes`. Raises SpecError at the first that has not the needed shape."""
    rows = raw.get("x-close-codes")
    if not isinstance(rows, list):
        raise SpecError("#/x-close-codes", "a list is needed here")
    for index, row in enumerate(rows):
        pointer = join("#/x-close-codes", index)
        if not isinstance(row, dict):
            raise SpecError(pointer, "an object is needed here")
        may_reconnect = row.get("may_reconnect")
        if not isinstance(may_reconnect, bool):
            raise SpecError(join(pointer, "may_reconnect"), "true or false is needed here")
        code, name = whole_at(row, "code", pointer), text_at(row, "name", pointer)
        yield CloseCode(code, name, may_reconnect, text_at(row, "description", pointer))


def error_codes(raw: Mapping[str, Any]) -> Iterator[ErrorCode]:
    """Yield the members of `x-error-codes`. One that is plain text, as before 2.2.0, is caused by the client.

    Raises SpecError at the first that has not the needed shape.
    """
    for code, row in mapping_at(raw, "x-error-codes", "#").items():
        pointer = join("#/x-error-codes", code)
        if isinstance(row, str):
            yield ErrorCode(code, "client", row)
            continue
        cause: Any = mapping_at(raw["x-error-codes"], code, "#/x-error-codes").get("cause")
        if cause not in get_args(Cause):
            raise SpecError(join(pointer, "cause"), f"one of {', '.join(get_args(Cause))} is needed here")
        yield ErrorCode(code, cause, text_at(row, "description", pointer))


def limits(raw: Mapping[str, Any]) -> Limits | None:
    """Return `x-limits`, None when there is none. Raises SpecError when it has not the needed shape."""
    if "x-limits" not in raw:
        return None
    given = mapping_at(raw, "x-limits", "#")
    return Limits(**{field.name: whole_at(given, field.name, "#/x-limits") for field in fields(Limits)})
