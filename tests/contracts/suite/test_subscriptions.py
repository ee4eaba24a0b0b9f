from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.suite.story import stories
from contracts.suite.subscriptions import after_leaving, retold, unasked
from contracts.suite.succession import pairs
from tests.contracts.suite.run import DOCUMENT, Run

if TYPE_CHECKING:
    from tests.contracts.suite.run import Line

TOPICS = ("news", "sentiment", "onchain")
TARGETS = st.sampled_from([*TOPICS, "system", "all"])
DUMB = "onchain"
"""The service that has no data."""
COMMANDS = st.tuples(st.sampled_from(["subscribe", "unsubscribe"]), TARGETS)
DEEDS = st.lists(COMMANDS | st.just("carry out") | st.sampled_from([f"tick {topic}" for topic in (*TOPICS, "system")]))


class Gateway:
    """A right gateway for one client, which carries out commands some time after they were sent."""

    def __init__(self, path: str) -> None:
        self.run = Run()
        self.line: Line = self.run.open(path)
        self.scope = set(DOCUMENT.endpoints[path].scope)
        self.topics = set(self.scope) if DOCUMENT.endpoints[path].auto else set()
        self.waiting: deque[tuple[str, str]] = deque()
        self.newest = dict.fromkeys(TOPICS, self.run.stamp)
        self.line.is_greeted()
        self.catch_up(self.topics)

    def do(self, deed: tuple[str, str] | str) -> None:
        self.run.wait(0.001)
        if not isinstance(deed, str):
            self.line.sends(deed[0], service=deed[1])
            self.waiting.append(deed)
        elif deed.startswith("tick "):
            self.tick(deed.removeprefix("tick "))
        elif self.waiting:
            self.carry_out(*self.waiting.popleft())

    def carry_out(self, action: str, target: str) -> None:
        before = set(self.topics)
        if action == "subscribe":
            self.topics |= self.scope if target == "all" else {target}
        else:
            self.topics -= self.topics if target == "all" else {target}
        confirmed = action.replace("scribe", "scription_confirmed")
        self.line.gets("system", confirmed, service=target, subscriptions=sorted(self.topics))
        self.catch_up(self.topics - before)

    def catch_up(self, topics: set[str]) -> None:
        for topic in topics & set(TOPICS):
            self.send(topic, self.newest[topic])

    def tick(self, topic: str) -> None:
        self.newest[topic] = self.run.stamp
        if topic in self.topics and topic != DUMB:
            self.send(topic, self.run.stamp)

    def send(self, topic: str, stamp: str) -> None:
        if topic == "system":
            self.line.is_noticed()
        elif topic == DUMB:
            self.line.is_refused("source_unavailable", service=topic)
        else:
            self.line.gets(topic, "update", timestamp=stamp)


def blamed(run: Run) -> list[str]:
    """Name what is found wrong with a run."""
    found = []
    for story in stories(run.evidence):
        found += ["unasked" for _ in unasked(story, DOCUMENT)]
        found += ["after leaving" for _ in after_leaving(story, DOCUMENT)]
        found += [problem for _, problem in retold(story, DOCUMENT)]
        found += ["order" for pair in pairs(story) if pair.in_order is False]
    return found


@given(st.sampled_from(["/ws", "/ws/data", "/ws/all"]), DEEDS)
def test_a_right_gateway_is_never_blamed(path: str, deeds: list[tuple[str, str] | str]) -> None:
    """However commands, confirmations and updates cross each other."""
    gateway = Gateway(path)
    for deed in deeds:
        gateway.do(deed)

    assert blamed(gateway.run) == []


@given(st.sampled_from(["/ws", "/ws/data", "/ws/all"]), DEEDS, st.sampled_from([*TOPICS, "system"]))
def test_what_is_not_subscribed_any_more_or_yet_is_always_noticed(
    path: str, deeds: list[tuple[str, str] | str], topic: str
) -> None:
    """Once all commands are carried out, a frame of any topic that is not subscribed is one too many."""
    gateway = Gateway(path)
    for deed in [*deeds, *["carry out"] * len(deeds)]:
        gateway.do(deed)
    assume(topic not in gateway.topics)
    gateway.run.wait(0.001)
    gateway.send(topic, gateway.run.stamp)

    assert blamed(gateway.run)[0] in {"unasked", "after leaving"}
