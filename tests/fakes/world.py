"""World: the simulated providers without a network, for stories of hours that are told in seconds."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from structlog.testing import capture_logs

from service.errors import ProviderTimeout, ProviderUnavailable
from service.providers.assets import defaults, load_assets
from service.providers.catalog import load_catalog
from service.providers.http import Answer
from service.publishers.supervisor import supervise
from service.publishers.wire import application
from service.publishers.works import Works
from service.simulator.app import UPSTREAMS
from service.simulator.coins import load_coins
from service.simulator.faults import Drip, Reset, Silence, Truncated
from service.simulator.host import Host
from service.simulator.http import Ask
from service.simulator.market import Market
from service.simulator.scenario import load_scenario
from tests.fakes.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from service.gateway.hub import Hub
    from service.providers.http import Request
    from tests.fakes.clock import FakeClock

__all__ = ["Call", "World"]


@dataclass(frozen=True)
class Call:
    """One request that left the gateway."""

    provider: str
    at_s: float
    cost: int


class World:
    """Implements service.providers.transport.Transport by asking the simulator's hosts directly."""

    def __init__(self, clock: FakeClock, *, seed: int = 1, scenario: str = "calm") -> None:
        self.clock = clock
        self.calls: list[Call] = []
        random.seed(seed)  # the jitter of the retries is drawn from it
        market = Market(seed, load_coins())
        faults = load_scenario(scenario).faults(upstream.name for upstream in UPSTREAMS)
        self.hosts = {
            upstream.name: Host(upstream, market, clock, faults.get(upstream.name, ())) for upstream in UPSTREAMS
        }

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
        self.calls.append(Call(provider, self.clock.monotonic(), request.cost))
        ask = Ask(
            # As the simulator's own server does.
            "/" + request.path.strip("/"),
            tuple(parse_qsl(urlencode(request.query), keep_blank_values=True)),
            {name.lower(): value for name, value in (*headers.items(), *request.headers)},
            "GET" if request.body is None else "POST",
            request.body or b"",
        )
        reply, fault = self.hosts[provider].respond(ask)
        if isinstance(fault, Silence | Drip):
            await self.clock.sleep(timeout_s)
            raise ProviderTimeout(provider, "no whole answer")
        if isinstance(fault, Reset | Truncated):
            raise ProviderUnavailable(provider, "broken answer")
        return Answer(reply.status, {name.lower(): value for name, value in reply.headers}, reply.body, 5.0)

    @asynccontextmanager
    async def gateway(self, hub: Hub) -> AsyncIterator[Works]:
        """Run the publishing half of a gateway in this world, without its logs."""
        wire = application(hub.publish)
        await wire.start()
        known = defaults(load_assets())
        works = Works(
            load_catalog({}),
            known,
            application=wire,
            hub=hub,
            clock=self.clock,
            transport=self,
            has_data=asyncio.Event(),
            archive=Shelf(self.clock),
            prefix="sim:",
        )
        for feed in works.kit.feeds.values():
            # A thread knows nothing of the fake clock.
            feed._adapter = replace(feed._adapter, is_slow=False)
        with capture_logs():
            running = asyncio.create_task(supervise(works.kit.loops), name="works")
            try:
                yield works
            finally:
                running.cancel()
                await asyncio.wait({running})
