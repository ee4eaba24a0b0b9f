from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.providers.percentile import percentile

FIGURES = st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=200)


def test_without_figures_there_is_no_percentile() -> None:
    """Nothing is not zero."""
    assert percentile([], 50) is None


@given(FIGURES, st.integers(min_value=1, max_value=100))
def test_so_many_do_not_exceed_it(figures: list[float], percent: int) -> None:
    """It is one of the figures, the smallest that is enough, in whatever order they come."""
    found = percentile(figures, percent)

    def share(limit: float) -> float:
        return 100 * sum(figure <= limit for figure in figures)

    assert found is not None
    assert found in figures
    assert share(found) >= percent * len(figures)
    assert all(share(figure) < percent * len(figures) for figure in figures if figure < found)


def test_of_a_hundred_it_is_that_place() -> None:
    """The 95th of a hundred is what 95 do not exceed, the 50th the lower median."""
    figures = [float(number) for number in range(100, 0, -1)]

    assert (percentile(figures, 95), percentile(figures, 50), percentile(figures[:2], 50)) == (95.0, 50.0, 99.0)
