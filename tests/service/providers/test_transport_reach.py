"""What the transport connects to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from service.errors import ProviderError, ProviderRefused, ProviderUnavailable
from service.providers import reach as judging
from service.providers.http import Request
from service.providers.transport import HttpTransport
from tests.fakes.clock import FakeClock
from tests.fakes.peer import OK, saying, serving

if TYPE_CHECKING:
    from service.providers.http import Answer
    from service.providers.reach import Reach

GOOD = saying(OK + b"Content-Length: 2\r\n\r\n{}")
TRUSTED: dict[str, Reach] = {"local": "private", "anywhere": "any"}


def leading(monkeypatch: pytest.MonkeyPatch, name: str, addresses: list[str]) -> None:
    """Let a name lead to these addresses; whoever changes the list rebinds it."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host != name:
            return look_up(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


async def ask(transport: HttpTransport, url: str, provider: str = "binance") -> Answer:
    return await transport.ask(provider, url, Request("/"), headers={"X-Key": "hunter2"}, timeout_s=5.0)


async def outcome(transport: HttpTransport, url: str, provider: str = "binance") -> type[ProviderError] | int:
    try:
        return (await ask(transport, url, provider)).status
    except ProviderError as error:
        return type(error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
async def test_this_network_is_out_of_reach(host: str) -> None:
    """However the address is written; and who may go there gets an answer from the same server."""
    async with serving(GOOD) as url, HttpTransport(clock=FakeClock(), version="1", reaches=TRUSTED) as transport:
        there = url.replace("127.0.0.1", host)
        assert await outcome(transport, there, "local") == 200
        assert await outcome(transport, there, "anywhere") == 200
        with pytest.raises(ProviderRefused) as caught:
            await ask(transport, there)

    assert str(caught.value) == "binance: no public address"
    assert caught.value.__cause__ is None


async def test_a_name_that_is_rebound_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up that was good a moment ago, and a connection that another provider has open, open no door."""
    async with serving(GOOD) as url, HttpTransport(clock=FakeClock(), version="1", reaches=TRUSTED) as transport:
        there = url.replace("127.0.0.1", "rebound.test")
        leading(monkeypatch, "rebound.test", ["127.0.0.1"])
        assert await outcome(transport, there, "local") == 200
        assert await outcome(transport, there) is ProviderRefused


async def test_only_the_addresses_within_reach_of_a_name_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may lead to several; 127.0.0.1 plays the one of the internet here."""
    tried: list[str] = []

    def is_public(address: str) -> bool:
        tried.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr(judging, "is_public", is_public)
    leading(monkeypatch, "mixed.test", ["10.255.255.1", "169.254.169.254", "127.0.0.1"])
    async with serving(GOOD) as url, HttpTransport(clock=FakeClock(), version="1") as transport:
        assert await outcome(transport, url.replace("127.0.0.1", "mixed.test")) == 200

    assert tried == ["10.255.255.1", "169.254.169.254", "127.0.0.1"]


async def test_plain_http_never_leaves_this_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that the operator wrote with http must lead to an address of this network, for the key goes in clear."""
    leading(monkeypatch, "proxy.test", ["1.1.1.1"])
    async with HttpTransport(clock=FakeClock(), version="1", reaches=TRUSTED) as transport:
        with pytest.raises(ProviderRefused) as caught:
            await ask(transport, "http://proxy.test", "local")

    assert caught.value.reason == "plain http over the internet"


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1", "0177.0.0.1"])
async def test_an_address_in_an_odd_form_brings_no_answer(host: str) -> None:
    """What the C library takes for loopback is no way around."""
    async with serving(GOOD) as url, HttpTransport(clock=FakeClock(), version="1", reaches=TRUSTED) as transport:
        found = await outcome(transport, url.replace("127.0.0.1", host))

    assert found in {ProviderRefused, ProviderUnavailable}
