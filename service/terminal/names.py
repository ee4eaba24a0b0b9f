"""Names: services and endpoints as arguments; the shell completes them, and a mistake gets the closest name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import rich_click as click
from click.shell_completion import CompletionItem

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.errors import ConfigurationError
from service.terminal.address import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ENDPOINT", "SERVICE", "Name", "asking"]


class Name(click.ParamType[str]):
    """One of the names of a catalog."""

    def __init__(self, kind: str, known: Mapping[str, str]) -> None:
        self.name = kind
        self._known = known

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a name that exists. Raises ConfigurationError."""
        del param, ctx
        if value in self._known:
            return value
        closest = get_close_matches(value, self._known, n=1)
        remedy = f"did you mean {closest[0]}" if closest else f"the {self.name}s are {', '.join(self._known)}"
        raise ConfigurationError(value, f"there is no such {self.name}", remedy)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin like this, each with what it is."""
        del ctx, param
        return [CompletionItem(name, help=what) for name, what in self._known.items() if name.startswith(incomplete)]


SERVICE = Name("service", {name: service.description for name, service in SERVICES.items()})
ENDPOINT = Name("endpoint", {path: endpoint.description for path, endpoint in ENDPOINTS.items()})


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that talks to a gateway."""
    for option in (
        click.option(
            "--token", envvar="GATEWAY_TOKEN", metavar="TEXT", help="Access token, sent as `Authorization: Bearer`."
        ),
        click.option(
            "--endpoint", type=ENDPOINT, default="/ws", show_default=True, metavar="PATH", help="WebSocket address."
        ),
        click.option("--url", default=DEFAULT, show_default=True, metavar="URL", help="Where the gateway is."),
    ):
        command = option(command)
    return command
