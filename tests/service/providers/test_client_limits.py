from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.errors import (
    BreakerOpen,
    BudgetSpent,
    ProviderError,
    ProviderPayloadError,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from service.providers.client_stats import ClientStats
from service.providers.http import Answer
from tests.service.providers.test_client import BINANCE, DOWN, GOOD, NUMBER, arrange, failure, fetch

if TYPE_CHECKING:
    from service.providers.catalog import Provider


async def test_a_limit_is_respected_at_once() -> None:
    """After one answer that asks to wait, nothing is sent before the wait is over."""
    client, script, clock = arrange(Answer(429, {"retry-after": "45"}), GOOD)

    assert isinstance(await failure(client), RateLimited)
    assert isinstance(await failure(client), BreakerOpen)
    clock.jump(45.0)
    assert (await fetch(client)).value == 42
    assert len(script.asked) == 2


async def test_a_redirect_is_not_asked_again() -> None:
    """It would be the same the next moment, and it may be somebody who wants the key."""
    client, script, _ = arrange(Answer(307, {"location": "https://elsewhere.test/?apikey=hunter2"}), GOOD)

    error = await failure(client)
    assert isinstance(error, ProviderPayloadError)
    assert error.reason == "HTTP 307, redirected"
    assert len(script.asked) == 1


async def test_an_address_out_of_reach_is_left_alone() -> None:
    """Names are not mended within seconds: one fetch is one try, and then the provider rests."""
    client, script, _ = arrange(ProviderRefused("binance", "no public address"), GOOD)

    assert isinstance(await failure(client), ProviderRefused)
    assert isinstance(await failure(client), BreakerOpen)
    assert len(script.asked) == 1


async def test_every_try_costs() -> None:
    """Retries take from the budget like first tries."""
    client, _, clock = arrange(DOWN, DOWN, GOOD)
    await fetch(client)

    assert client.budget.left(clock.monotonic()) == 10 - 3 * 2


async def test_a_budget_that_frees_in_time_is_waited_for() -> None:
    """A fetch waits for its allowance when the wait and a try fit into its time."""
    client, script, clock = arrange(GOOD)
    client.budget.spend(10, clock.monotonic())
    clock.jump(55.0)

    assert (await fetch(client)).value == 42
    assert 5.0 <= clock.slept[0] <= 5.1
    assert script.asked[0].timeout_s == 1.5


async def test_a_budget_that_frees_too_late_is_not_waited_for() -> None:
    """A wait that would leave less than a try's time is not begun."""
    client, script, clock = arrange(GOOD)
    client.budget.spend(10, clock.monotonic())
    clock.jump(55.0)

    assert isinstance(await failure(client, total_s=5.2), BudgetSpent)
    assert (script.asked, clock.slept) == ([], [])


async def test_a_spent_budget_is_not_the_providers_failure() -> None:
    """When the wait does not fit nothing is sent, and the breaker and the figures do not move."""
    client, script, clock = arrange(GOOD)
    client.budget.spend(10, clock.monotonic())
    for _ in range(5):
        spent = await failure(client)
        assert isinstance(spent, BudgetSpent)
        assert 60.0 <= spent.retry_after_s <= 60.1

    assert script.asked == []
    assert client.stats == ClientStats()
    assert client.breaker.state(clock.monotonic()) == "closed"


async def test_a_retry_without_budget_reports_what_failed() -> None:
    """When a try failed and the budget forbids another, the fetch failed for the reason of the try."""
    client, script, clock = arrange(DOWN, GOOD)
    client.budget.spend(8, clock.monotonic())
    error = await failure(client)

    assert isinstance(error, ProviderUnavailable)
    assert isinstance(error.__cause__, BudgetSpent)
    assert len(script.asked) == 1


async def test_a_failure_that_the_budget_ends_counts() -> None:
    """Failed tries count for the breaker even when the budget forbids the next one."""
    client, script, clock = arrange(DOWN, provider=replace(BINANCE, requests=2))
    for _ in range(3):
        clock.jump(61.0)
        await failure(client)

    assert len(script.asked) == 3
    assert client.breaker.state(clock.monotonic()) == "open"


async def test_fetches_that_wait_together_share_the_budget() -> None:
    """Of two that wait for the same allowance one asks first, and the other waits on."""
    client, script, clock = arrange(GOOD, provider=replace(BINANCE, requests=2))
    clock.auto = False
    client.budget.spend(2, clock.monotonic())
    tasks = [asyncio.create_task(fetch(client, total_s=200.0), name=f"fetch {n}") for n in range(2)]
    await clock.advance(61.0)
    assert len(script.asked) == 1

    await clock.advance(61.0)
    assert [task.result().value for task in tasks] == [42, 42]


async def test_a_limit_is_respected_by_all_feeds_of_the_provider() -> None:
    """While the fetch that was told to wait does so, no other asks; then it tries again by itself."""
    client, script, clock = arrange(Answer(429, {"retry-after": "3"}), GOOD)
    clock.auto = False
    told = asyncio.create_task(fetch(client), name="told")
    await clock.advance(1.0)

    refused = await failure(client)
    assert isinstance(refused, BreakerOpen)
    assert refused.retry_after_s == pytest.approx(2.0)
    assert len(script.asked) == 1

    await clock.advance(3.0)
    assert (told.result().value, len(script.asked)) == (42, 2)
    assert client.breaker.state(clock.monotonic()) == "closed"


async def test_a_limit_that_is_told_twice_is_one_rest_at_a_time() -> None:
    """The try and the fetch that ends with it report the same trouble: the rest is the one that was asked for."""
    client, _, clock = arrange(Answer(429, {"retry-after": "45"}), DOWN)
    await failure(client)
    assert client.breaker.retry_after_s(clock.monotonic()) == 45.0

    clock.jump(45.0)
    await failure(client)
    assert client.breaker.retry_after_s(clock.monotonic()) == 60.0


@pytest.mark.parametrize("provider", [BINANCE, replace(BINANCE, key_header=None, key_query="apikey")])
async def test_a_key_that_is_repeated_is_not_shown(provider: Provider) -> None:
    """Some providers quote the key they do not like; reasons go to everybody who listens."""
    client, _, _ = arrange(GOOD, provider=provider)

    def refuse(bodies: object) -> int:
        raise ProviderError("binance", "Invalid API Key: hunter2")

    with pytest.raises(ProviderError) as caught:
        await client.fetch(replace(NUMBER, parse=refuse), None, total_s=10.0, max_bytes=4096)

    assert caught.value.reason == "Invalid API Key: …"
    assert client.stats.last_error == "Invalid API Key: …"
    assert "hunter2" not in f"{client.stats} {caught.value!r}"
