"""Etherscan, version 2: the gas oracle of Ethereum, for whoever has a key.

Errors are HTTP 200 with `status` 0 and a text for `result`. All numbers are texts. Any key is good but an empty one.

Source: https://docs.etherscan.io/api-reference/endpoint/gasoracle,
https://docs.etherscan.io/resources/common-error-messages (2026-08)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.simulator.decimals import text as decimal
from service.simulator.ethereum import ETHEREUM, GWEI, Chain
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.market import DAY_S
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["ETHERSCAN"]

_SAMPLE: Final = 5
"""Blocks that the ratios are of."""
_COMPLAINTS: Final = {
    400: "Error! Missing Or invalid Action name",
    401: "Invalid API Key",
    404: "Error! Missing Or invalid Module name",
    429: "Max calls per sec rate limit reached (3/sec)",
    503: "Query Timeout occured. Please select a smaller result dataset",
}
_CHAIN: Final = (
    "Missing or unsupported chainid parameter (required for v2 api), please see https://api.etherscan.io/v2/chainlist "
    "for the list of supported chainids"
)


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json(_failure(text or _COMPLAINTS.get(status, "Unexpected error")), status)


def _say(result: str) -> Reply:
    return reply_json(_failure(result))


def _failure(result: str) -> dict[str, str]:
    return {"status": "0", "message": "NOTOK", "result": result}


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != "/api":
        return _complain(404)
    if not ask.value("apikey"):
        return _say(_COMPLAINTS[401])
    if ask.value("chainid") != "1":
        return _say(_CHAIN)
    if (ask.value("module"), ask.value("action")) != ("gastracker", "gasoracle"):
        return _say(_COMPLAINTS[400])
    chain = Chain(snapshot.market.seed, ETHEREUM)
    return reply_json({"status": "1", "message": "OK", "result": _oracle(chain, chain.height(snapshot.second))})


def _oracle(chain: Chain, tip: int) -> dict[str, Any]:
    base = chain.base_fee(tip + 1)
    safe, propose, fast = (decimal((base + chain.tip(tip, part)) / GWEI, 9) for part in (10, 50, 90))
    ratios = (chain.used_ratio(height) for height in range(tip - _SAMPLE + 1, tip + 1))
    return {
        "LastBlock": str(tip),
        "SafeGasPrice": safe,
        "ProposeGasPrice": propose,
        "FastGasPrice": fast,
        "suggestBaseFee": decimal(base / GWEI, 9),
        "gasUsedRatio": ",".join(str(ratio) for ratio in ratios),
    }


def _refuse_pace(_refusal: Refusal) -> Reply:
    return _say(_COMPLAINTS[429])


def _refuse_day(_refusal: Refusal) -> Reply:
    return _say("Max daily rate limit reached. 100000 (100%) of 100000 day/limit")


ETHERSCAN: Final = Upstream(
    name="etherscan",
    answer=_answer,
    complain=_complain,
    limits=(Limit(3, 1, _refuse_pace), Limit(100_000, DAY_S, _refuse_day)),
)
