"""Compatibility: what changed between two documents, and whether clients of the old one go on with the new one.

Payloads are compared by containment of their schemas, all else by rules; what no rule knows counts as breaking. The
docstring of a rule says what it holds to. Clients are taken to keep what the document tells them: they send the fields
that it lists, ignore fields, services and codes that they do not know, and find things under the names it gives.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from contracts.compatibility.change import Change, Severity, merge
from contracts.compatibility.channels import channels
from contracts.compatibility.codes import close_codes, error_codes, limits, max_message_bytes
from contracts.compatibility.info import info, language
from contracts.compatibility.messages import service_order
from contracts.compatibility.node import Node, Pair, is_same
from contracts.compatibility.operations import operations
from contracts.compatibility.rules import Rule, by_key, elsewhere, fixed
from contracts.compatibility.servers import servers
from contracts.compatibility.version import Bump, WrongBump, required_bump, verify_bump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.document import Document

__all__ = ["Bump", "Change", "Severity", "WrongBump", "compare", "required_bump", "verify_bump"]


def compare(old: Document, new: Document) -> tuple[Change, ...]:
    """Return every difference, the worst first; nothing only if the documents are equal, their versions aside.

    Raises SpecError where one of them cannot be compared.
    """
    changes = merge(_changes(old, new))
    if not changes and not is_same(_without_version(old), _without_version(new)):
        return (Change(Severity.EDITORIAL, "#", "the same is written in another way"),)
    return changes


def _changes(old: Document, new: Document) -> Iterator[Change]:
    root = Pair(Node(old.raw, "#", old.raw), Node(new.raw, "#", new.raw))
    rules: Mapping[str, Rule] = {
        "asyncapi": language,
        "id": fixed,
        "info": info,
        "defaultContentType": fixed,
        "servers": servers,
        "x-max-message-bytes": max_message_bytes,
        "x-limits": limits,
        "x-error-codes": error_codes,
        "x-close-codes": close_codes,
        "channels": partial(channels, old, new),
        "operations": partial(operations, old, new),
        "components": elsewhere,
    }
    yield from by_key(root, rules)
    yield from service_order(old, new)


def _without_version(document: Document) -> dict[str, object]:
    info = {key: value for key, value in document.raw["info"].items() if key != "version"}
    return {**document.raw, "info": info}
