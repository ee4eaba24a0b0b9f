from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar.testing import TestClient

from service.clock import SystemClock
from service.simulator import app
from service.simulator.app import create_simulator
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar import Litestar

QUESTIONS = {
    "binance": "/binance/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D&type=FULL",
    "coinbase": "/coinbase/api/v3/brokerage/market/products?product_ids=BTC-USD&product_ids=ETH-USD",
    "coingecko": "/coingecko/simple/price?vs_currencies=usd&ids=bitcoin,ethereum",
    "coinpaprika": "/coinpaprika/tickers?quotes=USD",
    "kraken": "/kraken/0/public/Ticker?pair=BTC/USD,ETH/USD&assetVersion=1",
}


def answers(client: TestClient[Litestar]) -> dict[str, Any]:
    return {provider: client.get(question).json() for provider, question in QUESTIONS.items()}


def prices(said: dict[str, Any]) -> dict[str, tuple[float, float]]:
    binance = {row["symbol"]: float(row["lastPrice"]) for row in said["binance"]}
    coinbase = {row["product_id"]: float(row["price"]) for row in said["coinbase"]["products"]}
    paprika = {row["id"]: row["quotes"]["USD"]["price"] for row in said["coinpaprika"]}
    kraken = {pair: float(row["c"][0]) for pair, row in said["kraken"]["result"].items()}
    return {
        "binance": (binance["BTCUSDT"], binance["ETHUSDT"]),
        "coinbase": (coinbase["BTC-USD"], coinbase["ETH-USD"]),
        "coingecko": (said["coingecko"]["bitcoin"]["usd"], said["coingecko"]["ethereum"]["usd"]),
        "coinpaprika": (paprika["btc-bitcoin"], paprika["eth-ethereum"]),
        "kraken": (kraken["BTC/USD"], kraken["ETH/USD"]),
    }


@pytest.mark.parametrize("seed", range(5))
def test_providers_agree_within_a_percent(seed: int) -> None:
    """All providers see one market: no two differ by a percent, and none has the very price of another."""
    clock = FakeClock(auto=True)
    with TestClient(create_simulator(seed=seed, clock=clock)) as client:
        clock.jump(5000)
        seen = prices(answers(client))

    for coin in zip(*seen.values(), strict=True):
        assert max(coin) / min(coin) < 1.01
        assert len(set(coin)) == len(coin)


def test_seed_and_clock_decide() -> None:
    """The same seed and readings of the clock give the same bodies; another seed gives others."""

    def world(seed: int) -> list[dict[str, Any]]:
        clock = FakeClock(auto=True)
        with TestClient(create_simulator(seed=seed, clock=clock)) as client:
            said = []
            for _ in range(3):
                said.append(answers(client))
                clock.jump(61)
        return said

    one, same, other = world(1), world(1), world(2)

    assert one == same
    assert one[0]["binance"] != one[1]["binance"]
    assert one[1]["binance"] != other[1]["binance"]


def test_latency_is_that_of_every_answer() -> None:
    """Every answer takes so long; without latency none waits."""
    slow, fast = FakeClock(auto=True), FakeClock(auto=True)
    with TestClient(create_simulator(seed=1, clock=slow, latency_s=0.2)) as client:
        answers(client)
    with TestClient(create_simulator(seed=1, clock=fast)) as client:
        answers(client)

    assert slow.slept == [0.2] * 5
    assert fast.slept == []


def test_unknown_paths_are_the_providers_own() -> None:
    """Below a provider's name it is the provider who does not know; elsewhere there is nothing."""
    with TestClient(create_simulator(seed=1, clock=FakeClock(auto=True))) as client:
        assert client.get("/binance/nothing").json()["msg"]
        assert client.get("/coinpaprika").json() == {"error": "id not found"}
        assert client.get("/bitfinex").status_code == 404


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def served() -> AsyncIterator[aiohttp.ClientSession]:
    """Serve a simulator on granian, and give a client for it."""
    port = free_port()
    simulator = create_simulator(seed=1, clock=SystemClock(scale=0.02))
    server = Server(
        simulator, address="127.0.0.1", port=port, interface=Interfaces.ASGI, http=HTTPModes.http1, log_enabled=False
    )
    serving = asyncio.create_task(server.serve())
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", timeout=timeout) as client:
        await start_of(client)
        yield client
    server.stop()  # type: ignore[no-untyped-call]  # granian types it not
    await serving


async def start_of(client: aiohttp.ClientSession) -> None:
    """Wait until the server answers."""
    for _ in range(500):
        try:
            async with client.get("/_control/requests"):
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.01)
    pytest.fail("granian does not answer")


async def test_faults_of_delivery_reach_a_real_client() -> None:
    """Over granian a client sees broken bodies, late ones, none, and huge ones, and a good one afterwards."""
    async with served() as client:

        async def seen(*, timeout_s: float = 5, **fault: Any) -> object:
            async with client.put("/_control/faults/binance", json=fault) as answer:
                assert answer.status == 200
            try:
                timeout = aiohttp.ClientTimeout(total=timeout_s)
                async with client.get(QUESTIONS["binance"], timeout=timeout) as answer:
                    return len(await answer.read())
            except (aiohttp.ClientError, TimeoutError) as error:
                return type(error)

        size_bytes = await seen(kind="recovered")

        assert isinstance(size_bytes, int)
        assert await seen(kind="truncated") is aiohttp.ClientPayloadError
        assert await seen(kind="truncated", share=0) is aiohttp.ClientPayloadError
        assert await seen(kind="reset") is aiohttp.ClientPayloadError
        assert await seen(kind="drip", every_s=1, timeout_s=0.2) is TimeoutError
        assert await seen(kind="drip", every_s=1, size_bytes=size_bytes // 3) == size_bytes
        assert await seen(kind="silence", timeout_s=0.2) is TimeoutError
        assert await seen(kind="latency", seconds=2) == size_bytes
        assert await seen(kind="oversize") == 9 * 1024 * 1024 + 1
        assert await seen(kind="oversize", declared=False) == 9 * 1024 * 1024 + 1
        assert await seen(kind="cut") == size_bytes // 2
        assert await seen(kind="status", status=204) == 0
        assert await seen(kind="status", status=304) == 0
        assert await seen(kind="recovered") == size_bytes


async def test_what_is_posted_reaches_the_provider() -> None:
    """Over granian, in pieces too; whoever does not take it says so."""
    call = b'{"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber"}'

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(call), 10):
            yield call[at : at + 10]

    async with served() as client:
        for body in (call, pieces()):
            async with client.post("/publicnode_ethereum/", data=body) as answer:
                assert int((await answer.json())["result"], 16) > 0
        async with client.post("/binance/api/v3/ping", data=b"x") as answer:
            assert answer.status == 405


@pytest.mark.parametrize("size", [2**20 - 1, 2**20 + 1])
def test_a_body_is_read_up_to_a_megabyte(size: int) -> None:
    """What is longer is cut off: nobody fills the memory of the simulator."""
    call = b'{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}'.rjust(size)
    with TestClient(create_simulator(seed=1, clock=FakeClock(auto=True))) as client:
        said = client.post("/publicnode_ethereum", content=call).json()

    assert ("result" in said) == (size < 2**20)


async def test_a_caller_that_hangs_up_halfway_is_not_answered() -> None:
    """Half a question is none; this looks inside, since no client shows it."""
    events = iter([{"type": "http.request", "body": b"[", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(events)

    assert await app._body(receive) is None


def test_a_simulator_leaves_the_logs_of_its_process_alone() -> None:
    """The gateway of a demonstration runs beside it, and has chosen how it logs."""
    before = list(logging.root.handlers)
    create_simulator(seed=1, clock=FakeClock())

    assert logging.root.handlers == before
