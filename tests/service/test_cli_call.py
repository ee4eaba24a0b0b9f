from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from service.cli_call import call
from service.errors import ConfigurationError, GatewayError
from tests.live.stand import free_port
from tests.service.terminal.toy import Toy, event, refusing, toy

if TYPE_CHECKING:
    from tests.service.terminal.toy import Part

PONG = event("system", "pong", request_id="7")
UNASKED = event("system", "error", code="source_unavailable", service="news")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(call, arguments, catch_exceptions=False, standalone_mode=False)


async def asked(part: Part, *arguments: str) -> Result:
    """Run the command, which has a loop of its own, beside a server."""
    async with toy([part]) as address:
        return await asyncio.to_thread(run, *arguments, "--url", str(address))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("{", "--data: it is not JSON: "),
        ("7", "--data: it is not an object; write it like "),
        ("[]", "--data: it is not an object; write it like "),
    ],
)
def test_data_is_a_json_object(data: str, words: str) -> None:
    """It is judged before anybody is asked."""
    with pytest.raises(ConfigurationError) as caught:
        run("ping", "--data", data)

    assert str(caught.value).startswith(words)


async def test_the_fields_go_with_the_command_and_do_not_change_it() -> None:
    """`--data` adds to the command; what was asked for stays asked for."""
    seen = Toy()
    await asked(seen.speaking(PONG, after=1), "ping", "--data", '{"request_id": "7", "action": "subscribe"}')

    assert seen.commands == [{"action": "ping", "request_id": "7"}]


async def test_what_comes_unasked_is_no_reply() -> None:
    """Greetings, updates and news of other services are passed over."""
    answer = await asked(Toy().speaking(event("system", "welcome"), event(), UNASKED, PONG), "ping")

    assert json.loads(answer.output) == PONG


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([], "closed with 1000"),
        (["hello"], "is no gateway"),
    ],
)
async def test_no_reply_is_a_failure(frames: list[Any], words: str) -> None:
    """Whatever ends it before the reply is told."""
    with pytest.raises(GatewayError, match=words):
        await asked(Toy().speaking(*frames), "ping")


async def test_a_refusal_is_a_failure() -> None:
    """In the words of the gateway."""
    with pytest.raises(GatewayError, match="refuses: HTTP 429: Slower"):
        await asked(refusing(429, {"detail": "Slower"}), "ping")


async def test_a_silent_gateway_is_not_awaited_for_ever() -> None:
    """`--within` is the limit."""
    with pytest.raises(GatewayError, match=r"no reply within 0\.2 s"):
        await asked(Toy().speaking(after=2), "ping", "--within", "0.2")


def test_nobody_there_is_a_failure() -> None:
    """The address is named."""
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(GatewayError, match=f"there is no gateway at {url}: connection refused"):
        run("ping", "--url", url)
