from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.limits import Refusal
from service.simulator.providers.etherscan import ETHERSCAN
from tests.service.simulator.world import ask, snapshot

QUESTION = {"chainid": "1", "module": "gastracker", "action": "gasoracle", "apikey": "k"}
CHAIN = Chain(7, ETHEREUM)


def said(**changes: str) -> dict[str, Any]:
    reply = ETHERSCAN.answer(ask("/api", *(QUESTION | changes).items()), snapshot("etherscan"))
    assert reply.status == 200
    answer: dict[str, Any] = msgspec.json.decode(reply.body)
    return answer


def test_the_oracle_speaks_in_texts() -> None:
    """Gwei as fractions, in order, and the newest block."""
    answer = said()
    oracle = answer["result"]
    prices = [float(oracle[name]) for name in ("suggestBaseFee", "SafeGasPrice", "ProposeGasPrice", "FastGasPrice")]

    assert (answer["status"], answer["message"]) == ("1", "OK")
    assert {type(value) for value in oracle.values()} == {str}
    assert oracle["LastBlock"] == str(CHAIN.height(0))
    assert prices == sorted(prices)
    assert len(oracle["gasUsedRatio"].split(",")) == 5


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"apikey": ""}, "Invalid API Key"),
        ({"chainid": "10"}, "Missing or unsupported chainid parameter"),
        ({"action": "no"}, "Error! Missing Or invalid Action name"),
        ({"module": "no"}, "Error! Missing Or invalid Action name"),
    ],
)
def test_errors_are_http_200(changes: dict[str, str], text: str) -> None:
    """Status 0, NOTOK, and a text."""
    answer = said(**changes)

    assert (answer["status"], answer["message"]) == ("0", "NOTOK")
    assert answer["result"].startswith(text)


def test_both_limits_are_http_200() -> None:
    """The pace and the day, told apart by their texts."""
    replies = [limit.refuse(Refusal(1.0)) for limit in ETHERSCAN.limits]
    texts = [msgspec.json.decode(reply.body)["result"] for reply in replies]

    assert [reply.status for reply in replies] == [200, 200]
    assert texts[0] == "Max calls per sec rate limit reached (3/sec)"
    assert texts[1].startswith("Max daily rate limit reached")


def test_other_paths_are_not_found() -> None:
    """Version 1 is gone."""
    assert ETHERSCAN.answer(ask("/v1/api"), snapshot("etherscan")).status == 404
