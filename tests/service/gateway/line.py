"""Line: the server's way to one client, on which nothing moves unless a test says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Line", "Reader"]


class Flight:
    """A send that has started. As with granian's, who asks for its end hears of it some time after it is true."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[Flight], object]] = []
        self.error: BaseException | None = None
        self._is_done = False

    def done(self) -> bool:
        """Whether it has completed."""
        return self._is_done

    def cancelled(self) -> bool:
        """Whether it was called off; here nobody does that."""
        return False

    def exception(self) -> BaseException | None:
        """Return what it failed with."""
        return self.error

    def add_done_callback(self, callback: Callable[[Flight], object]) -> None:
        """Call back, later, once it has completed. It holds one callback, as granian's does."""
        assert not self.callbacks, "a second callback would take the first one's place"
        self.callbacks.append(callback)

    def complete(self, error: BaseException | None = None) -> None:
        """Have it completed. Nobody is told yet."""
        self.error, self._is_done = error, True


class Line:
    """Implements the `send` of an ASGI server. Keeps what was handed over."""

    def __init__(self) -> None:
        self.sent: list[Mapping[str, object]] = []
        self.is_cut = False
        """Whether the socket is gone; a send then returns an awaitable that cannot be asked anything."""
        self._flights: list[Flight] = []

    def __call__(self, event: Mapping[str, object]) -> Any:
        """Start to send."""
        assert not any(not flight.done() for flight in self._flights), "one frame is in flight at a time"
        self.sent.append(event)
        if self.is_cut:
            return object()
        self._flights = [flight for flight in self._flights if flight.callbacks]
        self._flights.append(Flight())
        return self._flights[-1]

    @property
    def is_busy(self) -> bool:
        """Whether a send is in flight."""
        return any(not flight.done() for flight in self._flights)

    @property
    def has_news(self) -> bool:
        """Whether a send has completed whose callback has not run."""
        return any(flight.done() and flight.callbacks for flight in self._flights)

    def complete(self, error: BaseException | None = None) -> None:
        """Complete what is in flight."""
        next(flight for flight in self._flights if not flight.done()).complete(error)

    def tell(self) -> None:
        """Call back for the sends that have completed."""
        for flight in [flight for flight in self._flights if flight.done()]:
            callbacks, flight.callbacks = flight.callbacks, []
            for callback in callbacks:
                callback(flight)

    def run(self) -> None:
        """Complete all that is and will be in flight."""
        while self.is_busy or self.has_news:
            if self.is_busy:
                self.complete()
            self.tell()


class Reader:
    """Stands for the task that reads from a client; it only notes that it was stopped."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        """Stop it."""
        self.is_cancelled = True
