"""What holds for every adapter of a market."""

from __future__ import annotations

import json
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError
from service.providers.adapters import MARKETS, adapters
from service.providers.assets import load_assets, select
from service.providers.catalog import load_catalog
from service.providers.override import Override
from tests.service.providers.examples import example

if TYPE_CHECKING:
    from service.providers.quotes import Quotes

COINS = select(load_assets(), ["bitcoin", "ethereum"])

EXAMPLES = {
    "binance": example("binance_ticker_24hr.json"),
    "coinbase": example("coinbase_products.json"),
    "coingecko": example("coingecko_simple_price.json"),
    "coinpaprika": example("coinpaprika_tickers.json"),
    "kraken": example("kraken_ticker.json"),
}

GARBAGE = {
    "empty": b"",
    "blank": b" \r\n",
    "html": b"<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>",
    "empty list": b"[]",
    "empty object": b"{}",
    "null": b"null",
    "text": b'"ok"',
    "number": b"87012.5",
    "not a number": b"NaN",
    "two answers": b"{}{}",
    "not UTF-8": b'{"bitcoin": "\xff\xfe"}',
    "not UTF-8 in a key": b'{"\xff": 1}',
    "UTF-16": '{"error": []}'.encode("utf-16"),
    "lone surrogate": b'{"error": "\\ud800"}',
    "compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"result":' * 100_000,
    "deep inside": b'{"error": [], "products": [' + b"[" * 100_000,
    "huge code": b'{"code": ' + b"9" * 4_300 + b', "error_code": ' + b"9" * 4_300 + b"}",
    "wrong types": b'{"error": 1, "result": 1, "products": 1, "status": 1, "bitcoin": 1, "code": "x"}',
    "list of wrong types": b'[1, "x", null, [], {}, {"symbol": 1}, {"id": []}]',
}

PRICES = {
    "binance": b'[{"symbol": "BTCUSDT", "lastPrice": %s}]',
    "coinbase": b'{"products": [{"product_id": "BTC-USD", "price": %s}]}',
    "coingecko": b'{"bitcoin": {"usd": %s}}',
    "coinpaprika": b'[{"id": "btc-bitcoin", "quotes": {"USD": {"price": %s}}}]',
    "kraken": b'{"error": [], "result": {"BTC/USD": {"c": [%s]}}}',
}

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["", "NaN", "1e999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)

READ = {name.partition(".")[0]: adapters(COINS)[name].parse for name in MARKETS}

each_provider = pytest.mark.parametrize("provider", sorted(name.partition(".")[0] for name in MARKETS))


def read(provider: str, body: bytes) -> Quotes | ProviderError:
    """Parse anything; whatever is neither quotes nor a ProviderError fails the test by itself."""
    try:
        quotes: Quotes = READ[provider]([body])
    except ProviderError as error:
        return error
    return quotes


def assert_sound(provider: str, outcome: Quotes | ProviderError) -> None:
    if isinstance(outcome, ProviderError):
        assert outcome.provider == provider
        assert outcome.reason
        assert outcome.reason.isprintable()
        assert len(outcome.reason) <= 200
        return
    assert outcome.by_coin
    assert outcome.by_coin.keys() <= {"bitcoin", "ethereum"}
    assert outcome.as_of is None or outcome.as_of.utcoffset() == timedelta(0)
    for quote in outcome.by_coin.values():
        assert isfinite(quote.price)
        assert quote.price > 0
        assert quote.volume is None or (isfinite(quote.volume) and quote.volume >= 0)
        assert quote.market_cap is None or (isfinite(quote.market_cap) and quote.market_cap > 0)
        assert quote.change is None or isfinite(quote.change)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below: list[tuple[str | int, ...]] = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        below += places(inner, (*path, key))
    return below


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def test_every_adapter_of_the_catalog_is_there() -> None:
    """The names are those of the catalog, none is left over, and the one for headlines is made where these are."""
    keys = {id_: Override(key="k") for id_, provider in load_catalog({}).providers.items() if provider.needs_key}
    named = {feed.adapter for feed in load_catalog(keys).feeds.values()}

    assert named == {*adapters(COINS), "huggingface_inference.headlines", "whale_alert.transactions"}


@each_provider
def test_documented_answer_is_sound(provider: str) -> None:
    """The checks below accept what the provider documents."""
    outcome = read(provider, EXAMPLES[provider])

    assert not isinstance(outcome, ProviderError)
    assert set(outcome.by_coin) == {"bitcoin", "ethereum"}
    assert_sound(provider, outcome)


@each_provider
@pytest.mark.parametrize("garbage", sorted(GARBAGE))
def test_garbage_is_a_payload_error(provider: str, garbage: str) -> None:
    """An answer that is not what was promised says so, in one line."""
    outcome = read(provider, GARBAGE[garbage])

    assert type(outcome) is ProviderPayloadError
    assert_sound(provider, outcome)


@each_provider
def test_page_is_named_as_such(provider: str) -> None:
    """A page of a proxy or a firewall is told from broken JSON."""
    outcome = read(provider, GARBAGE["html"])

    assert isinstance(outcome, ProviderPayloadError)
    assert outcome.reason == "HTML where JSON was expected"


@each_provider
@pytest.mark.parametrize(
    "price",
    [
        b"0",
        b"-1",
        b'"-87012.5"',
        b'"0.00"',
        b"null",
        b'""',
        b'"NaN"',
        b'"Infinity"',
        b"1e999",
        b'"1e999"',
        b"true",
        b"{}",
        b"[]",
    ],
)
def test_price_that_is_none_leaves_no_coin(provider: str, price: bytes) -> None:
    """Nobody is told a price that is not a finite number above zero."""
    outcome = read(provider, PRICES[provider] % price)

    assert isinstance(outcome, ProviderPayloadError)
    assert outcome.reason == "no coin of ours in the answer"


@each_provider
@pytest.mark.parametrize("price", [b"87012.5", b'"87012.5"'])
def test_price_may_be_a_number_or_a_text(provider: str, price: bytes) -> None:
    """Providers change between the two without notice."""
    outcome = read(provider, PRICES[provider] % price)

    assert not isinstance(outcome, ProviderError)
    assert outcome.by_coin["bitcoin"].price == 87012.5


@each_provider
@settings(deadline=None)
@given(data=st.data())
def test_truncated_answer_is_a_payload_error(provider: str, data: st.DataObject) -> None:
    """An answer that breaks off is not believed in part."""
    whole = EXAMPLES[provider].rstrip()
    end = data.draw(st.integers(0, len(whole) - 1))

    assert type(read(provider, whole[:end])) is ProviderPayloadError


@each_provider
@settings(deadline=None)
@given(body=st.binary(max_size=200))
@case(body=b"\xef\xbb\xbf[]")
def test_any_bytes_are_quotes_or_a_provider_error(provider: str, body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    assert_sound(provider, read(provider, body))


@each_provider
@settings(deadline=None)
@given(value=JSON)
def test_any_json_is_quotes_or_a_provider_error(provider: str, value: Any) -> None:
    """No JSON gets past the adapter as another exception."""
    assert_sound(provider, read(provider, json.dumps(value).encode()))


@each_provider
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_one_odd_place_leaves_sound_quotes_or_a_provider_error(provider: str, data: st.DataObject) -> None:
    """Whatever stands in one place of a good answer, unsound figures do not get through."""
    good = json.loads(EXAMPLES[provider])
    path = data.draw(st.sampled_from(places(good)))
    body = json.dumps(replaced(good, path, data.draw(JSON))).encode()

    assert_sound(provider, read(provider, body))
