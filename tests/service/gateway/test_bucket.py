from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from service.gateway.bucket import Bucket

RATES = st.floats(0.1, 1000.0)
ROOMS = st.integers(1, 200)
STARTS = st.floats(0.0, 1e6)
PAUSES = st.lists(st.floats(0.0, 30.0) | st.just(0.0), max_size=300)
SLACK = 1e-6
"""Seconds have digits without end, floats have not."""


@given(RATES, ROOMS, STARTS, PAUSES)
def test_a_bucket_never_gives_more_than_its_rate(per_s: float, at_once: int, start: float, pauses: list[float]) -> None:
    """From any moment on: so many at once, and what has come in since."""
    bucket = Bucket(per_s, at_once, start)
    taken = [moment for moment in accumulate(pauses, initial=start) if bucket.take(moment)]

    for first, since in enumerate(taken):
        for count, until in enumerate(taken[first:], 1):
            assert count <= at_once + per_s * (until - since) + SLACK * count + 1e-9 * per_s * until


@given(RATES, ROOMS, STARTS, st.integers(1, 300))
def test_who_keeps_to_the_rate_is_never_refused(per_s: float, at_once: int, start: float, count: int) -> None:
    """All at once, then one whenever one has come in, for ever. A thousandth slower, for the sake of floats."""
    bucket = Bucket(per_s, at_once, start)
    burst = [bucket.take(start) for _ in range(at_once)]
    steady = [bucket.take(start + number * 1.001 / per_s) for number in range(1, count + 1)]

    assert all(burst)
    assert all(steady)


@given(RATES, ROOMS, STARTS, PAUSES)
def test_a_wait_is_as_long_as_needed_and_no_longer(
    per_s: float, at_once: int, start: float, pauses: list[float]
) -> None:
    """Whoever waits so long gets one; whoever waits half as long does not."""
    bucket, now = Bucket(per_s, at_once, start), start
    for now in accumulate(pauses, initial=start):
        bucket.take(now)
    wait_s = bucket.wait_s(now)

    assert (wait_s > 0) == (not bucket.take(now))
    if wait_s > 0:
        assert wait_s <= 1 / per_s + SLACK
        assert wait_s < SLACK or not bucket.take(now + wait_s / 2)
        assert bucket.take(now + wait_s + SLACK / per_s + SLACK)


@given(RATES, ROOMS, STARTS)
def test_a_bucket_that_is_full_is_like_a_new_one(per_s: float, at_once: int, start: float) -> None:
    """It is full at first, not after one was taken, and again once that has come back; it never holds more."""
    bucket = Bucket(per_s, at_once, start)
    states = [bucket.is_full(start)]
    bucket.take(start)
    states.append(bucket.is_full(start))
    later = start + 1 / per_s + SLACK / per_s + SLACK
    states.append(bucket.is_full(later))
    gains = [bucket.take(later + 1e6) for _ in range(at_once + 1)]

    assert states == [True, False, True]
    assert gains == [True] * at_once + [False]


@given(st.floats(0.1, 10.0))
def test_a_clock_that_is_behind_gives_nothing(per_s: float) -> None:
    """Time that runs backwards is no time that has passed."""
    bucket = Bucket(per_s, 1, 1000.0)
    bucket.take(1000.0)

    assert not bucket.take(1.0)
