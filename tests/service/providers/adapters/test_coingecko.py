from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.adapters.coingecko import parse, request
from service.providers.assets import load_assets, select
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from tests.service.providers.examples import example

ASSETS = load_assets()
COINS = select(ASSETS, ["bitcoin", "ethereum", "tron", "cosmos", "solana"])


def test_request_asks_for_all_fields() -> None:
    """One call brings prices, caps, volumes, changes and instants."""
    assert request(select(ASSETS, ["bitcoin", "avalanche-2"])) == Request(
        path="/simple/price",
        query=(
            ("ids", "bitcoin,avalanche-2"),
            ("vs_currencies", "usd"),
            ("include_market_cap", "true"),
            ("include_24hr_vol", "true"),
            ("include_24hr_change", "true"),
            ("include_last_updated_at", "true"),
        ),
    )


def test_question_without_a_coin_is_refused() -> None:
    """An empty list of ids is an error there."""
    with pytest.raises(ProviderRefused):
        request([])


def test_documented_answer_is_read() -> None:
    """A coin without a price is absent, a cap of 0 is unknown, a volume of 0 is 0, the newest instant counts."""
    assert parse(example("coingecko_simple_price.json"), COINS) == Quotes(
        by_coin={
            "bitcoin": Quote(87021.0, volume=25012884120.9, market_cap=1735900412318.44, change=-1.4093219),
            "ethereum": Quote(2874.55, volume=15008412233.1, market_cap=346931004812.02, change=0.8604127),
            "tron": Quote(0.279144, volume=0.0),
        },
        as_of=datetime(2026, 11, 23, 10, 29, 21, tzinfo=UTC),
    )


def test_coins_not_asked_for_are_ignored() -> None:
    """What was not asked for is not passed on, and its instant does not count."""
    quotes = parse(example("coingecko_simple_price.json"), select(ASSETS, ["tron"]))

    assert list(quotes.by_coin) == ["tron"]
    assert quotes.as_of == datetime(2026, 11, 23, 10, 28, 20, tzinfo=UTC)


def test_bad_field_costs_only_the_field() -> None:
    """Negative volumes and caps are left out, not passed on."""
    body = b'{"bitcoin": {"usd": 1.5, "usd_market_cap": -1, "usd_24h_vol": -0.1, "last_updated_at": 0}}'

    assert parse(body, COINS) == Quotes({"bitcoin": Quote(1.5)}, None)


def test_odd_coin_costs_only_itself() -> None:
    """One coin of another shape does not cost the others."""
    body = b'{"bitcoin": [], "ethereum": {"usd": {}}, "tron": {"usd": 0.25}}'

    assert parse(body, COINS) == Quotes({"tron": Quote(0.25)}, None)


def test_coin_whose_id_is_status_is_no_error() -> None:
    """CoinGecko's id of the coin Status is the name under which errors come."""
    coins = [replace(ASSETS["bitcoin"], id="status")]

    assert parse(b'{"status": {"usd": 0.02}}', coins) == Quotes({"status": Quote(0.02)}, None)


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (
            b'{"status": {"error_code": 429, "error_message": "You\'ve exceeded the Rate Limit."}}',
            RateLimited,
            "error 429: You've exceeded the Rate Limit.",
        ),
        (
            b'{"status": {"timestamp": "2026-11-23", "error_code": 10002, "error_message": "API Key Missing"}}',
            ProviderRefused,
            "error 10002: API Key Missing",
        ),
        (
            b'{"error_code": 10005, "status": {"error_message": "Not in your plan"}}',
            ProviderRefused,
            "error 10005: Not in your plan",
        ),
        (b'{"status": {"error_code": 10010}}', ProviderRefused, "error 10010"),
        (b'{"status": {"error_code": 10011}}', ProviderRefused, "error 10011"),
        (b'{"status": {"error_code": 1020}}', ProviderRefused, "error 1020"),
        (b'{"status": {"error_code": 401}}', ProviderRefused, "error 401"),
        (b'{"status": {"error_code": 403}}', ProviderRefused, "error 403"),
        (b'{"status": {"error_code": 408}}', ProviderUnavailable, "error 408"),
        (b'{"status": {"error_code": 500}}', ProviderUnavailable, "error 500"),
        (b'{"status": {"error_code": 503}}', ProviderUnavailable, "error 503"),
        (b'{"status": {"error_code": 400, "error_message": "Bad"}}', ProviderPayloadError, "error 400: Bad"),
        (b'{"status": {"error_message": "Odd"}}', ProviderPayloadError, "Odd"),
        (b'{"error": "invalid vs_currency"}', ProviderPayloadError, "invalid vs_currency"),
        (b'{"status": {}}', ProviderPayloadError, "no coin of ours in the answer"),
    ],
)
def test_error_in_place_of_the_coins_is_told_by_its_code(body: bytes, kind: type[ProviderError], reason: str) -> None:
    """Errors come with HTTP 200 as well."""
    with pytest.raises(ProviderError) as caught:
        parse(body, COINS)

    assert (type(caught.value), caught.value.reason) == (kind, reason)
