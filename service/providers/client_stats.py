"""ClientStats: what has become of the requests to one provider."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from service.errors import ProviderError

__all__ = ["KEPT", "ClientStats", "Failure"]

KEPT: Final = 100
"""So many times of good answers are remembered."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request brought no data."""

    kind: type[ProviderError]
    reason: str
    """One line, such as `HTTP 503`."""


@dataclass(frozen=True, slots=True)
class ClientStats:
    """All since the start. A fetch is one request or several, some of which are tried again."""

    requests: int = 0
    """Sent; retries are requests too."""
    failures: int = 0
    """Tries that brought no data."""
    failed_fetches: int = 0
    """In a row, up to the latest fetch; fetches that asked nothing do not count."""
    last_error: str | None = None
    """Why the latest try failed; None when it did not."""
    last_failure: Failure | None = None
    """The newest one, however many good answers have come since."""
    last_check_at: datetime | None = None
    """When the newest answer had come, or was given up."""
    last_success_at: datetime | None = None
    elapsed_ms: tuple[float, ...] = ()
    """Of the last good answers, the newest last."""

    def asked(self) -> ClientStats:
        """Count a request that is being sent."""
        return replace(self, requests=self.requests + 1)

    def failed(self, error: ProviderError, at: datetime) -> ClientStats:
        """Count a try that brought no data."""
        failure = Failure(type(error), error.reason)
        return replace(
            self, failures=self.failures + 1, last_error=error.reason, last_failure=failure, last_check_at=at
        )

    def given_up(self) -> ClientStats:
        """Count a fetch whose tries all failed."""
        return replace(self, failed_fetches=self.failed_fetches + 1)

    def succeeded(self, elapsed_ms: Iterable[float], at: datetime) -> ClientStats:
        """Count a good fetch, with the times of its answers."""
        kept = (*self.elapsed_ms, *elapsed_ms)[-KEPT:]
        return replace(self, failed_fetches=0, last_error=None, last_check_at=at, last_success_at=at, elapsed_ms=kept)
