from __future__ import annotations

from datetime import timedelta

from service.publishers.origins.scheduler import scheduler
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.stage import Stage

BODIES = {"kraken/0/public/Ticker": example("kraken_ticker.json")}


async def test_every_loop_is_a_job() -> None:
    """With its own figures, and the run that comes next."""
    stage = Stage(BODIES, ("kraken_ticker",))
    async with stage.running() as loops:
        stage.kit.loops.extend(loops)
        await stage.clock.advance(12.0)
        (job,) = scheduler(stage.kit).collect(stage.clock.now()).data.jobs

    assert (job.id, job.status, job.runs, job.failures, job.skipped) == ("loop 0", "idle", 3, 0, 0)
    assert (job.interval_s, job.last_run) == (5.0, START + timedelta(seconds=10))
    assert job.next_run == START + timedelta(seconds=15)


async def test_a_fetch_that_brings_nothing_has_failed() -> None:
    """A provider's failure is no error of ours, and no good run either."""
    stage = Stage(BODIES, ("kraken_ticker",))
    async with stage.running() as loops:
        stage.kit.loops.extend(loops)
        await stage.clock.advance(1.0)
        stage.world.down.add("kraken")
        await stage.clock.advance(8.0)
        (failed,) = scheduler(stage.kit).collect(stage.clock.now()).data.jobs
        stage.world.down.clear()
        await stage.clock.advance(2.0)
        (recovered,) = scheduler(stage.kit).collect(stage.clock.now()).data.jobs

    assert (failed.status, failed.failures) == ("failed", 1)
    assert (recovered.status, recovered.failures) == ("idle", 1)


async def test_it_has_something_to_say_from_the_start() -> None:
    """Its first update waits for nobody."""
    origin = scheduler(Stage(BODIES, ("kraken_ticker",)).kit)

    assert origin.settled()
    assert not origin.collect(START).data.running
