from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from service.gateway.outbox import Outbox
from tests.fakes.frame import update

if TYPE_CHECKING:
    from service.envelope import Frame

MAX_REPLIES = 4
TOPICS = st.sampled_from(("market_data", "news", "system"))


class Waiting(RuleBasedStateMachine):
    """An outbox beside what it is meant to hold: a list of replies and the newest update of each topic."""

    def __init__(self) -> None:
        super().__init__()
        self.outbox = Outbox(MAX_REPLIES)
        self.replies: list[Frame] = []
        self.updates: dict[str, Frame] = {}
        self.conflated = 0

    @rule()
    def reply(self) -> None:
        """Keep a reply as long as there is room."""
        frame = update("system")
        has_room = len(self.replies) < MAX_REPLIES

        assert self.outbox.reply(frame) is has_room
        if has_room:
            self.replies.append(frame)

    @rule(topic=TOPICS)
    def update(self, topic: str) -> None:
        """Replace the unsent update, which counts as conflated; the newer one waits behind the others."""
        self.conflated += self.updates.pop(topic, None) is not None
        self.updates[topic] = update(topic)
        self.outbox.update(self.updates[topic])

    @rule(topic=TOPICS)
    def forget(self, topic: str) -> None:
        """Forget an update, which is not counted; replies stay."""
        self.updates.pop(topic, None)
        self.outbox.forget(topic)

    @precondition(lambda self: self.replies)
    @rule()
    def take_reply(self) -> None:
        """Take a reply before any update, in their order."""
        assert self.outbox.take() is self.replies.pop(0)

    @precondition(lambda self: not self.replies)
    @rule()
    def take_update(self) -> None:
        """Take the update that has waited longest; None when nothing waits."""
        oldest = next(iter(self.updates), None)

        assert self.outbox.take() is (None if oldest is None else self.updates.pop(oldest))

    @invariant()
    def is_bounded(self) -> None:
        """Hold what the model holds, never more than the bound and one update a topic."""
        assert len(self.outbox) == len(self.replies) + len(self.updates)
        assert len(self.outbox) <= MAX_REPLIES + 3
        assert self.outbox.conflated == self.conflated


TestWaiting = Waiting.TestCase


def test_replies_have_room_for_a_burst() -> None:
    """A client may send 64 commands before it reads; the 65th reply finds no room."""
    outbox = Outbox()

    assert [outbox.reply(update("system")) for _ in range(65)] == [True] * 64 + [False]
