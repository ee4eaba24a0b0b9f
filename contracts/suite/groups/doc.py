"""DOC: the document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.lint import PREREQUISITES, RULES
from contracts.suite.clause import MUST, written
from contracts.suite.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document

__all__ = ["ADDRESSES", "CODES", "EXAMPLES", "MESSAGES", "OPERATIONS", "PAYLOADS", "REFERENCES"]

REFERENCES = ("dangling-references", "invalid-schemas", "unused-components")
ADDRESSES = ("addresses", "aliases", "channel-messages", "welcomes", "hosts")
OPERATIONS = ("operations", "operation-references", "operation-messages")
MESSAGES = ("message-names", "constants", "correlation", "intervals", "categories")
EXAMPLES = ("examples",)
PAYLOADS = ("envelope", "freshness", "timestamps", "subscription-targets", "ambiguity")
CODES = ("close-codes", "error-codes", "limits", "version")


def _faults(document: Document, rules: tuple[str, ...]) -> Iterator[Fault]:
    known = {**PREREQUISITES, **RULES}
    for rule in rules:
        expected = " ".join((known[rule].__doc__ or "").split())
        for place in known[rule](document):
            yield Fault(place.problem, expected, pointer=place.pointer)


@written(
    "DOC-01", MUST, "Every reference leads somewhere, every schema is one, and nothing is left over.", "#/components"
)
def references(document: Document) -> Iterator[Fault]:
    """Ask the rules on references."""
    return _faults(document, REFERENCES)


@written("DOC-02", MUST, "Every channel has an address of its own and the messages of its scope.", "#/channels")
def addresses(document: Document) -> Iterator[Fault]:
    """Ask the rules on channels."""
    return _faults(document, ADDRESSES)


@written("DOC-03", MUST, "Every channel has its six operations, with replies from the same channel.", "#/operations")
def operations(document: Document) -> Iterator[Fault]:
    """Ask the rules on operations."""
    return _faults(document, OPERATIONS)


@written("DOC-04", MUST, "Every message is named, tagged and correlated as its role asks.", "#/components/messages")
def messages(document: Document) -> Iterator[Fault]:
    """Ask the rules on messages."""
    return _faults(document, MESSAGES)


@written(
    "DOC-05",
    MUST,
    "Every message has an example, and every example is valid, formats included.",
    "#/components/messages",
)
def examples(document: Document) -> Iterator[Fault]:
    """Ask the rule on examples."""
    return _faults(document, EXAMPLES)


@written("DOC-06", MUST, "Payloads keep to the envelope, and no frame can be two messages.", "#/components/schemas")
def payloads(document: Document) -> Iterator[Fault]:
    """Ask the rules on payloads."""
    return _faults(document, PAYLOADS)


@written("DOC-07", MUST, "Error codes, close codes, limits and the version are whole.", "#/x-close-codes")
def codes(document: Document) -> Iterator[Fault]:
    """Ask the rules on codes."""
    return _faults(document, CODES)
