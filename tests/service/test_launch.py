from __future__ import annotations

import asyncio
import signal
import socket
import webbrowser
from typing import TYPE_CHECKING, Any

import pytest

from service import launch
from service.providers.catalog import load_catalog
from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from collections.abc import Coroutine

URL = "http://127.0.0.1:7860"


class World:
    """Stands for the simulator's server: it gets a signal, and runs until it is stopped."""

    def __init__(self, number: signal.Signals) -> None:
        self.addresses: list[tuple[str, int]] = []
        self._number = number
        self._stopped = asyncio.Event()

    def __call__(self, _: Any, host: str, port: int) -> World:
        self.addresses.append((host, port))
        return self

    async def serve(self) -> None:
        signal.raise_signal(self._number)
        async with asyncio.timeout(30):
            await self._stopped.wait()

    def stop(self) -> None:
        self._stopped.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_simulator_tells_where_it_is_and_ends_at_a_signal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    """Each provider's line can be pasted into a shell; SIGTERM and Ctrl-C end it well."""
    world = World(number)
    monkeypatch.setattr(launch, "embedded", world)
    monkeypatch.setattr(launch, "_run", run)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    launch.simulator(port, seed=1, scenario="calm")

    exports = [line.strip() for line in capsys.readouterr().out.splitlines() if "export" in line]
    assert world.addresses == [("127.0.0.1", port)]
    assert f"export GATEWAY_PROVIDER_BINANCE_URL=http://127.0.0.1:{port}/binance" in exports
    assert len(exports) == len(load_catalog({}).providers)


@pytest.mark.parametrize("opens_browser", [True, False])
async def test_the_user_is_told_when_there_is_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, opens_browser: bool
) -> None:
    """The addresses are shown, and the page opened, when the gateway has something to show; not before."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    edge = create_edge()
    telling = asyncio.create_task(launch._tell_when_ready(edge, URL, ["  a line"], opens_browser=opens_browser))
    await asyncio.sleep(0)
    before = capsys.readouterr().out
    edge.desk.has_data.set()
    await telling
    after = capsys.readouterr().out

    assert before == ""
    assert URL in after
    assert "ws://127.0.0.1:7860/ws/market_data" in after
    assert "  a line\n" in after
    assert opened == ([URL] if opens_browser else [])


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run on the loop of the standard library."""
    asyncio.run(main)
