"""The REST resources of the seed: statistics, services, endpoints."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Generic, Literal, TypeVar

from litestar import Request, get
from litestar.di import NamedDependency
from pydantic import BaseModel, Field

from contracts.generated.catalog import CATEGORIES, ENDPOINTS, RESERVED, SERVICES, Endpoint, ServiceName
from contracts.timestamp import Timestamp
from service.edge.desk import Desk
from service.edge.problems import described
from service.edge.scope import whose

__all__ = ["carriers", "endpoints", "services", "stats"]

GUARDED = described(HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""What a gateway that asks for tokens may answer."""

T = TypeVar("T")


class Success(BaseModel, Generic[T]):
    """The envelope of every REST answer."""

    status: Literal["success"] = "success"
    data: T
    timestamp: Timestamp


class Client(BaseModel):
    """One connection."""

    client_id: str
    endpoint: str
    connected_at: Timestamp
    last_activity: Annotated[Timestamp, Field(description="When the client last sent a frame.")]
    subscriptions: list[str]
    conflated: Annotated[int, Field(description="Updates it read too slowly for: newer ones took their place.")]


class Stats(BaseModel):
    """Who is connected and what they listen to."""

    total_connections: int
    clients: Annotated[list[Client], Field(description="Those of the same token only, unless it is an admin's.")]
    subscription_counts: Annotated[dict[str, int], Field(description="Listeners of each service and of `system`.")]


class ServiceEntry(BaseModel):
    """One service, or one of the reserved words."""

    name: str
    description: str
    update_interval: Annotated[str | None, Field(description="For people, such as `5 seconds`.")] = None
    interval_s: Annotated[float | None, Field(description="Seconds between two updates.")] = None
    endpoints: Annotated[list[str], Field(description="Addresses that carry it, the most specific first.")]


class EndpointEntry(BaseModel):
    """One WebSocket address."""

    url: str
    description: str
    services: list[str]
    auto_subscribe: Annotated[bool, Field(description="Whether connecting subscribes all of them.")]
    alias_of: Annotated[str | None, Field(description="The path it is another name of.")] = None


@get("/ws/stats", summary="Connections and subscriptions", tags=["websocket"], responses=GUARDED, sync_to_thread=False)
def stats(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> Success[Stats]:
    """Tell who is connected and what they listen to. Only an admin sees the clients of others."""
    identity = whose(request)
    conflated = {connection.client_id: connection.conflated for connection in desk.connections}
    clients = [
        Client(
            client_id=session.client_id,
            endpoint=session.endpoint.path,
            connected_at=session.connected_at,
            last_activity=session.last_activity,
            subscriptions=session.listed(),
            conflated=conflated.get(session.client_id, 0),
        )
        for session in desk.hub.sessions()
        if identity.is_admin or session.identity.subject == identity.subject
    ]
    counts = {topic: desk.hub.listeners(topic) for topic in [*SERVICES, "system"]}
    data = Stats(total_connections=desk.hub.total_clients, clients=clients, subscription_counts=counts)
    return Success(data=data, timestamp=desk.clock.now())


@get("/ws/services", summary="All services", tags=["websocket"], responses=GUARDED, sync_to_thread=False)
def services(desk: NamedDependency[Desk]) -> Success[dict[str, dict[str, ServiceEntry]]]:
    """List the services by category, and the reserved words under `system`."""
    data = {category: {name: _service(name) for name in names} for category, names in CATEGORIES.items()}
    return Success(data=data | {"system": {name: _reserved(name) for name in RESERVED}}, timestamp=desk.clock.now())


@get("/ws/endpoints", summary="All WebSocket addresses", tags=["websocket"], responses=GUARDED, sync_to_thread=False)
def endpoints(
    request: Request[Any, Any, Any], desk: NamedDependency[Desk]
) -> Success[dict[str, dict[str, EndpointEntry]]]:
    """List the WebSocket addresses by category."""
    scheme = "wss" if request.url.scheme == "https" else "ws"
    data: dict[str, dict[str, EndpointEntry]] = {"system": {}, **{category: {} for category in CATEGORIES}}
    for path, endpoint in ENDPOINTS.items():
        data[endpoint.category][path] = EndpointEntry(
            url=f"{scheme}://{request.url.netloc}{path}",
            description=endpoint.description,
            services=list(endpoint.scope),
            auto_subscribe=endpoint.auto,
            alias_of=endpoint.alias_of,
        )
    return Success(data=data, timestamp=desk.clock.now())


def carriers(name: ServiceName) -> list[Endpoint]:
    """Return the endpoints that carry a service, the most specific first."""
    return sorted((e for e in ENDPOINTS.values() if name in e.scope), key=lambda endpoint: len(endpoint.scope))


def _service(name: ServiceName) -> ServiceEntry:
    service = SERVICES[name]
    return ServiceEntry(
        name=service.title,
        description=service.description,
        update_interval=f"{service.interval_s:g} seconds",
        interval_s=service.interval_s,
        endpoints=[endpoint.path for endpoint in carriers(name)],
    )


def _reserved(name: str) -> ServiceEntry:
    descriptions = {
        "system": "Notices of the gateway: shutdown, failover",
        "all": "Every service that an endpoint carries, at once",
    }
    return ServiceEntry(name=name, description=descriptions[name], endpoints=list(ENDPOINTS))
