from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.generated.catalog import CLOSE_CODES, ERROR_CODES, LIMITS
from tests.faults.payloads import CLOSED, PAYLOADS
from tests.faults.stranger import command, next_reply, silence, stranger
from tests.live.deadline import until
from tests.live.stand import LOOPBACK
from tests.live.wire import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.faults.payloads import Answer
    from tests.faults.stranger import Stranger
    from tests.live.canary import Canary
    from tests.live.stand import Stand

INSIDE = re.compile(
    r"Traceback|File \"|\.py\b|/(home|root|work|usr|tmp)/|site-packages|msgspec|pydantic|litestar|granian|0x[0-9a-f]{6}"
    r"|\w+(Error|Exception)\b",
)
"""What a reply must not show of the inside."""
ANSWERS = {*ERROR_CODES, "pong", "status", "subscription_confirmed", "unsubscription_confirmed"} - {"internal_error"}
MISTAKES_A_CONNECTION = LIMITS.mistakes_per_min - 5

TEXTS = st.one_of(
    st.text(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=20,
    ).map(json.dumps),
    st.fixed_dictionaries(
        {"action": st.sampled_from(["subscribe", "unsubscribe", "get_status", "ping", "fly"])},
        optional={
            "service": st.sampled_from(["news", "all", "system", "nowhere"]) | st.text(max_size=5) | st.integers(),
            "request_id": st.text(max_size=140) | st.none(),
            "data": st.dictionaries(st.text(max_size=5), st.floats() | st.text(max_size=5), max_size=3) | st.none(),
        },
    ).map(json.dumps),
)
OPCODES = st.sampled_from([CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG, 0x3, 0xB, 0xF])
FRAMES = st.tuples(OPCODES, st.binary(max_size=130), st.booleans(), st.none() | st.sampled_from([0, 1, 200, 1 << 62]))


def judged(reply: dict[str, Any] | int | None) -> Answer | None:
    """Tell what a reply is: its type, the code of the error, or the code of the close."""
    if not isinstance(reply, dict):
        return reply
    return str(reply["data"]["code"] if reply["type"] == "error" else reply["type"])


@contextmanager
def talking(gateway: Stand) -> Iterator[Stranger]:
    """Converse on `/ws`, where nothing comes unasked."""
    with stranger(gateway.port, LOOPBACK) as wire:
        yield wire


@pytest.mark.parametrize(("payload", "expected"), PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_answered_or_closed(
    gateway: Stand, canary: Canary, sealed: Validator, payload: bytes, expected: Answer
) -> None:
    """It gets the one answer of the contract, after which the conversation goes on, or the documented close."""
    with talking(gateway) as wire:
        wire.send(frame(TEXT, payload))
        first = next_reply(wire, "/ws", sealed)
        if not isinstance(first, dict):
            assert judged(first) in (expected if isinstance(expected, tuple) else (expected,))
            return
        wire.send(command("ping", data={"still": "here"}))
        second = next_reply(wire, "/ws", sealed)

    assert judged(first) == expected
    assert isinstance(second, dict)
    assert second["data"] == {"still": "here"}
    message = str(first["data"].get("message", "")) if first["type"] == "error" else ""
    assert not INSIDE.search(message)


def test_there_are_enough_kinds_of_hostile_text() -> None:
    """The table has sixty rows and more, and every way to answer a frame that a client alone can bring about."""
    seen = {expected for _, expected in PAYLOADS.values()}

    assert len(PAYLOADS) >= 60
    assert seen >= {"pong", "invalid_json", "invalid_message", "missing_action", "unknown_action", 1009, CLOSED}


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=MISTAKES_A_CONNECTION))
def test_any_text_is_answered(gateway: Stand, canary: Canary, sealed: Validator, texts: list[str]) -> None:
    """Each frame gets one reply of the contract, never `internal_error`. Few a connection: mistakes end it."""
    with talking(gateway) as wire:
        wire.send(b"".join(frame(TEXT, text.encode(errors="replace")) for text in texts) + command("get_status"))
        answers = [judged(next_reply(wire, "/ws", sealed)) for _ in texts]
        last = judged(next_reply(wire, "/ws", sealed))

    assert last == "status"
    assert set(answers) <= ANSWERS


@settings(max_examples=150)
@given(st.lists(FRAMES, min_size=1, max_size=10))
def test_any_frames_are_answered_or_end_the_connection(
    gateway: Stand, canary: Canary, sealed: Validator, frames: list[tuple[int, bytes, bool, int | None]]
) -> None:
    """Whatever opcodes, fragments and lengths: what comes back keeps the contract, and closes are documented ones."""
    documented = {close.code for close in CLOSE_CODES.values()} | {*CLOSED, 1002}
    with talking(gateway) as wire:
        wire.send(b"".join(frame(code, data, fin=fin, announced=size) for code, data, fin, size in frames))
        wire.send(frame(CLOSE, b"\x03\xe8"))
        wire.end()
        while isinstance(answer := next_reply(wire, "/ws", sealed), dict):
            assert judged(answer) != "internal_error"

    assert answer in documented


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_answered_or_end_the_connection(
    gateway: Stand, canary: Canary, sealed: Validator, data: bytes
) -> None:
    """Bytes that are no frames at all do no harm either."""
    with talking(gateway) as wire:
        wire.send(data)
        wire.end()
        while isinstance(next_reply(wire, "/ws", sealed), dict):
            pass


def test_nobody_is_left_and_nobody_noticed(gateway: Stand, canary: Canary) -> None:
    """After all that, the canary alone is connected, and well."""
    until(lambda: canary.faults == [] or None, "a canary that is well")
    silence(gateway)
    canary.sing()
