from __future__ import annotations

import json

import pytest

from service.errors import ProviderPayloadError, RateLimited
from service.providers.adapters.coingecko_trending import TOPICS, parse, request
from service.providers.http import Request
from service.providers.moods import Trending
from tests.service.providers.examples import example


def answer(*names: object) -> bytes:
    return json.dumps({"coins": [{"item": {"id": "x", "name": name}} for name in names]}).encode()


def test_request_has_no_parameters() -> None:
    """Everything that trends comes at once."""
    assert request() == Request(path="/search/trending")


def test_documented_answer_is_read() -> None:
    """The names of the coins in their order; collections and categories are no coins; nothing says of when."""
    assert parse(example("coingecko_search_trending.json")) == Trending(("Hyperliquid", "Bitcoin", "Fartcoin"), None)


def test_names_are_lines_and_come_once() -> None:
    """They go to clients as they are, so they are cleaned, and never too many."""
    assert parse(answer("Pepe\n2.0", "Bitcoin", "Bitcoin")).topics == ("Pepe 2.0", "Bitcoin")
    assert parse(answer(*(f"Coin {n}" for n in range(40)))).topics == tuple(f"Coin {n}" for n in range(TOPICS))


@pytest.mark.parametrize("name", [None, 7, "", " ", "\x00", "\u200b", ["Bitcoin"], {}])
def test_an_odd_row_costs_only_itself(name: object) -> None:
    """A coin without a name is left out, the others stay."""
    assert parse(answer(name, "Bitcoin")) == Trending(("Bitcoin",), None)


def test_rows_of_another_kind_are_left_out() -> None:
    """Whatever stands between the coins."""
    body = b'{"coins": [null, 1, [], {}, {"item": null}, {"item": {"name": "Bitcoin"}}]}'

    assert parse(body) == Trending(("Bitcoin",), None)


@pytest.mark.parametrize("body", [b"{}", b'{"coins": []}', answer(""), answer(None)])
def test_no_name_at_all_is_a_payload_error(body: bytes) -> None:
    """Nothing trending is not believed."""
    with pytest.raises(ProviderPayloadError, match="no coin in the answer"):
        parse(body)


def test_its_own_error_is_told() -> None:
    """It may stand in the place of the coins, with HTTP 200."""
    with pytest.raises(RateLimited, match="error 429: You've exceeded the Rate Limit"):
        parse(b'{"status": {"error_code": 429, "error_message": "You\'ve exceeded the Rate Limit."}}')
