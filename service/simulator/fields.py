"""Fields: what a fault makes of some fields of a body in JSON."""

from __future__ import annotations

from math import isfinite, nan
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from service.simulator.faults import MissingFields, Nulls, Requoted, WrongTypes
from service.simulator.noise import uniform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FieldFault", "rewritten"]

FieldFault: TypeAlias = MissingFields | Nulls | Requoted | WrongTypes

_GONE: Final = object()


def rewritten(body: bytes, fault: FieldFault, key: str) -> bytes:
    """Return the body with the fault's fields changed. What is not JSON has no fields and stays as it is.

    Without names about half of the fields of each innermost object are drawn; `key` is what chance depends on.
    """
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body
    change = _CHANGES[type(fault)]
    drawn = 0

    def chosen(name: str, *, innermost: bool) -> bool:
        nonlocal drawn
        if fault.fields:
            return name in fault.fields
        drawn += 1
        return innermost and uniform(key, drawn) < 0.5  # noqa: PLR2004  a coin's chance

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        innermost = not any(isinstance(inner, dict) for inner in value.values())
        changed = {
            name: change(inner) if chosen(name, innermost=innermost) else walk(inner) for name, inner in value.items()
        }
        return {name: inner for name, inner in changed.items() if inner is not _GONE}

    return msgspec.json.encode(walk(value))


def _mistyped(value: Any) -> Any:
    match value:
        case str():
            return {"value": value}
        case list():
            return "[]"
        case _:
            return [value]


def _requoted(value: Any) -> Any:
    if isinstance(value, list):
        return [_requoted(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return msgspec.json.encode(value).decode()
    try:
        number = float(value) if isinstance(value, str) else nan
    except ValueError:
        return value
    return number if isfinite(number) else value


_CHANGES: Final[Mapping[type[FieldFault], Callable[[Any], Any]]] = MappingProxyType(
    {
        MissingFields: lambda _value: _GONE,
        Nulls: lambda _value: None,
        Requoted: _requoted,
        WrongTypes: _mistyped,
    }
)
