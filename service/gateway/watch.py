"""Watch: judges one connection by its readings over time. Progress counts, never size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["LEAK_BYTES_PER_S", "READ_AHEAD_BYTES", "SILENCE_S", "Patience", "SocketState", "Verdict", "Watch"]

READ_AHEAD_BYTES = 131_072
"""What the server takes off a socket at once; so much can wait in it of messages that are whole."""
LEAK_BYTES_PER_S = 64
"""What is forgiven: a ping of the longest kind every other second, of a client that never says anything else."""
SILENCE_S = 18.0
"""How long the other end may acknowledge nothing although it is asked again and again. The close takes seconds more."""
RETRANSMITS = 3
"""So often was it asked: one that has just been asked for the first time may have been silent for hours."""
GAP_S = 5.0
"""What a pause between two readings counts at most: a machine that was frozen says nothing about its clients."""

Reason: TypeAlias = Literal["stalled", "vanished", "unfinished message"]


class SocketState(NamedTuple):
    """What the kernel knows of one socket. A tuple, because thousands of them are made each second."""

    unsent_bytes: int
    """Handed to the kernel and not acknowledged by the other end."""
    acked_bytes: int
    """Acknowledged since the connection began."""
    received_bytes: int
    unread_bytes: int
    """Received, and not yet taken by the server."""
    retransmits: int = 0
    """How often the same bytes were sent again without an acknowledgement."""
    silent_s: float = 0.0
    """Since the last acknowledgement of whatever kind, those of keepalive included."""

    @property
    def taken_bytes(self) -> int:
        """Taken by the server since the connection began."""
        return self.received_bytes - self.unread_bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """What the gateway puts up with."""

    stall_s: float
    """How long a client may take nothing of what waits for it."""
    max_message_bytes: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a connection has to end."""

    reason: Reason
    seconds: float
    """How long it took nothing; of a message, how long nothing was finished."""
    bytes: int
    """What waits for it; of a message, what came of it."""


class Watch:
    """Looks after one connection.

    `taken_bytes`: what was taken off its socket before the handshake. Without that a flood, which is there before the
    first reading, could not be told from requests that came over the same connection.
    """

    __slots__ = (
        "_acked_bytes",
        "_at",
        "_finished_at",
        "_patience",
        "_received",
        "_sent",
        "_taken_bytes",
        "_unfinished_bytes",
        "_waited_s",
    )

    def __init__(self, patience: Patience, now: float, taken_bytes: int = 0) -> None:
        self._patience = patience
        self._at = now
        self._waited_s = 0.0
        self._acked_bytes = -1
        self._sent = -1
        self._finished_at = now
        self._received = 0
        self._taken_bytes = taken_bytes
        self._unfinished_bytes = 0.0

    def judge(
        self, now: float, socket: SocketState | None, *, is_idle: bool, sent: int, received: int
    ) -> Verdict | None:
        """Take a reading, and say whether the connection has to end.

        `is_idle`: whether the server has taken all; `sent`, `received`: whole messages. Without what the kernel knows,
        only a client is seen that has stopped the server itself.
        """
        elapsed_s, self._at = min(now - self._at, GAP_S), now
        unsent_bytes = 0 if socket is None else socket.unsent_bytes
        if self._has_moved(socket, sent) or (is_idle and not unsent_bytes):
            self._waited_s = 0.0
        else:
            self._waited_s += elapsed_s
        if self._waited_s >= self._patience.stall_s:
            return Verdict("stalled", self._waited_s, unsent_bytes)
        if socket is None:
            return None
        if socket.unsent_bytes and socket.retransmits >= RETRANSMITS and socket.silent_s >= SILENCE_S:
            return Verdict("vanished", socket.silent_s, unsent_bytes)
        return self._judge_message(socket, received, elapsed_s)

    def _has_moved(self, socket: SocketState | None, sent: int) -> bool:
        """Whether anything went out since the last reading of the same kind."""
        if socket is None:
            before, self._sent = self._sent, sent
            return sent != before
        before, self._acked_bytes = self._acked_bytes, socket.acked_bytes
        return socket.acked_bytes != before

    def _judge_message(self, socket: SocketState, received: int, elapsed_s: float) -> Verdict | None:
        """Count what came since a message was last finished: a whole one leaves no room for an unfinished one."""
        before, self._taken_bytes = self._taken_bytes, socket.taken_bytes
        # Fewer than before: what was known is of an earlier connection from the same port.
        came_bytes = self._taken_bytes - before if self._taken_bytes >= before else self._taken_bytes
        if received != self._received:
            self._received, self._unfinished_bytes, self._finished_at = received, 0.0, self._at
            return None
        self._unfinished_bytes = max(0.0, self._unfinished_bytes - LEAK_BYTES_PER_S * elapsed_s) + came_bytes
        if self._unfinished_bytes <= self._patience.max_message_bytes + READ_AHEAD_BYTES:
            return None
        return Verdict("unfinished message", self._at - self._finished_at, round(self._unfinished_bytes))
