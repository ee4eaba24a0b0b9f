from __future__ import annotations

import os
import socket

import pytest

from service.edge.address import listening_address
from service.errors import ConfigurationError

LOOPBACK = "127.0.0.1"


def test_a_free_port_is_fine_and_stays_free() -> None:
    """The check returns the address and leaves the port to the server."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]

    assert listening_address(LOOPBACK, port) == LOOPBACK
    assert listening_address(LOOPBACK, port) == LOOPBACK


def test_a_name_becomes_its_address() -> None:
    """The server wants an IP address: a host name is looked up."""
    assert listening_address("localhost", 0) in {"127.0.0.1", "::1"}


def test_a_taken_port_is_the_port_that_is_wrong() -> None:
    """A port that somebody listens on is refused by the name of its setting, with what to do."""
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError) as caught:
            listening_address(LOOPBACK, port)

    assert caught.value.setting == "GATEWAY_PORT"
    assert str(port) in caught.value.problem
    assert "--port" in caught.value.remedy


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 70 + ".invalid", "..", "::g"])
def test_an_unknown_host_is_the_host_that_is_wrong(host: str) -> None:
    """A name without an address is refused by the name of its setting, with an address that works."""
    with pytest.raises(ConfigurationError) as caught:
        listening_address(host, 7860)

    assert caught.value.setting == "GATEWAY_HOST"
    assert "127.0.0.1" in caught.value.remedy


def test_the_address_of_another_machine_is_the_host_that_is_wrong() -> None:
    """An address that no interface here has is refused (192.0.2.0/24 is nobody's: RFC 5737)."""
    with pytest.raises(ConfigurationError) as caught:
        listening_address("192.0.2.1", 7860)

    assert caught.value.setting == "GATEWAY_HOST"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may listen on any port")
def test_a_port_for_root_only_is_the_port_that_is_wrong() -> None:
    """A port that this user may not have is refused, with one that works."""
    with pytest.raises(ConfigurationError) as caught:
        listening_address(LOOPBACK, 80)

    assert caught.value.setting == "GATEWAY_PORT"
    assert "1023" in caught.value.remedy
