"""Blockstream's Esplora: the newest ten blocks, the mempool and fee estimates.

Source: https://github.com/Blockstream/esplora/blob/master/API.md (2026-08)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.esplora import block, esplora, reply_text, summit
from service.simulator.http import Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot

__all__ = ["BLOCKSTREAM"]

_BLOCKS: Final = 10
_TARGETS: Final = (1, 2, 3, 4, 5, 6, 10, 20, 144, 504, 1008)
"""Blocks until a transaction is confirmed."""
_COMPLAINTS: Final = {404: "Not found", 429: "Too Many Requests", 503: "Service Unavailable"}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_text(text or _COMPLAINTS.get(status, "Internal Server Error"), status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path == "/blocks":
        tip = summit(snapshot)
        return reply_json([block(snapshot, height) for height in range(tip, tip - _BLOCKS, -1)])
    if ask.path == "/fee-estimates":
        rate = Bitcoin(snapshot.market.seed).fee_rate(snapshot.second)
        return reply_json({str(target): max(1.0, round(rate / target**0.25, 3)) for target in _TARGETS})
    return esplora(ask, snapshot) or _complain(404)


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


BLOCKSTREAM: Final = Upstream(name="blockstream", answer=_answer, complain=_complain, limits=(Limit(60, 60, _refuse),))
