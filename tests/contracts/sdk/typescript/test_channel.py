from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from contracts.document import read
from contracts.pointer import SpecError, name_of, references
from contracts.sdk.typescript import render
from contracts.sdk.typescript.channel import view

if TYPE_CHECKING:
    from contracts.document import Document

Change = Callable[[Any], object]


def changed(document: Document, change: Change) -> Document:
    """Return the document after a change of its raw form."""
    raw = copy.deepcopy(dict(document.raw))
    change(raw)
    return read(raw)


def test_a_client_knows_only_what_its_endpoint_carries(document: Document) -> None:
    """Commands, events and schemas are those of the channel; of the rest nothing is left."""
    channel = view(document, document.endpoints["/ws/news"])

    assert [command.action for command in channel.commands] == ["subscribe", "unsubscribe", "get_status", "ping"]
    assert list(channel.updates) == ["news", "system"]
    assert [service.name for service in channel.services] == ["news"]
    assert "NewsData" in channel.schemas
    assert "MarketDataData" not in channel.schemas
    assert "WelcomeEvent" not in channel.schemas


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/ws/monitoring", ["health_checker", "pool_manager", "scheduler", "system", "all"]),
        ("/ws/ai", ["huggingface", "system", "all"]),
    ],
)
def test_commands_name_only_services_of_the_endpoint(document: Document, path: str, taken: list[str]) -> None:
    """What the gateway would refuse for its scope is not offered; `system` and `all` are."""
    assert view(document, document.endpoints[path]).schemas["SubscriptionTarget"]["enum"] == taken


def test_every_schema_that_is_needed_is_there(document: Document) -> None:
    """The schemas of a channel refer to each other and to nothing else, and each but the messages is referred to."""
    for endpoint in document.endpoints.values():
        channel = view(document, endpoint)
        messages = {message.schema for message in document.messages.values()}
        targets = {name_of({"$ref": target}) for _, target in references(channel.schemas)}

        assert targets <= set(channel.schemas)
        assert set(channel.schemas) - targets <= messages


def _rename(name: str, title: str) -> Change:
    def change(raw: Any) -> None:
        schemas = raw["components"]["schemas"]
        schemas[title] = schemas.pop(name)
        schemas["NewsUpdate"]["properties"]["data"]["$ref"] = f"#/components/schemas/{title}"

    return change


def _set(*path: Any, value: object) -> Change:
    def change(raw: Any) -> None:
        node = raw
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value

    return change


def _remove(*path: Any) -> Change:
    def change(raw: Any) -> None:
        node = raw
        for part in path[:-1]:
            node = node[part]
        del node[path[-1]]

    return change


SCHEMAS = ("components", "schemas")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (_remove("channels", "newsStream", "messages", "ErrorEvent"), "#/channels/newsStream/messages"),
        (_remove("operations", "newsPing"), "#/channels/newsStream/messages"),
        (_remove("operations", "newsGreet"), "#/channels/newsStream"),
        (_remove("operations", "newsPing", "reply"), "#/operations/newsPing/reply"),
        (_set("operations", "newsPing", "reply", "messages", value=[]), "#/operations/newsPing/reply/messages"),
        (_remove("operations", "newsPing", "messages"), "#/operations/newsPing/messages"),
        (
            _set("operations", "newsPing", "reply", "messages", value=[{"$ref": "#/channels/newsStream/messages/No"}]),
            "#/operations/newsPing/reply/messages",
        ),
        (_remove(*SCHEMAS, "PingCommand", "properties", "action", "const"), "#/components/schemas/PingCommand"),
        (
            _set(*SCHEMAS, "NewsData", "properties", "articles", "items", "$ref", value="#/components/schemas/No"),
            "#/components/schemas/NewsData/properties/articles/items",
        ),
        (
            _set(*SCHEMAS, "NewsData", "properties", "articles", "items", "$ref", value="#/info/contact"),
            "#/components/schemas/NewsData/properties/articles/items",
        ),
        (
            _set(*SCHEMAS, "NewsData", "properties", "articles", "not", value={}),
            "#/components/schemas/NewsData/properties/articles/not",
        ),
        (_rename("NewsData", "GatewayClient"), "#/components/schemas/GatewayClient"),
        (
            _set(*SCHEMAS, "NewsUpdate", "properties", "service", "const", value="stale"),
            "#/channels/newsStream/x-scope",
        ),
    ],
)
def test_a_document_that_the_client_cannot_use_is_an_error(document: Document, change: Change, pointer: str) -> None:
    """What is missing, or means nothing to TypeScript, raises SpecError at its place, and no traceback of our own."""
    with pytest.raises(SpecError) as error:
        broken = changed(document, change)
        render(broken, broken.endpoints["/ws/news"])

    assert error.value.pointer == pointer


def test_names_of_the_client_are_not_for_services_or_actions(document: Document) -> None:
    """A service called `stale` could not be told from the event, and an action `close` not from the method."""

    def service(raw: Any) -> None:
        _set(*SCHEMAS, "NewsUpdate", "properties", "service", "const", value="stale")(raw)
        _set("channels", "newsStream", "x-scope", value="stale")(raw)

    def action(raw: Any) -> None:
        _set(*SCHEMAS, "GetStatusCommand", "properties", "action", "const", value="close")(raw)

    for change, pointer in (
        (service, "#/components/messages/NewsUpdate"),
        (action, "#/components/schemas/GetStatusCommand"),
    ):
        broken = changed(document, change)
        with pytest.raises(SpecError) as error:
            render(broken, broken.endpoints["/ws/news"])

        assert error.value.pointer == pointer
