from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec

from service.edge.problems import MEDIA_TYPE, Refusal, problem, refuse

NOT_FOUND = problem(HTTPStatus.NOT_FOUND, "There is no WebSocket here", ["/ws"])


async def refused(extensions: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Refuse a handshake and return what was sent."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {"type": "websocket", "path": "/nothing", "extensions": extensions}
    await refuse(Refusal(NOT_FOUND, {"retry-after": "1"}), scope, receive, send)
    return sent


def test_a_problem_has_the_title_of_its_status() -> None:
    """RFC 9457: the type `about:blank`, which may be absent, has the status phrase as its title."""
    assert msgspec.to_builtins(problem(HTTPStatus.SERVICE_UNAVAILABLE, "Going away")) == {
        "status": 503,
        "title": "Service Unavailable",
        "detail": "Going away",
    }


async def test_a_handshake_is_refused_with_status_headers_and_body() -> None:
    """Where the server can (`websocket.http.response`), the refusal is a whole HTTP answer."""
    start, body = await refused({"websocket.http.response": {}})
    headers = dict(start["headers"])

    assert (start["type"], start["status"]) == ("websocket.http.response.start", 404)
    assert headers[b"content-type"] == MEDIA_TYPE.encode()
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert headers[b"retry-after"] == b"1"
    assert body["type"] == "websocket.http.response.body"
    assert msgspec.json.decode(body["body"]) == {
        "status": 404,
        "title": "Not Found",
        "detail": "There is no WebSocket here",
        "endpoints": ["/ws"],
    }


async def test_other_servers_refuse_in_their_own_way() -> None:
    """Without the extension a close before the accept is all there is."""
    able: tuple[dict[str, Any] | None, ...] = (None, {}, {"other": {}})
    for extensions in able:
        assert await refused(extensions) == [{"type": "websocket.close", "code": 1000}]
