from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document import load
from contracts.generated.catalog import SERVICES, ServiceName
from service.terminal.headline import HEADLINES, headline

EXAMPLES = [
    (name, example["data"]) for name, each in SERVICES.items() for example in load().messages[each.update].examples
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=10,
)


def test_every_service_has_a_headline() -> None:
    """A service that joins the contract needs one too."""
    assert set(HEADLINES) == set(get_args(ServiceName))


@pytest.mark.parametrize(("service", "data"), EXAMPLES)
def test_the_examples_of_the_contract_have_headlines(service: str, data: dict[str, Any]) -> None:
    """Each is one line of something."""
    line = headline(service, data)

    assert line.isprintable()
    assert line.strip() == line != ""


@given(st.sampled_from([*SERVICES, "future"]), st.data())
def test_whatever_comes_breaks_nothing(service: str, draw: st.DataObject) -> None:
    """A payload of another version, or of a service nobody knew, costs its headline and no more."""
    known = sorted({key for name, data in EXAMPLES if name == service for key in data})
    keys = st.sampled_from(known) | st.text(max_size=5) if known else st.text(max_size=5)

    assert headline(service, draw.draw(st.dictionaries(keys, JSON, max_size=8))).isprintable()


def test_prices_are_dollars_with_the_change_of_a_day() -> None:
    """The first coins stand there, with the sign of their change; one without a change has none."""
    data = {"prices": {"bitcoin": 76_961.5, "tron": 0.31, "a": 1, "b": 2}, "price_changes": {"bitcoin": -0.44}}

    assert headline("market_data", data) == "bitcoin $76,962 (-0.4 %) · tron $0.31 · a $1.00"


def pool(active: str, preferred: str, fail_back: str | None) -> dict[str, str | None]:
    return {"active_source": active, "preferred_source": preferred, "fail_back": fail_back}


def test_pools_tell_their_last_failover_with_its_reason() -> None:
    """The words are those of the notice."""
    failover = {"pool": "market_prices", "from": "binance", "to": "coinbase", "reason": "HTTP 503"}
    data = {"pools": {"market_prices": pool("coinbase", "binance", "")}, "failovers": [failover], "failover_count": 1}

    assert headline("pool_manager", data) == "1 failover, the last market_prices (HTTP 503): binance -> coinbase"


def test_pools_that_never_had_their_first_source_say_why() -> None:
    """A source that was down from the start is no failover, and its reason is told all the same."""
    sentence = "2 good answers of binance in a row; now: HTTP 503; next try in 14 s"
    pools = {"caps": pool("coingecko", "coingecko", None), "prices": pool("coinbase", "binance", sentence)}
    said = headline("pool_manager", {"pools": pools, "failovers": [], "failover_count": 0})

    assert said == "1 of 2 pools without their first source: prices with coinbase (binance: HTTP 503)"
