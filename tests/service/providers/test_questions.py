from __future__ import annotations

from dataclasses import replace

import pytest

from service.errors import ProviderUnavailable
from service.providers.adapter import Adapter
from service.providers.http import Answer, Request
from tests.service.providers.test_client import DOWN, NUMBER, arrange

TWO: Adapter[int] = Adapter(
    lambda _: (Request("/a", cost=2), Request("/b", cost=2)), lambda bodies: int(bodies[0]) * 100 + int(bodies[1])
)


async def test_an_adapter_may_ask_twice() -> None:
    """The bodies reach the adapter in the order of its questions; every question is paid."""
    client, script, clock = arrange(Answer(200, {}, b"4", 5.0), Answer(200, {}, b"2", 7.0))
    fetched = await client.fetch(TWO, None, total_s=10.0, max_bytes=4096)

    assert (fetched.value, fetched.elapsed_ms) == (402, 12.0)
    assert [asked.request.path for asked in script.asked] == ["/a", "/b"]
    assert client.budget.left(clock.monotonic()) == 6


async def test_a_retry_asks_only_for_what_is_missing() -> None:
    """What was answered before another question failed is not asked for again."""
    client, script, _ = arrange(Answer(200, {}, b"4"), DOWN, Answer(200, {}, b"2"))
    fetched = await client.fetch(TWO, None, total_s=10.0, max_bytes=4096)

    assert fetched.value == 402
    assert [asked.request.path for asked in script.asked] == ["/a", "/b", "/b"]


CONDITIONAL = replace(NUMBER, is_conditional=True)


async def test_a_conditional_adapter_asks_for_what_has_changed() -> None:
    """The provider's marks go back to it with the next question, and an unchanged answer is the value from before."""
    marks = {"etag": '"v1"', "last-modified": "Mon, 23 Nov 2026 10:00:00 GMT"}
    client, script, _ = arrange(Answer(200, marks, b"42"), Answer(304))
    first = await client.fetch(CONDITIONAL, None, total_s=10.0, max_bytes=4096)
    second = await client.fetch(CONDITIONAL, first.value, total_s=10.0, max_bytes=4096)

    assert second.value == 42
    assert script.asked[0].request.headers == ()
    assert script.asked[1].request.headers == (
        ("If-None-Match", '"v1"'),
        ("If-Modified-Since", "Mon, 23 Nov 2026 10:00:00 GMT"),
    )


async def test_marks_are_of_no_use_without_the_value() -> None:
    """Whoever has lost the value asks for all of it, and is not told that nothing has changed."""
    client, script, _ = arrange(Answer(200, {"etag": '"v1"'}, b"42"))
    await client.fetch(CONDITIONAL, None, total_s=10.0, max_bytes=4096)
    await client.fetch(CONDITIONAL, None, total_s=10.0, max_bytes=4096)

    assert script.asked[1].request.headers == ()


async def test_unchanged_is_no_answer_to_an_unconditional_question() -> None:
    """A 304 that nobody asked for is as odd as any other status."""
    client, _, _ = arrange(Answer(304))
    with pytest.raises(ProviderUnavailable):
        await client.fetch(NUMBER, 41, total_s=10.0, max_bytes=4096)
