"""Exploration: random cases by Hypothesis against a gateway that lives in an event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from hypothesis.strategies import SearchStrategy

    from contracts.suite.target import Target

__all__ = ["Bridge", "explore", "profile"]

T = TypeVar("T")


class Bridge:
    """Lets a thread, in which Hypothesis runs, wait for what happens in the loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop and return what it returns."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def profile(examples: int, steps: int = 12) -> settings:
    """Return settings for tests of something that is far away: no deadlines, no stored examples."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target, Phase.shrink),
    )


async def explore(target: Target, strategy: SearchStrategy[T], attempt: Callable[[T], Awaitable[None]]) -> None:
    """Try random cases until one breaks the clause; then look for the smallest such case, and raise its fault."""
    bridge = Bridge()
    last: list[Exception] = []

    async def tried(case: T) -> None:
        try:
            await attempt(case)
        except Exception as error:
            last.append(error)
            raise

    @seed(target.seed)
    @profile(target.examples)
    @given(strategy)
    def run(case: T) -> None:
        bridge.wait(tried(case))

    try:
        await asyncio.to_thread(run)
    except Flaky:
        # What went wrong once and not again went wrong.
        raise last[-1] from None
