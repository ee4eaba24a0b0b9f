from __future__ import annotations

from math import isclose
from typing import Any

import msgspec
import pytest

from service.simulator.limits import Meter, Refusal
from service.simulator.market import DAY_S
from service.simulator.providers.binance import BINANCE
from tests.service.simulator.world import AT, ask, body, shape, snapshot

PATH = "/api/v3/ticker/24hr"
STRINGS = {
    "symbol",
    "priceChange",
    "priceChangePercent",
    "weightedAvgPrice",
    "prevClosePrice",
    "lastPrice",
    "lastQty",
    "bidPrice",
    "bidQty",
    "askPrice",
    "askQty",
    "openPrice",
    "highPrice",
    "lowPrice",
    "volume",
    "quoteVolume",
}
INTEGERS = {"openTime", "closeTime", "firstId", "lastId", "count"}
SHAPE = dict.fromkeys(STRINGS, "str") | dict.fromkeys(INTEGERS, "int")


def refused(*query: tuple[str, str], path: str = PATH) -> tuple[int, Any]:
    reply = BINANCE.answer(ask(path, *query), snapshot("binance"))
    return reply.status, msgspec.json.decode(reply.body)


def test_row_has_the_documented_fields() -> None:
    """Decimals are strings, instants and counts are integers."""
    rows = body(BINANCE, PATH, ("symbols", '["BTCUSDT","ETHUSDT"]'), ("type", "FULL"))

    assert [row["symbol"] for row in rows] == ["BTCUSDT", "ETHUSDT"]
    assert [shape(row) for row in rows] == [SHAPE, SHAPE]


def test_row_agrees_with_itself() -> None:
    """The figures of a row follow from one another, and its instants are a day apart."""
    row = body(BINANCE, PATH, ("symbol", "BTCUSDT"))
    last, opened = float(row["lastPrice"]), float(row["openPrice"])

    assert isclose(float(row["priceChange"]), last - opened, abs_tol=1e-6)
    assert isclose(float(row["priceChangePercent"]), (last / opened - 1) * 100, abs_tol=1e-3)
    assert float(row["lowPrice"]) <= min(last, opened) <= max(last, opened) <= float(row["highPrice"])
    assert float(row["bidPrice"]) < last < float(row["askPrice"])
    assert isclose(float(row["quoteVolume"]), float(row["volume"]) * float(row["weightedAvgPrice"]), rel_tol=1e-6)
    assert row["closeTime"] == int(AT.timestamp() * 1000)
    assert row["closeTime"] - row["openTime"] == DAY_S * 1000
    assert row["lastId"] - row["firstId"] + 1 == row["count"]


def test_prices_are_in_tether() -> None:
    """A USDT is worth less than a dollar, so that a coin costs more of them."""
    world = snapshot("binance")
    bitcoin = world.coins[0]

    row = body(BINANCE, PATH, ("symbol", "BTCUSDT"))

    assert float(row["lastPrice"]) == pytest.approx(world.price(bitcoin) / world.tether)
    assert float(row["openPrice"]) == pytest.approx(world.price(bitcoin, DAY_S) / world.tether)


def test_mini_row_is_shorter() -> None:
    """MINI leaves out the book and the changes."""
    row = body(BINANCE, PATH, ("symbol", "BTCUSDT"), ("type", "MINI"))

    assert (
        row.keys() == {"symbol", "openPrice", "highPrice", "lowPrice", "lastPrice", "volume", "quoteVolume"} | INTEGERS
    )


def test_without_symbols_all_are_told() -> None:
    """Every pair that is listed comes when none is named."""
    listed = [coin.binance for coin in snapshot("binance").coins if coin.binance]

    assert [row["symbol"] for row in body(BINANCE, PATH)] == listed


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ((("symbols", '["BTCUSDT","NOSUCHUSDT"]'),), -1121),
        ((("symbol", "NOSUCHUSDT"),), -1121),
        ((("symbols", "[]"),), -1121),
        ((("symbols", '["btcusdt"]'),), -1100),
        ((("symbols", "BTCUSDT"),), -1100),
        ((("symbols", '["BTCUSDT","BTCUSDT"]'),), -1151),
        ((("symbol", "BTCUSDT"), ("symbols", '["BTCUSDT"]')), -1128),
        ((("symbol", "BTCUSDT"), ("type", "HUGE")), -1139),
    ],
)
def test_one_bad_parameter_fails_the_call(query: tuple[tuple[str, str], ...], code: int) -> None:
    """A bad symbol costs the whole answer: HTTP 400 with a code and a message."""
    status, said = refused(*query)

    assert (status, said["code"]) == (400, code)
    assert said.keys() == {"code", "msg"}


def test_unknown_path_is_not_found() -> None:
    """There is nothing else."""
    assert refused(path="/api/v3/nothing")[0] == 404


def test_ping_and_time_answer() -> None:
    """The two paths for probing."""
    assert body(BINANCE, "/api/v3/ping") == {}
    assert body(BINANCE, "/api/v3/time") == {"serverTime": int(AT.timestamp() * 1000)}


@pytest.mark.parametrize(
    ("query", "weight"),
    [
        ((("symbol", "BTCUSDT"),), 2),
        ((("symbols", msgspec.json.encode(["A"] * 20).decode()),), 2),
        ((("symbols", msgspec.json.encode(["A"] * 21).decode()),), 40),
        ((("symbols", msgspec.json.encode(["A"] * 100).decode()),), 40),
        ((("symbols", msgspec.json.encode(["A"] * 101).decode()),), 80),
        ((), 80),
    ],
)
def test_weight_goes_by_the_number_of_symbols(query: tuple[tuple[str, str], ...], weight: int) -> None:
    """Up to 20 symbols weigh 2, up to 100 weigh 40, more or all weigh 80."""
    assert BINANCE.limits[0].cost(ask(PATH, *query)) == weight


def test_weight_of_the_minute_is_told() -> None:
    """Every answer says what has been used."""
    assert ("x-mbx-used-weight-1m", "42") in BINANCE.meter_headers(BINANCE.limits[0], Meter(level=42))


@pytest.mark.parametrize(
    ("refusal", "status", "wait"), [(Refusal(0.2), 429, "1"), (Refusal(120, banned=True), 418, "120")]
)
def test_refusal_says_when_to_come_back(refusal: Refusal, status: int, wait: str) -> None:
    """429 first and 418 for who goes on, both with Retry-After in whole seconds, rounded up."""
    reply = BINANCE.limits[0].refuse(refusal)

    assert reply.status == status
    assert ("retry-after", wait) in reply.headers
    assert msgspec.json.decode(reply.body)["code"] == -1003


def test_blocked_region_has_code_zero() -> None:
    """451 comes with the code 0."""
    assert msgspec.json.decode(BINANCE.complain(451).body)["code"] == 0
