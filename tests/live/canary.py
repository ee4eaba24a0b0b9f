"""Canary: an ordinary client in a thread of its own; whatever others do, it must go on getting updates."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.live.deadline import PATIENCE_S, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

    from contracts.validator import Validator

__all__ = ["Canary", "caged"]

PATH = "/ws/market_data"


class Canary:
    """Counts the updates of market_data, and whatever is wrong with the frames."""

    def __init__(self, socket: ClientConnection, validator: Validator) -> None:
        self.updates = 0
        self.faults: list[str] = []
        self._socket = socket
        self._validator = validator

    def sing(self) -> None:
        """Assert that updates go on: wait for two more, and look at all there were."""
        before = self.updates
        until(lambda: self.faults or self.updates >= before + 2 or None, "the canary gets updates")
        assert self.faults == []

    def listen(self) -> None:
        """Read until the connection ends."""
        try:
            for text in self._socket:
                verdict = self._validator.event(PATH, text)
                self.faults += [f"{violation} in {text!r}" for violation in verdict.violations]
                self.updates += verdict.value["type"] == "update"
        except ConnectionClosed as error:
            self.faults.append(f"closed: {error}")


@contextmanager
def caged(url: str, validator: Validator) -> Iterator[Canary]:
    """Keep a canary for as long as the block lasts; it must be well in the end."""
    with connect(url + PATH, proxy=None, compression=None, ping_interval=None) as socket:
        canary = Canary(socket, validator)
        thread = Thread(target=canary.listen, name="canary", daemon=True)
        thread.start()
        yield canary
        canary.sing()
    thread.join(PATIENCE_S)
