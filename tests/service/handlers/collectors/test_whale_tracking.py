from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.whale_tracking import collect
from service.providers.quotes import Quotes
from service.providers.sourced import Sourced
from service.providers.transfers import Transfers
from tests.fakes.clock import START
from tests.service.handlers.whales import sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.validator import Validator
    from service.handlers.sightings import Sighting


def part(source: str, age_s: float = 15.0, *, stale: bool = False) -> Sourced[Transfers]:
    return Sourced(Transfers((), None), source, START - timedelta(seconds=age_s), stale)


ETHEREUM, BITCOIN = part("publicnode_ethereum"), part("mempool_space", 8.0)
PARTS = {"ethereum": ETHEREUM, "bitcoin": BITCOIN}
PRICES = Sourced(Quotes({}, None), "binance", START, stale=False)


def data(
    sightings: Sequence[Sighting] = (), parts: dict[str, Sourced[Transfers]] | None = None, **changes: Any
) -> dict[str, Any]:
    options: dict[str, Any] = {"prices": None, "at": START, "threshold_usd": 1e6, "window_s": 3600.0, **changes}
    update = collect(sightings, PARTS if parts is None else parts, **options)
    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "whale_tracking").text)["data"]
    return found


def test_transfers_and_wallets_are_listed() -> None:
    """Each transfer with both ends, each address with what went in and out, and the sum of all."""
    sent = sighting("0xa", 1_249_750.0, amount=1_250_000.0, sender="0x28", recipient="0x21")
    back = replace(sighting("0xb", 2e6, ago_s=20, asset="DAI", sender="0x21", recipient=None), is_new=False)
    fresh, other = (
        {"source": each.source, "as_of": instant, "stale": False}
        for each, instant in ((ETHEREUM, "2026-11-23T10:29:45.000Z"), (BITCOIN, "2026-11-23T10:29:52.000Z"))
    )

    assert data([sent, back]) == {
        "large_transactions": [
            {
                "hash": "0xa",
                "value": 1_250_000.0,
                "value_usd": 1_249_750.0,
                "asset": "USDT",
                "chain": "ethereum",
                "from": "0x28",
                "to": "0x21",
                "timestamp": "2026-11-23T10:29:50.000Z",
                "new": True,
            },
            {
                "hash": "0xb",
                "value": 2e6,
                "value_usd": 2e6,
                "asset": "DAI",
                "chain": "ethereum",
                "from": "0x21",
                "to": None,
                "timestamp": "2026-11-23T10:29:40.000Z",
                "new": False,
            },
        ],
        "whale_wallets": [
            {"address": "0x21", "chain": "ethereum", "total_usd": 3_249_750.0, "transactions": 2},
            {"address": "0x28", "chain": "ethereum", "total_usd": 1_249_750.0, "transactions": 1},
        ],
        "total_volume": 3_249_750.0,
        "alert_threshold": 1e6,
        "window_s": 3600.0,
        "source": "publicnode_ethereum+mempool_space",
        "as_of": "2026-11-23T10:29:52.000Z",
        "stale": False,
        "freshness": {"ethereum": fresh, "bitcoin": other},
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_a_quiet_hour_is_an_update_too() -> None:
    """An empty list says that nothing large moved."""
    found = data()

    assert (found["large_transactions"], found["whale_wallets"], found["total_volume"]) == ([], [], 0)


def test_nothing_is_said_while_nothing_is_watched() -> None:
    """An empty list would say that nothing moved."""
    assert collect((), {}, PRICES, START, threshold_usd=1e6, window_s=3600.0) is None


def test_whoever_told_of_a_listed_transfer_is_a_source() -> None:
    """After those that are watched now, each once."""
    seen = [sighting("0xa", source="drpc_ethereum"), sighting("0xb"), sighting("0xc", source="drpc_ethereum")]

    assert data(seen)["source"] == "publicnode_ethereum+mempool_space+drpc_ethereum"


@pytest.mark.parametrize("name", ["ethereum", "bitcoin", "prices"])
def test_one_stale_part_makes_the_update_stale(name: str) -> None:
    """The prices are a part as well: dollars are made of them."""
    parts = {key: replace(each, stale=key == name) for key, each in PARTS.items()}
    found = data(parts=parts, prices=replace(PRICES, stale=name == "prices"))

    assert found["stale"] is True
    assert {key: each["stale"] for key, each in found["freshness"].items()} == {
        key: key == name for key in ("ethereum", "bitcoin", "prices")
    }


def test_ten_wallets_at_most() -> None:
    """Those that moved most, by their dollars."""
    seen = [sighting(f"0x{number}", 1e6 + number, sender=f"0x{number:02}") for number in range(12)]

    assert [wallet["address"] for wallet in data(seen)["whale_wallets"]] == [
        f"0x{number:02}" for number in range(11, 1, -1)
    ]


def test_the_same_address_on_two_chains_is_two_wallets() -> None:
    """Whoever sends to himself has moved it once."""
    here, there = (sighting("0xa", chain=chain, sender="0x1", recipient="0x1") for chain in ("ethereum", "bsc"))
    wallets = data([here, there])["whale_wallets"]

    assert [(wallet["chain"], wallet["total_usd"], wallet["transactions"]) for wallet in wallets] == [
        ("ethereum", 2e6, 1),
        ("bsc", 2e6, 1),
    ]


ADDRESSES = st.none() | st.sampled_from(["0x1", "0x2", "0x3"])


@given(
    seen=st.lists(
        st.builds(
            sighting,
            st.text(max_size=4),
            st.floats(0, 1e12),
            ago_s=st.floats(0, 3600),
            sender=ADDRESSES,
            recipient=ADDRESSES,
        ),
        max_size=8,
    ),
    parts=st.dictionaries(st.sampled_from(["ethereum", "bitcoin", "whale_alert"]), st.just(ETHEREUM), min_size=1),
)
def test_updates_are_valid(sealed: Validator, seen: list[Sighting], parts: dict[str, Sourced[Transfers]]) -> None:
    """Whatever was seen; the volume is that of the list."""
    update = collect(seen, parts, PRICES, START, threshold_usd=1e6, window_s=12.5)
    assert update is not None
    verdict = sealed.event("/ws/whale_tracking", encode(update, "whale_tracking").text)

    assert verdict, verdict.violations
    assert update.data.total_volume == sum(each.value_usd for each in update.data.large_transactions)


def test_an_amount_with_change_in_it_says_so() -> None:
    """`includes_change` is there, and true, only while the amount may hold what goes back to the sender."""
    gross, net = (sighting(hash_, 2e6, has_change=hash_ == "gross") for hash_ in ("gross", "net"))
    rows = data([gross, net])["large_transactions"]

    assert [row.get("includes_change", "absent") for row in rows] == [True, "absent"]
