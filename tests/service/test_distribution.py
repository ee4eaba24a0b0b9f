from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.distribution import Distribution

SECONDS = st.floats(min_value=0, max_value=1e6)


@given(st.sets(SECONDS, min_size=1), st.lists(SECONDS))
def test_each_bound_has_the_values_that_are_not_above_it(bounds: set[float], values: list[float]) -> None:
    """As Prometheus counts: up to and including the bound, and all of them below the infinite one."""
    distribution = Distribution(sorted(bounds))
    for value in values:
        distribution.observe(value)
    cumulative = dict(distribution.cumulative())

    assert list(cumulative) == [*sorted(bounds), math.inf]
    assert all(count == sum(value <= bound for value in values) for bound, count in cumulative.items())
    assert distribution.count == len(values)
    assert distribution.total == pytest.approx(sum(values))
