from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.providers.failover import Failover
from service.publishers.failovers import KEPT, Failovers
from tests.fakes.clock import START


@given(st.lists(st.sampled_from("abc"), max_size=3 * KEPT))
def test_the_newest_are_kept_and_the_latest_of_each_pool(pools: list[str]) -> None:
    """The newest first, at most fifty; a pool's latest outlives them."""
    failovers = Failovers()
    told = [Failover(pool, "x", "y", "HTTP 503", START + timedelta(seconds=n)) for n, pool in enumerate(pools)]
    for failover in told:
        failovers.record(failover)

    assert list(failovers.newest()) == told[::-1][:50]
    assert failovers.latest == {failover.pool: failover for failover in told}


def test_a_rare_failover_is_remembered() -> None:
    """However many another pool has had since."""
    failovers = Failovers()
    rare = Failover("caps", "x", "y", "HTTP 503", START)
    failovers.record(rare)
    for _ in range(KEPT):
        failovers.record(Failover("prices", "x", "y", "HTTP 503", START))

    assert rare not in failovers.newest()
    assert failovers.latest["caps"] is rare
