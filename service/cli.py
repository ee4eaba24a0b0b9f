"""The `gateway` command. A user's mistake costs one line and exit code 2, never a traceback."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import rich_click as click

from contracts.cli.refusal import Refusal
from service.errors import ConfigurationError, GatewayError
from service.terminal.examples import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "serve": "service.cli_serve:serve",
        "demo": "service.cli_serve:demo",
        "simulator": "service.cli_serve:simulator",
        "config": "service.cli_config:config",
        "watch": "service.cli_watch:watch",
        "call": "service.cli_call:call",
        "services": "service.cli_services:services",
        "doctor": "service.cli_doctor:doctor",
        "export": "service.cli_archive:export",
        "backup": "service.cli_archive:backup",
        "restore": "service.cli_archive:restore",
        "drain": "service.cli_drain:drain",
        "token": "service.cli_token:token",
        "verify": "contracts.cli.verify:command",
        "clauses": "contracts.cli.clauses:command",
        "compatibility": "contracts.cli.compatibility:command",
        "sdk": "contracts.cli.sdk:command",
    }
)
"""Where each command is. It is imported when it is used: the whole gateway takes a second."""


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


class Commands(click.RichGroup):
    """The group of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's
        """Name them, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one; None when there is none of this name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            explain(command, cmd_name)
            self.add_command(command, cmd_name)
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("crypto-gateway"), prog_name="gateway")
def gateway() -> None:
    """Crypto data from many providers, streamed over WebSocket by the contract in asyncapi.yaml."""
