"""Rules on the rest: codes, categories, the welcome, servers, the version."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

from contracts.lint.place import Place
from contracts.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document

__all__ = ["categories", "close_codes", "error_codes", "hosts", "limits", "version", "welcomes"]

_SNAKE_CASE = re.compile(r"[a-z]+(_[a-z]+)*")
_SEMANTIC_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_CLOSE_CODES = (range(1000, 1015), range(3000, 5000))
"""RFC 6455 §7.4.2, without those that never go over the wire."""
_NEVER_SENT = {1004, 1005, 1006}


def close_codes(document: Document) -> Iterator[Place]:
    """Close codes ascend, their names are unique and snake_case, and each may be sent over the wire."""
    for before, after in pairwise(document.close_codes):
        if after.code <= before.code:
            yield Place("#/x-close-codes", f"{after.code} does not come after {before.code}")
    names = [row.name for row in document.close_codes]
    for index, row in enumerate(document.close_codes):
        if row.name in names[:index] or not _SNAKE_CASE.fullmatch(row.name):
            yield Place(join("#/x-close-codes", index, "name"), f"{row.name} is not unique or not snake_case")
        if row.code in _NEVER_SENT or not any(row.code in codes for codes in _CLOSE_CODES):
            yield Place(join("#/x-close-codes", index, "code"), f"{row.code} is never sent (RFC 6455)")


def error_codes(document: Document) -> Iterator[Place]:
    """Error codes are snake_case, and the examples use no others."""
    for word in document.error_codes:
        if not _SNAKE_CASE.fullmatch(word):
            yield Place(join("#/x-error-codes", word), f"{word} is not snake_case")
    for index, example in enumerate(document.messages["ErrorEvent"].examples):
        data = example.get("data") if isinstance(example, dict) else None
        code = data.get("code") if isinstance(data, dict) else None
        if code is not None and code not in document.error_codes:
            pointer = join("#/components/messages/ErrorEvent/examples", index, "payload", "data", "code")
            yield Place(pointer, f"{code} is not one of x-error-codes")


def categories(document: Document) -> Iterator[Place]:
    """Every tag is declared under `info`, and no service is of the category `system`."""
    declared = {tag["name"] for tag in document.raw["info"].get("tags", ())}
    for key, message in document.messages.items():
        if message.category not in declared:
            yield Place(join("#/components/messages", key, "tags"), f"{message.category} is not under #/info/tags")
    for endpoint in document.endpoints.values():
        if endpoint.category not in declared:
            yield Place(join("#/channels", endpoint.channel, "tags"), f"{endpoint.category} is not under #/info/tags")
    for service in document.services.values():
        if service.category == "system":
            yield Place(join("#/components/messages", service.update, "tags"), "a service is not of `system`")


def welcomes(document: Document) -> Iterator[Place]:
    """Every `x-welcome` is `short` or `catalogue`; each has an example; the catalogue lists services by category."""
    pointer = "#/components/messages/WelcomeEvent/examples"
    for endpoint in document.endpoints.values():
        if endpoint.welcome not in {None, "short", "catalogue"}:
            yield Place(join("#/channels", endpoint.channel, "x-welcome"), f"{endpoint.welcome} is not a welcome")
    rows = document.raw["components"]["messages"]["WelcomeEvent"].get("examples", ())
    payloads = {example.get("name"): example.get("payload", {}) for example in rows}
    for name in ("short", "catalogue"):
        if name not in payloads:
            yield Place(pointer, f"an example named {name} is needed")
    expected: dict[str, list[str]] = {}
    for service in document.services.values():
        expected.setdefault(service.category, []).append(service.name)
    if "catalogue" in payloads and payloads["catalogue"].get("data", {}).get("available_services") != expected:
        yield Place(pointer, "the catalogue does not list the services by category, in the order of the document")


def hosts(document: Document) -> Iterator[Place]:
    """Every host of a server is a name and a port; the scheme stands under `protocol`, `ws` or `wss`."""
    for key, server in document.raw.get("servers", {}).items():
        if "/" in server.get("host", "/"):
            yield Place(join("#/servers", key, "host"), f"{server.get('host')} is not a name and a port")
        if server.get("protocol") not in {"ws", "wss"}:
            yield Place(join("#/servers", key, "protocol"), f"{server.get('protocol')} is neither ws nor wss")


def limits(document: Document) -> Iterator[Place]:
    """Every limit is above zero."""
    if document.max_message_bytes <= 0:
        yield Place("#/x-max-message-bytes", f"{document.max_message_bytes} is not above zero")
    for name, value in asdict(document.limits).items() if document.limits is not None else ():
        if value <= 0:
            yield Place(join("#/x-limits", name), f"{value} is not above zero")


def version(document: Document) -> Iterator[Place]:
    """Every version is three numbers, as semantic versioning asks."""
    if not _SEMANTIC_VERSION.fullmatch(document.version):
        yield Place("#/info/version", f"{document.version} is not three numbers")
