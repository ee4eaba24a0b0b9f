"""Limited: the limits of the document, as Honest keeps them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.contracts.saboteurs.bucket import Bucket
from tests.contracts.saboteurs.resources import Answer, problem

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.saboteurs.client import Client

__all__ = ["MINUTE_S", "Limited"]

MINUTE_S = 60
LULL_S = 2.0
"""So long without a command that comes too soon, and all is forgotten."""


class Limited:
    def __init__(self, document: Document) -> None:
        assert document.limits is not None, "an older document"
        self.limits = document.limits
        self.max_message_bytes = document.max_message_bytes
        self.handshakes = Bucket(self.limits.handshakes_at_once, 1 / self.limits.handshakes_per_s)

    def is_too_long(self, message: bytes) -> bool:
        return len(message) > self.max_message_bytes

    def commands(self) -> Bucket:
        """Return what a new connection may do."""
        return Bucket(self.limits.commands_at_once, 1 / self.limits.commands_per_s)

    def mistakes(self) -> Bucket:
        """Return what a new connection may do wrong."""
        return Bucket(self.limits.mistakes_per_min, MINUTE_S / self.limits.mistakes_per_min)

    def is_excessive(self, client: Client) -> bool:
        """Note that a command came too soon; tell whether they have for too long."""
        now = asyncio.get_running_loop().time()
        if client.excessive_since is None or now - client.excessive_at > LULL_S:
            client.excessive_since = now
        client.excessive_at = now
        return now - client.excessive_since >= self.limits.excess_s

    def too_many(self) -> Answer:
        """Refuse a handshake that comes too soon."""
        return problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many handshakes", headers={"Retry-After": "1"})
