"""Breaker: leaves a provider alone that fails, and tries again carefully."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.errors import ProviderRefused, RateLimited

if TYPE_CHECKING:
    from service.errors import ProviderError

__all__ = ["Breaker"]

FAILURES = 3
"""So many in a row open the breaker."""
COOL_DOWN_S = 30.0
"""The first rest. It doubles each time until the provider answers again."""
REFUSED_COOL_DOWN_S = 300.0
"""The first rest after a refusal: a block or a plan does not change within seconds."""
MAX_COOL_DOWN_S = 600.0
"""The longest rest of our own choice; a provider may ask for a longer one."""


class Breaker:
    """Closed, open, half open. Callers say what time it is: `now`, in monotonic seconds.

    While the breaker is half open exactly one caller is let through, and the others wait for its report:
    `succeeded`, `failed`, or `release` when its attempt came to nothing.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._openings = 0
        self._open_until: float | None = None
        self._is_probed = False

    def state(self, now: float) -> Literal["closed", "open", "half_open"]:
        """Return whether all, none or one caller is let through."""
        if self._open_until is None:
            return "closed"
        return "open" if now < self._open_until else "half_open"

    def permits(self, now: float) -> bool:
        """Return whether to ask the provider now; when half open, claim the one probe."""
        state = self.state(now)
        if state == "half_open" and not self._is_probed:
            self._is_probed = True
            return True
        return state == "closed"

    def retry_after_s(self, now: float) -> float:
        """Return the seconds until a probe is let through; 0 when not open."""
        return max(0.0, self._open_until - now) if self._open_until is not None else 0.0

    def release(self) -> None:
        """Give back a permission that was not used: cancelled, or no budget."""
        self._is_probed = False

    def succeeded(self, now: float) -> None:
        """Close and forget the failures. An answer that was under way when the breaker opened does not close it."""
        if self.state(now) == "open":
            return
        self._failures = self._openings = 0
        self._open_until = None

    def failed(self, error: ProviderError, now: float) -> None:
        """Count a failed fetch.

        The third in a row opens, and so do a failed probe and an answer that says we are not wanted.
        """
        if isinstance(error, RateLimited | ProviderRefused):
            first_s = REFUSED_COOL_DOWN_S if isinstance(error, ProviderRefused) else COOL_DOWN_S
            self.hold(error.retry_after_s, now, first_s=first_s)
            return
        self._failures += 1
        if self.state(now) == "half_open" or (self.state(now) == "closed" and self._failures >= FAILURES):
            self.hold(None, now)

    def hold(self, rest_s: float | None, now: float, *, first_s: float = COOL_DOWN_S) -> None:
        """Open at once for the rest that the provider asked for, or for the cool-down that begins with `first_s`.

        While open only a longer rest counts: several callers may hear of the same trouble.
        """
        if self._open_until is not None and now < self._open_until:
            self._open_until = max(self._open_until, now + (rest_s or 0.0))
            return
        cool_down_s = min(MAX_COOL_DOWN_S, first_s * 2.0 ** min(self._openings, 10))
        self._open_until = now + (cool_down_s if rest_s is None else rest_s)
        self._openings += 1
        self._is_probed = False
