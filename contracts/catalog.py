"""Catalog: services, endpoints and codes as a Python module of plain data, for a service that reads no YAML."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from contracts.document import Document, Endpoint, Service
    from contracts.terms import CloseCode

__all__ = ["render"]

_HEAD = '''\
"""The catalogue of the contract: services, endpoints, actions and codes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, Literal, TypedDict, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import ReadOnly

__all__ = [
    "ACTIONS",
    "API_VERSION",
    "CATEGORIES",
    "CLOSE_CODES",
    "ENDPOINTS",
    "ERROR_CODES",
    "LIMITS",
    "MAX_MESSAGE_BYTES",
    "RESERVED",
    "SERVICES",
    "TITLE",
    "Action",
    "ByService",
    "Category",
    "CloseCode",
    "CloseName",
    "Endpoint",
    "ErrorCode",
    "Limits",
    "Service",
    "ServiceName",
]
'''

_CLASSES = '''\
@dataclass(frozen=True, slots=True)
class Service:
    """A named topic with an interval and a payload."""

    name: ServiceName
    title: str
    category: Category
    interval_s: float
    description: str
    update: str
    """The class of its message."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A WebSocket address."""

    path: str
    channel: str
    """The key in asyncapi.yaml."""
    title: str
    description: str
    category: Category | Literal["system"]
    scope: tuple[ServiceName, ...]
    """The services it carries, in the order of the contract."""
    auto: bool
    """Whether connecting subscribes the whole scope."""
    welcome: Literal["short", "catalogue"] | None
    alias_of: str | None
    """The path it is another name of."""


@dataclass(frozen=True, slots=True)
class CloseCode:
    """A code with which the gateway closes a connection."""

    code: int
    name: CloseName
    may_reconnect: bool
    description: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may count on."""

    commands_per_s: int
    commands_at_once: int
    excess_s: int
    mistakes_per_min: int
    connections_per_address: int
    handshakes_per_s: int
    handshakes_at_once: int
'''


def render(document: Document) -> str:
    """Return the module's text."""
    services = tuple(document.services.values())
    categories = tuple(dict.fromkeys(service.category for service in services))
    words = (
        _literal("ServiceName", document.services),
        _literal("Category", categories),
        _literal("Action", document.actions),
        _literal("ErrorCode", document.error_codes),
        _literal("CloseName", (row.name for row in document.close_codes)),
    )
    tables = (
        f"TITLE: Final = {_value(document.title)}",
        f"API_VERSION: Final = {_value(document.version)}",
        f"MAX_MESSAGE_BYTES: Final = {_value(document.max_message_bytes)}",
        *_limits(document),
        f"ACTIONS: Final[tuple[Action, ...]] = {_value(document.actions)}",
        'RESERVED: Final = ("system", "all")',
        "",
        _mapping("SERVICES", "ServiceName, Service", {s.name: _record(s) for s in services}),
        _mapping("ENDPOINTS", "str, Endpoint", {e.path: _record(e) for e in document.endpoints.values()}),
        _mapping(
            "CATEGORIES",
            "Category, tuple[ServiceName, ...]",
            {c: _value(tuple(s.name for s in services if s.category == c)) for c in categories},
        ),
        _mapping("ERROR_CODES", "ErrorCode, str", {c: _value(text) for c, text in document.error_codes.items()}),
        _mapping("CLOSE_CODES", "CloseName, CloseCode", {c.name: _record(c) for c in document.close_codes}),
    )
    return "\n".join((_HEAD, *words, "", "", _by_service(services), "", "", _CLASSES, "", *tables, ""))


def _by_service(services: Iterable[Service]) -> str:
    lines = "".join(f"    {service.name}: ReadOnly[T]\n" for service in services)
    return f'''T = TypeVar("T")


class ByService(TypedDict, Generic[T]):
    """Something for each service. A type checker refuses a table that lacks one, or has one too many."""

{lines}'''.rstrip()


def _limits(document: Document) -> Iterator[str]:
    if document.limits is not None:
        given = ", ".join(f"{field.name}={getattr(document.limits, field.name)}" for field in fields(document.limits))
        yield f"LIMITS: Final = Limits({given})"


def _literal(name: str, words: Iterable[str]) -> str:
    lines = "".join(f"    {_value(word)},\n" for word in words)
    return f"{name} = Literal[\n{lines}]"


def _mapping(name: str, types: str, items: Mapping[str, str]) -> str:
    lines = "".join(f"        {_value(key)}: {text},\n" for key, text in items.items())
    return f"{name}: Final[Mapping[{types}]] = MappingProxyType(\n    {{\n{lines}    }},\n)"


def _record(row: Service | Endpoint | CloseCode) -> str:
    lines = "".join(f"            {field.name}={_value(getattr(row, field.name))},\n" for field in fields(row))
    return f"{type(row).__name__}(\n{lines}        )"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return _tuple(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _tuple(values: Sequence[Any]) -> str:
    return f"({', '.join(map(_value, values))}{',' if len(values) == 1 else ''})"
