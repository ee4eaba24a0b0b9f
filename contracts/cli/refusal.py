"""Refusal: a command that could not run says why in a line."""

from __future__ import annotations

from typing import IO, Any

import rich_click as click

__all__ = ["Refusal"]


class Refusal(click.ClickException):
    """What was asked for cannot be done; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the reason to standard error, as one plain line."""
        click.echo(f"gateway: {self.message}", file=file, err=True)
