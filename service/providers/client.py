"""ProviderClient: asks one provider, within its budget, through its breaker, with retries."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Generic, TypeVar

from service.errors import BreakerOpen, BudgetSpent, ProviderError, RateLimited
from service.providers.breaker import Breaker
from service.providers.budget import Budget
from service.providers.client_stats import ClientStats
from service.providers.retry import TRY_S, retrying
from service.providers.signals import check, conditions_of, pause_s
from service.providers.tally import Tally

if TYPE_CHECKING:
    from datetime import datetime

    from service.clock import Clock
    from service.providers.adapter import Adapter
    from service.providers.catalog import Provider
    from service.providers.http import Answer, Request
    from service.providers.transport import Transport

__all__ = ["Fetched", "ProviderClient"]

ATTEMPTS = 3
"""Of one fetch; a probe has one."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched(Generic[T]):
    """What a fetch brought."""

    value: T
    at: datetime
    """When the answer had come."""
    elapsed_ms: float
    """From a request that was answered to the end of its answer, over all requests of the fetch."""


class ProviderClient:
    """One provider, for all of its feeds: the limits are the provider's, not the feed's."""

    def __init__(self, provider: Provider, *, transport: Transport, clock: Clock) -> None:
        self.provider = provider
        self.breaker = Breaker()
        self.budget = Budget(provider.requests, provider.per_s)
        self.stats = ClientStats()
        self.tally = Tally()
        self._transport = transport
        self._clock = clock
        self._conditions: dict[Request, tuple[tuple[str, str], ...]] = {}

    async def fetch(self, adapter: Adapter[T], previous: T | None, *, total_s: float, max_bytes: int) -> Fetched[T]:
        """Ask until there is an answer, at most for `total_s` seconds, and return what the adapter reads in it.

        `previous` is the last good value; a conditional adapter gets it back when nothing has changed.

        Raises ProviderError: BreakerOpen and BudgetSpent when nothing was asked. Anything else that the adapter
        lets out is a mistake of ours and goes through.
        """
        requests = adapter.requests(previous)
        deadline = self._clock.monotonic() + total_s
        answers: list[Answer] = []
        failures: list[ProviderError] = []

        async def attempt() -> Fetched[T]:
            try:
                while len(answers) < len(requests):
                    request = requests[len(answers)]
                    self._persist()
                    await self._afford(request.cost, deadline)
                    answers.append(await self._ask(adapter, request, previous, deadline=deadline, max_bytes=max_bytes))
                return await self._read(adapter, requests, answers, previous)
            except (BudgetSpent, BreakerOpen):
                raise
            except ProviderError as error:
                self._failed(error)
                failures.append(error)
                raise

        is_probe = self._enter()
        try:
            fetched = await retrying(attempt, clock=self._clock, total_s=total_s, attempts=1 if is_probe else ATTEMPTS)
        except ProviderError as error:
            if not failures:
                raise
            latest = failures[-1]
            self.stats = self.stats.given_up()
            self.tally.answered(answer.elapsed_ms for answer in answers)
            self.breaker.failed(latest, self._clock.monotonic())
            if error is latest:
                raise
            # No budget was left for another try: what failed before says more.
            raise latest from error
        else:
            self.breaker.succeeded(self._clock.monotonic())
            return fetched
        finally:
            if is_probe:
                self.breaker.release()

    def _enter(self) -> bool:
        """Pass the breaker and return whether this fetch is its probe."""
        now = self._clock.monotonic()
        is_probe = self.breaker.state(now) == "half_open"
        if not self.breaker.permits(now):
            raise self._left_alone(now)
        return is_probe

    def _persist(self) -> None:
        """Raise BreakerOpen when the provider has meanwhile asked for a rest, with this fetch or with another."""
        now = self._clock.monotonic()
        if self.breaker.state(now) == "open":
            raise self._left_alone(now)

    def _failed(self, error: ProviderError) -> None:
        """Record a try that brought no data."""
        # Some providers repeat the key that they do not like, and reasons are shown to everybody.
        error.reason = self.provider.redact(error.reason)
        self.stats = self.stats.failed(error, self._clock.now())
        self.tally.failed(error)
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            # The provider's other feeds are to hear of it now, not when this fetch has waited and ended.
            self.breaker.hold(error.retry_after_s, self._clock.monotonic())

    def _left_alone(self, now: float) -> BreakerOpen:
        reason = f"left alone after {self.stats.last_error or 'its limit was reached'}"
        return BreakerOpen(self.provider.id, reason, self.breaker.retry_after_s(now))

    async def _afford(self, cost: int, deadline: float) -> None:
        """Wait for the budget and take from it; other fetches may take first, so ask again after each wait."""
        while (wait_s := self.budget.wait_s(cost, self._clock.monotonic())) > 0:
            if self._clock.monotonic() + wait_s + TRY_S > deadline:
                raise BudgetSpent(self.provider.id, "our own budget is spent", wait_s)
            await self._clock.sleep(wait_s)
        self.budget.spend(cost, self._clock.monotonic())

    async def _ask(
        self, adapter: Adapter[T], request: Request, previous: T | None, *, deadline: float, max_bytes: int
    ) -> Answer:
        """Send one request. Raises what the status of its answer means; 304 and 404 are good when they may be."""
        provider = self.provider
        self.stats = self.stats.asked()
        conditions = self._conditions.get(request, ()) if previous is not None else ()
        answer = await self._transport.ask(
            provider.id,
            provider.url,
            replace(request, query=request.query + provider.query(), headers=request.headers + conditions),
            headers=provider.headers(),
            # A wait may overshoot; whoever asks all the same gets the least time worth it.
            timeout_s=min(provider.timeout_s, max(TRY_S, deadline - self._clock.monotonic())),
            max_bytes=max_bytes,
        )
        if conditions and answer.status == HTTPStatus.NOT_MODIFIED:
            return answer
        if request.may_be_missing and answer.status == HTTPStatus.NOT_FOUND:
            return replace(answer, body=b"")
        check(provider.id, answer, at=self._clock.now(), form=adapter.form)
        if (rest_s := pause_s(answer)) is not None:
            self.breaker.hold(rest_s, self._clock.monotonic())
        return answer

    async def _read(
        self, adapter: Adapter[T], requests: tuple[Request, ...], answers: list[Answer], previous: T | None
    ) -> Fetched[T]:
        """Make the value of the answers; when they cannot be read they are asked for anew at the next try."""
        if previous is not None and answers[-1].status == HTTPStatus.NOT_MODIFIED:
            value = previous
        else:
            bodies = [answer.body for answer in answers]
            try:
                value = await asyncio.to_thread(adapter.parse, bodies) if adapter.is_slow else adapter.parse(bodies)
            except ProviderError:
                answers.clear()
                raise
            if previous is not None:
                value = adapter.carry(previous, value)
            if adapter.is_conditional:
                # Only now: with the marks of a body that cannot be read, the next answer would be "unchanged".
                self._conditions[requests[-1]] = conditions_of(answers[-1])
        at, elapsed_ms = self._clock.now(), [answer.elapsed_ms for answer in answers]
        self.stats = self.stats.succeeded(elapsed_ms, at)
        self.tally.answered(elapsed_ms)
        return Fetched(value, at, sum(elapsed_ms))
