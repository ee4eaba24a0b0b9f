"""Control: the simulator's own HTTP API, with which a test or an operator breaks and mends the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, Router, delete, get, put
from litestar.di import NamedDependency, Provide
from msgspec import Struct

from service.simulator.faults import KINDS, AnyFault, read_faults
from service.simulator.host import Host, Tally

if TYPE_CHECKING:
    from litestar.exceptions import HTTPException
    from litestar.params import FromPath

__all__ = ["ScriptView", "create_control", "refused"]

Hosts = Mapping[str, Host]


class ScriptView(Struct, frozen=True):
    """What is wrong with a provider."""

    current: AnyFault | None
    """What acts now; null: nothing."""
    left_s: float | None
    """How long it will still act; null: no such bound."""
    left: int | None
    """How many answers it will still spoil; null: no such bound."""
    queued: tuple[AnyFault, ...]
    """What comes after it."""


def _view(host: Host) -> ScriptView:
    script = host.script()
    return ScriptView(script.current, script.left_s(host.uptime_s()), script.left, script.faults[1:])


def _problem(status: int, title: str, **more: Any) -> Response[dict[str, Any]]:
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return Response(body, status_code=status, media_type="application/problem+json")


def refused(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """Answer what the framework refuses, such as a path or a method that there is not, in the form of all the rest."""
    return _problem(error.status_code, error.detail)


def _stranger(hosts: Hosts, provider: str) -> Response[dict[str, Any]]:
    return _problem(404, "Unknown provider", detail=f"no provider is called {provider!r}", providers=list(hosts))


@get("/faults")
async def list_faults(hosts: NamedDependency[Hosts]) -> dict[str, ScriptView]:
    """Return what is wrong with each provider."""
    return {name: _view(host) for name, host in hosts.items()}


@put("/faults/{provider:str}")
async def put_faults(
    hosts: NamedDependency[Hosts],
    provider: FromPath[str],
    request: Request[Any, Any, Any],
) -> Response[ScriptView] | Response[dict[str, Any]]:
    """Play one fault, or a list of them one after the other, in place of what was wrong before."""
    host = hosts.get(provider)
    if host is None:
        return _stranger(hosts, provider)
    try:
        faults = read_faults(await request.body())
    except msgspec.DecodeError as error:
        return _problem(400, "Not a fault", detail=str(error), kinds=list(KINDS))
    host.play(faults)
    return Response(_view(host))


@delete("/faults/{provider:str}", status_code=200)
async def delete_faults(
    hosts: NamedDependency[Hosts], provider: FromPath[str]
) -> Response[ScriptView] | Response[dict[str, Any]]:
    """Mend a provider."""
    host = hosts.get(provider)
    if host is None:
        return _stranger(hosts, provider)
    host.play(())
    return Response(_view(host))


@delete("/faults")
async def delete_all_faults(hosts: NamedDependency[Hosts]) -> None:
    """Mend all providers."""
    for host in hosts.values():
        host.play(())


@get("/requests")
async def count_requests(hosts: NamedDependency[Hosts]) -> dict[str, Tally]:
    """Return how much each provider was asked since the start."""
    return {name: host.tally for name, host in hosts.items()}


def create_control(hosts: Hosts) -> Router:
    """Make the API below `/_control`."""
    return Router(
        path="/_control",
        route_handlers=[list_faults, put_faults, delete_faults, delete_all_faults, count_requests],
        dependencies={"hosts": Provide(lambda: hosts, sync_to_thread=False)},
    )
