"""Ending: why a connection is over or could not be made, and whether to try again."""

from __future__ import annotations

from dataclasses import dataclass
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from .errors import ConnectionEnded

if TYPE_CHECKING:
    from collections.abc import Collection

    from websockets.frames import Close

__all__ = ["Ending", "of_close", "of_refusal"]

_PASSING = frozenset({408, 425, 429})
"""Statuses below 500 that say `later` and not `no`."""
_FORBIDDEN = frozenset({401, 403})
_SERVER_ERRORS = 500
_LONGEST_PAUSE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of one connection, or of one attempt."""

    reason: str
    is_final: bool = False
    """Whether the client must not try again."""
    code: int | None = None
    """The gateway's close code."""
    status: int | None = None
    """The HTTP status of a refusal."""
    retry_after_s: float = 0.0
    """How long the gateway asks to be left alone, at most five minutes."""

    def error(self) -> ConnectionEnded:
        """Return what to raise, each time anew: one exception in many tasks would mix up their tracebacks."""
        return ConnectionEnded(self.reason, self.code, self.status)


def of_close(closed: ConnectionClosed, final_codes: Collection[int]) -> Ending:
    """Judge the end of an open connection. Codes that the contract does not know may pass."""
    if closed.rcvd is None:
        return Ending(reason=f"the connection broke{_because(closed.sent)}")
    code = closed.rcvd.code
    return Ending(
        reason=f"the gateway closed with {code}{_because(closed.rcvd)}", is_final=code in final_codes, code=code
    )


def of_refusal(error: Exception, *, was_open: bool) -> Ending:
    """Judge a failed attempt.

    An address that never worked and is refused as wrong is final. One that worked before is refused only while the
    gateway or what stands before it is exchanged, unless it is the token that is refused.
    """
    if isinstance(error, InvalidStatus):
        return _of_status(error, was_open=was_open)
    if isinstance(error, TimeoutError):
        return Ending(reason="the gateway did not answer in time")
    may_pass = isinstance(error, OSError | EOFError | InvalidMessage | ConnectionClosed)
    is_wrong = isinstance(error, SSLCertVerificationError) or not may_pass
    return Ending(reason=str(error) or type(error).__name__, is_final=is_wrong and not was_open)


def _of_status(error: InvalidStatus, *, was_open: bool) -> Ending:
    status = error.response.status_code
    passes = status in _PASSING or status >= _SERVER_ERRORS or (was_open and status not in _FORBIDDEN)
    after = error.response.headers.get("Retry-After", "")
    return Ending(
        reason=f"the gateway refused the connection with HTTP {status}",
        is_final=not passes,
        status=status,
        retry_after_s=min(float(after), _LONGEST_PAUSE_S) if after.isdecimal() else 0.0,
    )


def _because(close: Close | None) -> str:
    return f": {close.reason}" if close is not None and close.reason else ""
