"""Sweep: looks at every connection again and again, and closes those that harm the gateway or have vanished."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import structlog

from contracts.generated.catalog import CLOSE_CODES
from service.edge import kernel
from service.edge.kernel import SocketsUnknown, peer_of
from service.gateway.watch import Patience, Watch

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from contracts.generated.catalog import CloseName
    from service.edge.connection import Connection
    from service.edge.desk import Desk
    from service.edge.kernel import Peer
    from service.gateway.watch import Reason, SocketState

__all__ = ["Sweep", "sweep"]

INTERVAL_S = 0.25
"""Between two rounds, at least. What a flood puts into memory unfinished is its rate times this."""
SHARE = 0.02
"""Of the loop's time, at most."""
STEP = 200
"""So many connections are judged at once where no figures come from the kernel."""
CODES: Mapping[Reason, CloseName] = {
    "stalled": "try_again_later",
    "vanished": "try_again_later",
    "unfinished message": "message_too_big",
}

_log = structlog.get_logger(__name__)


class Sockets(Protocol):
    """Tells of the open sockets of a local port, some at a time, as service.edge.kernel.sockets does."""

    def __call__(self, port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
        """List them. Raises SocketsUnknown."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A connection under watch."""

    connection: Connection
    watch: Watch
    peer: Peer | None


async def sweep(desk: Desk, port: int, sockets: Sockets = kernel.sockets) -> None:
    """Watch over the connections of a port until cancelled."""
    rounds = Sweep(desk, port, sockets)
    while True:
        await desk.timer.sleep(max(INTERVAL_S, rounds.busy_s / SHARE))
        await rounds.go()


class Sweep:
    """Goes round the connections of a desk. Where the kernel tells nothing, it judges by what the gateway knows."""

    def __init__(self, desk: Desk, port: int, sockets: Sockets = kernel.sockets) -> None:
        self.busy_s = 0.0
        """How long the last round kept the loop from other things."""
        self._desk = desk
        self._port = port
        self._sockets = sockets
        self._patience = Patience(desk.policy.stall_s, desk.policy.max_message_bytes)
        self._wards: dict[Connection, Ward] = {}
        self._taken_bytes: dict[Peer, int] = {}
        """Of those who were no clients in the last round: requests, over which a handshake may follow."""
        self._is_told = True

    async def go(self) -> None:
        """Look at every connection once, in steps of about a millisecond; the loop does other things between them."""
        monotonic = self._desk.timer.monotonic
        busy_s = 0.0
        with closing(self._steps()) as steps:
            started = monotonic()
            for _ in steps:
                busy_s += monotonic() - started
                await asyncio.sleep(0)
                started = monotonic()
        self.busy_s = busy_s

    def _steps(self) -> Generator[None]:
        self._meet()
        by_peer = {ward.peer: ward for ward in self._wards.values()}
        taken_bytes: dict[Peer, int] = {}
        yield
        try:
            for found in self._sockets(self._port):
                now = self._desk.timer.monotonic()
                for peer, state in found:
                    if (ward := by_peer.get(peer)) is None:
                        taken_bytes[peer] = state.taken_bytes
                    else:
                        self._judge(ward, state, now)
                yield
        except SocketsUnknown as error:
            self._note(error)
            yield from self._guess()
        else:
            self._note(None)
        self._taken_bytes = taken_bytes

    def _meet(self) -> None:
        """Take in who has come, and forget who has gone."""
        connections = self._desk.connections
        for gone in self._wards.keys() - connections:
            del self._wards[gone]
        now = self._desk.timer.monotonic()
        for connection in connections - self._wards.keys():
            peer = peer_of(*connection.peer)
            taken_bytes = 0 if peer is None else self._taken_bytes.get(peer, 0)
            self._wards[connection] = Ward(connection, Watch(self._patience, now, taken_bytes), peer)

    def _guess(self) -> Iterator[None]:
        """Judge everybody without figures."""
        wards = iter(tuple(self._wards.values()))
        while step := tuple(islice(wards, STEP)):
            now = self._desk.timer.monotonic()
            for ward in step:
                self._judge(ward, None, now)
            yield

    def _judge(self, ward: Ward, state: SocketState | None, now: float) -> None:
        connection = ward.connection
        verdict = ward.watch.judge(
            now, state, is_idle=connection.is_idle, sent=connection.sent, received=connection.received
        )
        if verdict is None or connection.closing is not None or connection not in self._desk.connections:
            return
        connection.close(CLOSE_CODES[CODES[verdict.reason]], verdict.reason)
        _log.info(
            "client dropped",
            client_id=connection.client_id,
            reason=verdict.reason,
            seconds=round(verdict.seconds, 1),
            bytes=verdict.bytes,
            frames=connection.sent,
            conflated=connection.conflated,
        )

    def _note(self, error: SocketsUnknown | None) -> None:
        """Log when the kernel stops telling, and when it tells again."""
        if error is not None and self._is_told:
            _log.warning("clients are watched without the kernel's figures", reason=str(error))
        elif error is None and not self._is_told:
            _log.info("clients are watched by the kernel's figures again")
        self._is_told = error is None
