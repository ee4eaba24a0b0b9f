from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.python.runtime.freshness import Freshness

LIMITS_S = {"prices": 15.0, "news": 180.0}
INSTANTS = st.floats(0, 1000)


def following(*topics: str) -> Freshness:
    freshness = Freshness(LIMITS_S)
    freshness.follow(topics, 0.0)
    return freshness


def test_a_service_is_stale_after_its_own_limit() -> None:
    """Each service is judged by its interval, from its newest update on."""
    freshness = following("prices", "news")
    freshness.hear("prices", 10.0)

    assert freshness.stale(24.9) == frozenset()
    assert freshness.stale(25.0) == {"prices"}
    assert freshness.stale(180.0) == {"prices", "news"}


def test_what_is_not_followed_is_never_stale() -> None:
    """Services that are not subscribed, and topics without an interval, are not missed."""
    freshness = following("prices", "system")
    freshness.hear("news", 0.0)
    freshness.follow((), 1.0)

    assert freshness.stale(1e9) == frozenset()


def test_to_follow_again_is_no_sign_of_life() -> None:
    """Another subscription does not make the earlier ones fresh; one that was given up begins anew."""
    freshness = following("prices")
    freshness.follow(("prices", "news"), 10.0)
    assert freshness.stale(15.0) == {"prices"}

    freshness.follow((), 16.0)
    freshness.follow(("prices",), 17.0)
    assert freshness.stale(31.9) == frozenset()


@pytest.mark.parametrize(
    ("now", "since", "excused", "verdict"),
    [
        (100.0, 0.0, (), False),
        (190.0, 0.0, (), True),
        (190.0, 11.0, (), False),
        (191.0, 11.0, (), True),
        (100.0, 0.0, ("news",), True),
        (190.0, 0.0, ("news", "prices"), False),
    ],
)
def test_a_connection_is_silent_when_every_service_is(
    now: float,
    since: float,
    excused: tuple[str, ...],
    verdict: bool,  # noqa: FBT001  a column of the table
) -> None:
    """All that should have come on this connection did not; services without data are not asked."""
    freshness = following("prices", "news")
    freshness.hear("prices", 10.0)
    freshness.hear("news", 10.0)

    assert freshness.are_all_silent(now, since=since, excused=excused) is verdict


def test_who_expects_nothing_hears_no_silence() -> None:
    """Without subscriptions there is no silence."""
    assert not following().are_all_silent(1e9, since=0.0, excused=())
    assert following().shortest_limit_s() is None
    assert following("news", "prices").shortest_limit_s() == 15.0


@given(st.lists(st.tuples(st.sampled_from(["prices", "news"]), INSTANTS)), INSTANTS, st.floats(0.001, 0.999))
def test_nothing_changes_before_the_next_change(heard: list[tuple[str, float]], now: float, share: float) -> None:
    """Who sleeps as long as told misses no service that becomes stale, not even one that is followed meanwhile."""
    freshness = following("prices", "news")
    for topic, at in sorted(heard, key=lambda pair: pair[1]):
        freshness.hear(topic, min(at, now))
    before = freshness.stale(now)
    pause_s = freshness.next_change_s(now)

    assert 0 < pause_s <= min(LIMITS_S.values())
    assert freshness.stale(now + pause_s * share) == before
