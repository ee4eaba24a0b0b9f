"""Act: one origin on a stage, and what it says there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from service.simulator.faults import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from service.publishers.kit import Kit
    from service.publishers.loop import Loop
    from service.publishers.publisher import Origin
    from tests.fakes.world import World
    from tests.service.publishers.origins.stage import Stage

__all__ = ["Act", "Scene"]

D = TypeVar("D")
D_co = TypeVar("D_co", covariant=True)


class Update(Protocol[D_co]):
    """An update of the contract, as far as tests of origins look at it."""

    @property
    def data(self) -> D_co: ...


class Act(Generic[D]):
    """An origin whose providers are up, but for those that are down from the start or that a test lets fail."""

    def __init__(self, stage: Stage, origin: Callable[[Kit], Origin[Update[D]]], *down: str) -> None:
        self.stage = stage
        self.kit = stage.kit
        self.clock = stage.clock
        self.origin = origin(stage.kit)
        self.fail(*down)

    def running(self) -> AbstractAsyncContextManager[list[Loop]]:
        """Fetch all feeds, each in its loop, without the logs of what fails."""
        return self.stage.running()

    def fail(self, *providers: str) -> None:
        """Let these answer nobody."""
        self.stage.world.down.update(providers)

    def mend(self, *providers: str) -> None:
        """Let these answer again; all, when none is named."""
        self.stage.world.down.difference_update(providers or set(self.stage.world.down))

    def says(self) -> bool:
        """Whether there is an update at this instant."""
        return self.origin.collect(self.clock.now()) is not None

    def data(self) -> D:
        """Collect the update of this instant; there must be one."""
        update = self.origin.collect(self.clock.now())
        assert update is not None
        return update.data


class Scene(Act[D]):
    """An act whose stage has the simulator's providers for a transport, for chains that grow."""

    def __init__(self, world: World, stage: Stage, origin: Callable[[Kit], Origin[Update[D]]]) -> None:
        super().__init__(stage, origin)
        self.world = world

    def fail(self, *providers: str) -> None:
        """Let these answer nobody."""
        for provider in providers:
            self.world.hosts[provider].play((Status(status=503),))

    def mend(self, *providers: str) -> None:
        """Let these answer again; all, when none is named."""
        for provider in providers or self.world.hosts:
            self.world.hosts[provider].play(())
