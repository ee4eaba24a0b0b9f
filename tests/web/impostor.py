"""Impostor: stands in the gateway's place on the page's line, and sends what a test wants."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from contracts.document import load

if TYPE_CHECKING:
    from tests.web.screen import Screen

__all__ = ["AT", "EVIL", "SERVICES", "Impostor"]

SERVICES = list(load().services)
AT = "2026-11-23T10:30:00.000Z"
EVIL = """"><img src=x onerror="globalThis.broken = 1"><script>globalThis.broken = 1</script>'"""


class Impostor:
    """Greets each connection, and then sends what it is told, right or wrong."""

    def __init__(self, screen: Screen) -> None:
        self._sockets: list[Any] = []
        self._screen = screen
        screen.page.route_web_socket("**/ws/master", self._greet)

    def send(self, service: str, kind: str, data: Any) -> None:
        """Send one frame."""
        self.send_text(json.dumps({"service": service, "type": kind, "data": data, "timestamp": AT}))

    def send_text(self, text: str) -> None:
        """Send what may be no frame at all."""
        self._sockets[-1].send(text)

    def update(self, payloads: dict[str, Any]) -> None:
        """Send an update of each service, and wait until the page has taken them."""
        for service, data in payloads.items():
            self.send(service, "update", data)
        mark = str(id(payloads))
        self.send("system", "error", {"code": "source_unavailable", "service": "last", "message": mark})
        self._screen.wait_for(
            "async (mark) => (await import('/web/store.js')).services.value.last?.error === mark", mark
        )

    def _greet(self, socket: Any) -> None:
        self._sockets.append(socket)
        data = {"client_id": "client_1_1", "endpoint": "/ws/master", "subscriptions": [], "mode": "live"}
        self.send("system", "connection_established", {**data, "available_services": [*SERVICES, EVIL]})
