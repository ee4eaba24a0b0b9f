from __future__ import annotations

import pytest

from tests.bench.bars import Bar, bars
from tests.bench.examples import delivery, opening, results
from tests.bench.results import Stall


def judged(bar_of: str, found: list[Bar]) -> Bar:
    [bar] = [bar for bar in found if bar_of in bar.text]
    return bar


def test_the_gateway_is_measured_against_the_others() -> None:
    """Rates are judged at the fewest and at the most clients, for each size, by server."""
    rates = {"gateway": 900.0, "ceiling": 1_000.0, "litestar_loop": 300.0, "reference": 90.0}
    measured = [delivery(server, rate, clients=clients) for server, rate in rates.items() for clients in (50, 500)]
    found = bars(results(measured))

    assert judged("ceiling's", found).cells == {"50 clients, 0.3 KB": 0.9, "500 clients, 0.3 KB": 0.9}
    assert judged("ceiling's", found).missed == []
    assert judged("Litestar", found).missed == ["50 clients, 0.3 KB", "500 clients, 0.3 KB"]
    assert judged("FastAPI", found).missed == []


def test_a_delivery_may_not_cost_much_more_among_many() -> None:
    """CPU for a delivery is compared between the most clients and the fewest, of the gateway alone."""
    measured = [delivery("gateway", 100, clients=50), delivery("gateway", 50, clients=500)]
    found = judged("CPU", bars(results([*measured, delivery("ceiling", 1, clients=500)])))

    assert (found.cells, found.missed) == ({"0.3 KB": 2.0}, ["0.3 KB"])


def test_memory_is_judged_beyond_the_ceilings() -> None:
    """What granian itself holds for a connection is not the gateway's."""
    measured = [opening("gateway", 156_144), opening("ceiling", 150_000), opening("gateway", 9, clients=500)]
    found = judged("Bytes", bars(results(openings=measured)))

    assert (found.cells, found.missed) == ({"50 clients": 6_144}, [])


def test_stalled_clients_are_judged_by_the_others() -> None:
    """The ratio of the others' p99 with and without them is the median of the rounds'."""
    stalls = [Stall(number, 1_000, 100, 10.0, with_ms) for number, with_ms in enumerate((12.0, 5.0, 90.0))]
    found = judged("p99", bars(results(stalls=stalls)))

    assert (found.cells, found.missed) == ({"1000 clients": 1.2}, ["1000 clients"])


def test_what_was_not_measured_is_not_judged() -> None:
    """A run of one server has no bar."""
    assert bars(results([delivery("ceiling", 1)], [opening("ceiling", 1)])) == []


@pytest.mark.parametrize(("is_least", "missed", "worst"), [(True, ["low"], "low"), (False, ["high"], "high")])
def test_a_bar_is_kept_on_the_mark(*, is_least: bool, missed: list[str], worst: str) -> None:
    """The limit itself will do, as the least or as the most; the worst cell is named."""
    bar = Bar("", 1.0, {"high": 1.5, "mark": 1.0, "low": 0.5}, is_least=is_least)

    assert (bar.missed, bar.worst) == (missed, worst)
