"""The door to tenacity: try again, within a bound of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tenacity import AsyncRetrying, retry_if_exception, wait_random_exponential

from service.errors import ProviderTimeout, ProviderUnavailable, RateLimited

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

    from service.clock import Clock

__all__ = ["TRY_S", "retrying"]

TRY_S = 0.5
"""The least time worth a request, in seconds: connecting with TLS across the world takes most of it."""

FULL_JITTER = wait_random_exponential(multiplier=0.5, max=4.0)
"""Anything up to 0.5 s, then 1 s, 2 s, 4 s: gateways that failed together do not return together."""

T = TypeVar("T")


async def retrying(call: Callable[[], Awaitable[T]], *, clock: Clock, total_s: float, attempts: int = 3) -> T:
    """Call until it returns, at most `attempts` times, and return what it returns.

    Tries again after ProviderTimeout, ProviderUnavailable, and a RateLimited that says how long to wait, and only
    if the wait, a random pause and a try of TRY_S end within `total_s` of the first call. Otherwise the latest error
    is raised as it is.
    """
    deadline = clock.monotonic() + total_s

    def stop(state: RetryCallState) -> bool:
        ready = clock.monotonic() + state.upcoming_sleep + TRY_S
        return state.attempt_number >= attempts or ready > deadline

    async def attempt() -> T:
        return await call()

    door = AsyncRetrying(
        sleep=clock.sleep, stop=stop, wait=_wait_s, retry=retry_if_exception(_is_worth_another_try), reraise=True
    )
    result: T = await door(attempt)
    return result


def _is_worth_another_try(error: BaseException) -> bool:
    if isinstance(error, RateLimited):
        return error.retry_after_s is not None
    return isinstance(error, ProviderTimeout | ProviderUnavailable)


def _wait_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked_s = error.retry_after_s or 0.0 if isinstance(error, RateLimited) else 0.0
    return asked_s + FULL_JITTER(state)
