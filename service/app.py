"""The gateway, put together: the only place that knows all its parts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

import structlog

from service.clock import SystemClock
from service.edge.adapter import EdgeAdapter
from service.edge.desk import Desk
from service.edge.routes import create_litestar
from service.gateway.hub import Hub
from service.logs import configure_logs
from service.providers.assets import defaults, load_assets, select
from service.providers.catalog import load_catalog
from service.providers.override import Override
from service.providers.transport import HttpTransport
from service.publishers.supervisor import supervise
from service.publishers.wire import application
from service.publishers.works import Works
from service.settings import ProviderSettings, load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from litestar import Litestar

    from service.clock import Clock
    from service.handlers.greetings import Mode
    from service.providers.assets import Asset
    from service.providers.catalog import Catalog
    from service.settings import Settings

__all__ = ["create_app", "create_gateway", "simulated"]

_log = structlog.get_logger(__name__)


def create_app() -> EdgeAdapter:
    """Make the application for any ASGI server, `granian --interface asgi --factory service.app:create_app` say."""
    settings = load_settings()
    configure_logs(settings)
    return create_gateway(settings)


def create_gateway(settings: Settings, mode: Mode = "live") -> EdgeAdapter:
    """Put a gateway together. Nothing runs and nobody is asked before the server starts its lifespan.

    Raises ConfigurationError when the settings cannot work.
    """
    clock = SystemClock(settings.interval_scale)
    overrides = {
        provider: Override(chosen.url, chosen.key.get_secret_value() if chosen.key else None)
        for provider, chosen in settings.providers.items()
    }
    catalog = load_catalog(overrides)
    known = load_assets(settings.assets_file)
    assets = select(known, settings.coins) if settings.coins else defaults(known)
    desk = Desk(Hub(), clock, mode, settings.max_message_bytes)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(_publish(desk, catalog, assets, clock), name="publish")
        task.add_done_callback(lambda ended: _broke_down(ended, desk))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    return EdgeAdapter(create_litestar(desk, running), desk)


def simulated(settings: Settings, url: str) -> Settings:
    """Point every provider of these settings at a simulator; their keys stay at home."""
    providers = {provider: ProviderSettings(url=f"{url}/{provider}") for provider in load_catalog({}).providers}
    return settings.model_copy(update={"providers": providers})


async def _publish(desk: Desk, catalog: Catalog, assets: Sequence[Asset], clock: Clock) -> None:
    """Fetch and publish until cancelled."""
    wire = application(desk.hub.publish)
    await wire.start()
    async with HttpTransport(clock=clock, version=version("crypto-gateway")) as transport:
        works = Works(
            catalog,
            assets,
            application=wire,
            hub=desk.hub,
            clock=clock,
            transport=transport,
            has_data=desk.has_data,
            prefix="sim:" if desk.mode == "demo" else "",
        )
        works.announce_missing()
        await supervise(works.kit.loops)


def _broke_down(task: asyncio.Task[None], desk: Desk) -> None:
    """End the gateway when its publishing half ends by itself: better no gateway than one that sends nothing."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("publishing broke down", exc_info=error)
        desk.failure = error
        desk.ending.set()
