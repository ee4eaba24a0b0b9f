"""Lint: rules that the document keeps beyond being AsyncAPI.

Each is a function from the document to the places that break it; its docstring is the rule. The official parser lets
pass examples that break their schema, replies of another channel, operations without messages, two channels with one
address, and more.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.lint import channels, codes, messages, payloads, references
from contracts.lint.place import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from contracts.document import Document

__all__ = ["PREREQUISITES", "RULES", "Finding", "lint"]

PREREQUISITES: Final[Mapping[str, Callable[[Document], Iterator[Place]]]] = MappingProxyType(
    {
        "dangling-references": references.dangling_references,
        "invalid-schemas": references.invalid_schemas,
        "addresses": channels.addresses,
    }
)
"""Rules without which the others cannot be asked."""

RULES: Final[Mapping[str, Callable[[Document], Iterator[Place]]]] = MappingProxyType(
    {
        "unused-components": references.unused_components,
        "message-names": messages.names,
        "constants": messages.constants,
        "examples": messages.examples,
        "correlation": messages.correlation,
        "intervals": messages.intervals,
        "aliases": channels.aliases,
        "channel-messages": channels.channel_messages,
        "operations": channels.operations,
        "operation-references": channels.operation_references,
        "operation-messages": channels.operation_messages,
        "envelope": payloads.envelope,
        "freshness": payloads.freshness,
        "timestamps": payloads.timestamps,
        "subscription-targets": payloads.subscription_targets,
        "ambiguity": payloads.ambiguity,
        "close-codes": codes.close_codes,
        "error-codes": codes.error_codes,
        "categories": codes.categories,
        "welcomes": codes.welcomes,
        "hosts": codes.hosts,
        "limits": codes.limits,
        "version": codes.version,
    }
)


def lint(document: Document) -> Iterator[Finding]:
    """Yield whatever breaks a rule, rule by rule; nothing beyond the prerequisites when one of them is broken."""
    for rules in (PREREQUISITES, RULES):
        findings = [Finding(rule, p.pointer, p.problem) for rule, check in rules.items() for p in check(document)]
        yield from findings
        if findings:
            return
