from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from tests.contracts.sdk.typescript.driver import Rejection, talking
from tests.contracts.sdk.typescript.gateway import gateway_on
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway


async def test_after_a_close_that_allows_it_the_client_connects_again(
    drive: Drive, server: Gateway, document: Document
) -> None:
    """Every close code with `may_reconnect`, and an end without a word, brings a new connection."""
    client = await drive()
    conversation = await talking(client, server)
    codes = [row.code for row in document.close_codes if row.may_reconnect]
    for code in codes:
        await conversation.close(code, "why not")
        change = await client.hear("state", state="waiting")
        conversation = await server.greeted()
        await client.hear("state", state="open")

        assert (change["code"], change["reason"]) == (code, "why not")
    conversation.cut()
    assert (await client.hear("state", state="waiting"))["code"] == 1006
    await server.greeted()


async def test_after_a_close_that_forbids_it_the_client_stays_closed(
    drive: Drive, server: Gateway, document: Document
) -> None:
    """Every close code without `may_reconnect` ends the client: commands reject, and nobody comes again."""
    for code in [row.code for row in document.close_codes if not row.may_reconnect]:
        client = await drive()
        conversation = await talking(client, server)
        pending = client.start("subscribe", "news")
        await conversation.command()
        await conversation.close(code, "never again")
        with pytest.raises(Rejection) as rejection:
            await pending
        change = await client.hear("state", state="closed")

        assert rejection.value.name == "ConnectionClosed"
        assert (rejection.value.fields["code"], rejection.value.fields["reason"]) == (code, "never again")
        assert (change["code"], change["reason"]) == (code, "never again")
        assert client.all("state")[-1] == change
        assert await client.end() == 0
        assert server.waiting == 0


async def test_a_token_that_expires_for_good_closes_the_client(drive: Drive, server: Gateway) -> None:
    """After 4401 a token that is a text would be refused: the client stays closed, and nobody comes again."""
    client = await drive(token="old")
    conversation = await talking(client, server)
    await conversation.close(4401, "expired")
    change = await client.hear("state", state="closed")

    assert (change["code"], change["reason"]) == (4401, "expired")
    assert await client.end() == 0
    assert server.waiting == 0


@pytest.mark.parametrize(
    ("status", "attempts"),
    [(HTTPStatus.UNAUTHORIZED, 1), (HTTPStatus.FORBIDDEN, 1), (HTTPStatus.TOO_MANY_REQUESTS, 3)],
)
async def test_a_token_that_is_refused_is_not_tried_again(
    drive: Drive, server: Gateway, status: HTTPStatus, attempts: int
) -> None:
    """Where the socket tells the status, as that of `ws` does, 401 and 403 close the client; what may pass does not."""
    server.refusal = status
    client = await drive(webSocket="ws", maxAttempts=3)
    with pytest.raises(Rejection) as rejection:
        await client.do("connect")

    assert rejection.value.name == "ConnectionClosed"
    assert rejection.value.fields["reason"] == f"Unexpected server response: {status}"
    assert len(server.refused) == attempts


async def test_the_client_waits_for_a_gateway_that_is_not_there_yet(drive: Drive) -> None:
    """Attempts that fail are followed by others, counted since the last connection."""
    port = free_port()
    client = await drive(url=f"ws://{LOOPBACK}:{port}")
    call = client.start("connect")
    await client.hear("state", state="connecting", attempt=3)
    async with gateway_on(port) as late:
        conversation = await late.greeted()
        await call
        await conversation.close(1012)
        first_again = await client.hear("state", state="connecting", attempt=1)

    assert first_again
    assert {change["code"] for change in client.all("state") if change["state"] == "waiting"} == {1006, 1012}


async def test_an_attempt_without_a_greeting_is_given_up(drive: Drive, server: Gateway) -> None:
    """A gateway that lets the client in and says nothing is left within `connectTimeoutMs`."""
    client = await drive(connectTimeoutMs=50)
    client.start("connect")
    mute = await server.arrival()
    server.is_polite = True
    change = await client.hear("state", state="waiting")
    await client.hear("state", state="open")

    assert change["reason"] == "no greeting within 50 ms"
    assert await mute.ending() in {1005, 1006}


async def test_after_so_many_attempts_in_a_row_the_client_gives_up(drive: Drive) -> None:
    """`maxAttempts` attempts that fail close the client, and `connect` rejects."""
    client = await drive(url=f"ws://{LOOPBACK}:{free_port()}", maxAttempts=3)
    with pytest.raises(Rejection) as rejection:
        await client.do("connect")

    assert rejection.value.name == "ConnectionClosed"
    assert [change["state"] for change in client.all("state")] == [
        *("connecting", "waiting") * 2,
        *("connecting", "closed"),
    ]
    assert await client.end() == 0


async def test_connections_count_anew_when_one_succeeds(drive: Drive, server: Gateway) -> None:
    """`maxAttempts` counts attempts that bring no greeting, not connections that are lost."""
    client = await drive(maxAttempts=1)
    client.start("connect")
    for _ in range(3):
        conversation = await server.greeted()
        await client.hear("state", state="open")
        await conversation.close(1012)
        await client.hear("state", state="waiting")


async def test_waits_are_random_and_grow_to_a_bound(drive: Drive) -> None:
    """Full jitter: each wait lies between nothing and a bound that doubles from `baseMs` to `maxMs`."""
    client = await drive(url=f"ws://{LOOPBACK}:{free_port()}", backoff={"baseMs": 1, "maxMs": 8}, maxAttempts=40)
    with pytest.raises(Rejection):
        await client.do("connect")
    waits = [change["delayMs"] for change in client.all("state") if change["state"] == "waiting"]

    bounds = [min(8, 2**failures) for failures in range(len(waits))]
    assert len(waits) == 39
    assert all(0 <= wait <= bound for wait, bound in zip(waits, bounds, strict=True))
    assert max(waits) > 4
    assert len(set(waits)) > 30


async def test_a_connection_that_is_lost_at_once_does_not_start_the_waits_anew(drive: Drive, server: Gateway) -> None:
    """A gateway that greets and fails is asked ever less often; only a connection that stands sets the waits back."""
    client = await drive(backoff={"baseMs": 1, "maxMs": 100})
    client.start("connect")
    for _ in range(8):
        conversation = await server.greeted()
        await client.hear("state", state="open")
        await conversation.close(1013)
    conversation = await server.greeted()
    await client.hear("state", state="open")
    grown = [change["delayMs"] for change in client.all("state") if change["state"] == "waiting"]
    await asyncio.sleep(0.1)
    server.refusal = HTTPStatus.SERVICE_UNAVAILABLE
    await conversation.close(1012)
    again = await client.hear("state", state="waiting", code=1012)
    later = [(await client.hear("state", state="waiting"))["delayMs"] for _ in range(8)]

    assert max(grown) > 1
    assert again["delayMs"] <= 1
    assert max(later) > 1


async def test_an_url_that_is_none_is_told_at_once(drive: Drive) -> None:
    """A mistake of the user's is not tried again and again."""
    client = await drive(url="nowhere")
    with pytest.raises(Rejection) as rejection:
        await client.do("connect")

    assert rejection.value.name == "ConnectionClosed"
    assert "Invalid URL" in str(rejection.value)
    assert await client.end() == 0


async def test_a_client_that_is_closed_while_it_waits_does_not_come_again(drive: Drive, server: Gateway) -> None:
    """`close` between two attempts ends the client, and the program with it."""
    client = await drive(backoff={"baseMs": 600_000, "maxMs": 600_000})
    client.start("connect")
    await (await server.greeted()).close(1012)
    await client.hear("state", state="waiting")
    await client.do("close")

    assert await client.end() == 0
    assert server.waiting == 0
