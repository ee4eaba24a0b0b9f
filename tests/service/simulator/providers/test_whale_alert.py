from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from service.providers.adapters import whale_alert
from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.limits import Refusal
from service.simulator.providers.whale_alert import WHALE_ALERT
from service.simulator.transactions import LARGE_WITHIN, transactions
from tests.service.simulator.world import AT, ask, shape, snapshot

PATH = "/v1/transactions"
WORLD = snapshot("whale_alert", second=3000)


def told(*query: tuple[str, str], start: Any = None, **headers: str) -> tuple[int, Any]:
    since = str(int((AT - timedelta(minutes=10)).timestamp())) if start is None else start
    reply = WHALE_ALERT.answer(ask(PATH, ("start", since), *query, **headers), WORLD)
    return reply.status, msgspec.json.decode(reply.body)


def test_a_key_is_needed() -> None:
    """In the query or in a header."""
    assert told() == (401, {"result": "error", "message": "invalid api_key"})
    assert told(("api_key", "k"))[0] == told(x_wa_api_key="k")[0] == 200


def test_rows_have_the_documented_fields() -> None:
    """The oldest first, with names in small letters and without `0x`."""
    status, body = told(x_wa_api_key="k")
    rows = body["transactions"]

    assert (status, body["result"], body["count"]) == (200, "success", len(rows))
    assert shape(rows[0]) == {
        "blockchain": "str",
        "symbol": "str",
        "id": "str",
        "transaction_type": "str",
        "hash": "str",
        "from": "dict",
        "to": "dict",
        "timestamp": "int",
        "amount": "float",
        "amount_usd": "float",
        "transaction_count": "int",
    }
    assert {row["blockchain"] for row in rows} == {"bitcoin", "ethereum"}
    assert [row["timestamp"] for row in rows] == sorted(row["timestamp"] for row in rows)
    assert all(row["symbol"].islower() and not row["hash"].startswith("0x") for row in rows)
    assert all(row["amount_usd"] >= 500_000 for row in rows)


def test_rows_are_those_of_the_chains() -> None:
    """What it tells of Ethereum is in its blocks."""
    chain = Chain(7, ETHEREUM)
    known = {
        each.digest[2:]
        for height in range(chain.height(2000), chain.height(3000) + 1)
        for each in transactions(chain, height, LARGE_WITHIN)
    }

    assert {
        row["hash"] for row in told(x_wa_api_key="k")[1]["transactions"] if row["blockchain"] == "ethereum"
    } <= known


def test_the_question_chooses() -> None:
    """From an instant on, which is not part of it, from an amount on, and so many at most."""
    rows = told(x_wa_api_key="k")[1]["transactions"]
    later = told(x_wa_api_key="k", start=str(rows[3]["timestamp"]))[1]["transactions"]
    large = told(("min_value", "5000000"), x_wa_api_key="k")[1]["transactions"]

    assert later == [row for row in rows if row["timestamp"] > rows[3]["timestamp"]]
    assert 0 < len(large) < len(rows)
    assert large == [row for row in rows if row["amount_usd"] >= 5e6]
    assert told(("limit", "2"), x_wa_api_key="k")[1]["transactions"] == rows[:2]


@pytest.mark.parametrize(
    "query", [("start", "now"), ("min_value", "1"), ("min_value", "much"), ("limit", "0"), ("limit", "101")]
)
def test_bad_questions_are_refused(query: tuple[str, str]) -> None:
    """With HTTP 400 and a word of it."""
    assert told(query, x_wa_api_key="k")[0] == 400


def test_other_paths_and_limits() -> None:
    """In its own words."""
    assert WHALE_ALERT.answer(ask("/v2"), WORLD).status == 404
    refused = WHALE_ALERT.limits[0].refuse(Refusal(1))
    assert (refused.status, msgspec.json.decode(refused.body)["message"]) == (429, "usage limit reached")


def test_its_adapter_reads_it() -> None:
    """All rows, and the next question begins at the newest."""
    adapter = whale_alert.adapter(lambda: AT)
    (request,) = adapter.requests(None)
    reply = WHALE_ALERT.answer(ask(request.path, *request.query, x_wa_api_key="k"), WORLD)
    value = adapter.parse([reply.body])

    assert len(value.items) == msgspec.json.decode(reply.body)["count"] > 10
    assert value.newest == max(item.at for item in value.items if item.at)
