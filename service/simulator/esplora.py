"""Esplora: the REST shapes that mempool.space and Blockstream share.

Source: https://github.com/Blockstream/esplora/blob/master/API.md (2026-08)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from service.simulator.bitcoin import Bitcoin
from service.simulator.http import Reply, reply_json
from service.simulator.noise import octets, uniform
from service.simulator.payments import coinbase, payment

if TYPE_CHECKING:
    from service.simulator.http import Ask
    from service.simulator.market import Snapshot
    from service.simulator.payments import Entry, Payment

__all__ = ["block", "esplora", "found_at", "mempool", "reply_text", "summit"]

_PAGE: Final = 25
_RECENT: Final = 10
_HIGH: Final = re.compile(r"/block-height/(\d{1,9})")
_BLOCK: Final = re.compile(r"/block/([0-9a-f]{64})")
_PAYMENTS: Final = re.compile(r"/block/([0-9a-f]{64})/txs(?:/(\d{1,6}))?")


def esplora(ask: Ask, snapshot: Snapshot) -> Reply | None:
    """Answer what both of them serve; None says that the path is not among that."""
    chain, tip = Bitcoin(snapshot.market.seed), summit(snapshot)
    reply: Reply | None = None
    match ask.path:
        case "/blocks/tip/height":
            reply = reply_text(str(tip))
        case "/blocks/tip/hash":
            reply = reply_text(chain.digest(tip))
        case "/mempool":
            reply = reply_json(mempool(snapshot))
        case "/mempool/recent":
            newest = reversed(chain.waiting(snapshot.second)[-_RECENT:])
            reply = reply_json([_row(payment(chain, number)) for number in newest])
        case path if high := _HIGH.fullmatch(path):
            height = int(high[1])
            reply = reply_text(chain.digest(height)) if height <= tip else _MISSING
        case path if of_block := _BLOCK.fullmatch(path):
            found = chain.height_of(of_block[1], snapshot.second)
            reply = _MISSING if found is None else reply_json(block(snapshot, found))
        case path if of_block := _PAYMENTS.fullmatch(path):
            found = chain.height_of(of_block[1], snapshot.second)
            reply = _MISSING if found is None else _page(snapshot, found, int(of_block[2] or 0))
    return reply


def reply_text(text: str, status: int = 200) -> Reply:
    """Return an answer that is a bare text."""
    return Reply(status, (("content-type", "text/plain"),), text.encode())


_MISSING: Final = reply_text("Block not found", 404)


def summit(snapshot: Snapshot) -> int:
    """Return the height of the newest block."""
    return Bitcoin(snapshot.market.seed).height(snapshot.second)


def found_at(snapshot: Snapshot, height: int) -> int:
    """Return the instant at which a block was found, in unix seconds."""
    return int(snapshot.instant(Bitcoin(snapshot.market.seed).found_s(height)).timestamp())


def block(snapshot: Snapshot, height: int) -> dict[str, Any]:
    """Return the row of one block."""
    chain = Bitcoin(snapshot.market.seed)
    at, count = found_at(snapshot, height), len(chain.confirmed(height)) + 1
    return {
        "id": chain.digest(height),
        "height": height,
        "version": 0x20000000,
        "timestamp": at,
        "tx_count": count,
        "size": count * 520,
        "weight": min(3_999_000, count * 1_320),
        "merkle_root": octets(f"{chain.seed}/bitcoin/root/{height}", 32).hex(),
        "previousblockhash": chain.digest(height - 1),
        "mediantime": at - 3_000,
        "nonce": int(uniform(f"{chain.seed}/bitcoin/nonce", height) * 2**32),
        "bits": 0x17020000,
        "difficulty": chain.difficulty(height),
    }


def mempool(snapshot: Snapshot) -> dict[str, Any]:
    """Return the backlog. No two nodes have the very same: a few transactions are missing here or there."""
    chain = Bitcoin(snapshot.market.seed)
    waiting = len(chain.waiting(snapshot.second))
    missing = int(waiting * 0.01 * uniform(f"{chain.seed}/mempool/{snapshot.venue}", snapshot.second))
    count, rate = waiting - missing, chain.fee_rate(snapshot.second)
    vsize = count * 160
    histogram = [[round(rate * part, 3), int(vsize * share)] for part, share in ((1.4, 0.1), (1.0, 0.3), (0.7, 0.6))]
    return {"count": count, "vsize": vsize, "total_fee": int(vsize * rate), "fee_histogram": histogram}


def _page(snapshot: Snapshot, height: int, start: int) -> Reply:
    chain, at = Bitcoin(snapshot.market.seed), found_at(snapshot, height)
    numbers = chain.confirmed(height)
    if start % _PAGE:
        return reply_text(f"start index must be a multiple of {_PAGE}", 400)
    if start > len(numbers):
        return reply_text("start index out of range", 400)
    wanted = range(start, min(start + _PAGE, len(numbers) + 1))
    payments = [payment(chain, numbers[index - 1]) if index else coinbase(chain, height) for index in wanted]
    status = {"confirmed": True, "block_height": height, "block_hash": chain.digest(height), "block_time": at}
    return reply_json([_whole(each, status) for each in payments])


def _row(paid: Payment) -> dict[str, Any]:
    return {"txid": paid.txid, "fee": paid.fee, "vsize": paid.vsize, "value": paid.value}


def _whole(paid: Payment, status: dict[str, Any]) -> dict[str, Any]:
    inputs = [_input(paid.txid, index, entry) for index, entry in enumerate(paid.inputs)]
    return {
        "txid": paid.txid,
        "version": 2,
        "locktime": 0,
        "vin": inputs or [_input(paid.txid, 0, None)],
        "vout": [_output(entry) for entry in paid.outputs],
        "size": paid.vsize,
        "weight": paid.vsize * 4,
        "sigops": 4,
        "fee": paid.fee,
        "status": status,
    }


def _input(txid: str, index: int, entry: Entry | None) -> dict[str, Any]:
    return {
        "txid": octets(f"{txid}/{index}", 32).hex() if entry else "0" * 64,
        "vout": index if entry else 0xFFFFFFFF,
        "prevout": _output(entry) if entry else None,
        "scriptsig": "",
        "scriptsig_asm": "",
        "is_coinbase": entry is None,
        "sequence": 0xFFFFFFFD,
    }


def _output(entry: Entry) -> dict[str, Any]:
    program = octets(entry.address, 20).hex()
    return {
        "scriptpubkey": f"0014{program}",
        "scriptpubkey_asm": f"OP_0 OP_PUSHBYTES_20 {program}",
        "scriptpubkey_type": "v0_p2wpkh",
        "scriptpubkey_address": entry.address,
        "value": entry.value,
    }
