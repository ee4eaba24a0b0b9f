"""The `gateway` command. A user's mistake costs one line and exit code 2, never a traceback."""

from __future__ import annotations

import sys
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING

import rich_click as click

from contracts.cli import clauses, compatibility, sdk, verify
from contracts.cli.refusal import Refusal
from service import launch
from service.cli_archive import COMMANDS
from service.cli_drain import drain
from service.cli_token import token
from service.clock import SystemClock
from service.errors import ConfigurationError, GatewayError
from service.logs import configure_logs
from service.reference import setting_names
from service.respawn import Process, respawn
from service.settings import load_settings, origins, shown
from service.simulator.scenario import scenario_names

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]


def main() -> None:
    """Run the command."""
    try:
        gateway()
    except (ConfigurationError, Refusal) as error:
        click.echo(f"gateway: {error}", err=True)
        sys.exit(2)
    except GatewayError as error:
        click.echo(f"gateway: {error}", err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("crypto-gateway"), prog_name="gateway")
def gateway() -> None:
    """Crypto data from many providers, streamed over WebSocket by the contract in asyncapi.yaml."""


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


@gateway.command()
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


@gateway.command()
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


@gateway.command()
@click.option("--port", type=click.IntRange(1, 65535), default=7861, show_default=True, help="Port to listen on.")
@_simulating
def simulator(*, port: int, seed: int, scenario: str) -> None:
    """Play the providers on loopback, for a gateway that is started with `serve`."""
    launch.simulator(port, seed, scenario)


@gateway.command()
def config() -> None:
    """Show the settings and where each comes from. Secrets are masked."""
    settings = load_settings()
    found = origins()
    for name in setting_names():
        click.echo(f"{name}={shown(settings, name)}  # {found.get(name, 'default')}")


for command in (*COMMANDS, drain, token, verify.command, clauses.command, compatibility.command, sdk.command):
    gateway.add_command(command)
