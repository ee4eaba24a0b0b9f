from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.python.runtime.backoff import delay_s

SHARES = st.integers(0, 999).map(lambda thousandths: thousandths / 1000)


@given(st.integers(0, 10_000), SHARES)
def test_a_wait_is_never_longer_than_the_cap(attempt: int, share: float) -> None:
    """However often it failed, the wait is between nothing and the cap."""
    assert 0 <= delay_s(attempt, share, base_s=0.5, cap_s=30.0) < 30.0


@given(st.integers(0, 5), SHARES)
def test_the_ceiling_doubles_with_each_attempt(attempt: int, share: float) -> None:
    """The same chance waits twice as long after one more failure, and any share of the ceiling is possible."""
    wait_s = delay_s(attempt, share, base_s=0.5, cap_s=30.0)

    assert wait_s == share * (0.5 * 2**attempt)
    assert delay_s(attempt + 1, share, base_s=0.5, cap_s=1000.0) == 2 * wait_s
