from __future__ import annotations

import msgspec
import pytest

from service.simulator.limits import Refusal
from service.simulator.providers.coinpaprika import COINPAPRIKA
from tests.service.simulator.world import AT, ask, body, shape, snapshot


def test_tickers_go_by_rank() -> None:
    """All coins come, the largest first."""
    rows = body(COINPAPRIKA, "/tickers", ("quotes", "USD"))

    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["id"] == "btc-bitcoin"
    assert len(rows) == len(snapshot("x").coins)


def test_row_has_the_documented_fields() -> None:
    """Numbers are numbers, and the quote lies two levels deep."""
    row = body(COINPAPRIKA, "/tickers/btc-bitcoin")
    spans = ("15m", "30m", "1h", "6h", "12h", "24h", "7d", "30d", "1y")

    assert shape(row) == {
        "id": "str",
        "name": "str",
        "symbol": "str",
        "rank": "int",
        "total_supply": "int",
        "max_supply": "int",
        "beta_value": "float",
        "first_data_at": "str",
        "last_updated": "str",
        "quotes": "dict",
    }
    assert shape(row["quotes"]["USD"]) == {
        "price": "float",
        "volume_24h": "float",
        "volume_24h_change_24h": "float",
        "market_cap": "int",
        "market_cap_change_24h": "float",
        **{f"percent_change_{span}": "float" for span in spans},
        "ath_price": "float",
        "ath_date": "str",
        "percent_from_price_ath": "float",
    }
    assert row["last_updated"] == "2026-11-23T10:30:00Z"


def test_row_agrees_with_the_market() -> None:
    """Price, cap, turnover and changes are those of the market."""
    world = snapshot("coinpaprika")
    bitcoin, quote = world.coins[0], body(COINPAPRIKA, "/tickers/btc-bitcoin")["quotes"]["USD"]

    assert quote["price"] == pytest.approx(world.price(bitcoin))
    assert quote["volume_24h"] == pytest.approx(world.turnover(bitcoin))
    assert quote["market_cap"] == int(world.cap(bitcoin))
    assert quote["percent_change_24h"] == pytest.approx(world.change(bitcoin), abs=0.006)
    assert quote["percent_change_1y"] == pytest.approx(world.change(bitcoin, 365 * 86_400), abs=0.006)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [("/tickers/no-such", (), 404), ("/nothing", (), 404), ("/tickers", (("quotes", "XYZ"),), 400)],
)
def test_bad_questions_are_refused(path: str, query: tuple[tuple[str, str], ...], status: int) -> None:
    """An unknown coin, path or currency has an `error`."""
    reply = COINPAPRIKA.answer(ask(path, *query), snapshot("coinpaprika"))

    assert reply.status == status
    assert msgspec.json.decode(reply.body).keys() == {"error"}


def test_totals_are_sums() -> None:
    """The global figures are the sums over the coins."""
    world, totals = snapshot("coinpaprika"), body(COINPAPRIKA, "/global")

    assert totals["market_cap_usd"] == int(sum(world.cap(coin) for coin in world.coins))
    assert totals["cryptocurrencies_number"] == len(world.coins)
    assert 0 < totals["bitcoin_dominance_percentage"] < 100
    assert totals["last_updated"] == int(AT.timestamp())


def test_two_limits_have_two_statuses() -> None:
    """Ten a second, else 429; twenty thousand a month, else 402."""
    assert [(limit.most, limit.refuse(Refusal(1)).status) for limit in COINPAPRIKA.limits] == [(10, 429), (20_000, 402)]
