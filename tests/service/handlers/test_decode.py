from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings

from contracts.generated.application.messages.json import (
    GetStatusCommand,
    PingCommand,
    SubscribeCommand,
    UnsubscribeCommand,
)
from contracts.generated.catalog import ACTIONS, ENDPOINTS, ERROR_CODES, SERVICES, Endpoint
from contracts.generated.commands import COMMANDS, Command
from contracts.validator import Validator
from service.errors import CommandError
from service.handlers.decode import MAX_DEPTH, closest, decode
from tests.service.handlers.texts import ENDPOINT, OBJECTS, TEXTS

if TYPE_CHECKING:
    from contracts.document import Document

SCOPE = ENDPOINTS["/ws/data"].scope
LONGEST = "x" * 128


@pytest.fixture(scope="module")
def validator(document: Document) -> Validator:
    return Validator(document)


def read(text: str, endpoint: Endpoint) -> Command | CommandError:
    try:
        return decode(text, endpoint.scope)
    except CommandError as error:
        return error


def refusal(text: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        decode(text, SCOPE)
    return caught.value


def nested(levels: int) -> str:
    return '{"action":"ping","data":' + '{"a":' * (levels - 2) + "{}" + "}" * (levels - 2) + "}"


@settings(max_examples=500)
@given(text=TEXTS, endpoint=ENDPOINT)
@example(text="", endpoint=ENDPOINTS["/ws"])
@example(text='{"action":"x","request_id":"%s"}' % ("a" * 129), endpoint=ENDPOINTS["/ws"])
def test_any_text_is_a_command_or_a_documented_error(text: str, endpoint: Endpoint) -> None:
    """Whatever a client sends, reading it ends in a command or a CommandError with a code of the contract."""
    result = read(text, endpoint)

    assert type(result) in COMMANDS.values() or (isinstance(result, CommandError) and result.code in ERROR_CODES)


@settings(max_examples=300)
@given(value=OBJECTS, endpoint=ENDPOINT)
@example(value={"action": "ping", "data": None}, endpoint=ENDPOINTS["/ws"])
@example(value={"action": "get_status", "request_id": None}, endpoint=ENDPOINTS["/ws"])
def test_commands_are_what_the_contract_says(validator: Validator, value: dict[str, Any], endpoint: Endpoint) -> None:
    """An object is read as a command exactly when the schemas of asyncapi.yaml allow it."""
    text = json.dumps(value)
    verdict = validator.command(endpoint.path, text)
    result = read(text, endpoint)

    assert type(result).__name__ == (verdict.message if verdict else "CommandError"), verdict.violations


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (
            '{"action":"subscribe","service":"all","request_id":"1"}',
            SubscribeCommand(action="subscribe", service="all", request_id="1"),
        ),
        ('{"service":"news","action":"unsubscribe"}', UnsubscribeCommand(action="unsubscribe", service="news")),
        ('{"action":"get_status","service":"no matter"}', GetStatusCommand(action="get_status")),
        (' \n{"action":"ping","color":[1,null]}\t', PingCommand(action="ping")),
        (f'{{"action":"ping","request_id":"{LONGEST}"}}', PingCommand(action="ping", request_id=LONGEST)),
        ('{"action":"subscribe","service":5,"action":"ping"}', PingCommand(action="ping")),
        ('{"action":"ping","request_id":7,"request_id":"a"}', PingCommand(action="ping", request_id="a")),
        ('{"action":"p\\u0069ng"}', PingCommand(action="ping")),
    ],
)
def test_commands_are_read(text: str, command: Command) -> None:
    """Fields that a command does not know are ignored, and of a key that stands twice the last one counts."""
    assert decode(text, SCOPE) == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ping",
        "{",
        '{"action":"ping"',
        '{"action":"ping"} {}',
        '{"action":"ping",}',
        "{'action':'ping'}",
        '{"action":"ping"}\x00',
        '{"action":"pi\nng"}',
        '\ufeff{"action":"ping"}',
        '{"action":"ping","data":{"a":NaN}}',
        '{"action":"ping","data":{"a":1e400}}',
        '{"action":"ping","data":{"a":%s}}' % ("9" * 4301),
        '{"action":"ping","request_id":"\ud800"}',
        '{"action":"ping","request_id":"\\ud800"}',
        '{"action":"ping","\\udc00":1}',
        nested(MAX_DEPTH + 1),
        "[" * 65 + "]" * 65,
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_not_one_json_text_is_invalid_json(text: str) -> None:
    """Malformed, more than one value, numbers out of range, no Unicode, or nested deeper than 64 levels."""
    error = refusal(text)

    assert error.code == "invalid_json"
    assert error.request_id is None


def test_64_levels_are_not_too_deep() -> None:
    """The bound itself is allowed."""
    assert isinstance(decode(nested(MAX_DEPTH), SCOPE), PingCommand)


@pytest.mark.parametrize("text", ["[]", '[{"action":"ping"}]', '"ping"', "1", "1.5", "null", "true"])
def test_what_is_not_an_object_is_an_invalid_message(text: str) -> None:
    """JSON that is no object is told apart from what is no JSON."""
    assert refusal(text).code == "invalid_message"


@pytest.mark.parametrize("text", ["{}", '{"service":"news"}', '{"Action":"ping"}', '{"":"ping"}'])
def test_a_missing_action_is_told_with_the_actions(text: str) -> None:
    """An object without `action` is told which there are."""
    error = refusal(text)

    assert (error.code, error.supported_actions) == ("missing_action", ACTIONS)


@pytest.mark.parametrize(
    ("action", "message", "hint"),
    [
        ('"subscibe"', "Unknown action: subscibe", "subscribe"),
        ('"status"', "Unknown action: status", "get_status"),
        ('""', "Unknown action: ", None),
        ('"dance"', "Unknown action: dance", None),
        ("null", "Unknown action: null", None),
        ("1", "Unknown action: 1", None),
        ('["ping"]', 'Unknown action: ["ping"]', "ping"),
        ('{"a":1}', 'Unknown action: {"a":1}', None),
        (f'"{"z" * 64}"', f"Unknown action: {'z' * 64}", None),
        (f'"{"z" * 65}"', f"Unknown action: {'z' * 64}…", None),
    ],
)
def test_an_unknown_action_is_told_with_the_closest(action: str, message: str, hint: str | None) -> None:
    """A wrong or mistyped action is shown, cut to 64 characters, with the actions there are and what was meant."""
    error = refusal(f'{{"action":{action}}}')

    assert (error.code, error.message, error.hint) == ("unknown_action", message, hint)
    assert error.supported_actions == ACTIONS


@pytest.mark.parametrize("action", ["subscribe", "unsubscribe"])
def test_a_missing_service_is_told_with_the_scope(action: str) -> None:
    """The text starts as the seed's clients expect, and the address's services are listed."""
    error = refusal(f'{{"action":"{action}","request_id":"r"}}')

    assert error.code == "missing_service"
    assert error.message.startswith("Invalid service")
    assert (error.available_services, error.request_id) == (SCOPE, "r")


@pytest.mark.parametrize("action", ["subscribe", "unsubscribe"])
@pytest.mark.parametrize(
    ("service", "shown", "hint"),
    [
        ('"newz"', "newz", "news"),
        ('"sistem"', "sistem", "system"),
        ('"al"', "al", "all"),
        ('"bitcoin"', "bitcoin", None),
        ('""', "", None),
        ("null", "null", None),
        ("5", "5", None),
        ("true", "true", None),
        ('["news"]', '["news"]', "news"),
        ("{}", "{}", None),
    ],
)
def test_an_invalid_service_is_told_with_the_closest(action: str, service: str, shown: str, hint: str | None) -> None:
    """Of whatever type it is: shown after `Invalid service: `, with the scope and what was meant."""
    error = refusal(f'{{"action":"{action}","service":{service}}}')

    assert (error.code, error.message) == ("invalid_service", f"Invalid service: {shown}")
    assert (error.available_services, error.hint) == (SCOPE, hint)


@pytest.mark.parametrize(
    ("member", "field"),
    [
        ('"request_id":"%s"' % ("x" * 129), "request_id"),
        ('"request_id":""', "request_id"),
        ('"request_id":7', "request_id"),
        ('"request_id":null', "request_id"),
        ('"request_id":["a"]', "request_id"),
        ('"data":"text"', "data"),
        ('"data":[]', "data"),
        ('"data":1', "data"),
        ('"data":null', "data"),
    ],
)
def test_a_field_of_the_wrong_type_or_length_is_named(member: str, field: str) -> None:
    """`field` names it, and a request_id that is itself wrong is not echoed."""
    error = refusal(f'{{"action":"ping",{member}}}')

    assert (error.code, error.field, error.request_id) == ("invalid_field", field, None)


@pytest.mark.parametrize(
    "text",
    [
        '{"request_id":"%s"}',
        '{"action":"fly","request_id":"%s"}',
        '{"action":"subscribe","request_id":"%s"}',
        '{"action":"subscribe","service":"moon","request_id":"%s"}',
        '{"action":"ping","data":1,"request_id":"%s"}',
    ],
)
@pytest.mark.parametrize(("request_id", "echoed"), [(LONGEST, LONGEST), ("x" * 129, None), ("", None)])
def test_errors_carry_the_request_id(text: str, request_id: str, echoed: str | None) -> None:
    """An error answers a command by its request_id, if that is one the contract allows."""
    assert refusal(text % request_id).request_id == echoed


def test_hints_are_given_only_when_they_are_near() -> None:
    """A hint is one of the words; of no text, a far or an endless one it is None."""
    assert closest("market-data", list(SERVICES)) == "market_data"
    assert closest("xyz", list(SERVICES)) is None
    assert closest(None, []) is None
    assert closest("n" * 1_000_000, list(SERVICES)) is None
