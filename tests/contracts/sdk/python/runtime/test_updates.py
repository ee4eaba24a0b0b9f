from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.python.runtime.updates import MAX_NOTICES, Updates
from tests.live.deadline import within


def read(reader: Updates[int]) -> list[int]:
    """Read all that waits."""

    async def drained() -> list[int]:
        reader.end(StopAsyncIteration)
        return [update async for update in reader]

    return asyncio.run(drained())


@given(st.lists(st.sampled_from(["prices", "news", "whales", "system"]), max_size=300))
def test_a_slow_reader_gets_the_newest_of_each(topics: list[str]) -> None:
    """Of each service the newest update waits, of notices the newest hundred, all in the order they came."""
    reader = Updates[int]()
    came: dict[str, list[int]] = defaultdict(list)
    for number, topic in enumerate(topics):
        reader.put(topic, number)
        came[topic].append(number)
    kept = [number for topic, all_of in came.items() for number in all_of[-(100 if topic == "system" else 1) :]]

    assert read(reader) == sorted(kept)
    assert reader.conflated == len(topics) - len(kept)


def test_notices_are_bounded() -> None:
    """The oldest notice goes when there are too many."""
    reader = Updates[int]()
    for number in range(MAX_NOTICES + 1):
        reader.put("system", number)

    assert read(reader) == list(range(1, MAX_NOTICES + 1))


def test_a_reader_of_one_topic_gets_that_one() -> None:
    """Other topics neither arrive nor push anything out."""
    reader = Updates[int]("news")
    reader.put("news", 1)
    reader.put("prices", 2)

    assert read(reader) == [1]


def test_what_is_forgotten_is_not_read() -> None:
    """Nothing follows an unsubscription; the rest does."""
    reader = Updates[int]()
    for number, topic in enumerate(["news", "prices"]):
        reader.put(topic, number)
    reader.forget("news")

    assert read(reader) == [1]


async def test_who_waits_is_woken() -> None:
    """A reader that has nothing to read gets what comes next; of several at one iterator each gets one."""
    reader = Updates[int]()
    waiting = [asyncio.create_task(anext(reader)) for _ in range(2)]
    await asyncio.sleep(0)
    reader.put("news", 1)
    reader.put("prices", 2)

    async with within():
        assert sorted(await asyncio.gather(*waiting)) == [1, 2]


async def test_a_cancelled_read_loses_nothing() -> None:
    """A reader that gave up waiting, such as in a timeout, reads on later."""
    reader = Updates[int]()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await anext(reader)
    reader.put("news", 1)

    assert await anext(reader) == 1


async def test_the_end_comes_behind_what_is_unread() -> None:
    """All that waits is read before the reason of the end is raised, each time that it is asked for."""
    reader = Updates[int]()
    reader.put("news", 1)
    reader.end(lambda: LookupError("gone"))

    assert await anext(reader) == 1
    for _ in range(2):
        with pytest.raises(LookupError):
            await anext(reader)
