from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.adapters.binance import parse, request
from service.providers.assets import defaults, load_assets, select
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from tests.service.providers.examples import example

ASSETS = load_assets()
COINS = select(ASSETS, ["bitcoin", "ethereum", "tether"])


def test_request_names_the_symbols_as_compact_json() -> None:
    """Binance refuses spaces in the list; coins without a USDT market are not asked for."""
    assert request(COINS) == Request(
        path="/api/v3/ticker/24hr",
        query=(("symbols", '["BTCUSDT","ETHUSDT"]'), ("type", "FULL")),
        cost=2,
    )


@pytest.mark.parametrize(("count", "cost"), [(1, 2), (20, 2), (21, 40), (100, 40), (101, 80)])
def test_request_costs_what_binance_counts(count: int, cost: int) -> None:
    """Twenty symbols weigh 2, a hundred 40, more 80."""
    coins = [replace(ASSETS["bitcoin"], id=f"coin-{index}", binance=f"C{index}USDT") for index in range(count)]

    assert request(coins).cost == cost


def test_default_coins_are_a_light_call() -> None:
    """Watching the default coins costs the least there is."""
    assert request(defaults(ASSETS)).cost == 2


def test_question_without_a_symbol_is_refused() -> None:
    """Without symbols Binance would answer with all of them, for 80."""
    with pytest.raises(ProviderRefused) as caught:
        request(select(ASSETS, ["tether"]))

    assert str(caught.value) == "binance: lists no coin of ours"


def test_documented_answer_is_read() -> None:
    """Prices are in USDT, volumes are left out, coins not asked for are ignored, and the newest close counts."""
    assert parse(example("binance_ticker_24hr.json"), COINS) == Quotes(
        by_coin={
            "bitcoin": Quote(87012.51, currency="USDT", change=-1.409),
            "ethereum": Quote(2874.31, currency="USDT", change=0.864),
        },
        as_of=datetime(2026, 11, 23, 10, 29, 58, 412000, tzinfo=UTC),
    )


def test_instant_of_a_coin_not_asked_for_does_not_count() -> None:
    """`as_of` speaks of the coins in the quotes."""
    quotes = parse(
        b'[{"symbol": "BTCUSDT", "lastPrice": "1", "closeTime": 1000},'
        b' {"symbol": "TRXUSDT", "lastPrice": "1", "closeTime": 9000},'
        b' {"symbol": "ETHUSDT", "lastPrice": "0", "closeTime": 8000}]',
        COINS,
    )

    assert quotes.as_of == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_bad_field_costs_the_field_and_bad_price_the_coin() -> None:
    """A price that is none leaves the coin out; another bad figure leaves only itself out."""
    quotes = parse(
        b'[{"symbol": "BTCUSDT", "lastPrice": "87012.5", "priceChangePercent": "n/a", "closeTime": 0},'
        b' {"symbol": "ETHUSDT", "lastPrice": "-2874.31", "closeTime": 1795429798107}]',
        COINS,
    )

    assert quotes == Quotes({"bitcoin": Quote(87012.5, currency="USDT")}, None)


@pytest.mark.parametrize(
    ("code", "msg", "kind"),
    [
        (-1121, "Invalid symbol.", ProviderPayloadError),
        (-1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE.", RateLimited),
        (-1001, "Internal error; unable to process your request. Please try again.", ProviderUnavailable),
        (-1008, "Server is currently overloaded with other requests.", ProviderUnavailable),
        (0, "Service unavailable from a restricted location.", ProviderRefused),
    ],
)
def test_error_object_is_told_by_its_code(code: int, msg: str, kind: type[ProviderError]) -> None:
    """An object in place of the list is an error with a code."""
    with pytest.raises(ProviderError) as caught:
        parse(msgspec.json.encode({"code": code, "msg": msg}), COINS)

    assert type(caught.value) is kind
    assert caught.value.reason == f"error {code}: {msg}"


def test_error_without_a_text_is_told_by_its_number() -> None:
    """A code alone is reason enough."""
    with pytest.raises(ProviderPayloadError) as caught:
        parse(b'{"code": -1100}', COINS)

    assert caught.value.reason == "error -1100"


def test_object_without_a_code_is_a_payload_error() -> None:
    """An object that is no error is not a list of tickers either."""
    with pytest.raises(ProviderPayloadError) as caught:
        parse(b'{"symbol": "BTCUSDT", "lastPrice": "1"}', COINS)

    assert caught.value.reason == "an object where a list was expected"
