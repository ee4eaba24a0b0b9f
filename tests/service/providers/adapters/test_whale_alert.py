from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.whale_alert import NAME, AlertedTransfers, adapter, carry, parse
from service.providers.catalog import load_catalog
from service.providers.override import Override
from service.providers.transfers import Transfer
from tests.fakes.clock import START
from tests.service.providers.examples import example

BODY = example("whale_alert_transactions.json")
NEWEST = datetime(2026, 11, 23, 10, 28, 32, tzinfo=UTC)
BEFORE = AlertedTransfers((), None, NEWEST)


def asked(previous: AlertedTransfers | None) -> dict[str, str]:
    (request,) = adapter(lambda: START).requests(previous)
    assert request.path == "/v1/transactions"
    return dict(request.query)


def row(**changes: Any) -> tuple[Transfer, ...]:
    whole = json.loads(BODY)
    whole["transactions"] = [whole["transactions"][0] | changes]
    return parse([json.dumps(whole).encode()]).items


def test_documented_answer_is_read() -> None:
    """Of every chain, with symbols in capitals, `0x` on Ethereum, and no words in place of addresses."""
    usdt, btc, tron = parse([BODY]).items

    assert usdt == Transfer(
        "ethereum",
        "0x5a1f0e3d2c4b6a798897a6b5c4d3e2f10f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "USDT",
        1_250_000,
        sender="0x28c6c06298d514db089934071355e5743bf21d60",
        recipient="0x21a31ee1afc51d94c2efccaa2092ad1028285549",
        at=NEWEST.replace(second=20),
    )
    assert btc == Transfer("bitcoin", "2" * 64, "BTC", 250.5, recipient="bc1qshop", at=NEWEST)
    assert tron == Transfer("tron", "TRON1", "USDT", 3_000_000.5, at=NEWEST.replace(second=25))
    assert (parse([BODY]).as_of, parse([BODY]).newest) == (None, NEWEST)


def test_the_first_question_reaches_ten_minutes_back() -> None:
    """By the gateway's clock, since the provider wants an instant."""
    assert asked(None) == {
        "start": str(int((START - timedelta(minutes=10)).timestamp())),
        "min_value": "500000",
        "limit": "100",
    }
    assert asked(AlertedTransfers((), None, None)) == asked(None)


def test_later_questions_begin_at_the_newest_transfer() -> None:
    """A second earlier, because others of that second may have been cut off."""
    assert asked(BEFORE)["start"] == str(int(NEWEST.timestamp()) - 1)


def test_a_date_in_the_future_makes_nobody_deaf() -> None:
    """No question begins later than now."""
    assert asked(AlertedTransfers((), None, START + timedelta(days=1)))["start"] == str(int(START.timestamp()) - 1)


def test_no_question_reaches_further_back_than_the_plan() -> None:
    """More than an hour is an error: after a long outage the next question would fail for ever."""
    for hours in (1, 100):
        start = int(asked(AlertedTransfers((), None, START - timedelta(hours=hours)))["start"])
        assert START.timestamp() - start == 50 * 60
    recent = START - timedelta(minutes=49)
    assert asked(AlertedTransfers((), None, recent))["start"] == str(int(recent.timestamp()) - 1)


def test_a_quiet_answer_keeps_the_newest_instant() -> None:
    """Otherwise the next question would begin anew."""
    quiet = parse([b'{"result": "success", "count": 0}'])

    assert quiet == AlertedTransfers((), None, None)
    assert carry(BEFORE, quiet) == BEFORE
    assert carry(BEFORE, AlertedTransfers((), None, START)).newest == START


@pytest.mark.parametrize("changes", [{"amount": 0}, {"amount": None}, {"amount": "much"}, {"hash": None}, {"from": 1}])
def test_odd_rows_are_left_out(changes: dict[str, Any]) -> None:
    """Nothing that moved, and what is no row."""
    assert len(row()) == 1
    assert row(**changes) == ()


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("usage limit reached", RateLimited),
        ("invalid api_key", ProviderRefused),
        ("value out of range for field start", ProviderPayloadError),
        ("", ProviderPayloadError),
    ],
)
def test_errors_are_told_by_their_words(message: str, kind: type[ProviderError]) -> None:
    """They may come with HTTP 200."""
    with pytest.raises(ProviderError) as caught:
        parse([json.dumps({"result": "error", "message": message}).encode()])

    assert (type(caught.value), caught.value.provider) == (kind, "whale_alert")


@given(st.binary(max_size=200))
def test_any_bytes_are_transfers_or_a_provider_error(body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    with suppress(ProviderError):
        parse([body])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"result": "success", "transactions": {}}', b"[" * 99_999]
)
def test_garbage_is_a_payload_error(body: bytes) -> None:
    """An answer says whether it is one."""
    with pytest.raises(ProviderPayloadError):
        parse([body])


def test_it_joins_with_a_key() -> None:
    """Nobody without one is answered; it travels in its header."""
    keyed = load_catalog({"whale_alert": Override(key="WA-secret")})

    assert load_catalog({}).pools["whale_alert_transfers"].feeds == ()
    assert [keyed.feeds[feed].adapter for feed in keyed.pools["whale_alert_transfers"].feeds] == [NAME]
    assert keyed.providers["whale_alert"].headers() == {"X-WA-API-KEY": "WA-secret"}
