from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service.errors import GatewayError
from service.publishers.cadence import Cadence
from service.publishers.publisher import Publisher
from service.publishers.schedule import Schedule
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import looping

if TYPE_CHECKING:
    from datetime import datetime

    from service.envelope import Frame

INTERVAL_S = 5.0


@dataclass
class FakeOrigin:
    """Implements service.publishers.publisher.Origin."""

    update: str | None = "update"
    reason: str | None = None
    is_settled: bool = False
    collected: list[datetime] = field(default_factory=list)

    def collect(self, at: datetime) -> str | None:
        self.collected.append(at)
        return self.update

    def settled(self) -> bool:
        return self.is_settled

    def trouble(self) -> str | None:
        return self.reason


class Stage:
    """A publisher whose first tick is due at second 5; what it sends and says is kept, with the second."""

    def __init__(self, **origin: str | bool | None) -> None:
        self.clock = FakeClock()
        self.origin = FakeOrigin(**origin)  # type: ignore[arg-type]
        self.sent: list[tuple[float, str]] = []
        self.sends_s: list[float] = []
        """What each send takes; then they take no time."""
        self.failing = False
        self.sending = 0
        self.announced: list[Frame] = []
        self.publisher = Publisher(
            "news",
            Cadence(self.clock.monotonic() + INTERVAL_S, INTERVAL_S),
            self.clock,
            origin=self.origin,
            send=self.send,
            announce=self.announced.append,
        )

    @property
    def second(self) -> float:
        return (self.clock.now() - START).total_seconds()

    async def send(self, update: str) -> None:
        assert self.sending == 0, "two ticks overlap"
        if self.failing:
            raise GatewayError("nobody takes it")
        self.sent.append((self.second, update))
        self.sending += 1
        if self.sends_s:
            await self.clock.sleep(self.sends_s.pop(0))
        self.sending -= 1


async def test_updates_go_out_on_the_grid() -> None:
    """One a tick, however the seconds pass, each made of that instant."""
    stage = Stage()
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(7.3)
        await stage.clock.advance(13.0)

    assert stage.sent == [(second, "update") for second in (5.0, 10.0, 15.0, 20.0)]
    assert [(at - START).total_seconds() for at in stage.origin.collected] == [5.0, 10.0, 15.0, 20.0]
    assert (stage.publisher.published, stage.publisher.skipped) == (4, 0)


async def test_the_first_update_does_not_wait_for_a_tick() -> None:
    """It goes out when the origin has settled, once, and the grid stays where it was."""
    stage = Stage()
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(1.0)
        stage.publisher.review()
        await stage.clock.advance(0.5)
        stage.origin.is_settled = True
        stage.publisher.review()
        await stage.clock.advance(1.0)
        stage.publisher.review()
        await stage.clock.advance(8.0)

    assert [second for second, _ in stage.sent] == [1.5, 5.0, 10.0]
    assert stage.publisher.skipped == 0


async def test_a_slow_tick_skips_those_it_missed() -> None:
    """No tick begins before the one before has ended; of those missed the latest is made up for at once."""
    stage = Stage()
    stage.sends_s = [12.0, 0.0, 6.0]
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(36.0)

    assert [second for second, _ in stage.sent] == [5.0, 17.0, 20.0, 26.0, 30.0, 35.0]
    assert stage.publisher.skipped == 1


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=20), max_size=5))
async def test_ticks_are_sent_or_skipped(sends_s: list[int]) -> None:
    """Whatever the sends take: each begins on the grid or where the one before ended, and every tick is counted."""
    stage = Stage()
    stage.sends_s = [float(seconds) for seconds in sends_s]
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(120.0)
    begun = [second for second, _ in stage.sent]
    ended = [0.0, *(begin + takes for begin, takes in zip(begun, [*sends_s, *([0] * 99)], strict=False))]

    assert all(begin % INTERVAL_S == 0 or begin == end for begin, end in zip(begun, ended, strict=False))
    assert stage.publisher.published + stage.publisher.skipped == begun[-1] // INTERVAL_S


async def test_trouble_is_announced_once() -> None:
    """Not before it is certain, and not at every tick."""
    stage = Stage(update=None)
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(6.0)
        assert stage.announced == []
        stage.origin.reason = "binance: HTTP 503"
        await stage.clock.advance(20.0)

    assert [frame.topic for frame in stage.announced] == ["news"]
    assert json.loads(stage.announced[0].text)["data"]["message"] == "No data for news yet: binance: HTTP 503"
    assert stage.publisher.published == 0


async def test_trouble_at_the_start_is_announced_at_once() -> None:
    """When all sources failed the listeners need not wait for the first tick; reviews then hasten nothing."""
    stage = Stage(update=None, reason="binance: HTTP 503", is_settled=True)
    async with looping(stage.clock, stage.publisher):
        stage.publisher.review()
        await stage.clock.settle()
        assert len(stage.announced) == 1
        stage.origin.update = "update"
        stage.publisher.review()
        await stage.clock.advance(6.0)

    assert stage.sent == [(5.0, "update")]
    assert len(stage.announced) == 1


async def test_a_recovered_origin_is_published_again() -> None:
    """On the next tick, without anybody's help."""
    stage = Stage(update=None, reason="binance: HTTP 503")
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(11.0)
        stage.origin.update = "at last"
        await stage.clock.advance(10.0)

    assert stage.sent == [(15.0, "at last"), (20.0, "at last")]


async def test_a_failing_send_costs_one_tick() -> None:
    """The next tick sends again, and only what was sent counts as published."""
    stage = Stage()
    stage.failing = True
    with capture_logs():
        async with looping(stage.clock, stage.publisher) as loops:
            await stage.clock.advance(11.0)
            stage.failing = False
            await stage.clock.advance(5.0)

    assert stage.sent == [(15.0, "update")]
    assert (loops[0].failures, stage.publisher.published) == (2, 1)


async def test_the_schedule_tells_the_next_tick() -> None:
    """The one after the newest, with the ticks that were missed."""
    stage = Stage()
    assert stage.publisher.schedule() == Schedule(INTERVAL_S, 1005.0)

    stage.sends_s = [12.0]
    async with looping(stage.clock, stage.publisher):
        await stage.clock.advance(18.0)
        assert stage.publisher.schedule() == Schedule(INTERVAL_S, 1020.0, skipped=1)


async def test_a_tick_tells_whether_anything_went_out() -> None:
    """Without an update it was in vain, announced or not."""
    stage = Stage(update=None)
    assert not await stage.publisher.tick()
    stage.origin.reason = "binance: HTTP 503"
    assert not await stage.publisher.tick()
    stage.origin.update = "update"
    assert await stage.publisher.tick()
