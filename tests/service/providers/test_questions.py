from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.errors import BreakerOpen, ProviderPayloadError, ProviderUnavailable
from service.providers.adapter import Adapter
from service.providers.http import Answer, Request
from tests.service.providers.test_client import BINANCE, DOWN, GOOD, NUMBER, arrange

if TYPE_CHECKING:
    from collections.abc import Sequence

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


async def test_an_answer_that_tells_of_trouble_is_not_read_twice() -> None:
    """Trouble may stand in a body with status 200; the next try asks for all of it anew."""

    def read(bodies: Sequence[bytes]) -> int:
        if b"busy" in bodies:
            raise ProviderUnavailable("binance", "busy")
        return int(bodies[0])

    client, script, _ = arrange(Answer(200, {}, b"busy"), Answer(200, {}, b"42"))
    fetched = await client.fetch(replace(NUMBER, parse=read), None, total_s=10.0, max_bytes=4096)

    assert fetched.value == 42
    assert len(script.asked) == 2


async def test_a_question_keeps_its_own_headers() -> None:
    """The marks of the answer before are added to them."""
    asked = Request("/feed", headers=(("Accept", "text/xml"),))
    client, script, _ = arrange(Answer(200, {"etag": '"v1"'}, b"42"), Answer(304))
    feed = replace(NUMBER, requests=lambda _: (asked,), is_conditional=True)
    for previous in (None, 42):
        await client.fetch(feed, previous, total_s=10.0, max_bytes=4096)

    assert [each.request.headers for each in script.asked] == [
        (("Accept", "text/xml"),),
        (("Accept", "text/xml"), ("If-None-Match", '"v1"')),
    ]


async def test_who_does_not_ask_for_changes_is_told_everything() -> None:
    """Marks that nobody wants are not sent back, however many answers have them."""
    client, script, _ = arrange(Answer(200, {"etag": '"v1"'}, b"42"))
    for _ in range(2):
        await client.fetch(NUMBER, 41, total_s=10.0, max_bytes=4096)

    assert [asked.request.headers for asked in script.asked] == [(), ()]


async def test_a_late_question_gets_the_least_time_there_is() -> None:
    """When the one before took longer than the whole fetch may, half a second is still left for it."""
    client, script, _ = arrange(Answer(200, {}, b"4"), Answer(200, {}, b"2"), each_s=11.0)
    await client.fetch(TWO, None, total_s=10.0, max_bytes=4096)

    assert [asked.timeout_s for asked in script.asked] == [1.5, 0.5]


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


async def test_marks_of_a_body_that_cannot_be_read_are_not_kept() -> None:
    """Otherwise the value from before would pass for the present one: "unchanged" is said of the unreadable body."""
    client, script, _ = arrange(Answer(200, {"etag": '"v2"'}, b"broken"), Answer(200, {}, b"42"))
    with pytest.raises(ProviderPayloadError):
        await client.fetch(CONDITIONAL, 41, total_s=10.0, max_bytes=4096)
    fetched = await client.fetch(CONDITIONAL, 41, total_s=10.0, max_bytes=4096)

    assert fetched.value == 42
    assert script.asked[1].request.headers == ()


async def test_unchanged_is_no_answer_to_an_unconditional_question() -> None:
    """A 304 that nobody asked for is as odd as any other status."""
    client, _, _ = arrange(Answer(304))
    with pytest.raises(ProviderPayloadError):
        await client.fetch(NUMBER, 41, total_s=10.0, max_bytes=4096)


OPTIONAL: Adapter[list[bytes]] = Adapter(lambda _: (Request("/a"), Request("/b", may_be_missing=True)), list)


async def test_what_may_be_missing_is_an_empty_answer() -> None:
    """404 says that it is not there; other trouble is trouble, and whoever must be there may not be missing."""
    client, _, _ = arrange(Answer(200, {}, b"4"), Answer(404, {}, b"not found"))
    assert (await client.fetch(OPTIONAL, None, total_s=10.0, max_bytes=4096)).value == [b"4", b""]
    assert client.stats.failures == 0

    for answers in ([Answer(404), GOOD], [GOOD, Answer(410)]):
        client, _, _ = arrange(*answers)
        with pytest.raises(ProviderPayloadError):
            await client.fetch(OPTIONAL, None, total_s=10.0, max_bytes=4096)


async def test_slow_parsing_has_a_thread_of_its_own() -> None:
    """The loop goes on while a large document is read; anything else is read where it is."""
    threads = []

    def read(bodies: object) -> int:
        threads.append(threading.current_thread())
        return 42

    client, _, _ = arrange(Answer(200, {}, b"42"))
    for is_slow in (True, False):
        adapter = replace(NUMBER, parse=read, is_slow=is_slow)
        assert (await client.fetch(adapter, None, total_s=10.0, max_bytes=4096)).value == 42

    assert [thread is threading.current_thread() for thread in threads] == [False, True]


async def test_a_thread_fails_as_the_loop_does() -> None:
    """What the adapter raises in its thread is the outcome of the fetch."""
    client, _, _ = arrange(Answer(200, {}, b"broken"))
    with pytest.raises(ProviderPayloadError, match="not a number"):
        await client.fetch(replace(NUMBER, is_slow=True), None, total_s=10.0, max_bytes=4096)


SPENT = {"ratelimit": '"api";r=0;t=55'}


async def test_a_good_answer_may_ask_for_a_rest() -> None:
    """With nothing left of the allowance the value is kept, and nothing is asked before there is some again."""
    client, script, clock = arrange(Answer(200, SPENT, b"42"), Answer(200, {}, b"43"))
    assert (await client.fetch(NUMBER, None, total_s=10.0, max_bytes=4096)).value == 42

    clock.jump(54.9)
    with pytest.raises(BreakerOpen, match="left alone after its limit was reached"):
        await client.fetch(NUMBER, None, total_s=10.0, max_bytes=4096)
    assert len(script.asked) == 1

    clock.jump(0.2)
    assert (await client.fetch(NUMBER, None, total_s=10.0, max_bytes=4096)).value == 43
    assert client.breaker.state(clock.monotonic()) == "closed"


async def test_a_rest_holds_within_a_fetch_too() -> None:
    """The second question is not asked when the answer to the first was the last one allowed."""
    client, script, clock = arrange(Answer(200, SPENT, b"4"), Answer(200, {}, b"2"))
    with pytest.raises(BreakerOpen):
        await client.fetch(TWO, None, total_s=10.0, max_bytes=4096)

    assert [asked.request.path for asked in script.asked] == ["/a"]
    assert client.breaker.retry_after_s(clock.monotonic()) == pytest.approx(55.0)
    assert client.stats.failures == 0


async def test_a_key_goes_with_every_question_and_is_no_part_of_it() -> None:
    """In the query after the question's own parameters; what the adapter asked stays without it."""
    keyed = replace(BINANCE, key_header=None, key_query="apikey")
    client, script, _ = arrange(Answer(200, {}, b"4"), Answer(200, {}, b"2"), provider=keyed)
    await client.fetch(
        replace(TWO, requests=lambda _: (Request("/a", (("x", "1"),)), Request("/b"))),
        None,
        total_s=10.0,
        max_bytes=4096,
    )

    assert [asked.request.query for asked in script.asked] == [
        (("x", "1"), ("apikey", "hunter2")),
        (("apikey", "hunter2"),),
    ]
    assert script.asked[0].headers == {}


async def test_an_adapter_may_carry_over_what_it_knew() -> None:
    """Whoever asks for one part at a time puts it to the last good value; the first time there is none."""
    adding = replace(NUMBER, carry=lambda previous, value: previous * 100 + value)
    client, _, _ = arrange(Answer(200, {}, b"4"))
    first = await client.fetch(adding, None, total_s=10.0, max_bytes=4096)
    second = await client.fetch(adding, first.value, total_s=10.0, max_bytes=4096)

    assert (first.value, second.value) == (4, 404)
