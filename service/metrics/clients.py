"""Metrics of the edge: who is connected, what they got and asked, and whom the gateway turned away."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, get_args

from contracts.generated.catalog import ACTIONS, CLOSE_CODES, ENDPOINTS, SERVICES
from contracts.generated.events import Event
from service.gateway.watch import Reason
from service.metrics.families import counter, gauge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from service.edge.desk import Desk

__all__ = ["clients"]

REFUSALS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
TYPES: Final = tuple(get_args(event.model_fields["type"].annotation)[0] for event in get_args(Event))
COMMANDS: Final = tuple((action, "ok") for action in ACTIONS)
"""What is counted from zero on: of a series that begins with its first event, Prometheus does not see that one."""


def clients(desk: Desk) -> Iterator[Metric]:
    """Describe the edge now."""
    traffic = desk.traffic
    connected = Counter(session.endpoint.path for session in desk.hub.sessions())
    conflated = traffic.conflated + sum(connection.conflated for connection in desk.connections)

    yield gauge("gateway_ready", "1 when clients should be sent here.", {(): float(desk.ready)})
    yield gauge("gateway_draining", "1 while the gateway closes its clients before the end.", {(): desk.draining})
    yield gauge(
        "gateway_connections", "Clients connected.", {(path,): connected[path] for path in ENDPOINTS}, ("endpoint",)
    )
    yield gauge(
        "gateway_subscriptions",
        "Clients subscribed to a service, or to the notices of `system`.",
        {(topic,): desk.hub.listeners(topic) for topic in (*SERVICES, "system")},
        ("service",),
    )
    yield counter(
        "gateway_frames_sent",
        "Frames handed to clients.",
        {(kind,): traffic.sent[kind] for kind in {*TYPES, *traffic.sent}},
        ("type",),
    )
    yield counter("gateway_bytes_sent", "Text of these frames, in bytes.", {(): traffic.sent_bytes})
    yield counter("gateway_updates_conflated", "Updates replaced by newer ones for slow clients.", {(): conflated})
    yield counter(
        "gateway_clients_dropped",
        "Connections that the gateway ended.",
        {(reason.replace(" ", "_"),): traffic.ended[reason] for reason in (*CLOSE_CODES, *get_args(Reason))},
        ("reason",),
    )
    yield counter(
        "gateway_handshakes_refused",
        "Handshakes answered with an HTTP status in place of a WebSocket.",
        {(str(int(status)),): traffic.refused[status] for status in {*REFUSALS, *traffic.refused}},
        ("status",),
    )
    yield counter(
        "gateway_commands",
        "Frames of clients.",
        {(action, result): traffic.commands[action, result] for action, result in {*COMMANDS, *traffic.commands}},
        ("action", "result"),
    )
