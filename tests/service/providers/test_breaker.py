from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderPayloadError, ProviderRefused, ProviderTimeout, ProviderUnavailable, RateLimited
from service.providers.breaker import Breaker

if TYPE_CHECKING:
    from service.errors import ProviderError

DOWN = ProviderUnavailable("binance", "HTTP 503")
REFUSED = ProviderRefused("binance", "HTTP 451")
RESTS_S = st.none() | st.floats(min_value=0.0, max_value=5000.0)
OUTCOMES: st.SearchStrategy[ProviderError | None] = st.one_of(
    st.none(),
    st.sampled_from(
        [DOWN, ProviderTimeout("binance", "no whole answer"), ProviderPayloadError("binance", "not a list")]
    ),
    st.builds(RateLimited, st.just("binance"), st.just("HTTP 429"), RESTS_S),
    st.builds(ProviderRefused, st.just("binance"), st.just("HTTP 403"), RESTS_S),
)


def opened(at: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(3):
        breaker.failed(DOWN, at)
    return breaker


@given(st.lists(st.tuples(st.floats(min_value=0.0, max_value=700.0), OUTCOMES), max_size=40))
def test_one_caller_sees_what_a_plain_count_foretells(steps: list[tuple[float, ProviderError | None]]) -> None:
    """For one caller the breaker is three numbers: failures in a row, rests since a success, the end of the rest."""
    breaker, now, row, rests, until = Breaker(), 1000.0, 0, 0, 0.0
    for gap_s, outcome in steps:
        now += gap_s
        assert breaker.permits(now) == (now >= until)
        if now < until:
            assert breaker.retry_after_s(now) == until - now
            continue
        if outcome is None:
            breaker.succeeded(now)
            row = rests = 0
            continue
        breaker.failed(outcome, now)
        is_told = isinstance(outcome, RateLimited | ProviderRefused)
        row += not is_told
        if is_told or rests or row >= 3:
            rest_s = min(600.0, (300.0 if isinstance(outcome, ProviderRefused) else 30.0) * 2**rests)
            if isinstance(outcome, RateLimited | ProviderRefused) and outcome.retry_after_s is not None:
                rest_s = outcome.retry_after_s
            until, rests = now + rest_s, rests + 1


def test_the_third_failure_in_a_row_opens() -> None:
    """Two failures are bad luck, three are a state; a success in between starts the count anew."""
    breaker = Breaker()
    for error in (DOWN, DOWN, None, DOWN, DOWN):
        breaker.succeeded(0.0) if error is None else breaker.failed(error, 0.0)

    assert breaker.state(0.0) == "closed"
    breaker.failed(DOWN, 0.0)
    assert breaker.state(0.0) == "open"
    assert not breaker.permits(29.9)
    assert breaker.state(30.0) == "half_open"


def test_rests_double_up_to_ten_minutes() -> None:
    """A provider that stays away is asked less and less, but at least every ten minutes."""
    breaker, now, rests_s = opened(), 0.0, []
    for _ in range(7):
        rests_s.append(breaker.retry_after_s(now))
        now += rests_s[-1]
        assert breaker.permits(now)
        breaker.failed(DOWN, now)

    assert rests_s == [30, 60, 120, 240, 480, 600, 600]


def test_a_success_forgets_the_rests() -> None:
    """After a recovery the next trouble begins with the shortest rest again."""
    breaker = opened()
    breaker.permits(30.0)
    breaker.failed(DOWN, 30.0)
    breaker.permits(90.0)
    breaker.succeeded(90.0)
    for _ in range(3):
        breaker.failed(DOWN, 100.0)

    assert breaker.retry_after_s(100.0) == 30.0


def test_one_refusal_opens_for_five_minutes() -> None:
    """A block does not lift within seconds, so nobody asks thrice."""
    breaker = Breaker()
    breaker.failed(REFUSED, 0.0)

    assert breaker.retry_after_s(0.0) == 300.0


def test_the_provider_decides_how_long_it_is_left_alone() -> None:
    """A stated wait is kept to the second, even one longer than any rest of our own."""
    breaker = Breaker()
    breaker.failed(RateLimited("binance", "HTTP 418", 7200.0), 0.0)

    assert not breaker.permits(7199.0)
    assert breaker.permits(7200.0)


def test_half_open_lets_exactly_one_through() -> None:
    """While the probe is out nobody else asks, however long it takes."""
    breaker = opened()

    assert [breaker.permits(30.0), breaker.permits(30.0), breaker.permits(500.0)] == [True, False, False]


def test_a_released_probe_may_be_claimed_again() -> None:
    """A probe that was cancelled must not shut the provider out for ever."""
    breaker = opened()
    breaker.permits(30.0)
    breaker.release()

    assert breaker.permits(31.0)


def test_the_next_probe_after_a_failed_one_is_free() -> None:
    """A failed probe gives its place back together with its report."""
    breaker = opened()
    breaker.permits(30.0)
    breaker.failed(DOWN, 30.0)

    assert not breaker.permits(89.0)
    assert breaker.permits(90.0)


def test_a_late_failure_does_not_lengthen_the_rest() -> None:
    """Fetches that were under way when the breaker opened tell nothing new, unless they bring a longer wait."""
    breaker = opened()
    breaker.failed(DOWN, 1.0)
    breaker.failed(REFUSED, 2.0)
    assert breaker.retry_after_s(0.0) == 30.0

    breaker.failed(RateLimited("binance", "HTTP 429", 100.0), 5.0)
    assert breaker.retry_after_s(5.0) == 100.0

    breaker.failed(RateLimited("binance", "HTTP 429", 1.0), 6.0)
    assert breaker.retry_after_s(5.0) == 100.0


def test_a_late_success_does_not_close() -> None:
    """An answer to a question of before does not lift a ban."""
    breaker = Breaker()
    breaker.failed(RateLimited("binance", "HTTP 418", 120.0), 0.0)
    breaker.succeeded(1.0)

    assert breaker.state(1.0) == "open"
