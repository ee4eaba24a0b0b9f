"""`gateway config`: the settings, and where each comes from."""

from __future__ import annotations

import rich_click as click

from service.reference import setting_names
from service.settings import load_settings, origins, shown

__all__ = ["config"]


@click.command()
def config() -> None:
    """Show the settings and where each comes from. Secrets are masked."""
    settings = load_settings()
    found = origins()
    for name in setting_names():
        click.echo(f"{name}={shown(settings, name)}  # {found.get(name, 'default')}")
