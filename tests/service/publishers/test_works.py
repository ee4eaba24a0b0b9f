from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asyncapi_python.contrib.codec.registry import CodecRegistry
from asyncapi_python.kernel.endpoint import Publisher as Endpoint
from structlog.testing import capture_logs

from contracts.generated.catalog import SERVICES
from service.errors import ProviderUnavailable
from service.gateway.hub import Hub, Outcome
from service.providers.articles import Article, Articles, Outlet
from service.providers.assets import defaults, load_assets
from service.providers.catalog import load_catalog
from service.providers.http import Answer
from service.providers.override import Override
from service.publishers.origins import FLOWS
from service.publishers.supervisor import supervise
from service.publishers.wire import application
from service.publishers.works import Works
from tests.fakes.clock import START, FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from contracts.generated.catalog import ServiceName
    from contracts.validator import Validator
    from service.providers.http import Request

EXAMPLES = Path(__file__).parent.parent / "providers" / "examples"
BODIES = {
    "binance": "binance_ticker_24hr",
    "coinbase": "coinbase_products",
    "coingecko": "coingecko_simple_price",
    "coinpaprika": "coinpaprika_tickers",
    "kraken": "kraken_ticker",
}


@dataclass
class World:
    """Implements service.providers.transport.Transport: the providers of market data answer as documented."""

    down: set[str] = field(default_factory=set)

    async def ask(
        self,
        provider: str,
        url: str,
        request: Request,
        *,
        headers: Mapping[str, str],
        timeout_s: float,
        max_bytes: int = 0,
    ) -> Answer:
        if provider in self.down or provider not in BODIES:
            raise ProviderUnavailable(provider, "no connection")
        return Answer(200, {}, (EXAMPLES / f"{BODIES[provider]}.json").read_bytes())


class Gateway:
    """The publishing half at work, and one client that listens to market data and notices."""

    def __init__(self, down: set[str], overrides: Mapping[str, Override] | None = None) -> None:
        self.catalog = load_catalog(overrides or {})
        self.clock = FakeClock()
        self.world = World(down)
        self.client = FakeReceiver()
        self.has_data = asyncio.Event()
        self.hub = Hub()
        self.hub.join(Outcome(session("/ws", "market_data", "system"), ()), self.client)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Works]:
        """Fetch and publish, without the logs of what fails."""
        wire = application(self.hub.publish)
        await wire.start()
        works = Works(
            self.catalog,
            defaults(load_assets()),
            application=wire,
            hub=self.hub,
            clock=self.clock,
            transport=self.world,
            has_data=self.has_data,
            archive=Shelf(self.clock),
        )
        with capture_logs():
            task = asyncio.create_task(supervise(works.kit.loops), name="works")
            await self.clock.settle()
            yield works
            task.cancel()
            await asyncio.wait({task})

    def received(self) -> list[dict[str, Any]]:
        """Read what the client got since it was last asked."""
        got = [json.loads(frame.text) for frame in self.client.got]
        self.client.got.clear()
        return got


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    """Put the library's registry of codecs back: it belongs to the whole process."""
    before = dict(CodecRegistry._registry)
    yield
    CodecRegistry._registry.clear()
    CodecRegistry._registry.update(before)


async def test_market_data_flows_from_the_providers_to_the_clients(sealed: Validator) -> None:
    """The first update goes out as soon as both pools have a value, the others a second after each five."""
    gateway = Gateway(down=set())
    async with gateway.running():
        (frame,) = gateway.client.got
        assert sealed.event("/ws/market_data", frame.text)
        data = gateway.received()[0]["data"]
        assert (data["source"], data["freshness"]["volumes"]["source"]) == ("binance", "coingecko")
        assert data["prices"]["bitcoin"] == 87012.51
        assert data["market_caps"]["bitcoin"] == 1735900412318.44

        await gateway.clock.advance(5.9)
        assert gateway.received() == []
        await gateway.clock.advance(11.0)
        instants = [event["timestamp"] for event in gateway.received()]
        assert instants == [f"2026-11-23T10:30:{second}.000Z" for second in ("06", "11", "16")]

    assert gateway.has_data.is_set()


async def test_a_failover_is_a_notice_and_the_next_update() -> None:
    """Those who listen to `system` are told which provider serves now and why."""
    gateway = Gateway(down=set())
    async with gateway.running() as works:
        await gateway.clock.advance(3.0)
        gateway.received()
        gateway.world.down.add("binance")
        await gateway.clock.advance(9.0)
        events = gateway.received()
    (notice,) = (event["data"] for event in events if event["service"] == "system")

    assert (notice["notice"], notice["service"]) == ("failover", "market_data")
    assert notice["message"] == "market_data: binance -> coinbase (no connection)"
    assert events[-1]["data"]["source"] == "coinbase"
    assert works.kit.pools["market_prices"].switches == 1
    (failover,) = works.kit.failovers.newest()
    assert (failover.pool, failover.previous, failover.current) == ("market_prices", "binance", "coinbase")
    assert failover.reason == "no connection"
    assert 5.0 <= (failover.at - START).total_seconds() <= 7.5


async def test_a_gateway_without_any_provider_says_so_once() -> None:
    """It names what each provider said, and begins to publish when one comes back."""
    gateway = Gateway(down=set(BODIES))
    async with gateway.running():
        await gateway.clock.advance(40.0)
        (error,) = gateway.received()
        assert error["data"]["code"] == "source_unavailable"
        assert error["data"]["message"].startswith("No data for market_data yet: binance: no connection; coinbase: ")
        assert not gateway.has_data.is_set()

        gateway.world.down.clear()
        await gateway.clock.advance(60.0)
        kinds = {event["type"] for event in gateway.received() if event["service"] == "market_data"}

    assert kinds == {"update"}


async def test_what_the_gateway_says_of_itself_waits_for_no_provider(sealed: Validator) -> None:
    """Its loops are told at once, its pools and providers once all were asked; none of it passes for data."""
    gateway = Gateway(down=set(BODIES))
    own = ("scheduler", "pool_manager", "health_checker")
    listener = FakeReceiver()
    gateway.hub.join(Outcome(replace(session("/ws", *own), client_id="client_8_1"), ()), listener)
    async with gateway.running() as works:
        assert [frame.topic for frame in listener.got] == ["scheduler"]
        await gateway.clock.advance(45.0)
        assert {frame.topic for frame in listener.got} == set(own)
        jobs = json.loads(next(frame.text for frame in listener.got if frame.topic == "scheduler"))["data"]["jobs"]
        assert [job["id"] for job in jobs] == [loop.name for loop in works.kit.loops]

    for frame in listener.got:
        assert sealed.event("/ws", frame.text)
    assert not gateway.has_data.is_set()


async def test_every_feed_every_publisher_and_the_archive_has_a_loop() -> None:
    """By names that logs and metrics can show, each once."""
    async with Gateway(down=set()).running() as works:
        names = [loop.name for loop in works.kit.loops]

    assert names == [
        *(f"fetch.{feed}" for feed in load_catalog({}).feeds),
        *(f"publish.{service}" for service in SERVICES),
        "archive",
    ]


async def test_the_headlines_of_the_moment_are_judged() -> None:
    """Those that the outlets of this gateway have, and that `news` would show, go into the question. White box."""
    gateway = Gateway(down=set(BODIES), overrides={"huggingface_inference": Override(key="hf_secret")})
    async with gateway.running() as works:
        articles = tuple(
            Article(title, title, "https://example.org", START + timedelta(hours=hours))
            for title, hours in (("Tomorrow", 24), ("Today", 0))
        )
        works.kit.feeds["coindesk_articles"].value = Articles(Outlet("coindesk", "CoinDesk"), articles)
        (request,) = works.kit.feeds["huggingface_headlines"]._adapter.requests(None)

    assert json.loads(request.body or b"")["inputs"] == ["Today"]


async def test_the_archive_works_in_its_loop() -> None:
    """At its own pace, and what it says of its next round is what the loop says."""
    gateway = Gateway(down=set(BODIES))
    async with gateway.running() as works:
        loop = works.kit.loops[-1]
        await gateway.clock.advance(3.4)

        assert (loop.runs, loop.failures) == (3, 0)
        assert loop.schedule().interval_s == 1.0
        assert loop.schedule().due - gateway.clock.monotonic() == pytest.approx(0.6)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_an_origin_and_its_own_producer(service: ServiceName) -> None:
    """That the two go together mypy knows; that they are those of this service it does not. White box."""
    producer = FLOWS[service].producer(application(Hub().publish).producer)
    assert isinstance(producer, Endpoint)

    assert producer._operation.key == f"{service}_update"
