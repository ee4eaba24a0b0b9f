from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from websockets.exceptions import InvalidStatus

from contracts.document import load

if TYPE_CHECKING:
    from contracts.terms import Limits
    from tests.live.canary import Canary
    from tests.live.stand import Stand

LONGEST = load().max_message_bytes
LIMITS = cast("Limits", load().limits)
NESTED = "[" * 10_000 + "]" * 10_000
DEEP = '{"action": "ping", "data": ' + '{"a":' * 65 + "1" + "}" * 66

MISTAKES: dict[str, tuple[str, str]] = {
    "text": ("hello", "invalid_json"),
    "empty text": ("", "invalid_json"),
    "half an object": ('{"action": "ping"', "invalid_json"),
    "two objects": ('{"action": "ping"}{"action": "ping"}', "invalid_json"),
    "single quotes": ("{'action': 'ping'}", "invalid_json"),
    "not a number": ('{"action": "ping", "data": {"a": NaN}}', "invalid_json"),
    "ten thousand arrays": (NESTED[:LONGEST], "invalid_json"),
    "sixty-six levels": (DEEP, "invalid_json"),
    "half a surrogate pair": ('{"action": "ping", "data": {"a": "\\ud800"}}', "invalid_json"),
    "array": ('[{"action": "ping"}]', "invalid_message"),
    "string": ('"ping"', "invalid_message"),
    "number": ("17", "invalid_message"),
    "null": ("null", "invalid_message"),
    "empty object": ("{}", "missing_action"),
    "no action": ('{"service": "news"}', "missing_action"),
    "unknown action": ('{"action": "subscripe", "service": "news"}', "unknown_action"),
    "action of another type": ('{"action": ["ping"]}', "unknown_action"),
    "action null": ('{"action": null}', "unknown_action"),
    "no service": ('{"action": "subscribe"}', "missing_service"),
    "unknown service": ('{"action": "subscribe", "service": "marketdata"}', "invalid_service"),
    "service of another type": ('{"action": "subscribe", "service": {"name": "news"}}', "invalid_service"),
    "service null": ('{"action": "unsubscribe", "service": null}', "invalid_service"),
    "service out of scope": ('{"action": "subscribe", "service": "scheduler"}', "service_not_available"),
    "long request_id": ('{"action": "ping", "request_id": "' + "r" * 129 + '"}', "invalid_field"),
    "request_id a number": ('{"action": "ping", "request_id": 7}', "invalid_field"),
    "data an array": ('{"action": "ping", "data": [1]}', "invalid_field"),
}


@pytest.mark.parametrize(("frame", "code"), MISTAKES.values(), ids=MISTAKES)
async def test_a_mistake_is_answered_and_the_conversation_goes_on(
    gateway: Stand, canary: Canary, frame: str, code: str
) -> None:
    """Whatever a text frame holds, there is one error with its code, and the next command works."""
    async with gateway.client("/ws/data") as client:
        await client.send(frame)
        await client.send({"action": "ping", "data": {"still": "here"}})
        error, pong = await client.receive(), await client.receive()

        assert (error["type"], error["data"]["code"]) == ("error", code)
        assert (pong["type"], pong["data"]) == ("pong", {"still": "here"})


async def test_an_error_says_what_would_have_been_right(gateway: Stand) -> None:
    """Errors help: the closest name, the actions there are, the services there are, the field at fault."""
    async with gateway.client("/ws/data") as client:
        action = (await client.do("subscripe", service="news", request_id="a"))["data"]
        service = (await client.do("subscribe", service="marketdata", request_id="s"))["data"]
        field = (await client.do("ping", data="text", request_id="f"))["data"]

        assert (action["hint"], action["request_id"]) == ("subscribe", "a")
        assert action["supported_actions"] == ["subscribe", "unsubscribe", "get_status", "ping"]
        assert (service["hint"], service["request_id"]) == ("market_data", "s")
        assert service["message"].startswith("Invalid service")
        assert (field["field"], field["request_id"]) == ("data", "f")


async def test_of_a_duplicate_key_the_last_counts(gateway: Stand) -> None:
    """`{"action": "ping", "action": "get_status"}` is a get_status."""
    async with gateway.client("/ws") as client:
        await client.send('{"action": "ping", "action": "get_status"}')

        assert (await client.reply())["type"] == "status"


async def test_each_mistake_is_an_error_until_there_were_too_many(gateway: Stand, canary: Canary) -> None:
    """A client that errs again and again gets an answer each time, in the end 1008, and costs the others nothing."""
    most = LIMITS.mistakes_per_min
    async with gateway.client("/ws") as client:
        for _ in range(most + 1):
            await client.send("{}")
            assert (await client.reply())["data"]["code"] == "missing_action"

        assert await client.close_code() == 1008
    canary.sing()


@pytest.mark.parametrize("payload", [b"", b"\x00\xff", b'{"action": "ping"}'], ids=["empty", "bytes", "json"])
async def test_a_binary_frame_is_closed_with_1003(gateway: Stand, canary: Canary, payload: bytes) -> None:
    """Text is spoken here."""
    async with gateway.client("/ws") as client:
        await client.send(payload)

        assert await client.close_code() == 1003


@pytest.mark.parametrize("letter", ["a", "é", "€", "\U0001f680"])
async def test_the_longest_message_is_answered(gateway: Stand, letter: str) -> None:
    """A message of exactly 16,384 bytes of UTF-8 is a message like any other."""
    head, tail = '{"action": "ping", "data": {"a": "', '"}}'
    room = LONGEST - len(head) - len(tail)
    text = letter * (room // len(letter.encode())) + "." * (room % len(letter.encode()))
    async with gateway.client("/ws") as client:
        await client.send(head + text + tail)

        assert (await client.reply())["data"] == {"a": text}


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "é" * (LONGEST // 2) + ".", "[" * 1_000_000])
async def test_a_longer_message_is_closed_with_1009(gateway: Stand, canary: Canary, text: str) -> None:
    """One byte more closes the connection, and so does a megabyte."""
    async with gateway.client("/ws") as client:
        await client.send(text)

        assert await client.close_code() == 1009


@pytest.mark.parametrize(
    "path", ["/", "/ws/nothing", "/ws/market_data/more", "/wss", "/ws/stats", "//ws", "/ws/../etc"]
)
async def test_an_unknown_address_is_refused_with_what_there_is(gateway: Stand, path: str) -> None:
    """The handshake ends with 404 and problem details that list the addresses."""
    with pytest.raises(InvalidStatus) as refused:
        async with gateway.client(path):
            pass

    assert refused.value.response.status_code == 404
    assert refused.value.response.headers["content-type"] == "application/problem+json"
    assert b'"/ws/market_data"' in (refused.value.response.body or b"")
