from __future__ import annotations

import copy
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document import Service, load, locate, read
from contracts.pointer import SpecError, walk
from contracts.terms import CloseCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from contracts.document import Document


def changed(document: Document, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    raw = copy.deepcopy(dict(document.raw))
    change(raw)
    return raw


def test_services_are_the_updates_in_the_order_of_the_document(document: Document) -> None:
    """A service is said by its update's constant, tag, interval and summary; `system` is none."""
    assert list(document.services) == [
        "market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain",
        "health_checker", "pool_manager", "scheduler", "huggingface", "persistence",
    ]  # fmt: skip
    assert document.services["scheduler"] == Service(
        name="scheduler",
        title="Scheduler",
        category="monitoring",
        interval_s=15.0,
        description="Task scheduler status and job execution tracking",
        update="SchedulerUpdate",
    )


@pytest.mark.parametrize(
    ("path", "scope", "auto", "welcome", "alias_of"),
    [
        ("/ws/monitoring", ("health_checker", "pool_manager", "scheduler"), False, None, None),
        ("/ws/ai", ("huggingface",), True, None, "/ws/huggingface"),
        ("/ws/news", ("news",), True, None, None),
    ],
)
def test_an_endpoint_is_said_by_its_channel(
    document: Document,
    path: str,
    scope: tuple[str, ...],
    auto: bool,  # noqa: FBT001  a column of the table
    welcome: str | None,
    alias_of: str | None,
) -> None:
    """`x-scope` may be a category or a service; the rest stands in the channel as it is."""
    endpoint = document.endpoints[path]
    assert (endpoint.scope, endpoint.auto, endpoint.welcome, endpoint.alias_of) == (scope, auto, welcome, alias_of)


def test_the_scope_all_is_every_service(document: Document) -> None:
    """`x-scope: all` follows the services, whatever they are."""
    assert document.endpoints["/ws/all"].scope == tuple(document.services)
    assert {path for path, endpoint in document.endpoints.items() if endpoint.welcome} == {"/ws", "/ws/master"}


def test_messages_are_commands_when_an_operation_receives_them(document: Document) -> None:
    """Direction comes from the operations, not from the name."""
    commands = [message.name for message in document.messages.values() if message.direction == "command"]
    assert commands == ["SubscribeCommand", "UnsubscribeCommand", "GetStatusCommand", "PingCommand"]
    assert document.actions == ("subscribe", "unsubscribe", "get_status", "ping")


def test_what_answers_and_what_is_pushed_is_told_apart(document: Document) -> None:
    """ErrorEvent is both: it answers commands, and tells that a service has no data."""
    assert document.replies == (
        "SubscriptionConfirmedEvent", "UnsubscriptionConfirmedEvent", "StatusEvent", "PongEvent", "ErrorEvent",
    )  # fmt: skip
    assert document.pushed[:4] == ("ConnectionEstablishedEvent", "WelcomeEvent", "ErrorEvent", "SystemUpdate")
    assert len(document.pushed) == 4 + len(document.services)


def test_a_channels_messages_are_told_apart_by_direction(document: Document) -> None:
    """A dedicated channel has the four commands, six events of the connection, its update and the notices."""
    assert len(list(document.on_channel("newsStream", "command"))) == 4
    names = {message.name for message in document.on_channel("newsStream", "event")}
    assert {"NewsUpdate", "SystemUpdate", "PongEvent"} < names
    assert len(names) == 8


def test_close_codes_and_limits_are_read(document: Document) -> None:
    """The tables under `x-` keys are typed rows."""
    row = CloseCode(
        1009, "message_too_big", may_reconnect=False, description="A message was longer than `x-max-message-bytes`."
    )
    assert row in document.close_codes
    assert document.max_message_bytes == 16384
    assert "unknown_action" in document.error_codes


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda d: d.pop("info"), "#/info"),
        (lambda d: d["info"].pop("version"), "#/info/version"),
        (lambda d: d.pop("operations"), "#/operations"),
        (lambda d: d.update({"x-max-message-bytes": True}), "#/x-max-message-bytes"),
        (lambda d: d.pop("x-error-codes"), "#/x-error-codes"),
        (lambda d: d.pop("x-close-codes"), "#/x-close-codes"),
        (lambda d: d["x-close-codes"][1].update(may_reconnect="yes"), "#/x-close-codes/1/may_reconnect"),
        (lambda d: d["channels"]["newsStream"].pop("address"), "#/channels/newsStream/address"),
        (lambda d: d["channels"]["newsStream"].pop("messages"), "#/channels/newsStream/messages"),
        (lambda d: d["channels"]["newsStream"].update({"x-scope": "weather"}), "#/channels/newsStream/x-scope"),
        (lambda d: d["channels"]["newsStream"].update({"x-subscription": "x"}), "#/channels/newsStream/x-subscription"),
        (lambda d: d["channels"]["aiStream"].update({"x-alias-of": "#/channels/no"}), "#/channels/aiStream/x-alias-of"),
        (lambda d: d["channels"]["newsStream"]["tags"].append({"name": "b"}), "#/channels/newsStream/tags"),
        (
            lambda d: d["components"]["messages"]["NewsUpdate"].pop("x-interval-seconds"),
            "#/components/messages/NewsUpdate/x-interval-seconds",
        ),
        (
            lambda d: d["components"]["messages"]["NewsUpdate"].update(payload={"type": "object"}),
            "#/components/messages/NewsUpdate/payload/$ref",
        ),
        (
            lambda d: d["components"]["messages"]["NewsUpdate"]["payload"].update({"$ref": "#/components/schemas/No"}),
            "#/components/messages/NewsUpdate/payload",
        ),
    ],
)
def test_a_document_without_the_needed_shape_is_refused_at_its_place(
    document: Document, change: Callable[[dict[str, Any]], object], pointer: str
) -> None:
    """SpecError points to what is missing or of the wrong kind."""
    with pytest.raises(SpecError) as caught:
        read(changed(document, change))
    assert caught.value.pointer == pointer


def test_the_document_lies_beside_the_package_in_a_checkout() -> None:
    """`locate` finds the file that `load` reads by default."""
    assert locate().name == "asyncapi.yaml"
    assert load(locate()).raw == load().raw


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are a SpecError, as everything that cannot be read."""
    path = tmp_path / "asyncapi.yaml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SpecError, match="not UTF-8"):
        load(path)


@given(data=st.data())
def test_whatever_stands_anywhere_is_read_or_refused(document: Document, data: st.DataObject) -> None:
    """A value of another type, put anywhere into the document, ends in a SpecError or in nothing, never otherwise."""
    raw = copy.deepcopy(dict(document.raw))
    places = [
        (node, key)
        for _, node in walk({key: raw[key] for key in ("info", "operations", "channels", "x-close-codes")})
        for key in (node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ())
    ]
    node, key = data.draw(st.sampled_from(places))
    node[key] = data.draw(st.sampled_from([None, True, 5, "odd", [], {}, ["odd"], {"odd": 5}]))
    with suppress(SpecError):
        read(raw)
