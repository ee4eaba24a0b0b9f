"""UPD-02, by traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.suite.run import broken, judged, opened

if TYPE_CHECKING:
    from tests.contracts.suite.run import Line, Run


def ticking(run: Run, line: Line, service: str, gaps: list[float]) -> None:
    line.is_updated(service)
    for gap in gaps:
        run.wait(gap)
        line.is_updated(service)


# market_data comes every quarter of a second, news every three seconds: tests.contracts.suite.run.SCALE.


@pytest.mark.parametrize(
    ("service", "gaps"),
    [
        ("market_data", [0.5] * 20),
        ("market_data", [0.12] * 80),
        ("news", [6.0] * 4),
        ("news", [1.5] * 12),
    ],
)
def test_another_interval_is_noticed(service: str, gaps: list[float]) -> None:
    """Twice or half the declared one, of a quick and of a slow service; no other clause minds."""
    run, line = opened("/ws/all")
    ticking(run, line, service, gaps)

    (fault,) = broken(run)["UPD-02"]
    assert set(broken(run)) == {"UPD-02"}
    assert f"updates of {service} followed in {sum(gaps):.1f} s" in fault.problem


def test_falling_silent_is_noticed() -> None:
    """A service that stops is too slow, as long as somebody goes on listening."""
    run, line = opened("/ws/all")
    ticking(run, line, "market_data", [0.25] * 10)
    run.wait(3.0)
    line.is_updated("news")

    assert set(broken(run)) == {"UPD-02"}


@pytest.mark.parametrize(
    "gaps",
    [
        pytest.param([0.01, *[0.25] * 12], id="the first update off the grid"),
        pytest.param([*[0.25] * 4, 0.9, 0.1, *[0.25] * 8], id="one tick held up, two left out"),
        pytest.param([0.25, 0.49, 0.01] * 6, id="every third one late"),
        pytest.param([1.6, *[0.0] * 5, *[0.25] * 10], id="a reader that was busy gets several at once"),
    ],
)
def test_a_busy_machine_is_no_breach(gaps: list[float]) -> None:
    """Updates are counted over a stretch, not timed one by one."""
    run, line = opened("/ws/all")
    ticking(run, line, "market_data", gaps)

    assert "UPD-02" not in broken(run)


def test_a_short_time_tells_nothing_of_intervals() -> None:
    """It says to whom nobody listened long enough, instead of praising them."""
    run, line = opened("/ws/all")
    ticking(run, line, "market_data", [0.25] * 10)
    line.is_updated("news")
    result = judged(run)["UPD-02"]

    assert (result.status, result.reason) == ("unseen", "nobody listened long enough to news")


def test_commands_cut_a_stretch() -> None:
    """Before and after a command everything may come in another rhythm."""
    run, line = opened("/ws/all")
    for _ in range(10):
        ticking(run, line, "market_data", [0.25, 0.25])
        line.pings()

    assert judged(run)["UPD-02"].status == "unseen"


def test_leaving_a_service_ends_its_stretch() -> None:
    """What is on its way when a service is left is not the first of many."""
    run, line = opened("/ws/all")
    ticking(run, line, "market_data", [0.25] * 10)
    line.sends("unsubscribe", service="market_data")
    line.is_updated("market_data")
    line.gets("system", "unsubscription_confirmed", service="market_data", subscriptions=["news"])
    line.is_updated("news")
    run.wait(5.0)
    line.is_updated("news")

    assert judged(run)["UPD-02"].status == "unseen"
    assert broken(run) == {}
