from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from contracts.generated import commands, events

if TYPE_CHECKING:
    from contracts.document import Document


def names(union: object) -> tuple[str, ...]:
    return tuple(member.__name__ for member in get_args(union))


def test_the_commands_are_those_that_are_received(document: Document) -> None:
    """The union and the table hold each command once."""
    received = [message.name for message in document.messages.values() if message.direction == "command"]
    assert list(names(commands.Command)) == received
    assert {action: model.__name__ for action, model in commands.COMMANDS.items()} == dict(
        zip(document.actions, received, strict=True)
    )


def test_the_events_are_all_that_is_sent(document: Document) -> None:
    """Replies and updates are events, and every event is in the union once."""
    sent = [message.name for message in document.messages.values() if message.direction == "event"]
    assert list(names(events.Event)) == sent
    assert names(events.Reply) == document.replies
    assert names(events.Update) == tuple(service.update for service in document.services.values())


def test_each_service_has_its_update(document: Document) -> None:
    """The table leads from the service's name to the class that publishes it."""
    assert {name: model.__name__ for name, model in events.UPDATES.items()} == {
        service.name: service.update for service in document.services.values()
    }
