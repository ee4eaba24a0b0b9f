"""Rules on the document as a whole: what it describes, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.rules import Rule, by_key, editorial, elsewhere, revised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.node import Pair

__all__ = ["info", "language"]


def language(pair: Pair) -> Iterator[Change]:
    """Accept a newer 3.x of AsyncAPI: the conversation is the same. Tools that read 3 do not read 4."""
    if pair.differs:
        majors = {str(node.value).partition(".")[0] for node in (pair.old, pair.new) if node is not None}
        severity = Severity.COMPATIBLE if len(majors) == 1 else Severity.BREAKING
        yield Change(severity, pair.pointer, revised(pair, "AsyncAPI"))


def info(pair: Pair) -> Iterator[Change]:
    """Compare what is written for people. The version has a check of its own."""
    yield from by_key(pair, _INFO)


def _prose(pair: Pair) -> Iterator[Change]:
    """Accept new prose, and say that no program reads promises."""
    if pair.differs:
        words = "the prose was edited; whether a promise in it changed is for a person to see"
        yield Change(Severity.EDITORIAL, pair.pointer, words)


_INFO: Mapping[str, Rule] = {
    "title": editorial,
    "version": elsewhere,
    "description": _prose,
    "termsOfService": editorial,
    "contact": editorial,
    "license": editorial,
    "tags": editorial,
    "externalDocs": editorial,
}
