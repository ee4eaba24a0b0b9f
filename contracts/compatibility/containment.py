"""Containment: whether every value of one JSON Schema (draft 7, formats checked) is a value of another.

A client may rely on what the document declares, and no more. So it sends only the fields that a command lists, and it
ignores fields of an event that it does not know; which of the two schemas must hold the other depends on who reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import jsonschema_rs
from jsonschema_rs.canonical import Containment, Satisfiability

from contracts.compatibility.change import Severity
from contracts.pointer import SpecError

__all__ = ["KINDS", "Judgement", "Side", "judge", "kinds"]

KINDS = ("null", "boolean", "object", "array", "string", "number")
"""The types of JSON."""


class Side(Enum):
    """Who writes the value: the noun is used in the words of a change."""

    COMMAND = "a command"
    """The client writes and the gateway reads: the new schema must hold what the old one allowed."""
    EVENT = "an event"
    """The gateway writes and the client reads: the old schema must hold what the new one allows."""
    HANDSHAKE = "the handshake"
    """As with commands."""

    @property
    def is_event(self) -> bool:
        """Whether the gateway writes."""
        return self is Side.EVENT


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the change of a schema means."""

    severity: Severity
    """EDITORIAL when both allow the same values."""
    proved: bool = True
    """False when nobody could tell, which counts as breaking."""


def judge(side: Side, old: Any, new: Any, pointer: str = "#") -> Judgement:
    """Judge two schemas without references. Raises SpecError at the pointer when one of them is no schema."""
    before, after = _canonical(old, pointer), _canonical(new, pointer)
    if before == after:
        return Judgement(Severity.EDITORIAL)
    sent = after if side.is_event else _canonical(_as_sent(old, new), pointer)
    verdict = (before if side.is_event else after).covers(sent)
    if verdict is Containment.YES:
        return Judgement(Severity.COMPATIBLE)
    return Judgement(Severity.BREAKING, proved=verdict is Containment.NO)


def kinds(schema: Any, pointer: str = "#") -> tuple[str, ...]:
    """Return the types of JSON that a schema allows; `integer` in place of `number` when it allows no other numbers."""
    canonical = _canonical(schema, pointer)
    allowed: list[str] = []
    for kind in KINDS:
        meeting = canonical.intersect(_canonical({"type": kind}, pointer))
        if meeting.satisfiability() is not Satisfiability.NO:
            is_whole = _canonical({"type": "integer"}, pointer).covers(meeting) is Containment.YES
            allowed.append("integer" if is_whole else kind)
    return tuple(allowed)


def _canonical(schema: Any, pointer: str) -> jsonschema_rs.CanonicalSchema:
    try:
        return jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft7, validate_formats=True)
    except ValueError as error:
        raise SpecError(pointer, f"not a JSON Schema: {str(error).partition(chr(10))[0]}") from error


def _as_sent(written: Any, read: Any) -> Any:
    """Forbid in a client's schema the fields that it does not list and the gateway now reads: it never sends them.

    Objects that say `additionalProperties` keep their word.
    """
    if not isinstance(written, dict) or not isinstance(read, dict):
        return written
    sent = dict(written)
    for key in ("additionalProperties", "items"):
        if key in written:
            sent[key] = _as_sent(written[key], read.get(key))
    for key in ("allOf", "anyOf", "oneOf"):
        if key in written and len(written[key]) == len(read.get(key, ())):
            sent[key] = [_as_sent(one, other) for one, other in zip(written[key], read[key], strict=True)]
    fields, known = written.get("properties"), read.get("properties")
    if isinstance(fields, dict) and isinstance(known, dict):
        sent["properties"] = {name: _as_sent(field, known.get(name)) for name, field in fields.items()}
        if written.get("type") == "object" and "additionalProperties" not in written:
            sent["properties"] |= {name: False for name in known if name not in fields}
    return sent
