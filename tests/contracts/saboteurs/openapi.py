"""The OpenAPI document of what Honest answers over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.document import Document

__all__ = ["openapi"]

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer", "minimum": 0}
INSTANT = {"type": "string", "format": "date-time"}
TRUTH = {"type": "boolean"}


def openapi(document: Document) -> Any:
    """Describe the REST companion."""
    return {
        "openapi": "3.1.0",
        "info": {"title": document.title, "version": document.version},
        "paths": {
            "/ws/stats": _get("Connections", _success(STATS)),
            "/ws/services": _get("Services", _success(_by_name(_by_name(SERVICE)))),
            "/ws/endpoints": _get("Addresses", _success(_by_name(_by_name(ENDPOINT)))),
            "/asyncapi.yaml": _get("The contract", {}, "application/yaml"),
            "/asyncapi.json": _get("The contract as JSON", {"type": "object"}),
            "/health/live": _get("Liveness", _object(status={"const": "live"})),
            "/health/ready": _get("Readiness", READINESS, statuses=("200", "503")),
        },
    }


def _get(summary: str, schema: Any, media_type: str = "application/json", statuses: tuple[str, ...] = ("200",)) -> Any:
    answer = {"description": summary, "content": {media_type: {"schema": schema}}}
    return {"get": {"summary": summary, "responses": dict.fromkeys(statuses, answer)}}


def _object(optional: tuple[str, ...] = (), **properties: Any) -> Any:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _by_name(schema: Any) -> Any:
    return {"type": "object", "additionalProperties": schema}


def _success(data: Any) -> Any:
    return _object(status={"const": "success"}, data=data, timestamp=INSTANT)


READINESS = _object(status={"enum": ["ready", "starting", "draining"]})
CLIENT = _object(client_id=TEXT, endpoint=TEXT, connected_at=INSTANT, last_activity=INSTANT, subscriptions=TEXTS)
STATS = _object(
    total_connections=WHOLE, clients={"type": "array", "items": CLIENT}, subscription_counts=_by_name(WHOLE)
)
SERVICE = _object(
    ("update_interval", "interval_s"),
    name=TEXT,
    description=TEXT,
    update_interval=TEXT,
    interval_s=NUMBER,
    endpoints=TEXTS,
)
ENDPOINT = _object(
    url=TEXT, description=TEXT, services=TEXTS, auto_subscribe=TRUTH, alias_of={"type": ["string", "null"]}
)
