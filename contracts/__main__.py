"""The contract's own command: `python -m contracts --help`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import rich_click as click

from contracts.cli import clauses, compatibility, sdk, verify
from contracts.cli.generation import check, generate
from contracts.cli.refusal import EXIT_CODE, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def contract() -> None:
    """Work with asyncapi.yaml: generate code, verify gateways, compare versions, write clients."""


for command in (generate, check, verify.command, clauses.command, compatibility.command, sdk.command):
    contract.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when all is well, 1 when something was found, 2 when it could not run."""
    try:
        contract(arguments, prog_name="python -m contracts")
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return EXIT_CODE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
