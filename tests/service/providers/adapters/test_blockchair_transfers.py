from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderUnavailable, RateLimited
from service.providers.adapters.blockchair_transfers import parse, request
from service.providers.http import Request
from service.providers.transfers import Transfer, Transfers
from tests.service.providers.examples import example

BODY = example("blockchair_mempool_transactions.json")


def row(**changes: Any) -> tuple[Transfer, ...]:
    whole = json.loads(BODY)
    whole["data"] = [whole["data"][0] | changes]
    return parse(json.dumps(whole).encode()).items


def test_large_ones_that_wait_are_asked_for() -> None:
    """The newest hundred of a million US dollars and more, which Blockchair counts as 5.7 requests: 1.9 times 2 + 1."""
    assert request() == Request(
        "/bitcoin/mempool/transactions",
        query=(("q", "output_total_usd(1000000..)"), ("s", "id(desc)"), ("limit", "100")),
        cost=6,
    )


def test_documented_answer_is_read() -> None:
    """Amounts are the sums of the outputs, numbers or texts; dates are those of the arrival."""
    first = "9a4d1e7c3b2f5a60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8"
    second = "8b3c0d6e5f4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0"
    at = datetime(2026, 11, 23, 10, 28, 11, tzinfo=UTC)

    assert parse(BODY) == Transfers(
        (
            Transfer("bitcoin", first, "BTC", 1234.56789012, at=at, has_change=True),
            Transfer("bitcoin", second, "BTC", 50.0, at=at.replace(minute=27, second=59), has_change=True),
        ),
        None,
    )


@pytest.mark.parametrize("total", [None, 0, -1, 0.5, "", "much", {}])
def test_rows_without_an_amount_are_left_out(total: Any) -> None:
    """Satoshis are whole and above zero."""
    assert row(output_total=total) == ()


@pytest.mark.parametrize("time", ["", "yesterday", "2026-13-01 00:00:00"])
def test_rows_without_a_date_are_undated(time: str) -> None:
    """They are dated by whoever sees them."""
    assert row(time=time)[0].at is None


@pytest.mark.parametrize(
    ("code", "kind"), [(402, RateLimited), (430, RateLimited), (503, ProviderUnavailable), (400, ProviderPayloadError)]
)
def test_errors_stand_in_the_envelope(code: int, kind: type[ProviderError]) -> None:
    """They may come with HTTP 200."""
    with pytest.raises(ProviderError) as caught:
        parse(json.dumps({"data": None, "context": {"code": code, "error": "no"}}).encode())

    assert (type(caught.value), caught.value.reason) == (kind, f"error {code}: no")


@pytest.mark.parametrize("data", [None, {}, "x", 1])
def test_an_answer_without_rows_is_a_payload_error(data: Any) -> None:
    """An empty list is an answer, nothing else is."""
    odd = json.dumps({"data": data, "context": {"code": 200}}).encode()

    assert parse(b'{"data": [], "context": {"code": 200}}') == Transfers((), None)
    with pytest.raises(ProviderPayloadError, match="no rows in the answer"):
        parse(odd)


@given(st.binary(max_size=200))
def test_any_bytes_are_transfers_or_a_provider_error(body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    with suppress(ProviderError):
        parse(body)
