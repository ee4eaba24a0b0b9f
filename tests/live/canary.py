"""Canary: an ordinary client in a thread of its own; whatever others do, it must go on getting updates."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.live.deadline import PATIENCE_S, until

if TYPE_CHECKING:
    from types import TracebackType

    from contracts.validator import Validator

__all__ = ["Canary"]

PATH = "/ws/market_data"


class Canary:
    """Counts the updates of market_data, and whatever is wrong with the frames."""

    def __init__(self, url: str, validator: Validator) -> None:
        self.updates = 0
        self.faults: list[str] = []
        self._validator = validator
        self._socket = connect(url + PATH, proxy=None, compression=None, ping_interval=None)
        self._thread = Thread(target=self._listen, name="canary", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._thread.join(PATIENCE_S)

    def sing(self) -> None:
        """Assert that updates go on: wait for two more, and look at all there were."""
        before = self.updates
        until(lambda: self.faults or self.updates >= before + 2 or None, "the canary gets updates")
        assert self.faults == []

    def _listen(self) -> None:
        try:
            for text in self._socket:
                verdict = self._validator.event(PATH, text)
                self.faults += [f"{violation} in {text!r}" for violation in verdict.violations]
                self.updates += verdict.message == "market_data_update"
        except ConnectionClosed as error:
            self.faults.append(f"closed: {error}")
