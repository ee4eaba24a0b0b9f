"""Autobahn's fuzzing client (https://github.com/crossbario/autobahn-testsuite) against the server's framing.

The gateway is no echo server, so an application that is one runs on granian started as the gateway starts it.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect

from service.edge.server import embedded
from tests.live.deadline import PAUSE_S, within
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

WSTEST = shutil.which("wstest")
TOLERATED = {"OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED"}
"""Non-strict: bad UTF-8 that is found at the end of a message. Informational: what RFC 6455 leaves open."""
SUITE_S = 300.0


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send back every message."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": message.get("bytes"), "text": message.get("text")})


@asynccontextmanager
async def echoing() -> AsyncIterator[str]:
    """Serve it."""
    port = free_port()
    server = embedded(echo, LOOPBACK, port)
    serving = asyncio.create_task(server.serve(), name="echo")
    url = f"ws://{LOOPBACK}:{port}"
    try:
        async with within():
            while not await answers(url):  # noqa: ASYNC110  a server tells nobody that it listens
                await asyncio.sleep(PAUSE_S)
        yield url
    finally:
        server.stop()  # type: ignore[no-untyped-call]
        await serving


async def answers(url: str) -> bool:
    """Whether somebody listens."""
    try:
        async with connect(url, proxy=None, compression=None):
            return True
    except OSError:
        return False


async def test_the_echo_is_one() -> None:
    """What the fuzzing client talks to sends back text as text and bytes as bytes."""
    async with within(), echoing() as url, connect(url, proxy=None, compression=None) as socket:
        for message in ("text", b"bytes", "", b"", "\U0001f680" * 20_000):
            await socket.send(message)
            assert await socket.recv() == message


@pytest.mark.skipif(WSTEST is None, reason="`wstest` of autobahntestsuite, which needs CPython 2.7, is not on the PATH")
async def test_no_case_of_autobahn_fails(tmp_path: Path) -> None:
    """RFC 6455 to the letter, in all cases but those of compression, which is not offered."""
    assert WSTEST is not None
    async with within(SUITE_S), echoing() as url:
        plan = {
            "outdir": str(tmp_path / "reports"),
            "servers": [{"agent": "gateway", "url": url}],
            "cases": ["*"],
            "exclude-cases": ["12.*", "13.*"],
            "exclude-agent-cases": {},
        }
        (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        client = await asyncio.create_subprocess_exec(
            WSTEST, "--mode", "fuzzingclient", "--spec", tmp_path / "plan.json", cwd=tmp_path
        )
        assert await client.wait() == 0
    cases = json.loads((tmp_path / "reports" / "index.json").read_text(encoding="utf-8"))["gateway"]
    kinds = {case: {verdict["behavior"], verdict["behaviorClose"]} for case, verdict in cases.items()}

    assert len(cases) > 300
    assert {case: kind for case, kind in kinds.items() if not kind <= TOLERATED} == {}
