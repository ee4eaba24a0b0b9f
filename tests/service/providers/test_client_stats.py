from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderTimeout
from service.providers.client_stats import ClientStats, Failure
from tests.fakes.clock import START

SLOW = ProviderTimeout("binance", "no whole answer")
LATER = START + timedelta(seconds=5)


@given(st.lists(st.lists(st.floats(min_value=0, max_value=1e6), max_size=5), max_size=60))
def test_the_last_hundred_times_are_kept(fetches: list[list[float]]) -> None:
    """In the order in which the answers came, however many a fetch has."""
    stats = ClientStats()
    for elapsed_ms in fetches:
        stats = stats.succeeded(elapsed_ms, START)

    assert list(stats.elapsed_ms) == [time for elapsed_ms in fetches for time in elapsed_ms][-100:]


def test_a_success_forgets_the_failures_in_a_row_but_not_the_newest() -> None:
    """What was wrong last can still be read when all is well again."""
    failed = ClientStats().asked().failed(SLOW, START).given_up().asked().failed(SLOW, START).given_up()
    assert (failed.requests, failed.failures, failed.failed_fetches) == (2, 2, 2)
    assert (failed.last_error, failed.last_check_at, failed.last_success_at) == ("no whole answer", START, None)

    well = failed.succeeded([1.0], LATER)
    assert (well.failed_fetches, well.last_error) == (0, None)
    assert well.last_failure == Failure(ProviderTimeout, "no whole answer")
    assert (well.last_check_at, well.last_success_at) == (LATER, LATER)
