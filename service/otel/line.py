"""Line: the HTTP session to the collector, which knows how its newest request ended.

The exporter tells its caller only that it failed, and tells its log why: in sentences that hold the whole address,
and with it any key that stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests import Response, Session

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Line"]

REDIRECT = 300
"""From this status on nothing was taken: redirects are not followed."""


class Line(Session):
    """Runs in the exporter's thread."""

    def __init__(self, on_trouble: Callable[[], None]) -> None:
        super().__init__()
        self.trouble: str | None = None
        """Why the newest request failed, such as `HTTP 401` or `ConnectionRefusedError`; None when it did not."""
        self._on_trouble = on_trouble

    def request(self, *args: Any, **kwargs: Any) -> Response:
        """Make a request, and note how it ends."""
        try:
            response = super().request(*args, **kwargs)
        except OSError as error:  # all of requests' own, and certificates that cannot be read
            self._fails(type(_root(error)).__name__)
            raise
        if response.status_code >= REDIRECT:
            self._fails(f"HTTP {response.status_code}")
        else:
            self.trouble = None
        return response

    def _fails(self, trouble: str) -> None:
        self.trouble = trouble
        self._on_trouble()


def _root(error: BaseException) -> BaseException:
    """Return what an error came from: requests wraps it three times."""
    while error.__context__ is not None:
        error = error.__context__
    return error
