"""Exploration: random cases by Hypothesis against a gateway that lives in an event loop."""

from __future__ import annotations

import asyncio
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from hypothesis.strategies import SearchStrategy

    from contracts.suite.target import Target

__all__ = ["Bridge", "Findings", "explore", "profile"]

T = TypeVar("T")

SHRINKING_S: Final = 10.0
"""How long a smaller case is looked for, once one has failed: each attempt may mean waiting for what does not come."""


class Findings:
    """What went wrong with random cases, the smallest case last."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self._ends_at = inf

    def add(self, error: Exception) -> None:
        """Take in what went wrong with one more case."""
        if not self.errors:
            self._ends_at = perf_counter() + SHRINKING_S
        self.errors.append(error)

    @property
    def suffice(self) -> bool:
        """Whether there is something, and no smaller case is worth the time. Whatever is tried then does nothing."""
        return perf_counter() > self._ends_at


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
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target, Phase.shrink),
    )


async def explore(target: Target, strategy: SearchStrategy[T], attempt: Callable[[T], Awaitable[None]]) -> None:
    """Try random cases until one breaks the clause; then look for the smallest such case, and raise its fault."""
    bridge = Bridge()
    findings = Findings()

    async def tried(case: T) -> None:
        if findings.suffice:
            return
        try:
            await attempt(case)
        except Exception as error:
            findings.add(error)
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
        raise findings.errors[-1] from None
