from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.pointer import SpecError, references
from contracts.sdk.python.channel import view
from tests.contracts.sdk.python.changed import changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.document import Document


def test_each_command_has_its_reply_and_its_fields(document: Document) -> None:
    """A command's reply is that of its operation; what the client fills in by itself is left out."""
    commands = {command.action: command for command in view(document, document.endpoints["/ws/news"]).commands}

    assert {action: command.reply.name for action, command in commands.items()} == {
        "subscribe": "SubscriptionConfirmedEvent",
        "unsubscribe": "UnsubscriptionConfirmedEvent",
        "get_status": "StatusEvent",
        "ping": "PongEvent",
    }
    assert {action: [field.name for field in command.fields] for action, command in commands.items()} == {
        "subscribe": ["service"],
        "unsubscribe": ["service"],
        "get_status": [],
        "ping": ["data"],
    }


@pytest.mark.parametrize(
    ("path", "greetings", "updates"),
    [
        ("/ws/news", ["ConnectionEstablishedEvent"], ["news", "system"]),
        ("/ws/integration", ["ConnectionEstablishedEvent"], ["huggingface", "persistence", "system"]),
    ],
)
def test_events_are_told_apart_by_their_role(
    document: Document, path: str, greetings: list[str], updates: list[str]
) -> None:
    """What is neither a reply nor an error nor an update is a greeting."""
    channel = view(document, document.endpoints[path])

    assert [message.name for message in channel.greetings] == greetings
    assert list(channel.updates) == updates


def test_only_what_the_endpoint_needs_is_there(document: Document) -> None:
    """Schemas of other endpoints are left out, and none that is referred to is missing."""
    schemas = view(document, document.endpoints["/ws/news"]).schemas
    named = {target.rsplit("/", 1)[-1] for schema in schemas.values() for _, target in references(schema)}

    assert named <= schemas.keys()
    assert {"NewsUpdate", "NewsData", "Timestamp"} <= schemas.keys()
    assert not {"MarketDataUpdate", "SubscribeCommand"} & schemas.keys()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (
            lambda raw: raw["components"]["schemas"]["PongEvent"]["properties"]["type"].pop("const"),
            "#/components/schemas/PongEvent/properties/type",
        ),
        (
            lambda raw: raw["components"]["schemas"]["PingCommand"]["properties"]["action"].pop("const"),
            "#/components/schemas/PingCommand/properties/action",
        ),
        (lambda raw: raw["operations"]["newsPing"]["reply"]["messages"].pop(0), "#/operations/newsPing/reply/messages"),
        (lambda raw: raw["operations"].pop("newsPing"), "#/channels/newsStream/messages"),
        (
            lambda raw: raw["components"]["schemas"]["NewsUpdate"]["properties"]["data"].update({"$ref": "#/no"}),
            "#/components/schemas/NewsUpdate/properties/data",
        ),
    ],
)
def test_what_a_client_could_not_know_is_refused_at_its_place(
    document: Document, change: Callable[[dict[str, Any]], object], pointer: str
) -> None:
    """SpecError points to what is missing."""
    broken = changed(document, change)

    with pytest.raises(SpecError) as caught:
        view(broken, broken.endpoints["/ws/news"])
    assert caught.value.pointer == pointer
