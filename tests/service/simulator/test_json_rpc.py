from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.simulator.json_rpc import RpcError, calls, serve


def answer(method: str, params: list[Any]) -> Any:
    if method == "fail":
        raise RpcError(-32000, "no")
    return [method, *params]


def said(body: bytes, most: int = 3) -> Any:
    reply = serve(body, answer, most=most)

    assert reply.status == 200
    return msgspec.json.decode(reply.body)


def call(id_: Any, method: str = "m", **more: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id_, "method": method, **more}


def encoded(asked: Any) -> bytes:
    return msgspec.json.encode(asked)


def test_a_call_is_answered_with_its_id() -> None:
    """Whatever that is; parameters may be left out."""
    assert said(encoded(call(1, params=[2]))) == {"id": 1, "jsonrpc": "2.0", "result": ["m", 2]}
    assert said(encoded(call("x"))) == {"id": "x", "jsonrpc": "2.0", "result": ["m"]}


def test_a_batch_is_answered_out_of_order() -> None:
    """Every call has its own answer, some of them errors."""
    assert said(encoded([call(1), call(2, "fail")])) == [
        {"id": 2, "jsonrpc": "2.0", "error": {"code": -32000, "message": "no"}},
        {"id": 1, "jsonrpc": "2.0", "result": ["m"]},
    ]


@pytest.mark.parametrize("asked", [1, {}, {"method": "m"}, {"jsonrpc": "2.0", "method": 1}, call(1, params={})])
def test_what_is_no_call_is_an_invalid_request(asked: Any) -> None:
    """Alone and in a batch."""
    assert said(encoded(asked))["error"] == {"code": -32600, "message": "invalid request"}
    assert said(encoded([asked]))[0]["error"]["code"] == -32600


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", -32700), (b"{", -32700), (b'"\xff"', -32700), (b"[" * 100_000, -32700), (b"[]", -32600), (b"[1,1,1,1]", 31)],
)
def test_errors_of_the_whole_are_alone(body: bytes, code: int) -> None:
    """Not in a list, even when a batch was asked; too many calls are one."""
    told = said(body)

    assert (told["id"], told["error"]["code"]) == (None, code)


@pytest.mark.parametrize(("body", "count"), [(b"", 1), (b"{}", 1), (b'"\xff"', 1), (b"[]", 1), (b"[1,1,1]", 3)])
def test_every_call_of_a_batch_is_paid(body: bytes, count: int) -> None:
    """And at least one."""
    assert calls(body) == count
