from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.onchain import collect
from service.providers.figure import Figure
from service.providers.network import FeeRates, Network
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

    Value = Figure | Network

FIGURES = st.none() | st.builds(
    Figure, st.sampled_from(["bitcoin", "ethereum"]), st.floats(min_value=0, max_value=1e15), st.none()
)
RATES = st.floats(min_value=0, max_value=1e9)
GAS = st.none() | st.builds(
    Network,
    latest_block=st.integers(0, 2**53),
    fees=st.none() | st.builds(FeeRates, RATES, RATES, RATES, st.just("gwei")),
    utilization=st.none() | st.floats(0, 1),
)


def figure(source: str, chain: str, value: float, at: datetime, *, stale: bool = False) -> Sourced[Figure]:
    return Sourced(Figure(chain, value, at), source, at, stale)


def network(value: Network, *, stale: bool = False) -> Sourced[Network]:
    return Sourced(value, "publicnode_ethereum", START - timedelta(seconds=12), stale)


YESTERDAY = START.replace(day=22, hour=0, minute=0)
ADDRESSES = figure("blockchain_info", "bitcoin", 512345.0, YESTERDAY)
TRANSACTIONS = figure("blockscout", "ethereum", 1412345.0, YESTERDAY)
FEES = figure("defillama", "ethereum", 412345.5, START - timedelta(hours=1))
GAS_NOW = network(Network(23861012, fees=FeeRates(0.8, 0.9, 1.7, "gwei"), utilization=0.52))


def data(**parts: Any) -> dict[str, Any]:
    given_parts = {"addresses": None, "transactions": None, "fees": None, "gas": None} | parts
    update = collect(**given_parts, at=START)

    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "onchain").text)["data"]
    return found


def test_each_figure_says_where_it_comes_from() -> None:
    """Chain, source and age are those of the figure; the whole is as new as the newest."""
    day = {"as_of": "2026-11-22T00:00:00.000Z", "stale": False}
    gas = {"chain": "ethereum", "source": "publicnode_ethereum", "as_of": "2026-11-23T10:29:48.000Z", "stale": False}

    assert data(addresses=ADDRESSES, transactions=TRANSACTIONS, fees=FEES, gas=GAS_NOW) == {
        "active_addresses": 512345,
        "transaction_count": 1412345,
        "total_fees": 412345.5,
        "gas_price": 0.9,
        "network_utilization": 0.52,
        "metrics": {
            "active_addresses": {"chain": "bitcoin", "source": "blockchain_info", **day},
            "transaction_count": {"chain": "ethereum", "source": "blockscout", **day},
            "total_fees": {
                "chain": "ethereum",
                "source": "defillama",
                "as_of": "2026-11-23T09:30:00.000Z",
                "stale": False,
            },
            "gas_price": gas,
            "network_utilization": gas,
        },
        "source": "blockchain_info+blockscout+defillama+publicnode_ethereum",
        "as_of": "2026-11-23T10:29:48.000Z",
        "stale": False,
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_one_source_of_several_figures_is_named_once() -> None:
    """When Blockchain.com serves for all of Bitcoin's figures."""
    bitcoin = figure("blockchain_info", "bitcoin", 430000.0, YESTERDAY)
    found = data(addresses=ADDRESSES, transactions=bitcoin, gas=GAS_NOW)

    assert found["source"] == "blockchain_info+publicnode_ethereum"
    assert found["metrics"]["transaction_count"]["chain"] == "bitcoin"


def test_a_figure_that_nobody_gives_is_null_and_has_no_metric() -> None:
    """It is not zero, and nothing is said of its age."""
    found = data(gas=network(Network(23861012, utilization=0.0)))

    assert (found["active_addresses"], found["transaction_count"], found["total_fees"]) == (None, None, None)
    assert (found["gas_price"], found["network_utilization"]) == (None, 0.0)
    assert list(found["metrics"]) == ["network_utilization"]


@pytest.mark.parametrize(
    "parts",
    [
        {"addresses": figure("blockchain_info", "bitcoin", 1.0, YESTERDAY, stale=True), "gas": GAS_NOW},
        {"addresses": ADDRESSES, "gas": network(Network(7, utilization=0.5), stale=True)},
    ],
)
def test_one_stale_figure_makes_the_whole_stale(parts: dict[str, Any]) -> None:
    """The metrics say which one it is."""
    found = data(**parts)

    assert found["stale"] is True
    assert {metric["stale"] for metric in found["metrics"].values()} == {True, False}


def test_nothing_is_said_without_a_figure() -> None:
    """A node that tells neither fees nor utilization is of no use here."""
    assert collect(None, None, None, None, START) is None
    assert collect(None, None, None, network(Network(7)), START) is None


@given(addresses=FIGURES, transactions=FIGURES, fees=FIGURES, gas=GAS)
def test_every_update_is_valid(
    sealed: Validator, addresses: Figure | None, transactions: Figure | None, fees: Figure | None, gas: Network | None
) -> None:
    """Whatever is known; every figure that is not null has a metric, and no other has."""
    update = collect(
        None if addresses is None else Sourced(addresses, "x", START, stale=False),
        None if transactions is None else Sourced(transactions, "x", START, stale=False),
        None if fees is None else Sourced(fees, "y", START, stale=False),
        None if gas is None else network(gas),
        START,
    )
    if update is None:
        return
    text = encode(update, "onchain").text

    verdict = sealed.event("/ws/data", text)
    assert verdict, verdict.violations
    found = json.loads(text)["data"]
    fields = ("active_addresses", "transaction_count", "total_fees", "gas_price", "network_utilization")
    assert {name for name in fields if found[name] is not None} == set(found["metrics"])
