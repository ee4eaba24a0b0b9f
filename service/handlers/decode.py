"""Read a client's frame as one of the contract's commands, or say precisely why it is none."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic import ValidationError

from contracts.generated.application.messages.json import GetStatusCommand
from contracts.generated.catalog import ACTIONS, RESERVED
from contracts.generated.commands import COMMANDS, Command
from service.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_DEPTH", "closest", "decode", "invalid_service", "request_id_of"]

MAX_DEPTH = 64
"""Levels of arrays and objects in a frame; deeper ones cannot be echoed by every JSON library."""

_SHOWN_CHARACTERS = 64


def decode(text: str, scope: Sequence[str]) -> Command:
    """Read one frame. `scope` is what errors offer as available services.

    Raises CommandError for whatever is not a command of the contract, and nothing else.
    """
    value = _json(text)
    if not isinstance(value, dict):
        raise CommandError("invalid_message", "A command is a JSON object")
    try:
        return _command(value, scope)
    except CommandError as error:
        error.request_id = _echoed(value.get("request_id"))
        error.action = next((action for action in ACTIONS if action == value.get("action")), None)
        raise


def request_id_of(text: str) -> str | None:
    """Return the `request_id` of a frame that is not carried out, None when it has none, or is no command at all."""
    try:
        value = _json(text)
    except CommandError:
        return None
    return _echoed(value.get("request_id")) if isinstance(value, dict) else None


def closest(word: object, words: Sequence[str]) -> str | None:
    """Return the word that was probably meant."""
    return next(iter(get_close_matches(str(word)[:_SHOWN_CHARACTERS].lower(), words, n=1)), None)


def invalid_service(code: str, value: object, scope: Sequence[str]) -> CommandError:
    """Make the error for a service that cannot be had here; its text starts as the seed's clients expect."""
    return CommandError(
        code,
        f"Invalid service: {_shown(value)}",
        available_services=scope,
        hint=closest(value, [*scope, *RESERVED]),
    )


def _json(text: str) -> Any:
    try:
        value = msgspec.json.decode(text)
    except RecursionError as error:
        raise CommandError("invalid_json", "The JSON is nested too deeply") from error
    except msgspec.DecodeError as error:
        raise CommandError("invalid_json", f"Not JSON: {error}") from error
    except UnicodeError as error:
        raise CommandError("invalid_json", "Not JSON: a string is not Unicode") from error
    if _deeper_than(MAX_DEPTH, value):
        raise CommandError("invalid_json", f"The JSON is nested deeper than {MAX_DEPTH} levels")
    return value


def _deeper_than(levels: int, value: Any) -> bool:
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return True
    return any(_deeper_than(levels - 1, item) for item in (value.values() if isinstance(value, dict) else value))


def _command(value: dict[str, Any], scope: Sequence[str]) -> Command:
    if "action" not in value:
        raise CommandError("missing_action", "The command has no action", supported_actions=ACTIONS)
    action = value["action"]
    if action not in ACTIONS:
        raise CommandError(
            "unknown_action",
            f"Unknown action: {_shown(action)}",
            supported_actions=ACTIONS,
            hint=closest(action, ACTIONS),
        )
    try:
        command = COMMANDS[action].model_validate(value, strict=True)
    except ValidationError as error:
        raise _refusal(error, value, scope) from error
    # The models take null for "absent"; the contract does not.
    for field in COMMANDS[action].model_fields:
        if field in value and value[field] is None:
            raise CommandError("invalid_field", f"Invalid {field}: Input should not be null", field=field)
    return command


def _echoed(request_id: object) -> str | None:
    """Return the `request_id` if the contract allows it; an error carries no other."""
    try:
        command = GetStatusCommand.model_validate({"action": "get_status", "request_id": request_id}, strict=True)
    except ValidationError:
        return None
    return command.request_id


def _refusal(error: ValidationError, value: dict[str, Any], scope: Sequence[str]) -> CommandError:
    first = error.errors(include_url=False, include_context=False)[0]
    field = str(first["loc"][0])
    if field != "service":
        problem = "Input should be an object" if first["type"] == "model_type" else first["msg"]
        return CommandError("invalid_field", f"Invalid {field}: {problem}", field=field)
    if "service" in value:
        return invalid_service("invalid_service", value["service"], scope)
    return CommandError("missing_service", "Invalid service: none was named", available_services=scope)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
