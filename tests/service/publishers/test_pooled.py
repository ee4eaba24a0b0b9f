from __future__ import annotations

from service.errors import ProviderUnavailable
from service.publishers.pooled import Pooled
from tests.fakes.clock import START, FakeClock
from tests.service.publishers.sources import Sources

DOWN = ProviderUnavailable("a", "HTTP 503")


def arrange() -> tuple[Pooled[str], Sources, Sources]:
    clock = FakeClock()
    prices, caps = Sources("a", clock), Sources("a", clock, pool="caps")

    def collector(_: object) -> str | None:
        value = prices.pool.read()
        return None if value is None else f"stale={value.stale}"

    return Pooled((prices.pool, caps.pool), collector), prices, caps


async def test_pools_are_reviewed_before_they_are_read() -> None:
    """An update says that a value is stale, even when no fetch has ended since."""
    origin, prices, _ = arrange()
    assert origin.collect(START) is None

    await prices.feeds[0].fetch()
    assert origin.collect(START) == "stale=False"

    prices.clock.jump(21.0)
    assert origin.collect(START) == "stale=True"


async def test_an_origin_has_settled_when_every_pool_has() -> None:
    """A pool has settled with its first value, and also when all its feeds have failed."""
    origin, prices, caps = arrange()
    await prices.feeds[0].fetch()
    assert not origin.settled()

    caps.clients["a"].answer = DOWN
    await caps.feeds[0].fetch()
    assert origin.settled()


async def test_the_trouble_is_that_of_the_first_pool() -> None:
    """Without the others there is an update all the same."""
    origin, prices, caps = arrange()
    for sources in (caps, prices):
        assert origin.trouble() is None
        sources.clients["a"].answer = DOWN
        await sources.feeds[0].fetch()

    assert origin.trouble() == "a: HTTP 503"
