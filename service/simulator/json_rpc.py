"""JSON-RPC 2.0, as a provider speaks it: calls, batches of calls, and errors.

Source: https://www.jsonrpc.org/specification (2013-01).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from service.simulator.http import Reply, read_json, reply_json

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RpcError", "calls", "error_reply", "serve"]


class RpcError(Exception):
    """What a method answers in place of a result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def serve(body: bytes, answer: Callable[[str, list[Any]], Any], *, most: int) -> Reply:
    """Answer one call or a batch of at most `most`; the answers to a batch come in the reverse order.

    The specification allows any order, and that is the one which finds a caller who relies on it.
    """
    try:
        asked = read_json(body)
    except msgspec.DecodeError:
        return error_reply(-32700, "parse error")
    if not isinstance(asked, list):
        return reply_json(_answered(asked, answer))
    if not asked:
        return error_reply(-32600, "empty batch")
    if len(asked) > most:
        return error_reply(31, f"Batch of more than {most} requests are not allowed on free tier")
    return reply_json([_answered(call, answer) for call in reversed(asked)])


def calls(body: bytes) -> int:
    """Count the calls in a body; one that cannot be read counts as one."""
    try:
        asked = read_json(body)
    except msgspec.DecodeError:
        return 1
    return max(1, len(asked)) if isinstance(asked, list) else 1


def error_reply(code: int, message: str, status: int = 200) -> Reply:
    """Return an error that belongs to no call."""
    return reply_json({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}, status)


def _answered(call: Any, answer: Callable[[str, list[Any]], Any]) -> dict[str, Any]:
    is_call = isinstance(call, dict) and call.get("jsonrpc") == "2.0" and isinstance(call.get("method"), str)
    params = call.get("params", []) if is_call else None
    head = {"id": call.get("id") if is_call else None, "jsonrpc": "2.0"}
    try:
        if not isinstance(params, list):
            raise RpcError(-32600, "invalid request")  # noqa: TRY301  answered like those of the methods
        return head | {"result": answer(call["method"], params)}
    except RpcError as error:
        return head | {"error": {"code": error.code, "message": error.message}}
