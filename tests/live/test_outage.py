from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from contracts.document import load
from tests.live.client import is_reply
from tests.live.deadline import until, within
from tests.live.program import Program
from tests.live.stand import LOOPBACK, Stand, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contracts.validator import Validator
    from tests.live.client import Client, Event
    from tests.live.stand import Launch

DOWN: dict[str, object] = {"kind": "status", "status": 503}
SCALE = 0.1
INTERVAL_S = load().services["market_data"].interval_s


async def until_stale(client: Client, *, stale: bool) -> Event:
    """Return the first update whose prices are stale, or are not."""
    async with within():
        while (update := await client.update())["data"]["freshness"]["prices"]["stale"] is not stale:
            pass
    return update


def gateway_time(stand: Stand) -> datetime:
    """Ask the gateway what time it is."""
    return datetime.fromisoformat(stand.get("/ws/stats").json["timestamp"])


def let_ticks_pass(stand: Stand, count: int) -> None:
    """Wait until, by the gateway's own clock, so many ticks of market_data are over."""
    end = gateway_time(stand) + timedelta(seconds=count * INTERVAL_S * SCALE)
    until(lambda: gateway_time(stand) > end or None, f"{count} ticks")


@contextmanager
def served_in_an_outage(directory: Path, validator: Validator) -> Iterator[Stand]:
    """Run `gateway serve` against `gateway simulator`, none of whose providers works."""
    world, port = free_port(), free_port()
    url = f"http://{LOOPBACK}:{world}"
    for part in ("simulator", "gateway"):
        (directory / part).mkdir()
    with Program("simulator", "--port", str(world), directory=directory / "simulator") as simulator:
        providers = Stand(simulator, url, f"{url}/_control", validator)
        providers.wait_for("/_control/faults", 200)
        names = providers.providers()
        for name in names:
            providers.break_down(name, DOWN)
        settings = {f"GATEWAY_PROVIDER_{name.upper()}_URL": f"{url}/{name}" for name in names}
        arguments = ("serve", "--port", str(port), "--interval-scale", str(SCALE))
        with Program(*arguments, directory=directory / "gateway", settings=settings) as program:
            stand = Stand(program, f"http://{LOOPBACK}:{port}", f"{url}/_control", validator)
            stand.wait_for("/health/live", 200)
            yield stand


async def test_with_every_source_down_the_last_values_go_on_marked_stale(launch: Launch) -> None:
    """When all providers fail, updates go on with the last good values and their `as_of`, until one answers again."""
    stand = launch(scale=0.05)
    async with stand.client() as client:
        await client.update()
        for provider in stand.providers():
            stand.break_down(provider, DOWN)
        last = await until_stale(client, stale=True)
        later = [await client.update() for _ in range(4)]
        stand.mend()
        recovered = await until_stale(client, stale=False)

        for update in later:
            assert update["data"]["stale"] is True
            assert update["timestamp"] > last["timestamp"] > last["data"]["as_of"]
            for field in ("as_of", "source", "prices"):
                assert update["data"][field] == last["data"][field]
        assert recovered["data"]["as_of"] > last["data"]["as_of"]


async def test_a_start_in_an_outage_is_told_once_and_healed_alone(tmp_path: Path, validator: Validator) -> None:
    """Without any data a gateway is not ready and tells its subscribers so once; with the first data it is."""
    with served_in_an_outage(tmp_path, validator) as stand:
        async with stand.client() as client:
            told = await client.receive()
            let_ticks_pass(stand, 4)
            await client.send({"action": "ping"})
            following = await client.receive()
            readiness = stand.get("/health/ready")
            async with stand.client() as latecomer:
                told_later = await latecomer.receive()
            stand.mend()
            update = await client.receive()
            stand.wait_for("/health/ready", 200)

    assert (told["type"], told["data"]["code"]) == ("error", "source_unavailable")
    assert told["data"]["service"] == "market_data"
    assert told_later["data"] == told["data"]
    assert (is_reply(following), following["type"]) == (True, "pong")
    assert (readiness.status, readiness.json) == (503, {"status": "starting"})
    assert (update["type"], update["service"], update["data"]["stale"]) == ("update", "market_data", False)
    assert not update["data"]["source"].startswith("sim:")
