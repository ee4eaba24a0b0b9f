"""Measures: times that no part of the gateway keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.generated.catalog import SERVICES
from service.distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.clock import Clock
    from service.envelope import Frame

__all__ = ["LAG_INTERVAL_S", "Measures"]

FANOUT_BOUNDS_S: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
LAG_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LAG_INTERVAL_S: Final = 0.1


class Measures:
    """Times in real seconds, whatever the gateway's clock does."""

    def __init__(self, clock: Clock) -> None:
        self.fanout_s = {service: Distribution(FANOUT_BOUNDS_S) for service in SERVICES}
        """From an update that is encoded until it was handed on for its last listener."""
        self.loop_lag_s = Distribution(LAG_BOUNDS_S)
        """How much later than asked for the loop came back to somebody who slept."""
        self._clock = clock

    def timed(self, publish: Callable[[Frame], None]) -> Callable[[Frame], None]:
        """Return the same function, with its time taken for each service."""

        def timed(frame: Frame) -> None:
            started = self._clock.monotonic()
            publish(frame)
            self.fanout_s[frame.topic].observe(self._clock.monotonic() - started)  # type: ignore[index]  # its producers publish services only

        return timed

    async def watch_loop(self) -> None:
        """Measure the loop's lag until cancelled."""
        while True:
            due = self._clock.monotonic() + LAG_INTERVAL_S
            await self._clock.sleep(LAG_INTERVAL_S)
            self.loop_lag_s.observe(max(0.0, self._clock.monotonic() - due))
