from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from service.simulator.limits import Refusal
from service.simulator.market import Snapshot
from service.simulator.providers.kraken import KRAKEN
from tests.service.simulator.world import AT, ask, body, snapshot

if TYPE_CHECKING:
    from service.simulator.http import Reply

PATH = "/0/public/Ticker"


def said(reply: Reply) -> tuple[int, Any]:
    return reply.status, msgspec.json.decode(reply.body)


def ticker(pair: str) -> dict[str, Any]:
    row: dict[str, Any] = body(KRAKEN, PATH, ("pair", pair), ("assetVersion", "1"))["result"][pair]
    return row


def test_row_has_the_documented_fields() -> None:
    """Lists of strings for all but the trades, which are integers, and the open, which is alone."""
    row = ticker("BTC/USD")

    assert {name: [type(item).__name__ for item in row[name]] for name in "abcvplh"} == {
        **dict.fromkeys("ab", ["str"] * 3),
        **dict.fromkeys("cvplh", ["str"] * 2),
    }
    assert [type(item) for item in row["t"]] == [int, int]
    assert isinstance(row["o"], str)
    assert len(row) == 9


def test_row_agrees_with_the_market() -> None:
    """The last trade lies between bid and ask, today within the day, and `o` is the price of midnight."""
    world = snapshot("kraken")
    bitcoin, row = world.coins[0], ticker("BTC/USD")

    assert float(row["c"][0]) == pytest.approx(world.price(bitcoin), rel=1e-6)
    assert float(row["o"]) == pytest.approx(world.price(bitcoin, world.today_s), rel=1e-6)
    assert float(row["b"][0]) < float(row["c"][0]) < float(row["a"][0])
    assert float(row["v"][0]) < float(row["v"][1])
    assert row["t"][0] < row["t"][1]
    assert float(row["l"][1]) <= float(row["l"][0]) <= float(row["h"][0]) <= float(row["h"][1])


def test_small_prices_keep_their_digits() -> None:
    """A price of millionths has five significant digits at least."""
    world = snapshot("kraken")
    pepe = next(coin for coin in world.coins if coin.id == "pepe")

    assert float(ticker("PEPE/USD")["c"][0]) == pytest.approx(world.price(pepe), rel=1e-4)


def test_midnight_has_no_today_yet() -> None:
    """At 00:00 UTC nothing was traded today, and that is no error."""
    midnight = AT.replace(hour=0, minute=0)
    world = Snapshot(snapshot("kraken").market, 0, midnight, "kraken")
    row = said(KRAKEN.answer(ask(PATH, ("pair", "XBTUSD")), world))[1]["result"]["XXBTZUSD"]

    assert float(row["v"][0]) == row["t"][0] == 0
    assert row["o"] == row["c"][0]


@pytest.mark.parametrize("pair", ["BTC/USD", "BTCUSD", "XBTUSD", "XXBTZUSD"])
def test_pairs_have_several_names(pair: str) -> None:
    """A pair may be asked for by each of its names; the answer has its legacy name."""
    assert list(body(KRAKEN, PATH, ("pair", pair))["result"]) == ["XXBTZUSD"]


def test_asset_version_chooses_the_names() -> None:
    """With assetVersion=1 the answer has the names with a slash, without it the legacy ones."""
    pairs = ("pair", "XXBTZUSD,ETH/USD,SOLUSD,XDGUSD,USDTZUSD")

    assert list(body(KRAKEN, PATH, pairs, ("assetVersion", "1"))["result"]) == [
        "BTC/USD",
        "ETH/USD",
        "SOL/USD",
        "DOGE/USD",
        "USDT/USD",
    ]
    assert list(body(KRAKEN, PATH, pairs)["result"]) == ["XXBTZUSD", "XETHZUSD", "SOLUSD", "XDGUSD", "USDTZUSD"]


def test_without_pairs_all_are_told() -> None:
    """Every pair comes when none is named."""
    assert len(body(KRAKEN, PATH)["result"]) == len([coin for coin in snapshot("x").coins if coin.kraken])


def test_unknown_pair_fails_the_call() -> None:
    """One bad pair costs the whole answer, with HTTP 200."""
    reply = KRAKEN.answer(ask(PATH, ("pair", "BTC/USD,NO/USD")), snapshot("kraken"))

    assert said(reply) == (200, {"error": ["EQuery:Unknown asset pair"]})


def test_unknown_path_is_an_error_with_200() -> None:
    """Even an unknown method is HTTP 200."""
    assert said(KRAKEN.answer(ask("/0/public/No"), snapshot("kraken"))) == (200, {"error": ["EGeneral:Unknown method"]})


def test_refusal_comes_with_200() -> None:
    """The rate limit speaks from the body alone."""
    assert said(KRAKEN.limits[0].refuse(Refusal(1))) == (200, {"error": ["EAPI:Rate limit exceeded"]})


def test_answer_may_be_kept_for_two_seconds() -> None:
    """The ticker's Cache-Control is the one that was recorded."""
    reply = KRAKEN.answer(ask(PATH, ("pair", "BTC/USD")), snapshot("kraken"))

    assert ("cache-control", "public, max-age=2") in reply.headers


def test_status_and_time_answer() -> None:
    """The two paths for probing."""
    assert body(KRAKEN, "/0/public/SystemStatus")["result"] == {"status": "online", "timestamp": "2026-11-23T10:30:00Z"}
    assert body(KRAKEN, "/0/public/Time")["result"]["unixtime"] == int(AT.timestamp())
