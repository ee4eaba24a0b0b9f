from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.live.deadline import within
from tests.live.stand import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.live.client import Client, Event
    from tests.live.stand import Launch, Stand

Fault = dict[str, object]

QUICK = 0.04
"""A gateway second in real ones: whatever the gateway waits for by its own clock is over soon."""
NETWORK = 0.6
"""At this pace a request that gets no answer ends, in real time, as early within its interval as at full pace."""
TICKS = 2
"""Updates that may still come from a source that has failed."""
FRESH_TICKS = 5
"""The same for a source whose failure shows only in that its values age: 20 s of ticks every 5 s, and one."""

SUDDEN: dict[str, Fault] = {
    "429": {"kind": "status", "status": 429},
    "429 retry-after": {"kind": "status", "status": 429, "retry_after": 7},
    "402": {"kind": "status", "status": 402},
    "403": {"kind": "status", "status": 403},
    "418": {"kind": "status", "status": 418, "retry_after": 20},
    "430": {"kind": "status", "status": 430},
    "435": {"kind": "status", "status": 435},
    "451": {"kind": "status", "status": 451},
    "500": {"kind": "status", "status": 500},
    "503": {"kind": "status", "status": 503, "html": True},
    "error body": {"kind": "error_body"},
    "html": {"kind": "html"},
    "truncated": {"kind": "truncated"},
    "oversize": {"kind": "oversize"},
    "oversize in chunks": {"kind": "oversize", "declared": False},
    "reset": {"kind": "reset"},
    "missing fields": {"kind": "missing_fields", "fields": ["lastPrice"]},
    "wrong types": {"kind": "wrong_types", "fields": ["lastPrice"]},
    "nulls": {"kind": "nulls", "fields": ["lastPrice"]},
    "garbage": {"kind": "garbage"},
}
CREEPING: dict[str, Fault] = {
    "frozen": {"kind": "frozen"},
    "drip": {"kind": "drip"},
    "silence": {"kind": "silence"},
}
PARTIAL: dict[str, Fault] = {kind: {"kind": kind} for kind in ("missing_fields", "wrong_types", "nulls")}


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory, validator: Validator) -> Iterator[Stand]:
    with demo(tmp_path_factory.mktemp("quick"), validator, scale=QUICK) as stand:
        yield stand


async def until_source(client: Client, source: str) -> list[Event]:
    """Return the updates up to the first one of a source, and that."""
    updates = [await client.update()]
    async with within():
        while updates[-1]["data"]["source"] != source:
            updates.append(await client.update())
    return updates


async def break_down(client: Client, stand: Stand, provider: str, fault: Fault) -> None:
    """Make a provider fail, and pass over what was sent before."""
    stand.break_down(provider, fault)
    await client.do("ping")


def is_sensible(update: Event, usual: dict[str, Any]) -> bool:
    """Whether all the usual coins have prices of the usual size."""
    prices = update["data"]["prices"]
    return prices.keys() == usual.keys() and all(usual[coin] / 2 < prices[coin] < usual[coin] * 2 for coin in usual)


async def fail_over_and_back(stand: Stand, fault: Fault) -> int:
    """Break the active source and mend it. Returns how many updates still came from it; all must make sense."""
    async with stand.client() as client:
        usual = (await until_source(client, "sim:binance"))[-1]["data"]["prices"]
        await break_down(client, stand, "binance", fault)
        try:
            failing = await until_source(client, "sim:coinbase")
        finally:
            stand.mend()
        recovering = await until_source(client, "sim:binance")

    assert [update for update in failing + recovering if not is_sensible(update, usual)] == []
    assert [update["data"]["source"] for update in recovering[:-1]] == ["sim:coinbase"] * (len(recovering) - 1)
    return len(failing) - 1


@pytest.mark.parametrize("fault", SUDDEN.values(), ids=SUDDEN)
async def test_within_two_ticks_the_next_source_takes_over_and_hands_back(quick: Stand, fault: Fault) -> None:
    """Whatever a source answers in place of data, updates go on from the next one, and from the first once it heals."""
    assert await fail_over_and_back(quick, fault) <= TICKS


@pytest.mark.parametrize("fault", CREEPING.values(), ids=CREEPING)
async def test_a_source_whose_values_age_is_left_too(quick: Stand, fault: Fault) -> None:
    """Values that no longer change, or no longer come, are used for as long as they are fresh."""
    assert await fail_over_and_back(quick, fault) <= FRESH_TICKS


@pytest.mark.parametrize("fault", PARTIAL.values(), ids=PARTIAL)
async def test_half_an_answer_leaves_no_gap(quick: Stand, fault: Fault) -> None:
    """Where a source loses some coins, others supply them: every coin goes on having a sensible price."""
    async with quick.client() as client:
        usual = (await until_source(client, "sim:binance"))[-1]["data"]["prices"]
        await break_down(client, quick, "binance", fault)
        try:
            updates = [await client.update() for _ in range(5)]
        finally:
            quick.mend()
        await until_source(client, "sim:binance")

    assert [update for update in updates if not is_sensible(update, usual)] == []


async def test_listeners_of_system_hear_of_a_failover(quick: Stand) -> None:
    """The switch and the way back are notices, with both sources and the reason."""
    async with quick.client() as prices, quick.client("/ws/data") as client:
        await until_source(prices, "sim:binance")
        await client.do("subscribe", service="system")
        quick.break_down("binance", {"kind": "status", "status": 503})
        there = (await client.update("system"))["data"]
        quick.mend()
        back = (await client.update("system"))["data"]

    assert [(data["notice"], data["service"]) for data in (there, back)] == [("failover", "market_data")] * 2
    assert there["message"] == "market_data: sim:binance -> sim:coinbase (HTTP 503)"
    assert back["message"] == "market_data: sim:coinbase -> sim:binance (binance answers again)"


async def test_no_answer_at_all_is_a_failure_within_two_ticks(launch: Launch) -> None:
    """Silence, and an answer that never ends, cost no more ticks than a refusal."""
    stand = launch(scale=NETWORK)
    async with stand.client() as client:
        await until_source(client, "sim:binance")
        await break_down(client, stand, "binance", {"kind": "silence"})
        silent = await until_source(client, "sim:coinbase")
        await break_down(client, stand, "coinbase", {"kind": "drip"})
        dripping = await until_source(client, "sim:kraken")

    assert len(silent) - 1 <= TICKS
    assert len(dripping) - 1 <= TICKS
