from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.explorers import collect
from service.providers.network import FeeRates, Network
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

AMOUNTS = st.floats(min_value=0, max_value=1e30)
COUNTS = st.none() | st.integers(0, 2**53)
NETWORKS = st.builds(
    Network,
    latest_block=st.integers(0, 2**53),
    hashrate=st.none() | AMOUNTS,
    difficulty=st.none() | AMOUNTS,
    mempool_count=COUNTS,
    transactions_a_day=COUNTS,
    fees=st.none() | st.builds(FeeRates, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(["sat/vB", "gwei"])),
    utilization=st.none() | st.floats(0, 1),
)


def sourced(source: str, network: Network, age_s: float = 0.0, *, stale: bool = False) -> Sourced[Network]:
    return Sourced(network, source, START - timedelta(seconds=age_s), stale)


BITCOIN = sourced(
    "mempool_space",
    Network(975012, 1.08e21, 1.5e14, 41210, 430211, FeeRates(2.0, 3.0, 4.0, "sat/vB")),
    age_s=5,
)
ETHEREUM = sourced(
    "blockscout",
    Network(23861012, transactions_a_day=1412345, fees=FeeRates(0.9, 1.1, 1.6, "gwei"), utilization=0.5),
    age_s=13,
    stale=True,
)


def data(bitcoin: Sourced[Network] | None, ethereum: Sourced[Network] | None) -> dict[str, Any]:
    update = collect(bitcoin, ethereum, START)

    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "explorers").text)["data"]
    return found


def test_both_networks_are_told_and_bitcoin_is_flat() -> None:
    """Each network has its own source and age; the flat fields are those of Bitcoin, stale or not."""
    flat = {
        "latest_block": 975012,
        "network_hashrate": 1.08e21,
        "difficulty": 1.5e14,
        "mempool_size": 41210,
        "transactions_count": 430211,
        "source": "mempool_space",
        "as_of": "2026-11-23T10:29:55.000Z",
        "stale": False,
    }

    assert data(BITCOIN, ETHEREUM) == {
        "chain": "bitcoin",
        **flat,
        "networks": {
            "bitcoin": {**flat, "fees": {"slow": 2.0, "normal": 3.0, "fast": 4.0, "unit": "sat/vB"}},
            "ethereum": {
                "latest_block": 23861012,
                "network_hashrate": None,
                "difficulty": None,
                "mempool_size": None,
                "transactions_count": 1412345,
                "fees": {"slow": 0.9, "normal": 1.1, "fast": 1.6, "unit": "gwei"},
                "source": "blockscout",
                "as_of": "2026-11-23T10:29:47.000Z",
                "stale": True,
            },
        },
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_bitcoin_alone_is_an_update() -> None:
    """The other network is absent, not empty; so are fees that nobody told."""
    found = data(sourced("blockstream", Network(975012), stale=True), None)

    assert list(found["networks"]) == ["bitcoin"]
    assert "fees" not in found["networks"]["bitcoin"]
    assert (found["network_hashrate"], found["transactions_count"]) == (None, None)
    assert found["stale"] is True


def test_without_bitcoin_there_is_no_update() -> None:
    """The flat fields would have neither a source nor an instant."""
    assert collect(None, ETHEREUM, START) is None


@given(bitcoin=NETWORKS, ethereum=st.none() | NETWORKS)
def test_every_update_is_valid(sealed: Validator, bitcoin: Network, ethereum: Network | None) -> None:
    """Whatever is known and whatever is not."""
    update = collect(
        sourced("mempool_space", bitcoin), None if ethereum is None else sourced("blockscout", ethereum), START
    )
    assert update is not None

    verdict = sealed.event("/ws/data", encode(update, "explorers").text)
    assert verdict, verdict.violations
