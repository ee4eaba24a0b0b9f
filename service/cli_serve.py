"""`gateway serve`, `gateway demo`, `gateway simulator`: what listens until it is told to end."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING

import rich_click as click

from service import launch
from service.clock import SystemClock
from service.logs import configure_logs
from service.respawn import Process, respawn
from service.settings import load_settings
from service.simulator.scenario import scenario_names

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["demo", "serve", "simulator"]


def _listening(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that listens; each stands for the setting of its name."""
    for option in (
        click.option("--interval-scale", help="Length of a gateway second in real ones; for tests.  [default: 1.0]"),
        click.option("--port", help="Port to listen on.  [default: 7860]"),
        click.option("--host", help="Address to listen on.  [default: 127.0.0.1]"),
    ):
        command = option(command)
    return command


def _simulating(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that simulates the providers."""
    for option in (
        click.option(
            "--scenario",
            type=click.Choice(scenario_names()),
            default="calm",
            show_default=True,
            help="What the providers do.",
        ),
        click.option("--seed", type=int, default=1, show_default=True, help="Seed of the simulated world."),
    ):
        command = option(command)
    return command


@click.command()
@_listening
@click.option("--respawn", "respawns", is_flag=True, help="Stay beside the gateway, and start it again when it dies.")
def serve(*, respawns: bool, **flags: str | None) -> None:
    """Serve live data of the real providers."""
    settings = load_settings(flags)
    configure_logs(settings)
    if respawns:
        given = ((f"--{name.replace('_', '-')}", value) for name, value in flags.items() if value is not None)
        respawn(["serve", *chain.from_iterable(given)], Process(), SystemClock())
    else:
        launch.live(settings)


@click.command()
@_listening
@_simulating
@click.option("--no-browser", is_flag=True, help="Open no browser.")
def demo(*, seed: int, scenario: str, no_browser: bool, **flags: str | None) -> None:
    """Serve simulated data: no network, no keys.

    The providers are played by a simulator on this machine; the gateway is the same as with `serve`.
    """
    settings = load_settings(flags)
    configure_logs(settings)
    launch.demo(settings, seed, scenario, opens_browser=not no_browser and sys.stdout.isatty())


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=7861, show_default=True, help="Port to listen on.")
@_simulating
def simulator(*, port: int, seed: int, scenario: str) -> None:
    """Play the providers on loopback, for a gateway that is started with `serve`."""
    launch.simulator(port, seed, scenario)
