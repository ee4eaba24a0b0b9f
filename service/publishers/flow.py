"""Flow: where the updates of one service come from, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from contracts.generated.application.router import ProducerRouter
    from service.publishers.kit import Kit
    from service.publishers.publisher import Origin

__all__ = ["Flow"]

T = TypeVar("T")


class Flow:
    """An origin and the producer of its updates.

    The class has no type parameter, its constructor has: so a table of all flows forgets their types, and mypy still
    refuses an origin whose updates the producer does not take. As `Flow[Any]` a wrong pair would pass.
    """

    def __init__(
        self,
        origin: Callable[[Kit], Origin[T]],
        producer: Callable[[ProducerRouter], Callable[[T], Awaitable[None]]],
    ) -> None:
        self.origin: Callable[[Kit], Origin[Any]] = origin
        """Makes it, when there is a kit."""
        self.producer: Callable[[ProducerRouter], Callable[[Any], Awaitable[None]]] = producer
        """Picks it from those of the generated Application."""
