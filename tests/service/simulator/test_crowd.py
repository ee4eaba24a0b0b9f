from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.providers.adapters import coingecko_trending, coingecko_votes
from service.simulator.http import Ask
from service.simulator.providers.coingecko import COINGECKO
from tests.service.simulator.world import ask, body, shape, snapshot

TRENDING = "/search/trending"


def trending(seed: int = 7, second: int = 0) -> Any:
    reply = COINGECKO.answer(ask(TRENDING), snapshot("coingecko", seed=seed, second=second))
    return msgspec.json.decode(reply.body)


def test_trending_coins_have_the_documented_fields() -> None:
    """Fifteen coins, each in an item of its own, ranked by score from 0 on; nothing else trends."""
    said = body(COINGECKO, TRENDING)
    items = [row["item"] for row in said["coins"]]

    assert said.keys() == {"coins", "nfts", "categories"}
    assert [item["score"] for item in items] == list(range(15))
    assert len({item["id"] for item in items}) == 15
    assert shape(items[0]) == {
        "id": "str",
        "coin_id": "int",
        "name": "str",
        "symbol": "str",
        "market_cap_rank": "int",
        "thumb": "str",
        "slug": "str",
        "price_btc": "float",
        "score": "int",
        "data": "dict",
    }


def test_trending_coins_agree_with_the_market() -> None:
    """Their prices and ranks are those of all other answers."""
    world = snapshot("coingecko")
    coins = {coin.id: coin for coin in world.coins}
    ranked = [coin.id for coin in world.ranked()]

    for row in body(COINGECKO, TRENDING)["coins"]:
        item = row["item"]
        assert item["data"]["price"] == pytest.approx(world.price(coins[item["id"]]), rel=1e-5)
        assert item["market_cap_rank"] == ranked.index(item["id"]) + 1


def test_what_trends_changes_by_the_hour() -> None:
    """And with the seed, but not with the second."""
    assert trending() == trending()
    worlds = ((7, 0), (7, 3599), (7, 3600), (8, 0))
    names = [[row["item"]["id"] for row in trending(*world)["coins"]] for world in worlds]

    assert names[0] == names[1]
    assert names[0] != names[2]
    assert names[0] != names[3]


def test_votes_add_up() -> None:
    """Up and down are percentages of all votes, and drift with time."""
    bitcoin = body(COINGECKO, "/coins/bitcoin", ("localization", "false"))
    votes = (bitcoin["sentiment_votes_up_percentage"], bitcoin["sentiment_votes_down_percentage"])
    later = COINGECKO.answer(ask("/coins/bitcoin"), snapshot("coingecko", second=40_000))

    assert sum(votes) == pytest.approx(100)
    assert all(0 <= share <= 100 for share in votes)
    assert bitcoin["market_cap_rank"] == 1
    assert msgspec.json.decode(later.body)["sentiment_votes_up_percentage"] != votes[0]


@pytest.mark.parametrize("path", ["/coins/nosuchcoin", "/coins/bitcoin/nothing"])
def test_an_unknown_coin_is_not_found(path: str) -> None:
    """With CoinGecko's own words."""
    reply = COINGECKO.answer(ask(path), snapshot("coingecko"))

    assert (reply.status, msgspec.json.decode(reply.body)) == (404, {"error": "coin not found"})


@pytest.mark.parametrize("path", [TRENDING, "/coins/bitcoin"])
def test_answers_say_how_long_they_are_kept(path: str) -> None:
    """As all others of CoinGecko do."""
    reply = COINGECKO.answer(ask(path), snapshot("coingecko"))

    assert ("cache-control", "max-age=30, public, must-revalidate, s-maxage=60") in reply.headers


def test_the_gateway_reads_them() -> None:
    """The adapters' questions are answered with the same names and votes."""
    adapters = {**coingecko_trending.ADAPTERS, **coingecko_votes.ADAPTERS}
    read = {}
    for name, adapter in adapters.items():
        (request,) = adapter.requests(None)
        read[name] = adapter.parse([COINGECKO.answer(Ask(request.path, request.query), snapshot("coingecko")).body])

    assert read["coingecko.trending"].topics == tuple(row["item"]["name"] for row in trending()["coins"])
    assert read["coingecko.votes"].score == body(COINGECKO, "/coins/bitcoin")["sentiment_votes_up_percentage"] / 100
