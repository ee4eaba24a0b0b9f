from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edge.handshake import MAX_TARGET_BYTES, fault
from tests.fakes.upgrade import KEY, upgrade


def test_a_good_handshake_has_no_fault() -> None:
    """The example of RFC 6455 §1.3 is one, and so is one with other headers and a query."""
    assert fault(upgrade()) is None
    assert fault(upgrade("/ws/all", ("origin", "https://a.example"), query="token=t")) is None


@pytest.mark.parametrize("name", ["host", "sec-websocket-key"])
def test_what_must_stand_there_once_stands_there_once(name: str) -> None:
    """A handshake without a Host or key has a fault that names it, and so has one with two."""
    missing = fault(upgrade(without=name))
    doubled = fault(upgrade("/ws", (name, KEY)))

    assert missing == doubled
    assert name in (missing or "").lower()


def test_a_host_without_a_name_is_none() -> None:
    """The server puts an empty one where the request has none."""
    assert fault(upgrade("/ws", ("host", ""), without="host")) == fault(upgrade(without="host"))


@given(st.binary(max_size=40))
def test_a_key_has_sixteen_bytes(key: bytes) -> None:
    """RFC 6455 §4.1: base64 of 16 bytes, whatever they are."""
    scope = upgrade("/ws", ("sec-websocket-key", b64encode(key).decode()), without="sec-websocket-key")

    assert (fault(scope) is None) == (len(key) == 16)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "short",
        KEY[:-2],
        KEY.rstrip("="),
        KEY + "=",
        KEY + KEY,
        f" {KEY}",
        f"{KEY[:8]}\n{KEY[8:]}",
        KEY.replace("d", "-", 1),
        "é" * 24,
        "\x00" * 24,
    ],
)
def test_a_key_is_base64_and_nothing_else(key: str) -> None:
    """No other alphabet, no blanks, no missing or surplus padding."""
    assert fault(upgrade("/ws", ("sec-websocket-key", key), without="sec-websocket-key")) is not None


@pytest.mark.parametrize(("more", "is_allowed"), [(0, True), (1, False)])
def test_an_address_has_an_end(more: int, is_allowed: bool) -> None:  # noqa: FBT001  a column of the table
    """Path and query together have 2,048 bytes at most."""
    query = "a" * (MAX_TARGET_BYTES - len("/ws") + more)

    assert (fault(upgrade("/ws", query=query)) is None) == is_allowed


def test_an_address_is_measured_as_it_was_sent() -> None:
    """Percent signs count: a path that is short once decoded may be long on the wire."""
    scope = upgrade() | {"raw_path": b"/ws" + b"%41" * MAX_TARGET_BYTES}

    assert fault(scope) is not None
