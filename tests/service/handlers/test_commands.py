from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.errors import CommandError
from service.handlers.commands import answer, refuse
from tests.fakes.clock import START
from tests.fakes.session import FakeView, session
from tests.service.handlers.texts import ENDPOINT, TEXTS

if TYPE_CHECKING:
    from contracts.generated.catalog import Endpoint
    from contracts.validator import Validator
    from service.gateway.session import Session

NOW = "2026-11-23T10:30:00.000Z"


def say(client: Session, **command: object) -> tuple[Session, dict[str, Any]]:
    """Send one command; return the next session and the reply."""
    outcome = answer(json.dumps(command), client, FakeView(), START)
    (reply,) = outcome.replies

    assert reply.topic == "system"
    event = json.loads(reply.text)
    assert (list(event), event["service"], event["timestamp"]) == (
        ["service", "type", "data", "timestamp"],
        "system",
        NOW,
    )
    return outcome.session, event


@settings(max_examples=500)
@given(text=TEXTS, endpoint=ENDPOINT)
def test_every_text_gets_one_reply_of_the_contract(sealed: Validator, text: str, endpoint: Endpoint) -> None:
    """Whatever comes, one valid reply goes, and an error leaves the session as it was, but for its last activity."""
    before = replace(session(), endpoint=endpoint, subscriptions=frozenset((endpoint.scope[0],)))
    outcome = answer(text, before, FakeView(), START)
    (reply,) = outcome.replies
    verdict = sealed.event(endpoint.path, reply.text)

    assert verdict, verdict.violations
    assert outcome.session.last_activity == START
    if verdict.message == "ErrorEvent":
        assert outcome.session == replace(before, last_activity=START)


@pytest.mark.parametrize("action", ["subscribe", "unsubscribe"])
def test_confirmations_list_what_is_subscribed_now(action: str) -> None:
    """`service` is what the command named, `subscriptions` what is true after it."""
    after, event = say(session("/ws", "whale_tracking"), action=action, service="whale_tracking")
    kind = {"subscribe": "subscription_confirmed", "unsubscribe": "unsubscription_confirmed"}[action]
    left = ["whale_tracking"] if action == "subscribe" else []

    assert after.subscriptions == frozenset(left)
    assert (event["type"], event["data"]) == (kind, {"service": "whale_tracking", "subscriptions": left})


def test_a_subscription_is_added_to_those_before() -> None:
    """And listed in the contract's order."""
    after, event = say(session("/ws/data", "onchain", "system"), action="subscribe", service="market_data")

    assert after.subscriptions == {"market_data", "onchain", "system"}
    assert event["data"]["subscriptions"] == ["market_data", "onchain", "system"]


def test_subscribing_twice_is_confirmed_twice_and_changes_nothing() -> None:
    """The second reply is the same as the first."""
    once, first = say(session(), action="subscribe", service="news")
    twice, second = say(once, action="subscribe", service="news")

    assert (once, first) == (twice, second)


def test_unsubscribing_what_was_not_subscribed_is_confirmed() -> None:
    """It is true afterwards, and that is what was asked for."""
    after, event = say(session("/ws", "news"), action="unsubscribe", service="onchain")

    assert after.subscriptions == {"news"}
    assert event["type"] == "unsubscription_confirmed"


@pytest.mark.parametrize("path", ["/ws", "/ws/monitoring", "/ws/ai"])
def test_all_stands_for_the_whole_scope(path: str) -> None:
    """Subscribing `all` subscribes what the address carries, not `system`; one of them can then be left."""
    scope = list(ENDPOINTS[path].scope)
    after, event = say(session(path), action="subscribe", service="all")
    assert event["data"] == {"service": "all", "subscriptions": scope}

    _, event = say(after, action="unsubscribe", service=scope[0])
    assert event["data"]["subscriptions"] == scope[1:]


def test_unsubscribing_all_clears() -> None:
    """`system` included: afterwards nothing arrives but replies."""
    after, event = say(session("/ws", *SERVICES, "system"), action="unsubscribe", service="all")

    assert after.subscriptions == frozenset()
    assert event["data"]["subscriptions"] == []


@pytest.mark.parametrize("path", ["/ws", "/ws/data", "/ws/news"])
def test_notices_can_be_had_everywhere(path: str) -> None:
    """`system` is in no scope and can be subscribed on every address, and left again."""
    after, event = say(session(path), action="subscribe", service="system")
    assert event["data"]["subscriptions"] == ["system"]

    after, event = say(after, action="unsubscribe", service="system")
    assert after.subscriptions == frozenset()


@pytest.mark.parametrize("action", ["subscribe", "unsubscribe"])
@pytest.mark.parametrize(("path", "service"), [("/ws/data", "scheduler"), ("/ws/news", "market_data")])
def test_a_service_out_of_scope_is_refused(action: str, path: str, service: str) -> None:
    """The error offers what this address carries, and the subscriptions stay."""
    before = session(path, "news")
    after, event = say(before, action=action, service=service, request_id="r")

    assert after.subscriptions == before.subscriptions
    assert event["type"] == "error"
    assert event["data"] == {
        "message": f"Invalid service: {service}",
        "code": "service_not_available",
        "available_services": list(ENDPOINTS[path].scope),
        "request_id": "r",
    }


def test_the_hint_for_a_service_out_of_scope_is_in_scope() -> None:
    """Whoever asks for the wrong service is pointed to one that can be had here."""
    _, event = say(session("/ws/health"), action="subscribe", service="health_check")

    assert event["data"]["hint"] == "health_checker"


def test_the_status_tells_what_is_known_of_the_client() -> None:
    """The command itself is the last activity."""
    after, event = say(session("/ws/data", "system", "news"), action="get_status", request_id="r")

    assert after.subscriptions == {"news", "system"}
    assert (event["type"], event["data"]) == (
        "status",
        {
            "client_id": "client_7_1795426200",
            "endpoint": "/ws/data",
            "connected_at": "2026-11-23T09:30:00.000Z",
            "last_activity": NOW,
            "subscriptions": ["news", "system"],
            "total_clients": 3,
            "request_id": "r",
        },
    )


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ({}, {}),
        ({"data": {}}, {}),
        ({"request_id": "r"}, {"request_id": "r"}),
        ({"data": {"n": 1, "deep": [{"x": None}], "é": "☃"}}, {"n": 1, "deep": [{"x": None}], "é": "☃"}),
        ({"data": {"request_id": "mine"}, "request_id": "r"}, {"request_id": "r"}),
        ({"data": {"model_fields": 1, "__dict__": 2, "": 3}}, {"model_fields": 1, "__dict__": 2, "": 3}),
        ({"data": {"big": 10**40, "small": 1e-9, "whole": 1.0}}, {"big": 10**40, "small": 1e-9, "whole": 1.0}),
    ],
)
def test_a_pong_brings_the_data_back(command: dict[str, object], data: dict[str, object]) -> None:
    """Whatever was in it comes back as it was; the command's request_id stands among it."""
    _, event = say(session(), action="ping", **command)

    assert (event["type"], event["data"]) == ("pong", data)


@pytest.mark.parametrize(
    "command",
    [
        {"action": "subscribe", "service": "news"},
        {"action": "unsubscribe", "service": "all"},
        {"action": "get_status"},
        {"action": "ping"},
        {"action": "subscribe", "service": "moon"},
        {"action": "jump"},
        {"service": "news"},
        {"action": "ping", "data": 1},
    ],
)
def test_every_reply_carries_the_request_id(command: dict[str, object]) -> None:
    """Errors too; without one the reply has none."""
    _, with_id = say(session(), **command, request_id="mine")
    _, without = say(session(), **command)

    assert with_id["data"].pop("request_id") == "mine"
    assert with_id == without


def test_an_error_says_only_what_helps() -> None:
    """Fields of the error that are not known are absent, not null."""
    error = CommandError("internal_error", "The gateway failed at this command")
    before = session("/ws", "news")
    outcome = refuse(error, before, START)

    assert outcome.session is before
    assert json.loads(outcome.replies[0].text)["data"] == {
        "message": "The gateway failed at this command",
        "code": "internal_error",
    }
