"""The gateway, put together: the only place that knows all its parts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import structlog
from pydantic import SecretStr

from service.access.choice import authority
from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.location import locate
from service.archive.retention import Retention
from service.clock import SystemClock
from service.edge.adapter import EdgeAdapter
from service.edge.desk import Desk
from service.edge.policy import policy
from service.edge.routes import create_litestar
from service.errors import ConfigurationError
from service.gateway.hub import Hub
from service.logs import configure_logs
from service.metrics.exposition import Exposition
from service.metrics.measures import Measures
from service.otel.choice import tracer
from service.providers.assets import defaults, load_assets, select
from service.providers.catalog import load_catalog
from service.providers.override import overrides
from service.providers.transport import HttpTransport
from service.publishers.options import Options
from service.publishers.supervisor import supervise
from service.publishers.wire import application
from service.publishers.works import Works
from service.settings import ProviderSettings, load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from litestar import Litestar

    from service.archive.location import Location
    from service.envelope import Frame
    from service.handlers.greetings import Mode
    from service.providers.assets import Asset
    from service.providers.catalog import Catalog
    from service.settings import Settings

__all__ = ["create_app", "create_gateway", "simulated"]

DAY_S = 86_400
MEBIBYTE = 2**20

_log = structlog.get_logger(__name__)


def create_app() -> EdgeAdapter:
    """Make the application for any ASGI server, `granian --interface asgi --factory service.app:create_app` say."""
    settings = load_settings()
    configure_logs(settings)
    return create_gateway(settings)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the settings come down to, checked before anything starts."""

    catalog: Catalog
    assets: Sequence[Asset]
    options: Options
    location: Location
    """Where the archive is."""
    retention: Retention
    buffer_rows: int


def create_gateway(settings: Settings, mode: Mode = "live") -> EdgeAdapter:
    """Put a gateway together. Nothing runs and nobody is asked before the server starts its lifespan.

    Raises ConfigurationError when the settings cannot work.
    """
    plan = _plan(settings)
    clock = SystemClock(settings.interval_scale)
    desk = Desk(
        Hub(),
        clock,
        mode,
        policy=policy(settings),
        authority=authority(settings, SystemClock()),
        tracer=tracer(settings, mode),
    )
    measures = Measures(desk.timer)
    exposition = Exposition(desk, measures)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        publishing = asyncio.create_task(_publish(desk, plan, measures, exposition), name="publish")
        publishing.add_done_callback(lambda ended: _broke_down(ended, desk))
        measuring = asyncio.create_task(measures.watch_loop(), name="measure")
        try:
            yield
        finally:
            tasks = {publishing, measuring}
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await desk.tracer.close()

    return EdgeAdapter(create_litestar(desk, running, exposition), desk)


def simulated(settings: Settings, url: str, folder: str) -> Settings:
    """Point every provider of these settings at a simulator, their keys left at home, and the archive at a folder."""
    providers = {provider: ProviderSettings(url=f"{url}/{provider}") for provider in load_catalog({}).providers}
    database_url = settings.database_url or SecretStr(f"{folder}/gateway.db")
    return settings.model_copy(update={"providers": providers, "database_url": database_url})


def _plan(settings: Settings) -> Plan:
    if settings.workers > 1:
        problem = f"{settings.workers} processes would need an engine between them, and there is none yet"
        raise ConfigurationError("GATEWAY_WORKERS", problem, "set it to 1, and start more gateways instead")
    known = load_assets(settings.assets_file)
    return Plan(
        catalog=load_catalog(overrides(settings.providers)),
        assets=select(known, settings.coins) if settings.coins else defaults(known),
        options=Options(whale_threshold_usd=settings.whale_threshold_usd),
        location=locate(settings.database_url.get_secret_value() if settings.database_url else None),
        retention=Retention(settings.archive_max_age_days * DAY_S, int(settings.archive_max_mb * MEBIBYTE)),
        buffer_rows=settings.archive_buffer_rows,
    )


async def _publish(desk: Desk, plan: Plan, measures: Measures, exposition: Exposition) -> None:
    """Fetch, publish and archive until cancelled; what waits for the archive then is stored."""
    clock = desk.clock
    deliver = measures.timed(desk.hub.publish)
    archive = Archive(Database(plan.location), clock, retention=plan.retention, buffer_rows=plan.buffer_rows)

    def publish(frame: Frame) -> None:
        deliver(frame)
        archive.append(frame.topic, frame.text, clock.now())

    wire = application(publish)
    await wire.start()
    await archive.open()
    try:
        # The network keeps its pace when the gateway's clock runs fast, and its answers are timed by a real one.
        reaches = {provider.id: provider.reach for provider in plan.catalog.providers.values()}
        async with HttpTransport(clock=SystemClock(), version=version("crypto-gateway"), reaches=reaches) as transport:
            works = Works(
                plan.catalog,
                plan.assets,
                application=wire,
                hub=desk.hub,
                clock=clock,
                transport=transport,
                has_data=desk.has_data,
                archive=archive,
                prefix="sim:" if desk.mode == "demo" else "",
                options=plan.options,
                tracer=desk.tracer,
            )
            exposition.works = works
            await supervise(works.kit.loops)
    finally:
        await archive.close()


def _broke_down(task: asyncio.Task[None], desk: Desk) -> None:
    """End the gateway when its publishing half ends by itself: better no gateway than one that sends nothing."""
    if not task.cancelled() and (error := task.exception()) is not None:
        if not isinstance(error, ConfigurationError):
            _log.critical("publishing broke down", exc_info=error)
        desk.failure = error
        desk.ending.set()
