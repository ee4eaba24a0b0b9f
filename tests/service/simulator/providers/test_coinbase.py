from __future__ import annotations

from math import isclose

import msgspec

from service.simulator.limits import Refusal
from service.simulator.providers.coinbase import COINBASE
from tests.service.simulator.world import ask, body, shape, snapshot

PATH = "/api/v3/brokerage/market/products"


def test_answer_has_the_asked_products() -> None:
    """A repeated parameter names the products; unknown ones are left out."""
    said = body(COINBASE, PATH, ("product_ids", "BTC-USD"), ("product_ids", "NO-USD"), ("product_ids", "ETH-USD"))

    assert [row["product_id"] for row in said["products"]] == ["BTC-USD", "ETH-USD"]
    assert said["num_products"] == 2


def test_row_has_the_documented_fields() -> None:
    """Decimals are strings, states are booleans."""
    fields = shape(body(COINBASE, f"{PATH}/BTC-USD"))
    strings = {
        "price",
        "price_percentage_change_24h",
        "volume_24h",
        "volume_percentage_change_24h",
        "approximate_quote_24h_volume",
        "status",
    }

    assert {fields[name] for name in strings} == {"str"}
    assert {fields[name] for name in ("trading_disabled", "is_disabled", "cancel_only", "view_only")} == {"bool"}


def test_row_agrees_with_the_market() -> None:
    """Price, change and volume are those of the market."""
    world = snapshot("coinbase")
    bitcoin = world.coins[0]
    row = body(COINBASE, f"{PATH}/BTC-USD")

    assert isclose(float(row["price"]), world.price(bitcoin), rel_tol=1e-5)
    assert isclose(float(row["price_percentage_change_24h"]), world.change(bitcoin), rel_tol=1e-6)
    assert isclose(
        float(row["volume_24h"]) * world.price(bitcoin), float(row["approximate_quote_24h_volume"]), rel_tol=1e-4
    )


def test_without_names_all_are_told() -> None:
    """Every product comes when none is named."""
    assert body(COINBASE, PATH)["num_products"] == len([coin for coin in snapshot("x").coins if coin.coinbase])


def test_unknown_product_is_not_found() -> None:
    """One product that does not exist is a 404 with a message."""
    reply = COINBASE.answer(ask(f"{PATH}/NO-USD"), snapshot("coinbase"))

    assert reply.status == 404
    assert msgspec.json.decode(reply.body)["error"] == "NOT_FOUND"


def test_refusal_has_a_message() -> None:
    """Too many questions are a 429 with a message."""
    reply = COINBASE.limits[0].refuse(Refusal(1))

    assert reply.status == 429
    assert "limit" in msgspec.json.decode(reply.body)["message"]


def test_unheard_of_status_has_a_body_too() -> None:
    """A status outside of the standard is spoken of in the same form."""
    assert msgspec.json.decode(COINBASE.complain(430).body)["message"] == "Unknown"
