from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from service.edge import kernel, listening
from service.edge.listening import is_listening, tune

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


@pytest.fixture(params=["127.0.0.1", "::"])
def server(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    try:
        listens = socket.create_server((request.param, 0), family=family)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listens:
        yield listens


def port_of(server: socket.socket) -> int:
    """Return where a server listens."""
    return int(server.getsockname()[1])


def accepted(server: socket.socket) -> socket.socket:
    """Connect, hang up, and return the server's end."""
    with socket.create_connection(("::1" if server.family == socket.AF_INET6 else "127.0.0.1", port_of(server))):
        return server.accept()[0]


def keepalive(end: socket.socket) -> tuple[int, ...]:
    """Tell how a socket asks whether the other end is there."""
    tcp = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
    is_on = end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    return (is_on, *(end.getsockopt(socket.IPPROTO_TCP, option) for option in tcp))


def user_timeout_ms(end: socket.socket) -> int:
    """Tell how long a socket waits for an acknowledgement."""
    return end.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_accepted_sockets_inherit_the_options(server: socket.socket) -> None:
    """Whoever vanishes is found by keepalive after 20 s, and a client takes 64 KiB in the kernel at most."""
    assert tune(port_of(server), 30)

    with accepted(server) as end:
        assert keepalive(end) == (1, 10, 5, 2)
        assert end.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * 32_768


def test_a_client_that_lives_is_not_reset_by_the_kernel(server: socket.socket) -> None:
    """With TCP_USER_TIMEOUT a stalled reader would be cut off, although it answers every probe; the watch judges it."""
    tune(port_of(server), 30)

    with accepted(server) as end:
        assert user_timeout_ms(end) == 0


def test_where_the_kernel_tells_nothing_it_judges_by_itself(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then TCP_USER_TIMEOUT stands in for the watch, with the same patience."""
    monkeypatch.setattr(kernel, "NETLINK_SOCK_DIAG", 30)
    assert tune(port_of(server), 2.5)

    with accepted(server) as end:
        assert user_timeout_ms(end) == 2_500


def test_a_port_is_listened_on_from_listen_to_close() -> None:
    """A socket that is bound does not yet accept anybody."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = port_of(server)
        states = [is_listening(port)]
        server.listen()
        states.append(is_listening(port))
    states.append(is_listening(port))

    assert states == [False, True, False]


def test_other_sockets_keep_their_options(server: socket.socket) -> None:
    """Another server of this process is left alone."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        before = keepalive(other)
        tune(port_of(server), 30)

        assert keepalive(other) == before != keepalive(server)


def test_a_socket_that_nobody_gave_away_is_found(server: socket.socket) -> None:
    """The server's own descriptor is enough, the object that holds it need not be known."""
    hidden = socket.socket(fileno=os.dup(server.fileno()))
    with hidden:
        assert tune(port_of(hidden), 30)
        assert keepalive(hidden) == (1, 10, 5, 2)


def descriptors() -> list[Path]:
    """List what this process has open."""
    return sorted(Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize("port", [None, 1], ids=["found", "not found"])
def test_no_descriptor_stays_open(server: socket.socket, port: int | None) -> None:
    """Files, pipes and sockets of all kinds are looked at, and the copies closed."""
    with socket.socket(socket.AF_UNIX) as _, Path("/dev/null").open("rb") as _:
        before = descriptors()
        tune(port or port_of(server), 30)

        assert descriptors() == before


def test_a_port_that_nobody_listens_on_is_one_line() -> None:
    """The gateway goes on with what the system does by itself, and says so once."""
    with capture_logs() as lines:
        assert not tune(1, 30)

    assert [line["log_level"] for line in lines] == ["warning"]


def test_a_system_without_proc_is_one_line(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So it is where the descriptors cannot be listed."""
    monkeypatch.setattr(listening, "DESCRIPTORS", tmp_path / "none")
    with capture_logs() as lines:
        assert not tune(port_of(server), 30)

    assert [line["log_level"] for line in lines] == ["warning"]
