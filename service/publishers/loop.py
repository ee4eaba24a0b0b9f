"""Loop: a step that is repeated for as long as the gateway runs, whatever the step does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Loop"]

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Loop:
    """A named loop. Its step waits for its own time and then does its work."""

    name: str
    """Such as `publish.market_data`; also the name of its task."""
    step: Callable[[], Awaitable[None]]
    runs: int = 0
    failures: int = 0
    failing: int = 0
    """Failures since the last success."""

    async def run(self) -> None:
        """Repeat the step. The first failure in a row and the recovery are logged, the others are counted."""
        while True:
            await self._once()

    async def _once(self) -> None:
        self.runs += 1
        try:
            await self.step()
        except Exception:  # noqa: BLE001  whatever a step does, the loop goes on
            self.failures += 1
            self.failing += 1
            if self.failing == 1:
                _log.exception("loop failed", loop=self.name)
        else:
            if self.failing:
                _log.info("loop recovered", loop=self.name, failures=self.failing)
            self.failing = 0
