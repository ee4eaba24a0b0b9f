"""What Honest answers over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.document import locate
from tests.contracts.saboteurs.openapi import openapi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.contracts.saboteurs.honest import Honest

__all__ = ["Answer", "asked", "problem"]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    status: int = 200
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def asked(gateway: Honest, method: str, path: str, host: str) -> Answer:
    """Answer as the document and the OpenAPI say."""
    if path in gateway.document.endpoints and method == "GET":
        headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
        return problem(HTTPStatus.UPGRADE_REQUIRED, "This address speaks WebSocket", headers=headers)
    if path == "/asyncapi.yaml" and method == "GET":
        return Answer(locate().read_bytes(), media_type="application/yaml")
    resources: dict[str, Callable[[], Any]] = {
        "/ws/stats": lambda: _success(gateway, stats(gateway)),
        "/ws/services": lambda: _success(gateway, services(gateway)),
        "/ws/endpoints": lambda: _success(gateway, endpoints(gateway, host)),
        "/asyncapi.json": lambda: gateway.document.raw,
        "/schema": lambda: openapi(gateway.document),
        "/health/live": lambda: {"status": "live"},
        "/health/ready": lambda: {"status": "ready"},
    }
    if method != "GET" and path in {*resources, *gateway.document.endpoints, "/asyncapi.yaml"}:
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET is spoken here", headers={"Allow": "GET"})
    if path not in resources:
        listed = list(gateway.document.endpoints) if path.startswith("/ws") else None
        return problem(HTTPStatus.NOT_FOUND, "There is no such address", listed)
    return Answer(json.dumps(resources[path]()).encode())


def problem(
    status: HTTPStatus, detail: str, listed: list[str] | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Make problem details (RFC 9457)."""
    body: dict[str, Any] = {"status": status.value, "title": status.phrase, "detail": detail}
    if listed is not None:
        body["endpoints"] = listed
    return Answer(json.dumps(body).encode(), status.value, "application/problem+json", headers or {})


def stats(gateway: Honest) -> Any:
    return {
        "total_connections": len(gateway.clients),
        "clients": [
            {
                "client_id": client.id,
                "endpoint": client.endpoint.path,
                "connected_at": gateway.stamp(client.connected_at),
                "last_activity": gateway.stamp(client.last_activity),
                "subscriptions": client.listed(),
            }
            for client in gateway.clients
        ],
        "subscription_counts": {
            topic: sum(topic in client.topics for client in gateway.clients)
            for topic in (*gateway.document.services, "system")
        },
    }


def services(gateway: Honest) -> Any:
    listed: dict[str, dict[str, Any]] = {}
    addresses = gateway.document.endpoints.values()
    for service in gateway.document.services.values():
        listed.setdefault(service.category, {})[service.name] = {
            "name": service.title,
            "description": service.description,
            "update_interval": f"{service.interval_s:g} seconds",
            "interval_s": service.interval_s,
            "endpoints": [each.path for each in addresses if service.name in each.scope],
        }
    reserved = {
        name: {"name": name, "description": "A reserved word", "endpoints": list(gateway.document.endpoints)}
        for name in ("system", "all")
    }
    return listed | {"system": reserved}


def endpoints(gateway: Honest, host: str) -> Any:
    listed: dict[str, dict[str, Any]] = {}
    for endpoint in gateway.document.endpoints.values():
        listed.setdefault(endpoint.category, {})[endpoint.path] = {
            "url": f"ws://{host}{endpoint.path}",
            "description": endpoint.description,
            "services": list(endpoint.scope),
            "auto_subscribe": endpoint.auto,
            "alias_of": endpoint.alias_of,
        }
    return listed


def _success(gateway: Honest, data: Any) -> Any:
    return {"status": "success", "data": data, "timestamp": gateway.stamp(gateway.now())}
