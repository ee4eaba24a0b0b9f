"""Rules on limits and codes: the longest message, error codes, close codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.node import Node, Pair
from contracts.compatibility.rules import Rule, by_key, editorial, elsewhere, fixed, revised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["close_codes", "error_codes", "limits", "max_message_bytes"]


def max_message_bytes(pair: Pair) -> Iterator[Change]:
    """Every client may send messages as long as before, so the limit only grows."""
    if pair.differs and pair.old is not None and pair.new is not None:
        severity = Severity.COMPATIBLE if pair.new.value > pair.old.value else Severity.BREAKING
        yield Change(severity, pair.pointer, f"the longest message was {pair.old.value} bytes, is {pair.new.value}")


def limits(pair: Pair) -> Iterator[Change]:
    """Every client may do as much as it could count on before, so limits only grow; to state them at all is more."""
    if pair.old is None:
        yield Change(Severity.COMPATIBLE, pair.pointer, "what a client may count on is stated now")
        return
    for name in pair.names():
        part = pair.at(name)
        if part.differs:
            grows = part.old is not None and part.new is not None and part.new.value > part.old.value
            severity = Severity.COMPATIBLE if grows or part.old is None else Severity.BREAKING
            yield Change(severity, part.pointer, revised(part, f"the limit `{name}`"))


def error_codes(pair: Pair) -> Iterator[Change]:
    """Every mistake is answered with the code it had; new codes may come, as the document says."""
    for code in pair.names():
        part = pair.at(code)
        if part.new is None:
            yield Change(Severity.BREAKING, part.pointer, f"the error code `{code}` is no longer sent")
        elif part.old is None:
            yield Change(Severity.COMPATIBLE, part.pointer, f"the error code `{code}` is new")
        else:
            yield from editorial(part)


def close_codes(pair: Pair) -> Iterator[Change]:
    """Every close code means what it meant; new ones may come, as clients must expect codes that they do not know."""
    was, is_now = _rows(pair.old), _rows(pair.new)
    for code in dict.fromkeys((*was, *is_now)):
        row = Pair(was.get(code), is_now.get(code))
        if row.new is None:
            yield Change(Severity.BREAKING, row.pointer, f"the close code {code} is no longer sent")
        elif row.old is None:
            yield Change(Severity.COMPATIBLE, row.pointer, f"the close code {code} is new")
        else:
            yield from by_key(row, _CLOSE_CODE)


def _rows(node: Node | None) -> dict[Any, Node]:
    rows = [node.at(index) for index in range(len(node.value))] if node is not None else []
    return {row.value["code"]: row for row in rows if row is not None}


def _may_reconnect(pair: Pair) -> Iterator[Change]:
    """Every client that was told to come back does so, and one that was told not to stays away for ever."""
    if pair.differs:
        verb = "come back" if pair.new is not None and pair.new.value else "stay away"
        yield Change(Severity.BREAKING, pair.pointer, f"clients are told to {verb} now")


_CLOSE_CODE: Mapping[str, Rule] = {
    "code": elsewhere,
    "name": fixed,
    "may_reconnect": _may_reconnect,
    "description": editorial,
}
