"""Hub, outbox and connection together, against everything that may happen to them in whatever order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from contracts.generated.catalog import CLOSE_CODES, ENDPOINTS, ServiceName
from service.gateway.hub import Hub
from service.handlers.commands import answer
from service.handlers.greetings import greet
from tests.fakes.clock import FakeClock
from tests.fakes.frame import update
from tests.service.gateway.model import ORDER
from tests.service.gateway.passenger import MAX_REPLIES, Passenger

if TYPE_CHECKING:
    from collections.abc import Callable

PATHS = st.sampled_from(["/ws", "/ws/all", "/ws/data", "/ws/news"])
SERVICES = st.sampled_from(get_args(ServiceName)[:4])
"""Few, so that they meet."""
WORDS = SERVICES | st.sampled_from(["all", "system", "nowhere"])
QUESTIONS = st.sampled_from(['{"action":"get_status"}', '{"action":"ping"}', "", "[]", '{"action":"fly"}'])


class Traffic(RuleBasedStateMachine):
    """Clients whose lines move or stall, while they command, are published to, are cut off and leave."""

    passengers = Bundle("passengers")
    departed = Bundle("departed")

    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub()
        self.clock = FakeClock()
        self.present: list[Passenger] = []
        self.gone: list[tuple[Passenger, int]] = []
        """Who left, and how many updates it had been meant to get by then."""

    @rule(target=passengers, path=PATHS)
    def connect(self, path: str) -> Passenger:
        """Connect."""
        passenger = Passenger()
        outcome = greet(ENDPOINTS[path], "live", self.clock.now())
        passenger.client_id = outcome.session.client_id
        self.present.append(passenger)
        self.hub.join(outcome, passenger)
        return passenger

    @rule(passenger=passengers, action=st.sampled_from(["subscribe", "unsubscribe"]), word=WORDS)
    def choose(self, passenger: Passenger, action: str, word: str) -> None:
        """Subscribe or unsubscribe."""
        self._command(passenger, json.dumps({"action": action, "service": word}))

    @rule(passenger=passengers, question=QUESTIONS, times=st.sampled_from([1, 2, MAX_REPLIES // 2, 2 * MAX_REPLIES]))
    def ask(self, passenger: Passenger, question: str, times: int) -> None:
        """Ask, or err, once or in a burst."""
        for _ in range(times):
            self._command(passenger, question)

    @rule(topics=st.lists(SERVICES, min_size=1, max_size=5))
    def publish(self, topics: list[str]) -> None:
        """Publish."""
        for topic in topics:
            self.hub.publish(update(topic))

    @rule()
    def notify(self) -> None:
        """Tell those who subscribed `system` something."""
        self.hub.notify(update("system"))

    @rule(passenger=passengers | departed)
    def complete(self, passenger: Passenger) -> None:
        """Let the send in flight complete, its callback not called yet."""
        if passenger.line.is_busy:
            passenger.line.complete()

    @rule(passenger=passengers | departed)
    def tell(self, passenger: Passenger) -> None:
        """Call back for what has completed."""
        passenger.line.tell()

    @rule(passenger=passengers | departed)
    def move(self, passenger: Passenger) -> None:
        """Let a client read all there is."""
        passenger.line.run()
        if not passenger.line.is_cut:
            passenger.check_at_rest()

    @rule(passenger=passengers, fails=st.booleans())
    def cut(self, passenger: Passenger, fails: bool) -> None:  # noqa: FBT001  drawn
        """Let a line break. The send in flight fails, or completes as if nothing were the matter."""
        passenger.line.is_cut = True
        if passenger.line.is_busy:
            passenger.line.complete(ConnectionResetError() if fails else None)

    @rule(seconds=st.floats(0, 3600))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.jump(seconds)

    @rule(target=departed, passenger=consumes(passengers), closes=st.booleans())
    def leave(self, passenger: Passenger, closes: bool) -> Passenger:  # noqa: FBT001  drawn
        """Leave, or be closed; what waited then may still be read."""
        if closes:
            passenger.connection.close(CLOSE_CODES["service_restart"])
        self.hub.leave(passenger.client_id)
        self.present.remove(passenger)
        self.gone.append((passenger, len(passenger.pushed)))
        return passenger

    @invariant()
    def all_have_what_is_theirs(self) -> None:
        """Hold the rules for everybody, and keep nobody in the hub who has left."""
        for passenger in self.present:
            passenger.check()
        for passenger, pushed in self.gone:
            passenger.check()
            assert len(passenger.pushed) == pushed
        sessions = list(self.hub.sessions())
        assert [session.client_id for session in sessions] == [passenger.client_id for passenger in self.present]
        for topic in ORDER:
            assert self.hub.listeners(topic) == sum(topic in session.subscriptions for session in sessions)

    @invariant()
    def who_is_given_up_is_stopped(self) -> None:
        """Stop the reader of whoever is to be closed, and of nobody else."""
        for passenger in [*self.present, *(passenger for passenger, _ in self.gone)]:
            assert passenger.reader.is_cancelled == (passenger.connection.closing is not None)

    def teardown(self) -> None:
        """Let everybody read to the end, who then believes what the hub does, and leave an empty hub."""
        for passenger in self.present:
            passenger.line.run()
            if not passenger.line.is_cut:
                passenger.check_at_rest()
                if passenger.connection.closing is None:
                    assert passenger.topics == self.hub.session(passenger.client_id).subscriptions
            self.hub.leave(passenger.client_id)
        assert (self.hub.total_clients, sum(map(self.hub.listeners, ORDER))) == (0, 0)

    def _command(self, passenger: Passenger, text: str) -> None:
        session = self.hub.session(passenger.client_id)
        self.hub.apply(answer(text, session, self.hub, self.clock.now()))


TestTraffic = Traffic.TestCase
TestTraffic.settings = settings(max_examples=80, stateful_step_count=50)


def arrange(*topics: str) -> tuple[Hub, Passenger]:
    """Make a hub with one client on `/ws` that has read its greeting and its confirmations."""
    hub, passenger, clock = Hub(), Passenger(), FakeClock()
    outcome = greet(ENDPOINTS["/ws"], "live", clock.now())
    passenger.client_id = outcome.session.client_id
    hub.join(outcome, passenger)
    for topic in topics:
        text = json.dumps({"action": "subscribe", "service": topic})
        hub.apply(answer(text, hub.session(passenger.client_id), hub, clock.now()))
    passenger.line.run()
    passenger.check_at_rest()
    return hub, passenger


def older_after_newer(hub: Hub, passenger: Passenger) -> None:
    older, newer = passenger.pushed[-2:]
    passenger.line.sent += [newer.event, older.event]


def unasked(hub: Hub, passenger: Passenger) -> None:
    passenger.push(update("onchain"))
    passenger.line.run()


def out_of_order(hub: Hub, passenger: Passenger) -> None:
    passenger.line.sent.reverse()


def lost(hub: Hub, passenger: Passenger) -> None:
    passenger.line.sent.pop()


@pytest.mark.parametrize("spoil", [older_after_newer, unasked, out_of_order, lost])
def test_the_rules_are_no_empty_words(spoil: Callable[[Hub, Passenger], None]) -> None:
    """A passenger notices each kind of thing that must not happen."""
    hub, passenger = arrange("news")
    for _ in range(3):
        hub.publish(update("news"))
    spoil(hub, passenger)
    with pytest.raises(AssertionError):
        passenger.check()
