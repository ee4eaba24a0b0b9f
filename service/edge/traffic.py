"""Traffic: what has gone to clients and what they have asked, counted since the start."""

from __future__ import annotations

from collections import Counter, defaultdict

__all__ = ["Traffic"]


class Traffic:
    """Counts of all connections together, those that have ended among them."""

    __slots__ = ("commands", "conflated", "ended", "refused", "sent", "sent_bytes")

    def __init__(self) -> None:
        self.sent: defaultdict[str, int] = defaultdict(int)
        """Frames handed to the server, by their type. Not a Counter, which takes three times as long for each."""
        self.sent_bytes = 0
        """Their texts in UTF-8; without what WebSocket and TLS add."""
        self.conflated = 0
        """Updates that clients, gone by now, were too slow to get."""
        self.commands: Counter[tuple[str, str]] = Counter()
        """By action (`unknown` when it could not be told) and result: `ok` or the code of the error."""
        self.ended: Counter[str] = Counter()
        """Connections that the gateway ended, by the reason."""
        self.refused: Counter[int] = Counter()
        """Handshakes refused, by status."""
