from __future__ import annotations

import asyncio
import importlib
import re
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM
from typing import TYPE_CHECKING, Any

import pytest

from contracts.sdk.python.readme import URL
from tests.contracts.sdk.python.runtime.gateway import until
from tests.contracts.sdk.python.written import Written, run
from tests.live.deadline import within
from tests.live.stand import LOOPBACK, demo, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from signal import Signals
    from types import ModuleType

    from contracts.document import Document
    from contracts.validator import Validator
    from tests.live.stand import Launch, Stand

SCALE = 0.1
PATHS = ("/ws/master", "/ws/all", "/ws/market_data")
WANTED = ("market_data", "whale_tracking", "scheduler", "system")
"""Quick services of two categories, and the notices."""


@pytest.fixture(scope="session")
def clients(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """Write the clients of several endpoints."""
    return {path: Written.of(document, path, tmp_path_factory.mktemp("client")) for path in PATHS}


@contextmanager
def imported(client: Written) -> Iterator[ModuleType]:
    """Import a client; it is forgotten afterwards, because all have the same name."""
    sys.path.insert(0, str(client.folder))
    try:
        yield importlib.import_module("crypto_gateway_client")
    finally:
        sys.path.remove(str(client.folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "crypto_gateway_client"]:
            del sys.modules[name]


def options(sdk: ModuleType, **changes: Any) -> Any:
    """Return options for a gateway on this machine that may be slow and is soon there again."""
    patient = {"interval_scale": SCALE, "patience": 10.0, "backoff_cap_s": 1.0, "proxy": None}
    return sdk.Options(**patient | changes)


async def choose(client: Any) -> None:
    """Subscribe what is wanted, and give up the rest."""
    for topic in ("all", "system"):
        await client.subscribe(topic)
    for service in client.subscriptions - {*WANTED}:
        await client.unsubscribe(service)


async def updated(client: Any, *, after: datetime) -> None:
    """Wait until each wanted service has sent an update that is newer than an instant of the gateway."""
    for service in WANTED[:-1]:
        reader = client.updates(service)
        async with within():
            while (await anext(reader)).timestamp <= after:
                pass


async def begin(stack: ExitStack, directory: Path, validator: Validator, port: int) -> Stand:
    """Start a gateway without holding up the client."""
    directory.mkdir()
    starting = demo(directory, validator, scale=SCALE, port=port)
    return await asyncio.to_thread(stack.enter_context, starting)


async def end(stack: ExitStack, stand: Stand, number: Signals) -> None:
    """End a gateway without holding up the client."""
    stand.program.signal(number)
    expected = pytest.raises(AssertionError, match="exit code -9") if number is SIGKILL else nullcontext()
    with expected:
        await asyncio.to_thread(stack.close)


async def test_every_command_and_every_update_is_of_its_class(gateway: Stand, clients: dict[str, Written]) -> None:
    """What the gateway sends fits the classes, field by field; nothing is left out."""
    with imported(clients["/ws/master"]) as sdk:
        async with sdk.Client(gateway.socket_url, options=options(sdk)) as client, within(60):
            confirmed = await client.subscribe("all")
            status = await client.get_status()
            pong = await client.ping({"cookie": "chocolate"})
            unread = set(confirmed.data.subscriptions)
            async for update in client.updates():
                assert type(update).__name__ == sdk.client.CONTRACT.events[update.service, "update"].__name__
                unread.discard(update.service)
                if not unread:
                    break
            left = await client.unsubscribe("all")

        assert set(confirmed.data.subscriptions) == set(sdk.client.CONTRACT.intervals_s)
        assert status.data.subscriptions == confirmed.data.subscriptions
        assert client.connection_established.data.client_id == status.data.client_id
        assert client.welcome.data.available_services is not None
        assert pong.data.model_extra["cookie"] == "chocolate"
        assert left.data.subscriptions == []
        assert client.skipped == {}


async def test_a_mistake_is_told_with_a_hint(gateway: Stand, clients: dict[str, Written]) -> None:
    """The error has the fields of the contract; a command that is too long never leaves."""
    with imported(clients["/ws/market_data"]) as sdk:
        async with sdk.Client(gateway.socket_url, options=options(sdk)) as client:
            with pytest.raises(sdk.CommandError) as misspelt:
                await client.subscribe("market_dat")
            with pytest.raises(sdk.CommandError) as elsewhere:
                await client.subscribe("news")
            with pytest.raises(ValueError, match="the gateway takes 16384"):
                await client.ping({"text": "x" * 20_000})
            await client.ping()

        assert (misspelt.value.code, misspelt.value.hint) == ("invalid_service", "market_data")
        assert elsewhere.value.code == "service_not_available"
        assert elsewhere.value.available_services == ("market_data",)


@pytest.mark.parametrize(("path", "number"), [("/ws/master", SIGTERM), ("/ws/all", SIGKILL)])
async def test_a_restart_costs_no_subscription(
    clients: dict[str, Written], tmp_path: Path, validator: Validator, path: str, number: Signals
) -> None:
    """Whether the gateway said goodbye or not: the next one sends what was subscribed, and nothing else."""
    port = free_port()
    told: list[Any] = []
    with imported(clients[path]) as sdk, ExitStack() as before, ExitStack() as after:
        stand = await begin(before, tmp_path / "before", validator, port)
        patient = options(sdk, command_timeout_s=30.0)
        async with sdk.Client(f"ws://{LOOPBACK}:{port}", on_status=told.append, options=patient) as client:
            await choose(client)
            greeting = client.connection_established
            await updated(client, after=greeting.timestamp)
            await end(before, stand, number)
            asking = asyncio.create_task(client.get_status())
            await begin(after, tmp_path / "after", validator, port)
            async with within():
                status = await asking
            await updated(client, after=status.timestamp)

    assert status.data.client_id == client.connection_established.data.client_id != greeting.data.client_id
    assert {*status.data.subscriptions} == {*client.subscriptions} == {*WANTED}
    assert client.skipped == {}
    reasons = [status.reason for status in told if status.state == "waiting"]
    assert reasons[0].startswith("the gateway closed with 1012" if number is SIGTERM else "the connection broke")


async def test_a_gateway_that_falls_silent_costs_no_subscription(launch: Launch, clients: dict[str, Written]) -> None:
    """A gateway that is halted with its connections open is noticed by its silence; when it goes on, so does all."""
    stand = launch(scale=SCALE)
    told: list[Any] = []
    with imported(clients["/ws/master"]) as sdk:
        attentive = options(sdk, patience=6.0, probe_timeout_s=1.0, open_timeout_s=2.0, ping_interval_s=None)
        async with sdk.Client(stand.socket_url, on_status=told.append, options=attentive) as client:
            await choose(client)
            await updated(client, after=client.connection_established.timestamp)
            stand.program.signal(SIGSTOP)
            try:
                await until(lambda: client.state == "waiting")
                await until(lambda: client.stale == {*WANTED[:-1]})
            finally:
                stand.program.signal(SIGCONT)
            async with within():
                status = await client.get_status()
            await updated(client, after=status.timestamp)
            await until(lambda: client.stale == set())

        stand.program.signal(SIGTERM)
    assert {*status.data.subscriptions} == {*WANTED}
    reasons = [status.reason for status in told if status.state == "waiting"]
    assert reasons[0].startswith("the gateway has been silent for")


@pytest.mark.parametrize("path", PATHS)
def test_the_examples_of_the_readme_run(gateway: Stand, clients: dict[str, Written], tmp_path: Path, path: str) -> None:
    """Whoever copies an example gets what it promises."""
    client = clients[path]
    examples = re.findall(r"```python\n(.*?)```", (client.folder / "README.md").read_text("utf-8"), re.DOTALL)

    assert len(examples) == 4
    for example in examples:
        assert URL in example
        (tmp_path / "example.py").write_text(example.replace(URL, gateway.socket_url), encoding="utf-8")
        done = run(tmp_path, "example.py", path=client.folder)
        assert (done.returncode, done.stderr) == (0, ""), example
        assert done.stdout
