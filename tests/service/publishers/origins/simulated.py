"""Bodies for a stage, as the simulator's providers give them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from service.providers.adapters import adapters
from service.providers.assets import defaults, load_assets
from service.providers.catalog import load_catalog
from service.providers.override import Override
from service.simulator.app import UPSTREAMS
from service.simulator.coins import load_coins
from service.simulator.http import Ask
from service.simulator.market import Market, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.providers.http import Request
    from service.simulator.upstream import Upstream
    from tests.fakes.clock import FakeClock
    from tests.service.publishers.origins.stage import Bodies

__all__ = ["KEYS", "MARKET", "read", "second", "simulated"]

KEYS = {"etherscan": Override(key="k")}
CATALOG = load_catalog(KEYS)
ADAPTERS = adapters(defaults(load_assets()))
MARKET = Market(7, load_coins())


def simulated(feeds: Iterable[str]) -> Bodies:
    """Answer the questions of these feeds, each as of the clock."""
    upstreams = {upstream.name: upstream for upstream in UPSTREAMS}
    return {
        provider + request.path: partial(_answer, upstreams[provider], request)
        for feed in feeds
        for provider in [CATALOG.feeds[feed].provider]
        for request in ADAPTERS[CATALOG.feeds[feed].adapter].requests(None)
    }


def read(feed: str, clock: FakeClock) -> Any:
    """Ask what the feed asks, as of the clock, and read the answers."""
    spec, answers = CATALOG.feeds[feed], simulated([feed])
    adapter = ADAPTERS[spec.adapter]
    bodies = [answers[spec.provider + request.path] for request in adapter.requests(None)]
    return adapter.parse([body if isinstance(body, bytes) else body(clock) for body in bodies])


def second(clock: FakeClock) -> int:
    """Return the second of the simulated world; it began with the clock."""
    return int(clock.monotonic()) - 1000


def _answer(upstream: Upstream, request: Request, clock: FakeClock) -> bytes:
    query = (*request.query, ("apikey", "k"))
    body, method = request.body or b"", "GET" if request.body is None else "POST"
    snapshot = Snapshot(MARKET, second(clock), clock.now(), upstream.name, pace=clock.scale)
    reply = upstream.answer(Ask("/" + request.path.strip("/"), query, {}, method, body), snapshot)
    assert reply.status == 200
    return reply.body
