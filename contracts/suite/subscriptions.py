"""Subscriptions: what came to a connection that should not have, by what it had asked for.

In doubt a frame is forgiven: a subscription counts from the moment it is asked for, the end of one only when it is
confirmed. So a reply that is lost or wrong, which other clauses notice, makes nothing wrong here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.suite.story import topic_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document
    from contracts.suite.evidence import Seen
    from contracts.suite.story import Step, Story

__all__ = ["after_leaving", "retold", "unasked", "was_left", "was_not_asked"]


def unasked(story: Story, document: Document) -> Iterator[Seen]:
    """Yield the frames of services in scope, and notices, of which the connection never spoke.

    What comes after leaving a service, subscribed or not, `after_leaving` yields.
    """
    asked = set(story.endpoint.scope) if story.endpoint.auto else set()
    for step in story.steps:
        if step.is_command:
            asked |= step.topics
        elif step.frame is not None:
            topic = topic_of(step.frame, document)
            if topic in story.topics and topic not in asked:
                yield step.frame


def was_not_asked(story: Story) -> Iterator[tuple[str, float]]:
    """Yield the services that could have come unasked, and for how many seconds somebody listened then."""
    if story.endpoint.auto:
        return
    began_s = story.steps[0].entry.elapsed_s
    for service in story.endpoint.scope:
        commands = (step for step in story.steps if step.is_command and service in step.topics)
        ended_s = next((step.entry.elapsed_s for step in commands), story.ended_s)
        yield service, ended_s - began_s


@dataclass(slots=True)
class _Leave:
    """How it stands with one service on one connection."""

    commands: list[tuple[int, Step]] = field(default_factory=list)
    """Those that leave it, each with its place."""
    confirmed: int = 0
    """How many of them were."""
    asked_at: int = -1
    """The place of the newest command that subscribes it."""

    @property
    def command(self) -> Step | None:
        """The command that left it, when that is certain: it was confirmed, and the service not asked for since."""
        if not self.confirmed or not self.commands:
            return None
        place, command = self.commands[min(self.confirmed, len(self.commands)) - 1]
        return command if place > self.asked_at else None

    def note(self, step: Step, place: int) -> None:
        """Take in a command or a confirmation for the service."""
        if step.is_command and step.subscribes:
            self.asked_at = place
        elif step.is_command:
            self.commands.append((place, step))
        elif step.unsubscribes:
            self.confirmed += 1


def after_leaving(story: Story, document: Document) -> Iterator[tuple[Seen, Step]]:
    """Yield the frames of a service that came after leaving it was confirmed, each with the command that left it."""
    leaves: dict[str, _Leave] = {topic: _Leave() for topic in story.topics}
    for place, step in enumerate(story.steps):
        topic = None if step.frame is None else topic_of(step.frame, document)
        if step.frame is not None and topic in leaves and (command := leaves[topic].command) is not None:
            yield step.frame, command
        for about in step.topics & set(leaves):
            leaves[about].note(step, place)


def was_left(story: Story) -> Iterator[tuple[str, float]]:
    """Yield the services that were left, and for how many seconds somebody listened afterwards."""
    leaves: dict[str, _Leave] = {service: _Leave() for service in story.endpoint.scope}
    since: dict[str, float] = {}
    for place, step in enumerate(story.steps):
        for about in step.topics & set(leaves):
            leaves[about].note(step, place)
            if leaves[about].command is None and about in since:
                yield about, step.entry.elapsed_s - since.pop(about)
            elif leaves[about].command is not None:
                since.setdefault(about, step.entry.elapsed_s)
    yield from ((service, story.ended_s - since_s) for service, since_s in since.items())


def retold(story: Story, document: Document) -> Iterator[tuple[Seen, str]]:
    """Yield each `source_unavailable` that should not have come, with the reason."""
    told: set[str] = set()
    known: set[str] = set()
    for step in story.steps:
        told -= step.topics
        if step.frame is not None and step.frame.is_update:
            known.add(step.frame.service)
        elif step.frame is not None and step.frame.comes_unasked:
            service = topic_of(step.frame, document)
            if service is None:
                yield step.frame, "it does not say which service has no data"
            elif service in known:
                yield step.frame, f"there was an update of {service} before"
            elif service in told:
                yield step.frame, f"it was told of {service} before"
            else:
                told.add(service)
