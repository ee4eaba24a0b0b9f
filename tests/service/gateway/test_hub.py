from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from contracts.generated.catalog import ENDPOINTS, ServiceName
from service.gateway.hub import Hub, Outcome
from service.handlers.commands import answer
from service.handlers.greetings import greet
from tests.fakes.clock import START
from tests.fakes.frame import update
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.service.gateway.model import ORDER, Client, in_order, told

if TYPE_CHECKING:
    from service.envelope import Frame

CLIENT = session().client_id
PATHS = st.sampled_from(sorted(ENDPOINTS))
SERVICES = st.sampled_from(get_args(ServiceName))
WORDS = st.sampled_from([*ORDER, "all", "nowhere"])
NONSENSE = st.sampled_from(["", "[]", "{}", '{"action":"subscribe"}', '{"action":"fly"}', '{"action":"ping","data":1}'])


def arrange(*topics: str, is_slow: bool = False) -> tuple[Hub, FakeReceiver]:
    hub, receiver = Hub(), FakeReceiver(is_slow=is_slow)
    hub.join(Outcome(session("/ws", *topics), ()), receiver)
    return hub, receiver


def test_a_frame_is_shared_by_its_listeners() -> None:
    """An update is encoded once: every listener gets the same object, the others nothing."""
    hub, first = arrange("news")
    second, third = FakeReceiver(), FakeReceiver()
    hub.join(Outcome(replace(session("/ws", "news"), client_id="client_8_1"), ()), second)
    hub.join(Outcome(replace(session("/ws", "onchain"), client_id="client_9_1"), ()), third)
    frame = update("news")
    hub.publish(frame)

    assert first.got == second.got == [frame]
    assert third.got == []
    assert hub.listeners("news") == 2


def test_the_greeting_comes_before_the_snapshot() -> None:
    """A client that is subscribed on connect gets its greeting, then the newest update."""
    hub, greeting, old, new = Hub(), update("system"), update("news"), update("news")
    hub.publish(old)
    hub.publish(new)
    receiver = FakeReceiver()
    hub.join(Outcome(session("/ws/news", "news"), (greeting,)), receiver)

    assert receiver.got == [greeting, new]


def test_the_confirmation_comes_before_the_snapshots() -> None:
    """New topics bring their newest updates in the order of the contract, after the reply; old topics bring nothing."""
    hub, receiver = arrange("news")
    news, prices, fees = update("news"), update("market_data"), update("onchain")
    for frame in (fees, news, prices):
        hub.publish(frame)
    reply = update("system")
    hub.apply(Outcome(session("/ws", "news", "onchain", "market_data"), (reply,)))

    assert receiver.got == [news, reply, prices, fees]


def test_a_notice_is_no_snapshot() -> None:
    """Whoever subscribes after a notice does not get it."""
    hub, receiver = arrange("system")
    notice = update("system")
    hub.notify(notice)
    late = FakeReceiver()
    hub.join(Outcome(replace(session("/ws", "system"), client_id="client_8_1"), ()), late)

    assert receiver.got == [notice]
    assert late.got == []


def test_nothing_follows_an_unsubscription() -> None:
    """An update that a slow client has not read is dropped when it unsubscribes; those of other topics stay."""
    hub, receiver = arrange("news", "onchain", is_slow=True)
    unread, other, reply = update("news"), update("onchain"), update("system")
    hub.publish(unread)
    hub.publish(other)
    hub.apply(Outcome(session("/ws", "onchain"), (reply,)))
    hub.publish(update("news"))
    receiver.read()

    assert receiver.got == [reply, other]


def test_a_client_that_left_is_forgotten() -> None:
    """It counts no more, gets nothing, and its session cannot be asked for."""
    hub, receiver = arrange("news", "system")
    hub.leave(CLIENT)
    hub.publish(update("news"))
    hub.notify(update("system"))

    assert receiver.got == []
    assert (hub.total_clients, hub.listeners("news"), list(hub.sessions())) == (0, 0, [])
    with pytest.raises(KeyError):
        hub.session(CLIENT)


class Conversations(RuleBasedStateMachine):
    """Several clients on any endpoints, quick and slow ones."""

    clients = Bundle("clients")

    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub()
        self.present: dict[str, Client] = {}
        self.latest: dict[str, Frame] = {}

    @rule(target=clients, path=PATHS, is_slow=st.booleans())
    def connect(self, path: str, is_slow: bool) -> Client:  # noqa: FBT001  drawn
        """Connect: auto-subscribed endpoints begin with all they carry, the others with nothing."""
        endpoint, receiver = ENDPOINTS[path], FakeReceiver(is_slow=is_slow)
        outcome = greet(endpoint, "live", START)
        client = Client(outcome.session.client_id, endpoint, receiver, set(endpoint.scope if endpoint.auto else ()))
        self.hub.join(outcome, receiver)
        self.present[client.client_id] = client
        client.reply("connection_established", client.listed)
        if path in {"/ws", "/ws/master"}:
            client.reply("welcome", None)
        self._snapshots(client, client.listed)
        return client

    @rule(client=clients, word=WORDS)
    def subscribe(self, client: Client, word: str) -> None:
        """Subscribe: what is new brings its snapshot after the confirmation, the rest changes nothing."""
        wanted = client.wanted(word)
        self._send(client, {"action": "subscribe", "service": word})
        if wanted is None:
            client.refusal(word)
            return
        new = wanted - client.topics
        client.topics |= wanted
        client.reply("subscription_confirmed", client.listed)
        self._snapshots(client, in_order(new))

    @rule(client=clients, word=WORDS)
    def unsubscribe(self, client: Client, word: str) -> None:
        """Unsubscribe: what is gone sends no more, not even what waited; `all` clears `system` too."""
        wanted = client.wanted(word)
        self._send(client, {"action": "unsubscribe", "service": word})
        if wanted is None:
            client.refusal(word)
            return
        gone = set(client.topics) if word == "all" else wanted & client.topics
        client.topics -= gone
        for topic in gone:
            client.updates.pop(topic, None)
        client.reply("unsubscription_confirmed", client.listed)

    @rule(client=clients)
    def ask_status(self, client: Client) -> None:
        """Ask for the status, which counts those who are here and changes nothing."""
        self._send(client, {"action": "get_status"})
        client.reply("status", len(self.present))

    @rule(client=clients, text=NONSENSE)
    def talk_nonsense(self, client: Client, text: str) -> None:
        """Make a mistake, which is answered with one error and changes nothing."""
        before = self.hub.session(client.client_id)
        outcome = answer(text, before, self.hub, START)
        self.hub.apply(outcome)
        (reply,) = outcome.replies
        client.replies.append(told(reply))
        client.deliver()

        assert json.loads(reply.text)["type"] == "error"
        assert self.hub.session(client.client_id).subscriptions == before.subscriptions

    @rule(topic=SERVICES)
    def publish(self, topic: str) -> None:
        """Publish to the subscribers and to those to come."""
        self.latest[topic] = frame = update(topic)
        self.hub.publish(frame)
        self._push(frame)

    @rule()
    def notify(self) -> None:
        """Notify those who subscribed `system`, and nobody later."""
        frame = update("system")
        self.hub.notify(frame)
        self._push(frame)

    @rule(client=clients)
    def read(self, client: Client) -> None:
        """Read what waits at a slow client: replies first, one update a topic."""
        client.receiver.read()
        client.deliver(is_read=True)

    @rule(client=consumes(clients))
    def disconnect(self, client: Client) -> None:
        """Leave for good."""
        self.hub.leave(client.client_id)
        del self.present[client.client_id]

        assert list(map(told, client.receiver.got)) == client.expected

    @invariant()
    def agree(self) -> None:
        """Compare hub, sessions and receivers with the model."""
        assert self.hub.total_clients == len(self.present)
        assert [session.client_id for session in self.hub.sessions()] == list(self.present)
        for topic in ORDER:
            assert self.hub.listeners(topic) == sum(topic in client.topics for client in self.present.values())
        for client in self.present.values():
            assert self.hub.session(client.client_id).listed() == client.listed
            assert list(map(told, client.receiver.got)) == client.expected

    def _send(self, client: Client, command: dict[str, str]) -> None:
        self.hub.apply(answer(json.dumps(command), self.hub.session(client.client_id), self.hub, START))

    def _snapshots(self, client: Client, topics: list[str]) -> None:
        for topic in topics:
            if topic in self.latest:
                client.push(self.latest[topic])

    def _push(self, frame: Frame) -> None:
        for client in self.present.values():
            if frame.topic in client.topics:
                client.push(frame)


TestConversations = Conversations.TestCase
TestConversations.settings = settings(max_examples=60, stateful_step_count=40)
