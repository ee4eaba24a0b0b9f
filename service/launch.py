"""Launch: servers started, watched and ended. Each function returns when its server has ended well."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import webbrowser
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import rich_click as click

from service.app import create_gateway, simulated
from service.clock import SystemClock
from service.edge.address import listening_address
from service.edge.server import embedded, serve
from service.edge.tls import certificate
from service.providers.catalog import load_catalog
from service.simulator.app import UPSTREAMS, create_simulator
from service.simulator.scenario import load_scenario

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from granian.server.embed import Server
    from litestar import Litestar

    from service.clock import Clock
    from service.edge.adapter import EdgeAdapter
    from service.settings import Settings

__all__ = ["demo", "live", "simulator"]

LOOPBACK = "127.0.0.1"
FAULT = '{"kind": "status", "status": 503}'


def live(settings: Settings) -> None:
    """Serve the real providers' data."""
    _run(_serve(create_gateway(settings), settings, []))


def demo(settings: Settings, seed: int, scenario: str, *, opens_browser: bool) -> None:
    """Serve a simulator's data."""
    _run(_demo(settings, seed, scenario, opens_browser=opens_browser))


def simulator(port: int, seed: int, scenario: str) -> None:
    """Play the providers until interrupted."""
    world = _world(seed, scenario, SystemClock())
    address = listening_address(LOOPBACK, port)
    click.echo(f"The providers, simulated, at http://{address}:{port}. Point a gateway at them:")
    for provider in load_catalog({}).providers:
        click.echo(f"  export GATEWAY_PROVIDER_{provider.upper()}_URL=http://{address}:{port}/{provider}")
    _run(_play(embedded(world, address, port)))


def _world(seed: int, scenario: str, clock: Clock) -> Litestar:
    faults = load_scenario(scenario).faults(upstream.name for upstream in UPSTREAMS)
    return create_simulator(seed=seed, clock=clock, faults=faults)


async def _play(world: Server) -> None:
    """Serve until SIGTERM or SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, world.stop)
    await world.serve()


async def _serve(app: EdgeAdapter, settings: Settings, lines: list[str], *, opens_browser: bool = False) -> None:
    chain = certificate(settings.tls_cert, settings.tls_key)
    url = f"{'http' if chain is None else 'https'}://{settings.host}:{settings.port}"
    telling = asyncio.create_task(_tell_when_ready(app, url, lines, opens_browser=opens_browser), name="tell")
    try:
        await serve(app, settings.host, settings.port, drain_s=settings.drain_s, certificate=chain)
    finally:
        telling.cancel()


async def _demo(settings: Settings, seed: int, scenario: str, *, opens_browser: bool) -> None:
    listening_address(settings.host, settings.port)
    port = _free_port()
    url = f"http://{LOOPBACK}:{port}"
    lines = [
        "  The data is simulated: every source begins with sim:",
        f"  Make a provider fail   curl -X PUT {url}/_control/faults/binance -d '{FAULT}'",
        f"  Let it recover         curl -X DELETE {url}/_control/faults/binance",
    ]
    with TemporaryDirectory(prefix="gateway-demo-") as folder:
        app = create_gateway(simulated(settings, url, folder), "demo")
        world = embedded(_world(seed, scenario, SystemClock(settings.interval_scale)), LOOPBACK, port)
        playing = asyncio.create_task(world.serve(), name="simulator")
        playing.add_done_callback(lambda _: app.desk.ending.set())
        try:
            await _serve(app, settings, lines, opens_browser=opens_browser)
        finally:
            world.stop()  # type: ignore[no-untyped-call]
            await playing


async def _tell_when_ready(app: EdgeAdapter, url: str, lines: list[str], *, opens_browser: bool) -> None:
    await app.desk.has_data.wait()
    click.echo(f"The gateway is ready at {url}")
    click.echo(f"  See                    {url}/ for the dashboard, {url}/docs for the documents")
    click.echo(f"  Watch                  gateway watch --url {url}")
    click.echo(f"  Listen                 websocat {url.replace('http', 'ws', 1)}/ws/market_data")
    for line in lines:
        click.echo(line)
    click.echo("  Stop                   Ctrl-C")
    sys.stdout.flush()
    if opens_browser:
        webbrowser.open(url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _run(main: Coroutine[Any, Any, None]) -> None:
    try:
        import uvloop  # noqa: PLC0415  it does not exist on Windows
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)
