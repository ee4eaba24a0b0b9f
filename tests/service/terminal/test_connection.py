from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import CLOSE_CODES
from service.errors import GatewayError
from service.terminal.address import read_address
from service.terminal.connection import Closed, Refused, Unreachable, connected
from tests.live.stand import free_port
from tests.service.terminal.toy import Toy, event, refusing, speaking, toy

if TYPE_CHECKING:
    from contracts.generated.catalog import CloseCode

STRANGE = {
    "no JSON": "hello",
    "a list": "[1]",
    "another envelope": '{"event": "x"}',
    "no data": '{"service": "a", "type": "b", "data": null}',
    "binary": b'{"service": "a", "type": "b", "data": {}}',
    "broken escape": '{"service": "\\ud800", "type": "b"}',
}


async def test_a_frame_is_handed_on_as_it_came() -> None:
    """The text is the gateway's, to the space."""
    text = '{"service" :"news","type":"update","data":{ }}'
    async with toy([speaking(text)]) as address, connected(address, "/ws", None) as connection:
        received, read = await connection.receive()

    assert received == text
    assert read == {"service": "news", "type": "update", "data": {}}


@pytest.mark.parametrize("token", [None, "open-sesame"])
async def test_the_token_goes_with_the_handshake(token: str | None) -> None:
    """It is sent as a header, never in the address; without one there is no header."""
    seen = Toy()
    async with toy([speaking()], seen) as address, connected(address, "/ws", token):
        pass

    assert seen.headers[0].get("Authorization") == (token and f"Bearer {token}")


@pytest.mark.parametrize("frame", STRANGE.values(), ids=STRANGE)
async def test_whoever_speaks_otherwise_is_no_gateway(frame: object) -> None:
    """It is said in one sentence, and nothing of it is shown."""
    async with toy([speaking(frame)]) as address, connected(address, "/ws", None) as connection:
        with pytest.raises(GatewayError, match="is no gateway"):
            await connection.receive()


@pytest.mark.parametrize("known", CLOSE_CODES.values(), ids=CLOSE_CODES)
async def test_a_close_says_what_the_contract_says_of_it(known: CloseCode) -> None:
    """Whether one may come back is the contract's to say."""
    async with toy([speaking(code=known.code)]) as address, connected(address, "/ws", None) as connection:
        with pytest.raises(Closed) as caught:
            await connection.receive()

    assert caught.value.is_final is not known.may_reconnect
    assert str(caught.value) == f"closed with {known.code}: {known.description.rstrip('.')}"


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(400, True), (401, True), (403, True), (404, True), (408, False), (429, False), (500, False), (503, False)],
)
async def test_a_refusal_has_the_words_of_the_gateway(status: int, is_final: bool) -> None:  # noqa: FBT001  a parameter of the test
    """The detail of the problem is the reason; some refusals are for good and some for now."""
    with pytest.raises(Refused) as caught:
        async with toy([refusing(status, {"detail": "Because"})]) as address, connected(address, "/ws", None):
            pass

    assert str(caught.value) == f"HTTP {status}: Because"
    assert caught.value.is_final is is_final


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("0", 0.0), ("-1", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("²", None)]
)
async def test_retry_after_is_read_in_seconds(header: str, seconds: float | None) -> None:
    """Its other form needs two clocks that agree."""
    with pytest.raises(Refused) as caught:
        async with toy([refusing(503, Retry_After=header)]) as address, connected(address, "/ws", None):
            pass

    assert caught.value.retry_after_s == seconds


@pytest.mark.parametrize("body", ["<html>", '["detail"]', '{"title": "x"}'])
async def test_a_proxy_that_refuses_has_no_words(body: str) -> None:
    """A body that is no problem is passed over, and the phrase of the status stands for it."""
    with pytest.raises(Refused, match=r"^HTTP 502: Bad Gateway$"):
        async with toy([refusing(502, body)]) as address, connected(address, "/ws", None):
            pass


@pytest.mark.parametrize("status", [200, 302])
async def test_an_answer_that_is_no_websocket_is_a_refusal_for_good(status: int) -> None:
    """A web server that is something else will not become a gateway."""
    with pytest.raises(Refused) as caught:
        async with toy([refusing(status, event())]) as address, connected(address, "/ws", None):
            pass

    assert caught.value.is_final


async def test_where_nobody_listens_the_system_says_so() -> None:
    """The reason is the system's, and holds no address."""
    with pytest.raises(Unreachable, match=r"^connection refused$"):
        async with connected(read_address(f"http://127.0.0.1:{free_port()}"), "/ws", None):
            pass


async def test_a_name_nobody_knows_is_told_as_such() -> None:
    """`.invalid` never exists (RFC 6761)."""
    with pytest.raises(Unreachable, match=r"^host not found$"):
        async with connected(read_address("http://gateway.invalid"), "/ws", None):
            pass
