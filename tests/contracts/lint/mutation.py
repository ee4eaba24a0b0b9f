"""Mutation: one change of the document, and the rules that notice it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.document import Document, read
from contracts.lint import lint

Change = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Mutation:
    change: Change
    rules: frozenset[str]
    where: str = ""
    """The pointer of one of the findings must hold this."""


def mutation(change: Change, *rules: str, where: str = "") -> Mutation:
    return Mutation(change, frozenset(rules), where)


def assert_noticed(document: Document, mutation: Mutation) -> None:
    """Fail unless exactly the expected rules report the change."""
    raw = copy.deepcopy(dict(document.raw))
    mutation.change(raw)
    assert raw != document.raw, "the mutation changes nothing"
    findings = list(lint(read(raw)))
    assert {finding.rule for finding in findings} == mutation.rules, [str(finding) for finding in findings]
    assert any(mutation.where in finding.pointer for finding in findings)


def schemas(raw: dict[str, Any]) -> Any:
    return raw["components"]["schemas"]


def messages(raw: dict[str, Any]) -> Any:
    return raw["components"]["messages"]


def example(raw: dict[str, Any], name: str, index: int = 0) -> Any:
    return raw["components"]["messages"][name]["examples"][index]["payload"]
