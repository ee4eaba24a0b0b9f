from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from contracts.generated.catalog import ENDPOINTS, ServiceName
from tests.fakes.session import session

ORDER = [*get_args(ServiceName), "system"]


@given(st.sampled_from(sorted(ENDPOINTS)), st.permutations(ORDER), st.integers(0, len(ORDER)))
def test_subscriptions_are_listed_in_the_order_of_the_contract(path: str, topics: list[str], count: int) -> None:
    """Whatever the order in which they were made: services as asyncapi.yaml lists them, then `system`."""
    carried = [topic for topic in topics[:count] if topic in (*ENDPOINTS[path].scope, "system")]

    assert session(path, *carried).listed() == sorted(carried, key=ORDER.index)
