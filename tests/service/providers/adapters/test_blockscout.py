from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.blockscout import parse, parse_transactions, request_transactions, requests
from service.providers.figure import Figure
from service.providers.network import FeeRates, Network
from tests.service.providers.examples import example

BLOCKS, STATS = example("blockscout_blocks.json"), example("blockscout_stats.json")


def test_the_network_is_read_from_two_answers() -> None:
    """The height is that of the newest block, not the estimated count; nothing is said of hashes and backlog."""
    assert parse((BLOCKS, STATS)) == Network(
        latest_block=23861012,
        transactions_a_day=1412345,
        fees=FeeRates(slow=0.9, normal=1.1, fast=1.6, unit="gwei"),
        as_of=datetime(2026, 11, 23, 10, 29, 47, tzinfo=UTC),
    )
    assert [request.path for request in requests()] == ["/main-page/blocks", "/stats"]


def test_the_highest_block_is_the_newest() -> None:
    """Whatever the order; its instant is the one that counts, and one that is no instant is unknown."""
    early, late = b'{"height": 7, "timestamp": "2026-11-23T10:29:35Z"}', b'{"height": 8, "timestamp": "soon"}'

    assert parse((b"[%s, null, %s]" % (early, late), b"{}")) == Network(latest_block=8)


def test_a_day_that_is_not_counted_yet_is_unknown() -> None:
    """It says 0 then: no day of Ethereum had none."""
    network = parse((BLOCKS, b'{"transactions_today": "0", "gas_prices": null}'))

    assert (network.transactions_a_day, network.fees) == (None, None)


def test_fees_are_whole_or_none() -> None:
    """The oracle knows single prices when there are few transactions."""
    assert parse((BLOCKS, b'{"gas_prices": {"slow": 1.0, "average": null, "fast": 2.0}}')).fees is None


def test_the_newest_counted_day_of_the_chart_counts() -> None:
    """By its date, whatever the order, and also under the old name of the count."""
    body = (
        b'{"chart_data": [{"date": "2026-11-20", "tx_count": 5}, {"date": "2026-11-21", "tx_count": 6},'
        b' {"date": "2026-11-22", "transactions_count": 0}, {"date": "x", "tx_count": 9}, null]}'
    )

    assert parse_transactions(body) == Figure("ethereum", 6, datetime(2026, 11, 21, tzinfo=UTC))
    assert parse_transactions(example("blockscout_transactions.json")) == Figure(
        "ethereum", 1412345, datetime(2026, 11, 22, tzinfo=UTC)
    )
    assert request_transactions().path == "/stats/charts/transactions"


def test_an_empty_answer_is_a_payload_error() -> None:
    """There is no chain without blocks, and no chart without days."""
    with pytest.raises(ProviderPayloadError, match="no block in the answer"):
        parse((b"[]", STATS))
    with pytest.raises(ProviderPayloadError, match="no day in the chart"):
        parse_transactions(b'{"chart_data": []}')
