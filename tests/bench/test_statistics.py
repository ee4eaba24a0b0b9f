from __future__ import annotations

from array import array

from tests.bench.crowd import Arrivals
from tests.bench.examples import delivery
from tests.bench.statistics import last_ms, latencies_ms, median_ratio

MS = 1_000_000
ARRIVALS = Arrivals(array("q", [7, 8, 8, 9, 8]), array("q", [5 * MS, 12 * MS, 11 * MS, 23 * MS, 15 * MS]))


def test_the_last_client_counts() -> None:
    """An update has arrived when its last client has it, counted from when it was due."""
    assert last_ms(ARRIVALS, 8, [10 * MS, 20 * MS]) == [5.0, 3.0]


def test_an_update_that_nobody_got_has_no_last_client() -> None:
    """What never arrived has no latency; it is counted as lost elsewhere."""
    assert last_ms(ARRIVALS, 8, [10 * MS, 20 * MS, 30 * MS]) == [5.0, 3.0]


def test_every_delivery_has_its_latency() -> None:
    """Each arrival is counted from when its own update was due; what came of earlier updates is left out."""
    assert latencies_ms(ARRIVALS, 8, [10 * MS, 20 * MS]) == [2.0, 1.0, 3.0, 5.0]


def test_ratios_are_taken_within_a_round() -> None:
    """The rounds of a machine that became slower agree: each compares what was measured side by side."""
    fast, slow = delivery("gateway", 90), delivery("gateway", 9, round_=1)
    others = delivery("ceiling", 100), delivery("ceiling", 10, round_=1)

    assert median_ratio([fast, slow, *others], "gateway", "ceiling", lambda each: each.deliveries_per_s) == 0.9


def test_the_middle_round_counts() -> None:
    """One round that went wrong does not move the figure."""
    found = [delivery("gateway", rate, round_=number) for number, rate in enumerate((50, 1, 60))]
    others = [delivery("ceiling", 100, round_=number) for number in range(3)]

    assert median_ratio([*found, *others], "gateway", "ceiling", lambda each: each.deliveries_per_s) == 0.5


def test_without_a_round_of_both_there_is_no_ratio() -> None:
    """Servers that were never measured side by side are not compared."""
    found = [delivery("gateway", 1), delivery("ceiling", 1, round_=1)]

    assert median_ratio(found, "gateway", "ceiling", lambda each: each.deliveries_per_s) is None
