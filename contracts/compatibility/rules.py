"""Rules: what a change of one key of the document means; an object is compared key by key with a table of them.

A key that no table knows is breaking when it differs, so nothing is passed over because nobody thought of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.node import Node, Pair
from contracts.compatibility.revision import written

__all__ = ["Rule", "by_key", "editorial", "elsewhere", "fixed", "revised", "unknown"]

Rule: TypeAlias = Callable[[Pair], Iterator[Change]]


def by_key(pair: Pair, rules: Mapping[str, Rule]) -> Iterator[Change]:
    """Compare two objects: each key by its rule, and those without a rule as unknown."""
    if not pair.are(dict):
        yield from unknown(pair)
        return
    for key in pair.names():
        yield from rules.get(key, unknown)(pair.at(key))


def editorial(pair: Pair) -> Iterator[Change]:
    """Accept any change: what is here is for people."""
    if pair.differs:
        yield Change(Severity.EDITORIAL, pair.pointer, f"this was {_verb(pair)}")


def fixed(pair: Pair) -> Iterator[Change]:
    """Refuse any change: what is here is for programs, and they may rely on it."""
    if pair.differs:
        yield Change(Severity.BREAKING, pair.pointer, revised(pair, f"`{pair.pointer.rsplit('/', 1)[-1]}`"))


def unknown(pair: Pair) -> Iterator[Change]:
    """Refuse any change of what has no rule."""
    if pair.differs:
        words = f"this was {_verb(pair)}; no rule says what it means for clients, so it counts as breaking"
        yield Change(Severity.BREAKING, pair.pointer, words)


def elsewhere(_: Pair) -> Iterator[Change]:
    """Say nothing: the change is told by whatever uses this, or by another rule."""
    yield from ()


def revised(pair: Pair, subject: str) -> str:
    """Return the words for a value that is another now."""
    return f"{subject} was {_shown(pair.old)}, is {_shown(pair.new)}"


def _shown(node: Node | None) -> str:
    if node is None:
        return "not given"
    return "an object" if isinstance(node.value, dict) else written(node.value)


def _verb(pair: Pair) -> str:
    return "added" if pair.old is None else "removed" if pair.new is None else "edited"
