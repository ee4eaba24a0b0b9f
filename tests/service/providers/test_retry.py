from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from service.errors import (
    BudgetSpent,
    ProviderError,
    ProviderPayloadError,
    ProviderRefused,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
)
from service.providers.retry import TRY_S, retrying
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DOWN = ProviderUnavailable("binance", "HTTP 503")


def script(clock: FakeClock, *outcomes: BaseException | str, each_s: float = 0.0) -> Callable[[], Awaitable[str]]:
    """Return a call that takes `each_s` and has these outcomes in turn; running out of them is an error."""
    left = iter(outcomes)

    async def call() -> str:
        clock.jump(each_s)
        outcome = next(left)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    return call


async def test_the_first_success_is_the_result() -> None:
    """A call that works is made once, without a pause."""
    clock = FakeClock(auto=True)

    assert await retrying(script(clock, "ok"), clock=clock, total_s=10.0) == "ok"
    assert clock.slept == []


@pytest.mark.parametrize("error", [DOWN, ProviderTimeout("binance", "no whole answer")])
async def test_passing_trouble_is_tried_three_times_in_all(error: ProviderError) -> None:
    """The third try may succeed; after it nothing is tried, and the error comes out as it is."""
    clock = FakeClock(auto=True)
    assert await retrying(script(clock, error, error, "ok"), clock=clock, total_s=10.0) == "ok"

    with pytest.raises(ProviderError) as caught:
        await retrying(script(clock, error, error, error, "too late"), clock=clock, total_s=10.0)
    assert caught.value is error


@pytest.mark.parametrize(
    "error",
    [
        ProviderRefused("binance", "HTTP 451"),
        ProviderPayloadError("binance", "not a list"),
        RateLimited("binance", "HTTP 429"),
        BudgetSpent("binance", "spent"),
        ZeroDivisionError(),
    ],
)
async def test_other_errors_are_not_tried_again(error: Exception) -> None:
    """What another request cannot mend is raised at once."""
    clock = FakeClock(auto=True)

    with pytest.raises(type(error)):
        await retrying(script(clock, error, "too late"), clock=clock, total_s=10.0)
    assert clock.slept == []


async def test_pauses_are_random_and_grow() -> None:
    """Full jitter: up to 0.5 s before the second try, up to 1 s before the third; never the same for all."""
    clocks = [FakeClock(auto=True) for _ in range(50)]
    for clock in clocks:
        await retrying(script(clock, DOWN, DOWN, "ok"), clock=clock, total_s=10.0)
    first, second = zip(*(clock.slept for clock in clocks), strict=True)

    assert 0 <= min(first) < max(first) <= 0.5
    assert max(first) < max(second) <= 1.0


async def test_a_stated_wait_is_kept() -> None:
    """A limit that passes in time is waited for, not guessed at; gateways that heard of it together part ways then."""
    limited, waits_s = RateLimited("binance", "HTTP 429", 3.0), []
    for _ in range(50):
        clock = FakeClock(auto=True)
        assert await retrying(script(clock, limited, "ok"), clock=clock, total_s=4.0) == "ok"
        waits_s += clock.slept

    assert len(waits_s) == 50
    assert 3.0 <= min(waits_s) < max(waits_s) <= 3.5


async def test_a_wait_that_does_not_fit_is_not_begun() -> None:
    """When the wait and a try would end after the deadline, the error comes at once."""
    clock = FakeClock(auto=True)
    limited = RateLimited("binance", "HTTP 429", 4.0 - TRY_S + 0.01)

    with pytest.raises(RateLimited):
        await retrying(script(clock, limited, "too late"), clock=clock, total_s=4.0)
    assert clock.slept == []


async def test_slow_failures_count_against_the_total() -> None:
    """Time that tries take is gone: the next one must still have its least time."""
    clock = FakeClock(auto=True)

    with pytest.raises(ProviderUnavailable):
        await retrying(script(clock, DOWN, "too late", each_s=9.6), clock=clock, total_s=10.0)
    assert await retrying(script(clock, DOWN, "ok", each_s=9.0), clock=clock, total_s=10.0) == "ok"


async def test_cancelling_ends_the_pause() -> None:
    """Whoever cancels a fetch does not wait for its retries."""
    clock = FakeClock()
    task = asyncio.create_task(retrying(script(clock, DOWN, "too late"), clock=clock, total_s=10.0), name="fetch")
    await clock.settle()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
