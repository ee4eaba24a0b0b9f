from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.terminal.backoff import Backoff

DRAWS = st.floats(0, 1, exclude_max=True)
FAILURES = st.integers(1, 10_000)


@given(FAILURES, DRAWS)
def test_a_wait_is_between_half_the_ladder_and_the_whole(failures: int, draw: float) -> None:
    """It doubles with each failure up to the cap, and chance takes at most half of it away."""
    ladder = min(10.0, 2.0 ** min(failures - 1, 40))

    assert ladder / 2 <= Backoff().wait_s(failures, draw) <= ladder


@given(FAILURES, DRAWS, st.floats(0, 3600))
def test_a_gateway_that_says_how_long_is_never_asked_earlier(failures: int, draw: float, asked_s: float) -> None:
    """Retry-After is the least, and what chance adds is small."""
    assert asked_s <= Backoff().wait_s(failures, draw, asked_s=asked_s) <= asked_s + 1
