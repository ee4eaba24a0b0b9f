from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.providers.catalog import load_catalog
from tests.fakes.clock import FakeClock
from tests.service.publishers.origins.simulated import KEYS, read

FEEDS = {
    id_: feed for id_, feed in load_catalog(KEYS).feeds.items() if feed.fresh_for_s > 86_400 and feed.interval_s < 7200
}


def test_the_figures_of_a_day_are_those_of_the_catalog() -> None:
    """What follows is about these."""
    assert set(FEEDS) == {
        "alternative_me_fear_and_greed",
        "blockchain_info_addresses",
        "blockchain_info_fees",
        "blockchain_info_transactions",
        "blockscout_transactions",
    }


@pytest.mark.parametrize("feed", FEEDS)
@given(scale=st.floats(0.01, 100), uptime_s=st.integers(0, 300_000))
def test_a_figure_of_a_day_is_fresh_until_the_next_fetch(feed: str, scale: float, uptime_s: int) -> None:
    """At any pace of the world and at any hour, for a gateway whose clock has the same pace."""
    clock = FakeClock(scale=scale)
    clock.jump(uptime_s)
    as_of = read(feed, clock).as_of

    assert clock.age_s(as_of) <= FEEDS[feed].fresh_for_s - FEEDS[feed].interval_s
