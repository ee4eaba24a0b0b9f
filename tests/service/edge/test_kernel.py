from __future__ import annotations

import socket
import struct
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from service.edge import kernel
from service.edge.kernel import SocketsUnknown, peer_of, sockets
from service.edge.listening import DESCRIPTORS
from tests.live.deadline import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.edge.kernel import Peer
    from service.gateway.watch import SocketState

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux's")


@contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[socket.socket]:
    """Listen on a free port; of IPv6, for IPv4 as well."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, dualstack_ipv6=family == socket.AF_INET6) as server:
        yield server


@contextmanager
def joined(server: socket.socket, host: str = "127.0.0.1") -> Iterator[tuple[socket.socket, socket.socket]]:
    """Connect; yield the client's end and the server's."""
    with socket.create_connection((host, server.getsockname()[1])) as client:
        accepted, _ = server.accept()
        with accepted:
            yield client, accepted


def known(port: int) -> dict[Peer, SocketState]:
    """Ask for all sockets of a port."""
    return {peer: state for found in sockets(port) for peer, state in found}


def state_of(client: socket.socket) -> SocketState:
    """Ask for the socket at whose other end a client is."""
    peer = peer_of(*client.getsockname()[:2])
    assert peer is not None
    return known(client.getpeername()[1])[peer]


def test_a_reader_leaves_nothing_unsent() -> None:
    """What the other end has acknowledged is counted, byte by byte, and waits no more."""
    with listening() as server, joined(server) as (client, accepted):
        accepted.sendall(b"." * 5_000)
        until(lambda: state_of(client).acked_bytes == 5_000 or None, "an acknowledgement")

        assert state_of(client).unsent_bytes == 0


def test_whoever_stops_reading_makes_bytes_wait() -> None:
    """Everything handed over is either acknowledged or waits, and both stand still."""
    with listening() as server, joined(server) as (client, accepted):
        accepted.settimeout(0)
        sent = 0
        with pytest.raises(BlockingIOError):
            while True:
                sent += accepted.send(b"." * 65_536)
        until(lambda: state_of(client).unsent_bytes or None, "bytes that wait")
        state = state_of(client)

        assert state.unsent_bytes + state.acked_bytes == sent


def test_what_is_taken_off_a_socket_is_what_came_and_is_not_unread() -> None:
    """Bytes count as unread until the server reads them, and as received for ever."""
    with listening() as server, joined(server) as (client, accepted):
        client.sendall(b"." * 3_000)
        until(lambda: state_of(client).received_bytes == 3_000 or None, "the bytes")
        before = state_of(client)
        accepted.recv(1_000)
        after = state_of(client)

        assert (before.unread_bytes, after.unread_bytes, after.received_bytes) == (3_000, 2_000, 3_000)


def test_only_our_port_is_told_of() -> None:
    """The sockets of others do not count, nor do the clients' ends of our own."""
    with listening() as ours, listening() as others, joined(ours) as (client, _), joined(others):
        assert list(known(ours.getsockname()[1])) == [peer_of(*client.getsockname())]


def test_a_closed_socket_is_not_told_of() -> None:
    """Whoever has gone is no longer there to be judged."""
    with listening() as server:
        port = server.getsockname()[1]
        with joined(server):
            assert len(known(port)) == 1
        until(lambda: not known(port) or None, "an end")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_an_ipv4_client_is_itself_where_ipv6_is_spoken(host: str) -> None:
    """The peer is told by the address that the server names, `::ffff:127.0.0.1` too."""
    try:
        stack = ExitStack()
        server = stack.enter_context(listening("::"))
    except OSError:
        pytest.skip("this machine has no IPv6")
    with stack, joined(server, host) as (client, accepted):
        named = peer_of(*accepted.getpeername()[:2])

        assert named == peer_of(*client.getsockname()[:2])
        assert list(known(server.getsockname()[1])) == [named]


def test_what_is_no_address_has_no_peer() -> None:
    """A server that names no IP address, such as on a Unix socket, is no reason to fail."""
    assert [peer_of("", 0), peer_of("testclient", 50_000), peer_of("1.2.3", 4), peer_of("::g", 4)] == [None] * 4


def test_hundreds_come_some_at_a_time() -> None:
    """No step is long: at most a hundred sockets come at once, and none is lost or doubled between the steps."""
    with listening() as server, ExitStack() as stack:
        clients = [stack.enter_context(joined(server))[0] for _ in range(300)]
        steps = list(sockets(server.getsockname()[1]))
        expected = sorted(filter(None, (peer_of(*client.getsockname()) for client in clients)))

    assert sorted(peer for step in steps for peer, _ in step) == expected
    assert max(map(len, steps)) <= 100


def test_whoever_stops_asking_leaves_no_descriptor_open() -> None:
    """A sweep that is cancelled between two steps has nothing to clean up; a warning would fail this test."""
    with listening() as server, joined(server):
        steps = sockets(server.getsockname()[1])
        next(steps)
        before = len(list(DESCRIPTORS.iterdir()))
        del steps

        assert len(list(DESCRIPTORS.iterdir())) == before - 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NETLINK_SOCK_DIAG", 30),
        ("SOCK_DIAG_BY_FAMILY", 99),
        ("INFO", struct.Struct("=BIQQ4096x")),
    ],
    ids=["no such family", "no such question", "an old kernel"],
)
def test_a_kernel_that_does_not_tell_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    """Whatever is missing or forbidden, the reason fits into one line."""
    monkeypatch.setattr(kernel, name, value)
    with listening() as server, joined(server), pytest.raises(SocketsUnknown) as caught:
        known(server.getsockname()[1])

    assert caught.value.reason


def test_a_system_without_netlink_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere Python does not even know the name."""
    monkeypatch.delattr(socket, "AF_NETLINK")

    with pytest.raises(SocketsUnknown):
        known(1)
