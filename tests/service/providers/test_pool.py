from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from service.providers.pool import Choice, FeedState, Switch, choose, untried, usable

BINANCE = FeedState("binance_ticker", "binance", age_s=1.0, fresh_for_s=20.0, successes=5)
COINBASE = FeedState("coinbase_ticker", "coinbase", age_s=9.0, fresh_for_s=20.0, successes=5)
KRAKEN = FeedState("kraken_ticker", "kraken", age_s=9.0, fresh_for_s=20.0, successes=5)
NAMES = ("a", "b", "c", "d")
ACTIVE = st.none() | st.sampled_from(NAMES)


@st.composite
def pools(draw: st.DrawFn) -> list[FeedState]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    return [
        FeedState(
            name,
            name,
            age_s=draw(st.none() | st.floats(min_value=0.0, max_value=40.0)),
            fresh_for_s=20.0,
            failure=draw(st.none() | st.just("HTTP 503")),
            successes=draw(st.integers(min_value=0, max_value=3)),
        )
        for name in names
    ]


def failed(state: FeedState, reason: str = "HTTP 503") -> FeedState:
    return replace(state, failure=reason, successes=0)


@given(pools(), ACTIVE)
def test_a_usable_feed_is_never_passed_over_for_another(states: list[FeedState], active: str | None) -> None:
    """Once there is a choice, and any feed is usable, the chosen one is, and the choice says the truth about it."""
    choice = choose(states, active)
    assume(choice.active is not None or not any(untried(state) for state in states))
    good = [state.feed for state in states if usable(state)]

    assert choice.usable == bool(good)
    assert (choice.active in good) == bool(good)


@given(pools(), ACTIVE)
def test_a_choice_stands_while_nothing_changes(states: list[FeedState], active: str | None) -> None:
    """Choosing again with the same states switches nothing: no flapping."""
    first = choose(states, active)
    second = choose(states, first.active)

    assert second == Choice(first.active, None, first.usable)


@given(pools(), ACTIVE)
def test_a_switch_is_told_exactly_when_the_feed_changes(states: list[FeedState], active: str | None) -> None:
    """Every change from one feed of the pool to another is one failover; the first choice is none."""
    choice = choose(states, active)
    is_known = active in [state.feed for state in states]

    assert (choice.switched is not None) == (is_known and choice.active != active)
    if choice.switched is not None:
        assert (choice.switched.previous, choice.switched.current) == (active, choice.active)
        assert choice.switched.reason


def test_a_feed_is_usable_with_a_fresh_value_and_no_failure() -> None:
    """An age equal to the bound is still fresh; no value, an old one or a failure are not usable."""
    assert usable(replace(BINANCE, age_s=20.0))
    assert not usable(replace(BINANCE, age_s=20.1))
    assert not usable(replace(BINANCE, age_s=None))
    assert not usable(failed(BINANCE))


def test_the_first_choice_is_the_first_usable_in_order() -> None:
    """Starting on a standby is no failover."""
    assert choose([BINANCE, COINBASE], None) == Choice(BINANCE.feed, None, usable=True)
    assert choose([failed(BINANCE), COINBASE], None) == Choice(COINBASE.feed, None, usable=True)
    assert choose([replace(failed(BINANCE), age_s=None)], None) == Choice(None, None, usable=False)


def test_an_old_value_is_better_than_none() -> None:
    """Once all have tried, the first feed with any value at all is chosen, as one that is not usable."""
    silent, old = replace(failed(BINANCE), age_s=None), replace(COINBASE, age_s=999.0)
    waiting = replace(KRAKEN, age_s=None)

    assert choose([silent, old, failed(KRAKEN)], None) == Choice(COINBASE.feed, None, usable=False)
    assert choose([silent, old, waiting], None) == Choice(None, None, usable=False)
    assert choose([silent, old, KRAKEN], None) == Choice(KRAKEN.feed, None, usable=True)


def test_the_first_choice_waits_for_a_preferred_feed() -> None:
    """Whoever answers first at the start does not displace a better one whose answer is still to come."""
    waiting = FeedState("binance_ticker", "binance", age_s=None, fresh_for_s=20.0)

    assert choose([waiting, COINBASE], None) == Choice(None, None, usable=False)
    assert choose([COINBASE, waiting], None) == Choice(COINBASE.feed, None, usable=True)


def test_a_feed_that_left_the_pool_is_no_failover() -> None:
    """An active feed that the pool does not know is as good as none."""
    assert choose([BINANCE, COINBASE], "gone") == Choice(BINANCE.feed, None, usable=True)


def test_a_failure_switches_to_the_next_usable_with_its_reason() -> None:
    """The reason of a failover is the failure of the feed that served."""
    choice = choose([failed(BINANCE), failed(COINBASE, "HTTP 451"), KRAKEN], BINANCE.feed)

    assert choice == Choice(KRAKEN.feed, Switch(BINANCE.feed, KRAKEN.feed, "HTTP 503"), usable=True)


def test_silence_switches_too() -> None:
    """A feed that neither fails nor brings anything new is given up when its value is old."""
    old = choose([replace(BINANCE, age_s=23.2), COINBASE], BINANCE.feed)
    never = choose([replace(BINANCE, age_s=None), COINBASE], BINANCE.feed)

    assert old.switched == Switch(BINANCE.feed, COINBASE.feed, "no fresh data for 23 s")
    assert never.switched == Switch(BINANCE.feed, COINBASE.feed, "no data")


def test_the_way_back_takes_two_successes() -> None:
    """A preferred feed that answered once may be down again at once; twice in a row it serves again."""
    once, twice = replace(BINANCE, successes=1), replace(BINANCE, successes=2)

    assert choose([once, COINBASE], COINBASE.feed) == Choice(COINBASE.feed, None, usable=True)
    assert choose([twice, COINBASE], COINBASE.feed).switched == Switch(
        COINBASE.feed, BINANCE.feed, "binance answers again"
    )


def test_a_later_feed_never_displaces_a_usable_one() -> None:
    """Order is preference, whatever the standbys achieve."""
    shaky = replace(BINANCE, successes=1)

    assert choose([shaky, COINBASE, KRAKEN], BINANCE.feed) == Choice(BINANCE.feed, None, usable=True)


def test_one_success_is_enough_when_nothing_else_is_usable() -> None:
    """Caution about a shaky feed ends where the alternative is stale data."""
    choice = choose([replace(BINANCE, successes=1), failed(COINBASE)], COINBASE.feed)

    assert choice.active == BINANCE.feed


def test_the_active_feed_stays_when_all_are_down() -> None:
    """Nobody fails over to a feed that has nothing better."""
    choice = choose([failed(BINANCE), failed(COINBASE)], COINBASE.feed)

    assert choice == Choice(COINBASE.feed, None, usable=False)
