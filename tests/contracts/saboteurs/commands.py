"""Read what a client sends as one of the document's commands, or say why it is none."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.document import Document

__all__ = ["Command", "Mistake", "closest", "decode", "invalid_service", "read_command"]

Command = dict[str, Any]
MAX_DEPTH = 64


class Mistake(Exception):
    """What a client did wrong: the code and the other fields of `error`."""

    def __init__(self, code: str, message: str, **help_: Any) -> None:
        super().__init__(message)
        self.data = {"message": message, "code": code, **{key: value for key, value in help_.items() if value}}

    @property
    def code(self) -> str:
        return str(self.data["code"])


def decode(text: str) -> Any:
    """Read JSON; of a key that stands twice the last one counts. Raises Mistake."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
        is_deep = _depth(value) > MAX_DEPTH
    except (ValueError, RecursionError) as error:
        raise Mistake("invalid_json", "The frame is not JSON") from error
    if is_deep:
        raise Mistake("invalid_json", "The frame is nested too deeply")
    return value


def read_command(document: Document, value: Any, scope: Sequence[str]) -> Command:
    """Return a command that fits its schema. Raises Mistake."""
    if not isinstance(value, dict):
        raise Mistake("invalid_message", "A command is an object")
    if "action" not in value:
        raise Mistake("missing_action", "The command has no action", supported_actions=document.actions)
    action = value["action"]
    if action not in document.actions:
        hint = closest(action, document.actions)
        raise Mistake("unknown_action", f"Unknown action: {action}", supported_actions=document.actions, hint=hint)
    if action in {"subscribe", "unsubscribe"}:
        _check_service(document, value, scope)
    longest = document.schemas["RequestId"]["maxLength"]
    request_id = value.get("request_id", "none")
    if not isinstance(request_id, str) or not 0 < len(request_id) <= longest:
        raise Mistake("invalid_field", f"`request_id` is a text of 1 to {longest} characters", field="request_id")
    if action == "ping" and not isinstance(value.get("data", {}), dict):
        raise Mistake("invalid_field", "`data` is an object", field="data")
    return value


def closest(word: object, words: Sequence[str]) -> str | None:
    """Return the word that was probably meant."""
    return next(iter(get_close_matches(str(word), words, n=1)), None)


def invalid_service(code: str, service: object, scope: Sequence[str]) -> Mistake:
    """Make the mistake of naming a service that cannot be had."""
    hint = closest(service, [*scope, "system", "all"])
    return Mistake(code, f"Invalid service: {service}", available_services=scope, hint=hint)


def _check_service(document: Document, value: Command, scope: Sequence[str]) -> None:
    if "service" not in value:
        raise Mistake("missing_service", "Invalid service: none was named", available_services=scope)
    service = value["service"]
    if service not in document.schemas["SubscriptionTarget"]["enum"]:
        raise invalid_service("invalid_service", service, scope)
    if service not in {*scope, "system", "all"}:
        raise invalid_service("service_not_available", service, scope)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise ValueError(digits)
    return number


def _depth(value: Any) -> int:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if children is None else 1 + max(map(_depth, children), default=0)
