"""Every WebSocket endpoint of the contract: one handler, registered on the paths of the generated catalog."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from litestar import WebSocket, websocket
from litestar.di import NamedDependency

from contracts.generated.catalog import CLOSE_CODES, ENDPOINTS
from service.edge.connection import Connection
from service.edge.desk import Desk
from service.edge.scope import PASSAGE
from service.edge.span import describe
from service.errors import CommandError
from service.gateway.conduct import Conduct
from service.handlers.commands import answer, refuse, turn_away
from service.handlers.greetings import greet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from contracts.generated.catalog import CloseCode
    from service.edge.door import Guest
    from service.edge.scope import Passage
    from service.gateway.hub import Outcome

__all__ = ["converse"]

REFUSED_PAUSE_S = 0.01
"""How long nothing is read after a command beyond the limit. A flood then waits in the client's own buffers."""

_log = structlog.get_logger(__name__)


@websocket(list(ENDPOINTS))
async def converse(socket: WebSocket[Any, Any, Any], desk: NamedDependency[Desk]) -> None:
    """Hold one conversation: accept, greet, carry out commands until either side ends it."""
    scope: dict[str, Any] = socket.scope  # type: ignore[assignment]
    reader = asyncio.current_task()
    assert reader is not None, "ASGI servers run a connection as a task"  # noqa: S101  for the type checker
    passage: Passage = scope[PASSAGE]
    connection = Connection(passage.send, reader, (str(scope["client"][0]), int(scope["client"][1])), desk.traffic)
    # Before it is accepted: a gateway that ends meanwhile must not overlook it.
    desk.enter(connection)
    try:
        await socket.accept(subprotocols=passage.guest.protocol)
        _shed(scope)
        connection.open()
        await _converse(scope, connection, reader, desk)
    finally:
        desk.leave(connection)


def _shed(scope: dict[str, Any]) -> None:
    """Let go of what the handshake brought: it takes a kilobyte a client, and holds the token."""
    scope["headers"] = []
    scope["query_string"] = b""
    scope.pop("raw_path", None)


async def _converse(scope: dict[str, Any], connection: Connection, reader: asyncio.Task[Any], desk: Desk) -> None:
    passage: Passage = scope[PASSAGE]
    connected_at = desk.clock.now()
    _greet(scope["path"].rstrip("/"), passage.guest, connection, desk, connected_at)
    code = None
    try:
        code = await _listen(passage.receive, connection, desk)
    except asyncio.CancelledError:
        if connection.closing is None:
            raise
        reader.uncancel()
        code = connection.closing
    finally:
        desk.hub.leave(connection.client_id)
        if code is not None:
            desk.traffic.ended[connection.reason or code.name] += 1
            await connection.finish(code)
        _log.info(
            "client gone",
            client_id=connection.client_id,
            code=code and code.code,
            frames=connection.sent,
            conflated=connection.conflated,
            seconds=round((desk.clock.now() - connected_at).total_seconds(), 1),
        )


def _greet(path: str, guest: Guest, connection: Connection, desk: Desk, at: datetime) -> None:
    """Take a client in. What it is told is not kept: an idle client should cost little."""
    outcome = greet(ENDPOINTS[path], desk.mode, at, guest.identity)
    connection.client_id = outcome.session.client_id
    desk.hub.join(outcome, connection)
    _log.info("client connected", client_id=connection.client_id, endpoint=path)


async def _listen(
    receive: Callable[[], Awaitable[Mapping[str, Any]]], connection: Connection, desk: Desk
) -> CloseCode | None:
    """Carry out the client's commands. Returns the code to close with, None when the client has gone."""
    conduct = Conduct(desk.policy.limits, desk.timer.monotonic())
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return None
        connection.received += 1
        text = message.get("text")
        if text is None:
            return CLOSE_CODES["unsupported_data"]
        if _longer_than(desk.policy.max_message_bytes, text):
            return CLOSE_CODES["message_too_big"]
        is_allowed = conduct.allows_command(desk.timer.monotonic())
        with desk.tracer.span("command", "server") as span:
            outcome = _answer(text, connection.client_id, desk, is_allowed=is_allowed)
            if span.is_recording:
                describe(span, text, outcome)
        desk.traffic.commands[outcome.action or "unknown", outcome.error or "ok"] += 1
        desk.hub.apply(outcome)
        if conduct.is_excessive or (_is_mistake(outcome) and not conduct.allows_mistake(desk.timer.monotonic())):
            return CLOSE_CODES["policy_violation"]
        if not is_allowed:
            await desk.timer.sleep(REFUSED_PAUSE_S)


def _answer(text: str, client_id: str, desk: Desk, *, is_allowed: bool) -> Outcome:
    session, at = desk.hub.session(client_id), desk.clock.now()
    try:
        if not is_allowed:
            return turn_away(text, session, desk.policy.limits, at)
        return answer(text, session, desk.hub, at)
    except Exception:  # noqa: BLE001  a mistake of ours must not end the conversation
        _log.exception("command failed", client_id=client_id)
        return refuse(CommandError("internal_error", "The gateway failed at this command"), session, at)


def _is_mistake(outcome: Outcome) -> bool:
    """Whether the client should have known better."""
    return outcome.error not in {None, "rate_limited", "internal_error"}


def _longer_than(max_bytes: int, text: str) -> bool:
    """Measure in UTF-8, and only when the number of characters leaves it open."""
    return len(text) > max_bytes or (len(text) * 4 > max_bytes and len(text.encode(errors="surrogatepass")) > max_bytes)
