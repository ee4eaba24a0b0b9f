from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.providers.pool import FeedState, choose, usable
from service.providers.pool_state import PoolState

STATES = st.tuples(
    st.none() | st.floats(0, 40),
    st.none() | st.just("HTTP 503"),
    st.integers(0, 3),
)


def feed(
    name: str, age_s: float | None = 1.0, failure: str | None = None, successes: int = 5, provider: str = ""
) -> FeedState:
    return FeedState(name, provider or f"{name}_provider", age_s, 20.0, failure, successes)


def pool(*feeds: FeedState, active: str | None = None, next_try_s: float = 11.2) -> PoolState:
    return PoolState("news", feeds, active, failovers=0, last_failover=None, next_try_s=next_try_s)


WELL, DOWN, OLD, NEW = feed("a"), feed("a", 9.0, "HTTP 503", 0), feed("a", 21.0), feed("a", None, None, 0)
OTHER = feed("b")


@pytest.mark.parametrize(
    ("state", "health"),
    [
        (pool(WELL, OTHER, active="a"), "healthy"),
        (pool(DOWN, OTHER, active="b"), "degraded"),
        (pool(WELL, OTHER, active="b"), "degraded"),
        (pool(DOWN, feed("b", 30.0), active="b"), "unhealthy"),
        (pool(DOWN, active="a"), "unhealthy"),
        (pool(OLD, active="a"), "unhealthy"),
        (pool(feed("a", None, "HTTP 503", 0), feed("b", None, "HTTP 500", 0)), "unhealthy"),
        (pool(NEW, OTHER), "unknown"),
        (pool(feed("a", None, "HTTP 503", 0), feed("b", None, None, 0)), "unknown"),
    ],
)
def test_health_goes_by_who_serves(state: PoolState, health: str) -> None:
    """The preferred feed, another, or none; unknown while one that might has not been tried."""
    assert state.health == health


@pytest.mark.parametrize(
    ("preferred", "text"),
    [
        (DOWN, "2 good answers of a_provider in a row; now: HTTP 503; next try in 12 s"),
        (OLD, "2 good answers of a_provider in a row; now: no fresh data; next try in 12 s"),
        (feed("a", 1.0, None, 1), "1 more good answer of a_provider; next try in 12 s"),
        (NEW, "2 good answers of a_provider in a row; next try in 12 s"),
    ],
)
def test_what_would_bring_the_preferred_feed_back_is_told(preferred: FeedState, text: str) -> None:
    """How many answers are missing, what is in the way, and when it is asked next, in whole seconds."""
    assert pool(preferred, OTHER, active="b").fail_back() == text


@pytest.mark.parametrize("active", [None, "b"])
def test_where_none_can_serve_one_answer_is_enough(active: str | None) -> None:
    """The first feed to answer takes over, the preferred one like any."""
    gone = feed("b", 30.0, "HTTP 500", 0)

    assert pool(DOWN, gone, active=active).fail_back("sim:") == (
        "1 good answer of sim:a_provider; now: HTTP 503; next try in 12 s"
    )


def test_a_try_under_way_is_told() -> None:
    """Nobody knows yet what comes of it."""
    assert pool(DOWN, OTHER, active="b", next_try_s=0.0).fail_back() == (
        "2 good answers of a_provider in a row; now: HTTP 503; next try under way"
    )


@pytest.mark.parametrize("preferred", [WELL, DOWN, OLD])
def test_while_the_preferred_feed_serves_nothing_is_missing(preferred: FeedState) -> None:
    """Even when what it serves is stale: there is nothing to switch."""
    assert pool(preferred, OTHER, active="a").fail_back() is None


def test_providers_are_named_once() -> None:
    """Of two feeds of one provider either may serve."""
    state = pool(feed("a", provider="binance"), feed("b", provider="kraken"), feed("c", provider="binance"), active="c")

    assert state.providers == ("binance", "kraken")
    assert state.server == "binance"
    assert pool(WELL).server is None


@given(states=st.lists(STATES, min_size=1, max_size=3), active=st.none() | st.integers(0, 2))
def test_it_agrees_with_the_choice(states: list[tuple[float | None, str | None, int]], active: int | None) -> None:
    """After a choice a pool is healthy or degraded exactly when it is usable, and waits when another serves."""
    feeds = [feed(str(number), *state) for number, state in enumerate(states)]
    choice = choose(feeds, None if active is None else str(active))
    state = pool(*feeds, active=choice.active)

    assert (state.health in {"healthy", "degraded"}) == choice.usable
    assert (state.health == "healthy") == (choice.active == "0" and usable(feeds[0]))
    assert (state.fail_back() is None) == (choice.active == "0")
