from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from service.settings import Settings
from service.terminal.checks.port import port
from tests.fakes.peer import saying, serving
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


def settings(number: int, host: str = LOOPBACK) -> Settings:
    return Settings(host=host, port=number)


@contextmanager
def silent() -> Iterator[int]:
    """Listen, and answer nobody."""
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        yield int(other.getsockname()[1])


async def test_a_free_port_is_well() -> None:
    """Nobody listens, and a gateway could."""
    finding = await port(settings(free_port()))

    assert (finding.state, finding.found.endswith("is free")) == ("well", True)


@pytest.mark.parametrize(
    ("status", "body", "state", "words"),
    [
        (b"200 OK", b'{"status": "ready"}', "well", "and is ready"),
        (b"503 No", b'{"status": "starting"}', "well", "and is starting"),
        (b"200 OK", b'{"status": "fine"}', "ill", "no gateway answers there"),
        (b"200 OK", b"<html>", "ill", "no gateway answers there"),
        (b"200 OK", b"[]", "ill", "no gateway answers there"),
        (b"200 OK", b"\xff\xfe", "ill", "no gateway answers there"),
    ],
)
async def test_a_taken_port_is_a_gateways_or_anothers(status: bytes, body: bytes, state: str, words: str) -> None:
    """Whoever listens is asked; another server's port has to be given up, or another one chosen."""
    head = b"HTTP/1.1 " + status + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with serving(saying(head, body)) as url:
        finding = await port(settings(int(url.rsplit(":", 1)[1])))

    assert (finding.state, words in finding.found) == (state, True)
    assert ("choose another with --port" in finding.remedy) is (state == "ill")


async def test_a_port_of_somebody_silent_is_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor does not wait for ever."""
    monkeypatch.setattr("service.terminal.checks.port.ASK_S", 0.1)
    with silent() as number:
        finding = await port(settings(number))

    assert finding.state == "ill"


async def test_an_address_that_is_not_ours_is_told_with_the_setting() -> None:
    """192.0.2.1 is nobody's (RFC 5737)."""
    finding = await port(settings(free_port(), "192.0.2.1"))

    assert (finding.state, finding.found) == (
        "ill",
        "GATEWAY_HOST: 192.0.2.1 is not an address of this machine",
    )
    assert finding.remedy == "use 127.0.0.1 or 0.0.0.0"
