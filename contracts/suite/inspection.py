"""Inspection: what is wrong with one frame, and by which clause.

A frame that fails one clause of ENV often fails others with it: a frame without a type is of no message, and has no
data to judge. So the clauses are asked in an order, and the first that a frame fails is the only one it counts for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from contracts.frame import Violation
from contracts.pointer import join
from contracts.suite.descent import Descent
from contracts.validator import Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document, Message
    from contracts.suite.descent import Said, Spot
    from contracts.suite.evidence import Seen

__all__ = ["DATA", "ENVELOPE", "FRAME", "INSTANT", "KEYS", "MESSAGE", "NULL", "UNDECLARED", "Inspection", "Inspector"]

FRAME: Final = "ENV-01"
ENVELOPE: Final = "ENV-02"
MESSAGE: Final = "ENV-03"
INSTANT: Final = "ENV-04"
DATA: Final = "ENV-05"
NULL: Final = "ENV-06"
UNDECLARED: Final = "ENV-07"

KEYS: Final = ("service", "type", "data", "timestamp")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a frame."""

    frame: Seen
    message: Message | None = None
    """What it is, or plainly means to be; None when that cannot be said."""
    clause: str | None = None
    """The one it fails; None when it is sound, or came at an address that is not in the document."""
    violations: tuple[Violation, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it is one message of its address, and nothing is wrong with it."""
        return self.message is not None and self.clause is None


class Inspector:
    """Inspects the frames of one run. The same text on many connections is judged once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open = Validator(document)
        self._sealed = Validator(document, sealed=True)
        self._descent = Descent(document.raw)
        self._instants: dict[str, jsonschema_rs.Validator] = {}
        self._judged: dict[tuple[str, str], tuple[str | None, tuple[Violation, ...]]] = {}

    def inspect(self, frame: Seen) -> Inspection:
        """Ask the clauses of one frame after the other."""
        if violations := tuple(_of_text(frame)):
            return Inspection(frame, None, FRAME, violations)
        if violations := tuple(_of_envelope(frame.value)):
            return Inspection(frame, None, ENVELOPE, violations)
        endpoint = self._document.endpoints.get(frame.entry.path)
        if endpoint is None:
            return Inspection(frame)
        message = self._meant(endpoint.channel, frame)
        if message is None:
            problem = f"no message of {endpoint.path} has this `service` and `type`"
            return Inspection(frame, None, MESSAGE, (Violation("/type", problem),))
        key = (message.name, frame.entry.text)
        if key not in self._judged:
            self._judged[key] = self._judge(message, frame.value)
        return Inspection(frame, message, *self._judged[key])

    def _meant(self, channel: str, frame: Seen) -> Message | None:
        events = self._document.on_channel(channel, "event")
        meant = (
            event for event in events if (event.const("service"), event.const("type")) == (frame.service, frame.kind)
        )
        return next(meant, None)

    def _judge(self, message: Message, value: Any) -> tuple[str | None, tuple[Violation, ...]]:
        surplus = self._sealed.violations(message, value)
        if not surplus:
            return None, ()
        spots = list(self._descent.spots(message.schema, value))
        if found := tuple(self._of_instants(spots)):
            return INSTANT, found
        if found := tuple(_of_nulls(spots)):
            return NULL, found
        if invalid := self._open.violations(message, value):
            return DATA, invalid
        return UNDECLARED, tuple(_of_members(spots)) or surplus

    def _of_instants(self, spots: list[Spot]) -> Iterator[Violation]:
        for spot in spots:
            said = [each for each in spot.said if each.schema.get("format") == "date-time"]
            if said and spot.value is not None and not any(self._has_form(each, spot.value) for each in said):
                yield Violation(spot.pointer, f"{spot.value!r} is not in UTC with milliseconds and `Z`")

    def _has_form(self, said: Said, value: Any) -> bool:
        if said.place not in self._instants:
            self._instants[said.place] = jsonschema_rs.Draft7Validator(dict(said.schema), validate_formats=True)
        return self._instants[said.place].is_valid(value)


def _of_text(frame: Seen) -> Iterator[Violation]:
    if frame.malformed:
        yield from frame.malformed
    elif frame.entry.binary:
        yield Violation("", "it is a binary frame")
    elif not isinstance(frame.value, dict):
        yield Violation("", "it is JSON, but not an object")


def _of_envelope(value: dict[str, Any]) -> Iterator[Violation]:
    for key in KEYS:
        if key not in value:
            yield Violation("", f"`{key}` is missing")
    for key in value:
        if key not in KEYS:
            yield Violation(join("", key), f"`{key}` has no place beside `data`")


def _of_nulls(spots: list[Spot]) -> Iterator[Violation]:
    for spot in spots:
        if spot.value is None and spot.is_declared and not spot.admits_null:
            yield Violation(spot.pointer, "null stands where a value is needed, or nothing")


def _of_members(spots: list[Spot]) -> Iterator[Violation]:
    for spot in spots:
        if not spot.is_declared:
            yield Violation(spot.pointer, "the document does not declare this field")
