"""Whale Alert: large transfers, for callers with a key, which travels in the query or in a header.

Names of coins are in small letters, addresses and hashes of Ethereum come without `0x`. Errors of the question are HTTP
400, those of the key 401, each with `result: error`.

Source: https://developer.whale-alert.io/documentation (v1, 2026-08).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.payments import COIN, large, payment
from service.simulator.transactions import LARGE_WITHIN, transactions
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["WHALE_ALERT"]

_REACH_S: Final = 900
"""How far back it tells. The real one tells of an hour and more."""
_LEAST_USD: Final = 500_000
_MOST: Final = 100
_COMPLAINTS: Final = {
    401: "invalid api_key",
    404: "not found",
    429: "usage limit reached",
}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"result": "error", "message": text or _COMPLAINTS.get(status, "internal error")}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != "/v1/transactions":
        return _complain(404)
    if not (ask.value("api_key") or ask.headers.get("x-wa-api-key")):
        return _complain(401)
    start, least, limit = (ask.value(name) or "" for name in ("start", "min_value", "limit"))
    if not start.isdecimal():
        return _complain(400, "invalid start")
    if least and not (least.isdecimal() and int(least) >= _LEAST_USD):
        return _complain(400, f"min_value should be at least {_LEAST_USD}")
    if limit and not (limit.isdecimal() and 1 <= int(limit) <= _MOST):
        return _complain(400, "invalid limit")
    rows = [*_bitcoins(snapshot), *_tokens(snapshot)]
    wanted = [row for row in rows if row["timestamp"] > int(start) and row["amount_usd"] >= int(least or _LEAST_USD)]
    wanted.sort(key=lambda row: row["timestamp"])
    shown = wanted[: int(limit or _MOST)]
    cursor = f"{snapshot.second:x}-{len(wanted):x}-{int(snapshot.at.timestamp()):x}"
    return reply_json({"result": "success", "cursor": cursor, "count": len(shown), "transactions": shown})


def _bitcoins(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    chain = Bitcoin(snapshot.market.seed)
    price = snapshot.price(next(coin for coin in snapshot.coins if coin.id == "bitcoin"))
    for height in chain.blocks(snapshot.second, _REACH_S):
        at = int(snapshot.instant(chain.found_s(height)).timestamp())
        for number in large(chain, chain.confirmed(height)):
            paid = payment(chain, number)
            # The first output is what was paid, the second one is change.
            amount = paid.outputs[0].value / COIN
            parties = ([entry.address for entry in paid.inputs], [paid.outputs[0].address])
            yield _row("bitcoin", "btc", paid.txid, at, (amount, amount * price), parties)


def _tokens(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    chain = Chain(snapshot.market.seed, ETHEREUM)
    price = snapshot.price(next(coin for coin in snapshot.coins if coin.id == "ethereum"))
    for height in range(chain.height(snapshot.second - _REACH_S) + 1, chain.height(snapshot.second) + 1):
        at = int(snapshot.instant(chain.mined_s(height)).timestamp())
        for each in transactions(chain, height, LARGE_WITHIN):
            token = each.token
            amount = each.amount / 10 ** (token.decimals if token else 18)
            worth = amount if token and token.is_dollar else amount * price
            parties = ([each.sender[2:]], [each.recipient[2:]])
            symbol = token.symbol.lower() if token else "eth"
            yield _row("ethereum", symbol, each.digest[2:], at, (amount, worth), parties)


def _row(
    chain: str, symbol: str, digest: str, at: int, amounts: tuple[float, float], parties: tuple[list[str], list[str]]
) -> dict[str, Any]:
    sender, recipient = (_party(addresses) for addresses in parties)
    return {
        "blockchain": chain,
        "symbol": symbol,
        "id": str(int(digest[:12], 16)),
        "transaction_type": "transfer",
        "hash": digest,
        "from": sender,
        "to": recipient,
        "timestamp": at,
        "amount": round(amounts[0], 4),
        "amount_usd": round(amounts[1], 2),
        "transaction_count": 1,
    }


def _party(addresses: list[str]) -> dict[str, str]:
    is_one = len(set(addresses)) == 1
    return {"address": addresses[0] if is_one else "Multiple Addresses", "owner_type": "unknown"}


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


WHALE_ALERT: Final = Upstream(
    name="whale_alert",
    answer=_answer,
    complain=_complain,
    limits=(Limit(10, 60, _refuse),),
    refresh_s=1,
)
