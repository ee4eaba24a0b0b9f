from __future__ import annotations

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.coinbase import parse, request
from service.providers.assets import load_assets, select
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from tests.service.providers.examples import example

ASSETS = load_assets()
COINS = select(ASSETS, ["bitcoin", "ethereum", "tron", "solana", "dogecoin"])


def test_request_repeats_the_name_for_each_product() -> None:
    """Coinbase takes a list as a repeated name; coins without a dollar market are not asked for."""
    assert request(select(ASSETS, ["ethereum", "tron", "bitcoin"])) == Request(
        path="/api/v3/brokerage/market/products",
        query=(("product_ids", "ETH-USD"), ("product_ids", "BTC-USD")),
    )


def test_question_without_a_product_is_refused() -> None:
    """Without products Coinbase would answer with all of them."""
    with pytest.raises(ProviderRefused):
        request(select(ASSETS, ["tron"]))


def test_documented_answer_is_read() -> None:
    """Prices are dollars, nothing says of when; a product without a price or without trading is left out."""
    assert parse(example("coinbase_products.json"), COINS) == Quotes(
        by_coin={
            "bitcoin": Quote(87004.4, change=-1.41892077),
            "ethereum": Quote(2873.97, change=0.85110214),
        },
        as_of=None,
    )


def test_coins_not_asked_for_are_ignored() -> None:
    """What was not asked for is not passed on."""
    assert list(parse(example("coinbase_products.json"), select(ASSETS, ["ethereum"])).by_coin) == ["ethereum"]


def test_missing_change_costs_only_the_change() -> None:
    """A new product has a price before it has a change."""
    body = b'{"products": [{"product_id": "BTC-USD", "price": "1.5", "price_percentage_change_24h": ""}]}'

    assert parse(body, COINS) == Quotes({"bitcoin": Quote(1.5)}, None)


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b'{"message": "Rate limit exceeded"}', RateLimited, "Rate limit exceeded"),
        (b'{"error": "RESOURCE_EXHAUSTED", "message": ""}', RateLimited, "RESOURCE_EXHAUSTED"),
        (b'{"error": "unknown", "message": "Too many errors"}', RateLimited, "unknown: Too many errors"),
        (
            b'{"error": "INVALID_ARGUMENT", "message": "valid product_id is required"}',
            ProviderPayloadError,
            "INVALID_ARGUMENT: valid product_id is required",
        ),
        (b'{"num_products": 0}', ProviderPayloadError, "no products in the answer"),
        (b'{"products": [], "num_products": 0}', ProviderPayloadError, "no coin of ours in the answer"),
    ],
)
def test_error_object_is_told_by_its_text(body: bytes, kind: type[ProviderError], reason: str) -> None:
    """An object without products is an error."""
    with pytest.raises(ProviderError) as caught:
        parse(body, COINS)

    assert (type(caught.value), caught.value.reason) == (kind, reason)
