from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from service.clock import SystemClock


def test_now_is_in_utc() -> None:
    """An instant without its zone, or in another one, would be written wrongly."""
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize("scale", [0.05, 1.0, 2.0])
def test_an_age_is_in_the_seconds_of_the_clock(scale: float) -> None:
    """A clock that runs 20 times as fast has aged a value 20 times as much; instants are not scaled."""
    clock = SystemClock(scale)
    before = clock.now()
    at = before - timedelta(seconds=10)
    age_s = clock.age_s(at)
    after = clock.now()

    assert 10 / scale <= age_s <= (after - at).total_seconds() / scale


def test_seconds_pass_faster_on_a_fast_clock() -> None:
    """Monotonic seconds of a scale are real ones divided by it, and never run backwards."""
    real, fast = SystemClock(), SystemClock(0.01)
    start, fast_start = real.monotonic(), fast.monotonic()
    end, fast_end = real.monotonic(), fast.monotonic()

    assert start <= end
    assert fast_start <= fast_end
    assert start * 100 <= fast_start
    assert end * 100 <= fast_end <= real.monotonic() * 100


@pytest.mark.parametrize("scale", [0.05, 1.0, 2.0])
@pytest.mark.parametrize("seconds", [-40.0, 0.0, 40.0])
def test_a_deadline_is_an_instant(scale: float, seconds: float) -> None:
    """A second of a fast clock is over sooner; what has passed lies behind."""
    clock = SystemClock(scale)
    before = clock.now()
    at = clock.at(clock.monotonic() + seconds)
    after = clock.now()

    assert at.tzinfo is UTC
    # The deadline lies a moment before `at` reads the clock again: a microsecond is what instants can tell.
    step = timedelta(microseconds=1)
    span = timedelta(seconds=seconds * scale)
    assert before + span - (after - before) - step <= at <= after + span + step


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 1e-3])
async def test_a_sleep_ends(seconds: float) -> None:
    """A time that has passed is no error. On a fast clock a second is short."""
    clock = SystemClock(1e-3)
    start = clock.monotonic()
    await clock.sleep(seconds)

    assert clock.monotonic() - start >= 0.0


async def test_a_sleep_lasts_as_long_as_asked() -> None:
    """Measured in the seconds of the same clock, less what a timer may be early."""
    clock = SystemClock(1e-3)
    start = clock.monotonic()
    await clock.sleep(20.0)

    assert clock.monotonic() - start >= 18.0
