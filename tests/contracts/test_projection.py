from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from contracts.pointer import references, resolve
from contracts.projection import project, snake

if TYPE_CHECKING:
    from contracts.document import Document


def test_each_operation_has_a_channel_of_its_own(document: Document) -> None:
    """The generator takes all messages of a channel, so a channel holds only the one of its operation."""
    projection = project(document)
    assert projection["operations"]["news_update"] == {"action": "send", "channel": {"$ref": "#/channels/news_update"}}
    assert projection["channels"]["news_update"]["messages"] == {
        "NewsUpdate": {"$ref": "#/components/messages/NewsUpdate"}
    }


def test_operations_of_all_addresses_become_one(document: Document) -> None:
    """Each pushed message is sent by one operation, named after it; commands are not the generated application's."""
    operations = project(document)["operations"]
    assert list(operations) == [snake(name) for name in document.pushed]
    assert {operation["action"] for operation in operations.values()} == {"send"}


def test_messages_without_an_operation_keep_their_models(document: Document) -> None:
    """Commands and replies are still messages of the projection, under their own names."""
    messages = project(document)["components"]["messages"]
    assert {key: message["name"] for key, message in messages.items()} == {key: key for key in document.messages}


def test_timestamps_are_of_our_own_type(document: Document) -> None:
    """The generated models write instants by contracts.timestamp."""
    assert project(document)["components"]["schemas"]["Timestamp"]["customTypePath"] == "contracts.timestamp.Timestamp"


def test_the_projection_is_whole(document: Document) -> None:
    """Every `$ref` of it leads somewhere in it."""
    projection = project(document)
    for pointer, target in references(projection):
        resolve(projection, target, pointer)


def test_projecting_changes_nothing(document: Document) -> None:
    """The document is read only."""
    before = copy.deepcopy(document.raw)
    project(document)
    assert document.raw == before


def test_names_become_snake_case() -> None:
    """Each capital letter begins a word."""
    assert snake("RpcNodesUpdate") == "rpc_nodes_update"
