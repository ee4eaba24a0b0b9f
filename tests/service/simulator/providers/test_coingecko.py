from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

import msgspec
import pytest

from service.simulator.limits import Refusal
from service.simulator.providers.coingecko import COINGECKO
from tests.service.simulator.world import AT, ask, body, shape, snapshot

if TYPE_CHECKING:
    from service.simulator.http import Ask

PRICES = "/simple/price"
FLAGS = tuple((f"include_{name}", "true") for name in ("market_cap", "24hr_vol", "24hr_change", "last_updated_at"))
USD = ("vs_currencies", "usd")


def test_price_has_the_asked_fields() -> None:
    """All are numbers, the instant is whole unix seconds."""
    said = body(COINGECKO, PRICES, USD, ("ids", "bitcoin,pepe"), *FLAGS)

    assert list(said) == ["bitcoin", "pepe"]
    assert [shape(row) for row in said.values()] == [
        {
            "usd": "float",
            "usd_market_cap": "float",
            "usd_24h_vol": "float",
            "usd_24h_change": "float",
            "last_updated_at": "int",
        }
    ] * 2
    assert said["bitcoin"]["last_updated_at"] == int(AT.timestamp())


def test_fields_come_only_when_asked_for() -> None:
    """Without flags there is the price alone."""
    assert body(COINGECKO, PRICES, USD, ("ids", "bitcoin"))["bitcoin"].keys() == {"usd"}


def test_row_agrees_with_the_market() -> None:
    """Price, cap, turnover and change are those of the market."""
    world = snapshot("coingecko")
    bitcoin = world.coins[0]
    row = body(COINGECKO, PRICES, USD, ("ids", "bitcoin"), ("precision", "full"), *FLAGS)["bitcoin"]

    assert row["usd"] == world.price(bitcoin)
    assert isclose(row["usd_market_cap"], row["usd"] * bitcoin.supply)
    assert row["usd_24h_vol"] == world.turnover(bitcoin)
    assert row["usd_24h_change"] == world.change(bitcoin)


def test_prices_are_rounded() -> None:
    """Unless full precision is asked for, dollars have cents."""
    price = body(COINGECKO, PRICES, USD, ("ids", "bitcoin"))["bitcoin"]["usd"]

    assert price == round(price, 2)


def test_unknown_coins_are_missing() -> None:
    """A coin that does not exist is no error."""
    assert list(body(COINGECKO, PRICES, USD, ("ids", "bitcoin,nosuchcoin"))) == ["bitcoin"]
    assert body(COINGECKO, PRICES, USD, ("ids", "nosuchcoin")) == {}


def test_unknown_currencies_are_missing() -> None:
    """A coin without a price in that currency is an empty object."""
    assert body(COINGECKO, PRICES, ("vs_currencies", "xyz"), ("ids", "bitcoin")) == {"bitcoin": {}}


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (PRICES, (("ids", "bitcoin"),), 422),
        (PRICES, (USD,), 422),
        ("/coins/markets", (), 422),
        ("/coins/markets", (("vs_currency", "usd"), ("per_page", "0")), 422),
        ("/coins/markets", (("vs_currency", "usd"), ("per_page", "251")), 422),
        ("/coins/markets", (("vs_currency", "usd"), ("page", "x")), 422),
        ("/nothing", (), 404),
    ],
)
def test_bad_questions_are_refused(path: str, query: tuple[tuple[str, str], ...], status: int) -> None:
    """A missing parameter or an unknown path has an `error`."""
    reply = COINGECKO.answer(ask(path, *query), snapshot("coingecko"))

    assert reply.status == status
    assert msgspec.json.decode(reply.body).keys() == {"error"}


def test_markets_go_by_rank() -> None:
    """The market list has the largest coin first, and pages."""
    query = (("vs_currency", "usd"), ("per_page", "5"))
    first = body(COINGECKO, "/coins/markets", *query, ("page", "1"))
    second = body(COINGECKO, "/coins/markets", *query, ("page", "2"))

    assert [row["market_cap_rank"] for row in first + second] == list(range(1, 11))
    assert first[0]["id"] == "bitcoin"


def test_market_row_has_the_documented_fields() -> None:
    """Numbers are numbers, instants are ISO with milliseconds, what is unknown is null."""
    rows = body(COINGECKO, "/coins/markets", ("vs_currency", "usd"), ("ids", "ethereum,bitcoin"))
    row = rows[1]

    assert [coin["symbol"] for coin in rows] == ["btc", "eth"]
    assert row.keys() == {
        *("id", "symbol", "name", "image", "current_price", "market_cap", "market_cap_rank", "fully_diluted_valuation"),
        *("total_volume", "high_24h", "low_24h", "price_change_24h", "price_change_percentage_24h"),
        *("market_cap_change_24h", "market_cap_change_percentage_24h", "circulating_supply", "total_supply"),
        *("max_supply", "ath", "ath_change_percentage", "ath_date", "atl", "atl_change_percentage", "atl_date"),
        *("roi", "last_updated"),
    }
    assert row["max_supply"] is None
    assert row["last_updated"] == "2026-11-23T10:30:00.000Z"
    assert row["low_24h"] <= row["current_price"] <= row["high_24h"]


def test_ping_answers() -> None:
    """The path for probing."""
    assert "gecko_says" in body(COINGECKO, "/ping")


@pytest.mark.parametrize(
    ("question", "costs"),
    [
        (ask(PRICES), [1, 0]),
        (ask(PRICES, x_cg_demo_api_key="k"), [0, 1]),
        (ask(PRICES, ("x_cg_demo_api_key", "k")), [0, 1]),
    ],
)
def test_key_opens_the_larger_limit(question: Ask, costs: list[int]) -> None:
    """Without a key 15 a minute, with one in the header or the query 100."""
    assert [limit.most for limit in COINGECKO.limits] == [15, 100]
    assert [limit.cost(question) for limit in COINGECKO.limits] == costs


def test_refusal_has_a_status_object() -> None:
    """Where the coins should be there is `status` with a code and a message."""
    reply = COINGECKO.limits[0].refuse(Refusal(1))
    said = msgspec.json.decode(reply.body)

    assert reply.status == 429
    assert said["status"]["error_code"] == 429
    assert said["status"].keys() == {"error_code", "error_message"}


@pytest.mark.parametrize(("status", "code"), [(401, 10002), (403, 10005), (503, 503), (430, 430)])
def test_errors_have_codes_of_their_own(status: int, code: int) -> None:
    """A missing key and the wrong plan have their own codes, the rest have their status."""
    assert msgspec.json.decode(COINGECKO.complain(status).body)["status"]["error_code"] == code


def test_answer_says_how_long_it_is_kept() -> None:
    """Cache-Control is the one that was recorded."""
    reply = COINGECKO.answer(ask(PRICES, USD, ("ids", "bitcoin")), snapshot("coingecko"))

    assert ("cache-control", "max-age=30, public, must-revalidate, s-maxage=60") in reply.headers
