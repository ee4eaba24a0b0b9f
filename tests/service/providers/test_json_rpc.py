from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.json_rpc import BATCH_MAX, QUANTITY_MAX, Call, batch, number_of, quantity, read_results

TEXT = msgspec.json.Decoder(str)


def answered(*answers: dict[str, Any]) -> bytes:
    return json.dumps(answers).encode()


def failing(code: Any, message: str = "no") -> bytes:
    return answered({"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": message}})


def raised(body: bytes) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        read_results("node", [body]).get(1, TEXT)
    return caught.value


def test_a_batch_is_posted_as_a_list_of_calls() -> None:
    """Each with the version, its id, its method and its parameters, none of which is left out."""
    request = batch(Call(1, "eth_chainId"), Call(2, "eth_getBlockByNumber", ("latest", False)))

    assert request.path == "/"
    assert json.loads(request.body or b"") == [
        {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []},
        {"jsonrpc": "2.0", "id": 2, "method": "eth_getBlockByNumber", "params": ["latest", False]},
    ]


@given(st.permutations([1, 2, 3]))
def test_answers_are_found_by_their_ids(order: list[int]) -> None:
    """They come in any order, and more than one batch may have been asked."""
    bodies = [answered({"id": id_, "jsonrpc": "2.0", "result": f"of {id_}"}) for id_ in order]
    for read in (
        read_results("node", bodies),
        read_results("node", [b"[" + b",".join(x[1:-1] for x in bodies) + b"] "]),
    ):
        assert [read.get(id_, TEXT) for id_ in (1, 2, 3)] == ["of 1", "of 2", "of 3"]


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (-32005, "limit exceeded", RateLimited),
        (-32029, "Too Many Requests", RateLimited),
        (429, "slow down", RateLimited),
        (-32000, "daily request count exceeded, request rate limited", RateLimited),
        (-32000, "Too many requests, reason: call rate limit exhausted", RateLimited),
        (-32001, "Resource not found", ProviderPayloadError),
        (-32001, "unauthorized", ProviderRefused),
        (-32046, "Cannot fulfill request", ProviderRefused),
        (-32052, "API key is not allowed to access blockchain", ProviderRefused),
        (-32000, "Unauthorized: You must authenticate your request with an API key.", ProviderRefused),
        (-32603, "Internal error", ProviderPayloadError),
        (-32602, "invalid argument 0", ProviderPayloadError),
        (31, "Batch of more than 3 requests are not allowed", ProviderPayloadError),
    ],
)
def test_errors_mean_what_their_codes_and_words_say(code: int, message: str, kind: type[ProviderError]) -> None:
    """They come with HTTP 200, of one call or of the whole batch."""
    alone = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}).encode()
    for body in (failing(code, message), alone):
        error = raised(body)
        assert (type(error), error.provider, error.reason) == (kind, "node", f"error {code}: {message}")


def test_an_error_may_be_a_text() -> None:
    """Gateways before the node do not keep to the form."""
    assert type(raised(answered({"id": 1, "error": "rate limit exceeded"}))) is RateLimited
    assert raised(answered({"id": 1, "error": "what?"})).reason == "what?"


def test_an_error_of_one_call_leaves_the_others() -> None:
    """It is raised when its own result is asked for."""
    results = read_results(
        "node", [answered({"id": 1, "error": {"code": -32000, "message": "no"}}, {"id": 2, "result": "two"})]
    )

    assert results.get(2, TEXT) == "two"
    with pytest.raises(ProviderPayloadError):
        results.find(1, TEXT)


@pytest.mark.parametrize("code", [-32601, -32004])
def test_a_method_may_be_missing(code: int) -> None:
    """Whoever can do without it finds nothing; whoever cannot is told."""
    results = read_results("node", [failing(code, "the method does not exist")])

    assert results.find(1, TEXT) is None
    with pytest.raises(ProviderPayloadError, match="the method does not exist"):
        results.get(1, TEXT)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"{}",
        b'"ok"',
        b"[]",
        b"[1]",
        b"[null]",
        b"<html></html>",
        b"[{}]",
        b'{"jsonrpc":"2.0","id":1,"result":"0x1"}',
        b'[{"id":1}]',
        b'[{"id":1,"result":null}]',
        b'[{"id":1,"result":1}]',
        b'[{"id":"1","result":"0x1"}]',
        b'[{"id":1,"error":{"code":"x"}}]',
        b"[" * 100_000,
        b'[{"id":1,"result":' + b"[" * 100_000,
        b'[{"id":1,"result":"\xff"}]',
    ],
)
def test_anything_else_is_a_payload_error(body: bytes) -> None:
    """An answer that is missing, of another type, or no batch at all."""
    assert type(raised(body)) is ProviderPayloadError


@pytest.mark.parametrize(("text", "value"), [("0x0", 0), ("0x17ead53", 25079123), ("0x" + "f" * 64, QUANTITY_MAX)])
def test_quantities_are_hexadecimal(text: str, value: int) -> None:
    """Up to the largest word of the machine."""
    assert quantity("node", text) == value


@pytest.mark.parametrize(
    "text", ["", "0x", "17", "latest", "-0x1", "0x1.5", "0xg", " 0x1", "0x" + "f" * 65, "0x\u0661"]
)
def test_what_is_no_quantity_is_a_payload_error(text: str) -> None:
    """Python would read some of these."""
    assert number_of(text) is None
    with pytest.raises(ProviderPayloadError):
        quantity("node", text)


def test_a_quantity_may_be_bounded() -> None:
    """What is beyond the bound cannot be."""
    assert quantity("node", "0x10", 16) == 16
    with pytest.raises(ProviderPayloadError):
        quantity("node", "0x11", 16)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_any_bytes_are_results_or_a_provider_error(body: bytes) -> None:
    """Nothing else gets out."""
    with suppress(ProviderError):
        assert isinstance(read_results("node", [body]).get(1, TEXT), str)


def test_batches_are_short() -> None:
    """Strangers may send dRPC three calls at once."""
    assert BATCH_MAX == 3
