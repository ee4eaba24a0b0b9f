from __future__ import annotations

import json
import ssl
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
import trustme
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidMessage

from tests.live.deadline import until
from tests.live.program import Program
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUTHORITY = trustme.CA()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run a gateway with a certificate that an authority of its own has signed; return where it listens."""
    directory = tmp_path_factory.mktemp("tls")
    settings = certified(directory)
    port = free_port()
    arguments = ("demo", "--no-browser", "--port", str(port), "--interval-scale", "0.1")
    with Program(*arguments, directory=directory, settings=settings) as program:
        until(lambda: f"ready at https://{LOOPBACK}:{port}" in program.out or None, "a gateway that speaks TLS")
        yield port


def certified(directory: Path) -> dict[str, str]:
    leaf = AUTHORITY.issue_cert(LOOPBACK)
    chain, key = directory / "chain.pem", directory / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    key.write_bytes(leaf.private_key_pem.bytes())
    return {"GATEWAY_TLS_CERT": str(chain), "GATEWAY_TLS_KEY": str(key)}


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def test_wss_is_spoken(port: int) -> None:
    """A client that trusts the authority is greeted and gets updates."""
    async with connect(f"wss://{LOOPBACK}:{port}/ws/market_data", proxy=None, ssl=trusting(AUTHORITY)) as socket:
        greeting, update = json.loads(await socket.recv()), json.loads(await socket.recv())

    assert greeting["type"] == "connection_established"
    assert (update["type"], update["service"]) == ("update", "market_data")


async def test_a_client_that_does_not_trust_the_certificate_goes_away(port: int) -> None:
    """The control: the certificate that the gateway shows is really looked at."""
    with pytest.raises(ssl.SSLCertVerificationError):
        async with connect(f"wss://{LOOPBACK}:{port}/ws", proxy=None, ssl=trusting(trustme.CA())):
            pass


async def test_plain_text_is_not_spoken_any_more(port: int) -> None:
    """Whoever forgets the `s` gets no data and shows no token to anybody on the way for long."""
    with pytest.raises((InvalidMessage, EOFError, OSError)):
        async with connect(f"ws://{LOOPBACK}:{port}/ws", proxy=None):
            pass


def test_the_addresses_are_those_of_tls(port: int) -> None:
    """What is asked for over `https` tells where `wss` is spoken."""
    with urlopen(f"https://{LOOPBACK}:{port}/ws/endpoints", context=trusting(AUTHORITY)) as answer:
        listed = json.load(answer)["data"]

    assert listed["system"]["/ws"]["url"] == f"wss://{LOOPBACK}:{port}/ws"
