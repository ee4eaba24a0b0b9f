from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.lint import PREREQUISITES, RULES, lint
from tests.contracts.lint import test_channels, test_codes, test_messages, test_payloads, test_references

if TYPE_CHECKING:
    from contracts.document import Document

TABLES = (test_channels, test_codes, test_messages, test_payloads, test_references)


def test_the_document_keeps_every_rule(document: Document) -> None:
    """asyncapi.yaml itself is without findings."""
    assert [str(finding) for finding in lint(document)] == []


def test_every_rule_is_broken_by_some_mutation() -> None:
    """A rule that no mutation breaks is not known to work."""
    noticed = set().union(*(mutation.rules for table in TABLES for mutation in table.MUTATIONS.values()))
    assert noticed == {*PREREQUISITES, *RULES}


def test_every_rule_says_in_its_docstring_what_it_asks() -> None:
    """The docstring of a rule is the rule."""
    assert all(rule.__doc__ for rule in (*PREREQUISITES.values(), *RULES.values()))
