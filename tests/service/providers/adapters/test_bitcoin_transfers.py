from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError
from service.providers.adapters.bitcoin_transfers import PAGE, PAGES, BitcoinTransfers, carry, parse, requests
from service.providers.catalog import load_catalog
from service.providers.transfers import Transfer
from tests.service.providers.examples import example

RECENT, BLOCK, TXS = (example(f"mempool_space_{name}.json") for name in ("recent", "block", "block_txs"))
OLD, TIP = "0" * 19 + "1" * 45, "0000000000000000000123456789abcdef0123456789abcdef0123456789abcd"
READING = BitcoinTransfers((), None, tip=TIP, block=TIP, held=3100, read=50)
FOUND = datetime(2026, 11, 23, 10, 20, tzinfo=UTC)
WAITING = (
    Transfer(
        "bitcoin",
        "4b93c138293a7e3dfea6f0a63d944890b5ba571b03cc22d8c66995535e90dce8",
        "BTC",
        0.04972029,
        has_change=True,
    ),
    Transfer(
        "bitcoin",
        "9a4d1e7c3b2f5a60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8",
        "BTC",
        1234.56789012,
        has_change=True,
    ),
)
CONFIRMED = (
    Transfer("bitcoin", "2" * 64, "BTC", 250.5, sender="bc1qhouse", recipient="bc1qshop", at=FOUND),
    Transfer("bitcoin", "3" * 64, "BTC", 3.9999, at=FOUND),
)


def paths(previous: BitcoinTransfers | None) -> list[str]:
    asked = requests(previous)
    assert all(request.query == () and request.body is None for request in asked)
    assert [request.may_be_missing for request in asked] == [False, False, *[True] * (len(asked) - 2)]
    assert [request.path for request in asked[:2]] == ["/blocks/tip/hash", "/mempool/recent"]
    return [request.path for request in asked[2:]]


def confirmed(**changes: Any) -> tuple[Transfer, ...]:
    row = json.loads(TXS)[1] | changes
    return parse([TIP.encode(), b"[]", json.dumps([row]).encode()]).items


def test_documented_answers_are_read() -> None:
    """Of what waits the sum of the outputs; in a block what goes elsewhere, without coins that are new."""
    assert parse([TIP.encode() + b"\n", RECENT, BLOCK, TXS]) == BitcoinTransfers(
        (*WAITING, *CONFIRMED), None, tip=TIP, block=TIP, held=3100, read=PAGE
    )


def test_a_quiet_fetch_brings_what_came_in() -> None:
    """The tip is learned, and no block is read."""
    assert parse([TIP.encode(), RECENT]) == BitcoinTransfers(WAITING, None, tip=TIP)


def test_the_first_fetch_only_learns_the_tip() -> None:
    """The block is read from the next one on."""
    assert paths(None) == []


@pytest.mark.parametrize("previous", [replace(READING, block=None, held=0, read=0), replace(READING, block=OLD)])
def test_a_new_block_is_begun_with_its_size_and_first_page(previous: BitcoinTransfers) -> None:
    """Even when the one before it is not read to its end: newer transfers matter more."""
    assert paths(previous) == [f"/block/{TIP}", f"/block/{TIP}/txs/0"]


def test_a_block_is_read_a_few_pages_at_a_time() -> None:
    """From where the reading had come to."""
    assert paths(READING) == [f"/block/{TIP}/txs/50", f"/block/{TIP}/txs/75"]
    assert len(paths(READING)) == PAGES


@pytest.mark.parametrize(("held", "pages"), [(50, []), (51, ["50"]), (75, ["50"]), (76, ["50", "75"])])
def test_no_page_beyond_the_end_is_asked_for(held: int, pages: list[str]) -> None:
    """It would be an error."""
    assert paths(replace(READING, held=held)) == [f"/block/{TIP}/txs/{page}" for page in pages]


def test_the_reading_goes_on_where_it_was() -> None:
    """Pages count, whatever stands on them; a block that is begun counts anew."""
    idle, page, begun = (parse([TIP.encode(), b"[]", *more]) for more in ([], [b"[]", TXS], [BLOCK, TXS]))

    assert carry(READING, idle) == READING
    assert carry(READING, page) == replace(READING, read=100, items=CONFIRMED)
    assert carry(replace(READING, block=OLD), begun) == begun


def test_a_block_may_leave_the_chain() -> None:
    """Then its parts are missing, and the tip that is told instead is begun; pages that were not read do not count."""
    gone = parse([OLD.encode(), RECENT, b"", b""])
    begun = carry(replace(READING, block=None, held=0, read=0), gone)

    assert gone == BitcoinTransfers(WAITING, None, tip=OLD)
    assert paths(begun) == [f"/block/{OLD}", f"/block/{OLD}/txs/0"]
    assert carry(READING, parse([TIP.encode(), b"[]", TXS, b""])).read == READING.read + PAGE
    assert paths(carry(READING, parse([TIP.encode(), b"[]", BLOCK, b""]))) == [
        f"/block/{TIP}/txs/0",
        f"/block/{TIP}/txs/25",
    ]


@pytest.mark.parametrize(
    ("changes", "transfer"),
    [
        ({"vin": []}, None),
        ({"vin": [{"prevout": {"value": 1}}]}, None),
        ({"vout": [{"scriptpubkey_address": "bc1qhouse", "value": 5}]}, None),
        ({"vout": [{"value": 500_000_000}]}, (5.0, "bc1qhouse", None)),
        ({"vout": [{"scriptpubkey_address": "x", "value": -5}, {"scriptpubkey_address": "y", "value": 0.5}]}, None),
        ({"vout": [{"scriptpubkey_address": "x", "value": "100000000"}]}, (1.0, "bc1qhouse", "x")),
        ({"vin": None}, None),
        ({"txid": 1}, None),
    ],
)
def test_odd_transactions_are_read_as_far_as_they_make_sense(
    changes: dict[str, Any], transfer: tuple[float, str | None, str | None] | None
) -> None:
    """Without a known sender change cannot be told; an output without an address still goes elsewhere."""
    found = [(each.amount, each.sender, each.recipient) for each in confirmed(**changes)]

    assert found == ([] if transfer is None else [transfer])


def test_a_transaction_without_a_date_is_undated() -> None:
    """It is dated by whoever sees it."""
    assert confirmed(status={"confirmed": True})[0].at is None


@pytest.mark.parametrize(
    "bodies",
    [
        [b"", b"[]"],
        [b"Block not found", b"[]"],
        [TIP.upper().encode(), b"[]"],
        [b'"' + TIP.encode() + b'"', b"[]"],
        [b"\xff" * 64, b"[]"],
        [TIP.encode(), b"{}"],
        [TIP.encode(), b"[]", b"1"],
        [TIP.encode(), b"[]", b"{}"],
        [TIP.encode(), b"[]", b'{"id": "../../v1/prices", "tx_count": 5}'],
    ],
)
def test_anything_else_is_a_payload_error(bodies: list[bytes]) -> None:
    """What becomes part of the next path is looked at closely."""
    with pytest.raises(ProviderPayloadError, match="mempool_space"):
        parse(bodies)


OUTPUTS = st.lists(
    st.fixed_dictionaries(
        {"value": st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=4)},
        optional={"scriptpubkey_address": st.sampled_from(["a", "b", "c"]) | st.none()},
    )
)


@given(inputs=OUTPUTS, outputs=OUTPUTS)
def test_no_more_moves_than_goes_elsewhere(inputs: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> None:
    """Amounts are finite, above zero, and never hold what goes back to a sender."""
    found = confirmed(vin=[{"prevout": each} for each in inputs], vout=outputs)
    senders = {each.get("scriptpubkey_address") for each in inputs} - {None}
    if not any(each.get("scriptpubkey_address") not in senders for each in outputs):
        assert found == ()
    for each in found:
        assert isfinite(each.amount)
        assert each.amount > 0
        assert each.recipient not in senders


@given(st.lists(st.binary(max_size=120), min_size=2, max_size=4))
def test_any_bytes_are_transfers_or_a_provider_error(bodies: list[bytes]) -> None:
    """No bytes get past the adapter as another exception."""
    with suppress(ProviderError):
        assert parse([TIP.encode(), *bodies[1:]]).tip == TIP
    with suppress(ProviderError):
        assert parse(bodies)


def test_the_busiest_fetches_fit_into_the_budget() -> None:
    """Those of the other feeds of the provider too, with some room for retries."""
    catalog = load_catalog({})
    provider, feed = catalog.providers["mempool_space"], catalog.feeds["mempool_space_transfers"]
    network = catalog.feeds["mempool_space_network"]
    busiest = max(len(requests(previous)) for previous in (None, READING, replace(READING, block=OLD)))
    spent = busiest * provider.per_s / feed.interval_s + 5 * provider.per_s / network.interval_s

    assert spent * 1.25 <= provider.requests
