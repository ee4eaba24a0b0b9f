"""The line-up: which servers are compared, and what each stands for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

__all__ = ["CEILING", "GATEWAY", "LINEUP", "NAIVE", "Entry", "entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One server: a module of tests.bench.servers."""

    name: str
    title: str
    needs: tuple[str, ...] = ()
    """Modules that only the group `bench` installs."""

    @property
    def is_installed(self) -> bool:
        """Whether all that it needs is there."""
        return all(find_spec(module) for module in self.needs)


LINEUP = (
    Entry("ceiling", "granian alone, eager sends"),
    Entry("gateway", "the gateway"),
    Entry("litestar_loop", "Litestar, await in a loop"),
    Entry("litestar_channels", "Litestar, ChannelsPlugin"),
    Entry("reference", "FastAPI, lock and send_json", ("fastapi", "uvicorn")),
    Entry("broadcast", "websockets.broadcast", ("websockets",)),
)

CEILING = "ceiling"
GATEWAY = "gateway"
NAIVE = ("litestar_loop", "reference")
"""What the gateway is to beat by a factor."""


def entry(name: str) -> Entry:
    """Find a server. Raises KeyError when there is none of this name."""
    return {each.name: each for each in LINEUP}[name]
