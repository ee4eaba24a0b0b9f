from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from contracts.pointer import references, resolve
from contracts.projection import project, snake

if TYPE_CHECKING:
    from contracts.document import Document


def test_each_operation_has_a_channel_of_its_own(document: Document) -> None:
    """The generator takes all messages of a channel, so a channel holds only those of one operation."""
    projection = project(document)
    assert projection["operations"]["get_status"] == {
        "action": "receive",
        "channel": {"$ref": "#/channels/get_status"},
        "reply": {"channel": {"$ref": "#/channels/get_status_reply"}},
    }
    assert list(projection["channels"]["get_status"]["messages"]) == ["GetStatusCommand"]
    assert list(projection["channels"]["get_status_reply"]["messages"]) == ["StatusEvent", "ErrorEvent"]


def test_operations_of_all_addresses_become_one(document: Document) -> None:
    """Four commands are received, and each pushed message is sent by one operation named after it."""
    operations = project(document)["operations"]
    assert [key for key, operation in operations.items() if operation["action"] == "receive"] == list(document.actions)
    sent = [key for key, operation in operations.items() if operation["action"] == "send"]
    assert sent == [snake(name) for name in document.pushed]
    assert "market_data_update" in sent


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
