"""Validator: which message of the contract a frame is, or why it is none.

It reads the document only, never the generated models: what the gateway writes with the models is judged by schemas.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import jsonschema_rs

from contracts.frame import Violation, parse
from contracts.pointer import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.document import Document, Message

__all__ = ["Validator", "Verdict", "seal"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a frame. True when it keeps the contract."""

    message: str | None
    """The name of the message that the frame is, or plainly means to be; None when that cannot be said."""
    violations: tuple[Violation, ...]
    value: Any = None
    """The frame's JSON, when it could be read."""

    def __bool__(self) -> bool:
        return not self.violations


class Validator:
    """Judge frames by the schemas (JSON Schema draft 7, formats checked) of the messages of their channel.

    `sealed` also reports fields that the document does not declare, wherever it does not say `additionalProperties`:
    readers must tolerate them, but the gateway must not send them.
    """

    def __init__(self, document: Document, *, sealed: bool = False) -> None:
        self._document = document
        self._sealed = sealed
        self._compiled: dict[str, jsonschema_rs.Validator] = {}

    def event(self, path: str, frame: str | bytes) -> Verdict:
        """Judge a frame from the gateway on an address such as `/ws/news`. Raises KeyError on an unknown address."""
        return self._judge(path, "event", frame)

    def command(self, path: str, frame: str | bytes) -> Verdict:
        """Judge a frame from a client on an address. Raises KeyError on an unknown address."""
        return self._judge(path, "command", frame)

    def violations(self, message: Message, value: Any) -> tuple[Violation, ...]:
        """Judge a JSON value as one certain message."""
        errors = self._validator(message.schema).iter_errors(value)
        return tuple(Violation(join("", *error.instance_path), error.message) for error in errors)

    def _judge(self, path: str, direction: Literal["command", "event"], frame: str | bytes) -> Verdict:
        messages = tuple(self._document.on_channel(self._document.endpoints[path].channel, direction))
        value, broken = parse(frame)
        if broken:
            return Verdict(None, broken)
        fits = [message for message in messages if self._validator(message.schema).is_valid(value)]
        if len(fits) == 1:
            return Verdict(fits[0].name, (), value)
        if fits:
            problem = f"more than one message of {path}: {', '.join(message.name for message in fits)}"
            return Verdict(None, (Violation("", problem),), value)
        meant = _meant(messages, value)
        if meant is None:
            return Verdict(None, (Violation("", f"no {direction} of {path}"),), value)
        return Verdict(meant.name, self.violations(meant, value), value)

    def _validator(self, schema: str) -> jsonschema_rs.Validator:
        if schema not in self._compiled:
            self._compiled[schema] = jsonschema_rs.Draft7Validator(
                {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": self._schemas}},
                validate_formats=True,
            )
        return self._compiled[schema]

    @cached_property
    def _schemas(self) -> Any:
        return seal(self._document.schemas) if self._sealed else self._document.schemas


def seal(node: Any) -> Any:
    """Return a copy of a tree of schemas in which objects allow no properties but those they list.

    Objects that say `additionalProperties` keep their word.
    """
    if isinstance(node, list):
        return [seal(child) for child in node]
    if not isinstance(node, dict):
        return node
    sealed = {key: seal(child) for key, child in node.items()}
    if isinstance(node.get("properties"), dict) and node.get("type") == "object":
        sealed.setdefault("additionalProperties", False)
    return sealed


def _meant(messages: Sequence[Message], value: Any) -> Message | None:
    """Return the message whose constants the value has, if it is the only one."""
    if not isinstance(value, dict):
        return None
    meant = [message for message in messages if _has_constants(message, value)]
    return meant[0] if len(meant) == 1 else None


def _has_constants(message: Message, value: dict[str, Any]) -> bool:
    constants = {key: const for key in ("action", "service", "type") if (const := message.const(key)) is not None}
    return bool(constants) and all(value.get(key) == const for key, const in constants.items())
