from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.sdk.typescript.package import evaluated

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contracts.sdk.typescript.conftest import Drive
    from tests.contracts.sdk.typescript.gateway import Gateway

WITHOUT = """
const { GatewayClient } = await import(process.argv[1]);
delete globalThis.WebSocket;
try {
  new GatewayClient('ws://localhost:1');
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
"""
INJECTED = """
import { createRequire } from 'node:module';
const { GatewayClient } = await import(process.argv[1]);
const { WebSocket } = createRequire(`${process.cwd()}/`)('ws');
delete globalThis.WebSocket;
const client = new GatewayClient(process.argv[2], { webSocket: WebSocket, token: () => 'fresh' });
await client.connect();
console.log(client.state);
client.close();
"""
RENEWING = """
import { createRequire } from 'node:module';
const { GatewayClient } = await import(process.argv[1]);
const { WebSocket } = createRequire(`${process.cwd()}/`)('ws');
const tokens = ['old', 'new'];
const backoff = { baseMs: 1, maxMs: 2 };
const client = new GatewayClient(process.argv[2], { webSocket: WebSocket, token: () => tokens.shift(), backoff });
const lost = new Promise((resolve) => client.on('state', ({ state }) => state === 'waiting' && resolve()));
await client.connect();
await lost;
await client.connect();
console.log(client.state);
client.close();
"""


def test_a_platform_without_sockets_is_told_what_to_do(master: Path, node_modules: Path) -> None:
    """Where there is no WebSocket the constructor says so, and names the option."""
    said = evaluated(WITHOUT, master / "dist" / "index.js", folder=node_modules)

    assert said.startswith("TypeError: This platform has no WebSocket")
    assert "`webSocket`" in said


async def test_a_socket_may_be_handed_in(server: Gateway, master: Path, node_modules: Path) -> None:
    """`webSocket` takes a class, such as that of `ws`, in place of the platform's; `token` takes a function."""
    server.is_polite = True
    entry = master / "dist" / "index.js"

    assert await asyncio.to_thread(evaluated, INJECTED, entry, server.url, folder=node_modules) == "open\n"
    assert (await server.arrival()).target == "/ws/master?token=fresh"


@pytest.mark.parametrize(
    ("slash", "options", "target"),
    [
        ("", {}, "/ws/master"),
        ("/", {}, "/ws/master"),
        ("/behind/a/proxy/", {}, "/behind/a/proxy/ws/master"),
        ("", {"token": "a b&c"}, "/ws/master?token=a%20b%26c"),
    ],
    ids=["plain", "slash", "prefix", "token"],
)
async def test_the_address_is_that_of_the_endpoint(
    drive: Drive, server: Gateway, slash: str, options: dict[str, Any], target: str
) -> None:
    """The path of the endpoint follows the URL, and the token goes where the contract says."""
    client = await drive(url=server.url + slash, **options)
    client.start("connect")

    assert (await server.arrival()).target == target


async def test_a_token_that_has_expired_is_asked_for_again(server: Gateway, master: Path, node_modules: Path) -> None:
    """After 4401 a function gives the token of the next connection."""
    entry = master / "dist" / "index.js"
    async with asyncio.TaskGroup() as tasks:
        said = tasks.create_task(asyncio.to_thread(evaluated, RENEWING, entry, server.url, folder=node_modules))
        first = await server.greeted()
        await first.close(4401)
        second = await server.greeted()

    assert [each.target for each in (first, second)] == ["/ws/master?token=old", "/ws/master?token=new"]
    assert said.result() == "open\n"
