from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.coinpaprika import parse, request
from service.providers.assets import Asset, load_assets, select
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from tests.service.providers.examples import example

ASSETS = load_assets()
COINS = select(ASSETS, ["bitcoin", "ethereum", "tron", "solana"])


def test_request_asks_for_all_coins() -> None:
    """The question is the same for any coins."""
    assert request(COINS) == Request(path="/tickers", query=(("quotes", "USD"),))


def test_question_without_a_listed_coin_is_refused() -> None:
    """Megabytes are not asked for in vain."""
    with pytest.raises(ProviderRefused):
        request([Asset("x", "X", "X")])


def test_documented_answer_is_read() -> None:
    """Empty texts are missing figures; a coin not asked for is ignored, its instant too."""
    assert parse(example("coinpaprika_tickers.json"), COINS) == Quotes(
        by_coin={
            "bitcoin": Quote(87018.2231, volume=33235034316.1, market_cap=1736012441703.0, change=-1.38),
            "ethereum": Quote(2874.02, volume=15122908114.7, market_cap=346870119023.0, change=0.84),
            "tron": Quote(0.27912, market_cap=26418811240.0),
        },
        as_of=datetime(2026, 11, 23, 10, 25, 41, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "ticker",
    [
        b"7",
        b"null",
        b'{"id": 1}',
        b'{"id": "btc-bitcoin"}',
        b'{"id": "btc-bitcoin", "quotes": {}}',
        b'{"id": "btc-bitcoin", "quotes": {"USD": {"price": ""}}}',
        b'{"id": "btc-bitcoin", "quotes": {"USD": {"price": 0}}}',
    ],
)
def test_odd_ticker_costs_only_its_coin(ticker: bytes) -> None:
    """Among 2,000 tickers some are odd."""
    body = b"[" + ticker + b', {"id": "eth-ethereum", "last_updated": "?", "quotes": {"USD": {"price": "2.5"}}}]'

    assert parse(body, COINS) == Quotes({"ethereum": Quote(2.5)}, None)


def test_cap_of_zero_is_unknown_and_volume_of_zero_is_not() -> None:
    """A coin with a price has a cap, but it need not be traded."""
    body = b'[{"id": "eth-ethereum", "quotes": {"USD": {"price": 2.5, "market_cap": 0, "volume_24h": 0}}}]'

    assert parse(body, COINS) == Quotes({"ethereum": Quote(2.5, volume=0.0)}, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Monthly limit exceeded", RateLimited),
        ("too many requests", RateLimited),
        ("Quota used up", RateLimited),
        ("Payment Required", RateLimited),
        ("endpoint not available in your plan", RateLimited),
        ("id not found", ProviderPayloadError),
        ("invalid parameters", ProviderPayloadError),
    ],
)
def test_error_object_is_told_by_its_text(text: str, kind: type[ProviderError]) -> None:
    """HTTP 402 and 429 both mean that the budget is spent; their texts say so."""
    with pytest.raises(ProviderError) as caught:
        parse(msgspec.json.encode({"error": text}), COINS)

    assert (type(caught.value), caught.value.reason) == (kind, text)


def test_object_without_an_error_is_a_payload_error() -> None:
    """An object that is no error is not a list of tickers either."""
    with pytest.raises(ProviderPayloadError, match="an object where a list was expected"):
        parse(b"{}", COINS)
