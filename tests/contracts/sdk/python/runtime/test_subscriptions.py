from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.python.runtime.subscriptions import Subscriptions

Commands = Iterable[tuple[str, str]]

SCOPE = ("news", "prices", "whales")
TOPICS = st.sampled_from([*SCOPE, "system", "all"])
COMMANDS = st.lists(st.tuples(st.sampled_from(["subscribe", "unsubscribe"]), TOPICS), max_size=12)
CONNECTED = st.frozensets(st.sampled_from([*SCOPE, "system"]))


def carried_out(actual: frozenset[str], commands: Commands) -> frozenset[str]:
    """Do what a gateway does, by the contract's words."""
    topics = set(actual)
    for action, topic in commands:
        named = {*SCOPE} if topic == "all" else {topic}
        if action == "subscribe":
            topics |= named
        else:
            topics -= topics if topic == "all" else named
    return frozenset(topics)


def followed(commands: Commands, *, auto: bool) -> Subscriptions:
    subscriptions = Subscriptions.at_first(SCOPE, auto=auto)
    for action, topic in commands:
        subscriptions = getattr(subscriptions, f"{action}d")(topic)
    return subscriptions


@given(COMMANDS, st.booleans())
def test_the_client_wants_what_the_gateway_did(commands: list[tuple[str, str]], auto: bool) -> None:  # noqa: FBT001
    """After any confirmed commands, both sides agree on what is subscribed."""
    at_first = frozenset(SCOPE if auto else ())

    assert followed(commands, auto=auto).wanted == carried_out(at_first, commands)


@given(COMMANDS, st.booleans(), CONNECTED)
def test_a_new_connection_gets_to_what_is_wanted(
    commands: list[tuple[str, str]],
    auto: bool,  # noqa: FBT001
    actual: frozenset[str],
) -> None:
    """Whatever a connection begins with, the commands lead to what is wanted, and none when it is that already."""
    subscriptions = followed(commands, auto=auto)
    restoring = subscriptions.commands(actual)

    assert carried_out(actual, restoring) == subscriptions.wanted
    assert (restoring == ()) == (actual == subscriptions.wanted)


def test_everything_is_asked_for_in_one_word() -> None:
    """Twelve subscriptions are one command, and so is their end; one is named."""
    everything = Subscriptions.at_first(SCOPE, auto=False).subscribed("all").subscribed("system")

    assert everything.commands(()) == (("subscribe", "all"), ("subscribe", "system"))
    assert everything.commands(("news", "whales", "system")) == (("subscribe", "prices"),)
    assert everything.unsubscribed("all").commands(SCOPE) == (("unsubscribe", "all"),)


def test_services_of_a_newer_gateway_are_left_as_they_are() -> None:
    """What the endpoint subscribes by itself and the client does not know is not unsubscribed."""
    assert Subscriptions.at_first(SCOPE, auto=True).commands((*SCOPE, "weather")) == ()


def test_a_topic_is_left_only_where_it_comes_by_itself() -> None:
    """Only an automatic endpoint sends what was not asked for; notices and unknown services are never left."""
    automatic = Subscriptions.at_first(SCOPE, auto=True).unsubscribed("news")

    assert [topic for topic in (*SCOPE, "system", "weather") if automatic.has_left(topic)] == ["news"]
    assert not Subscriptions.at_first(SCOPE, auto=False).has_left("news")
