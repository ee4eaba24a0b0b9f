from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from service.simulator.bitcoin import Bitcoin
from service.simulator.esplora import esplora, found_at, summit
from service.simulator.payments import payment
from tests.service.simulator.world import AT, ask, snapshot

if TYPE_CHECKING:
    from service.simulator.http import Reply

WORLD = snapshot("blockstream", second=5_000)
CHAIN = Bitcoin(7)
TIP = CHAIN.height(5_000)


def said(path: str) -> Reply:
    reply = esplora(ask(path), WORLD)
    assert reply is not None
    return reply


def told(path: str) -> Any:
    reply = said(path)
    assert reply.status == 200
    return msgspec.json.decode(reply.body)


def test_the_tip_is_a_bare_text() -> None:
    """A number or a hash, without quotes, and not of type JSON."""
    height, digest = said("/blocks/tip/height"), said("/blocks/tip/hash")

    assert (height.body, digest.body) == (str(TIP).encode(), CHAIN.digest(TIP).encode())
    assert dict(height.headers)["content-type"] == "text/plain"
    assert summit(WORLD) == TIP


def test_a_height_leads_to_its_block() -> None:
    """The hash by the height, the block by the hash; its fields are the documented ones."""
    digest = said(f"/block-height/{TIP - 3}").body.decode()
    block = told(f"/block/{digest}")

    assert (block["id"], block["height"]) == (digest, TIP - 3)
    assert block["previousblockhash"] == CHAIN.digest(TIP - 4)
    assert block["timestamp"] == found_at(WORLD, TIP - 3) == int(AT.timestamp()) - 5_000 + CHAIN.found_s(TIP - 3)
    assert set(block) == {
        *("id", "height", "version", "timestamp", "tx_count", "size", "weight", "merkle_root"),
        *("previousblockhash", "mediantime", "nonce", "bits", "difficulty"),
    }


@pytest.mark.parametrize("path", [f"/block-height/{TIP + 1}", f"/block/{'f' * 64}", f"/block/{'f' * 64}/txs/0"])
def test_a_block_that_is_not_there_is_a_404(path: str) -> None:
    """In words, not in JSON."""
    reply = said(path)

    assert (reply.status, reply.body) == (404, b"Block not found")


def test_a_block_tells_its_transactions_in_pages() -> None:
    """25 each, the coinbase first; the last page is shorter, and all together are what the block says."""
    digest, count = CHAIN.digest(TIP), len(CHAIN.confirmed(TIP)) + 1
    pages = [told(f"/block/{digest}/txs/{start}") for start in range(0, count, 25)]

    assert {len(page) for page in pages[:-1]} == {25}
    assert sum(len(page) for page in pages) == told(f"/block/{digest}")["tx_count"] == count
    assert [row["vin"][0]["is_coinbase"] for row in pages[0][:2]] == [True, False]
    assert len({row["txid"] for page in pages for row in page}) == count
    assert told(f"/block/{digest}/txs") == pages[0]


def test_a_transaction_is_told_whole() -> None:
    """Inputs with what they spend, outputs with their addresses, and the block they are in."""
    row = told(f"/block/{CHAIN.digest(TIP)}/txs/0")[1]
    paid = payment(CHAIN, CHAIN.confirmed(TIP)[0])

    assert (row["txid"], row["fee"]) == (paid.txid, paid.fee)
    assert [entry["prevout"]["scriptpubkey_address"] for entry in row["vin"]] == [each.address for each in paid.inputs]
    assert [(entry["scriptpubkey_address"], entry["value"]) for entry in row["vout"]] == [
        (each.address, each.value) for each in paid.outputs
    ]
    assert row["status"] == {
        "confirmed": True,
        "block_height": TIP,
        "block_hash": CHAIN.digest(TIP),
        "block_time": found_at(WORLD, TIP),
    }


def test_behind_the_last_page_there_is_none() -> None:
    """The page that begins with the last transaction is the last one there is."""
    count = len(CHAIN.confirmed(TIP)) + 1
    last = (count - 1) // 25 * 25

    assert len(told(f"/block/{CHAIN.digest(TIP)}/txs/{last}")) == count - last
    assert said(f"/block/{CHAIN.digest(TIP)}/txs/{last + 25}").status == 400


@pytest.mark.parametrize("start", [1, 26, 100_000])
def test_a_page_begins_where_pages_do(start: int) -> None:
    """Any other start is a bad question."""
    assert said(f"/block/{CHAIN.digest(TIP)}/txs/{start}").status == 400


def test_the_newest_ten_are_those_that_came_last() -> None:
    """The newest first; each with its id, fee, size and value."""
    rows = told("/mempool/recent")
    paid = payment(CHAIN, CHAIN.waiting(5_000)[-1])

    assert len(rows) == 10
    assert rows[0] == {"txid": paid.txid, "fee": paid.fee, "vsize": paid.vsize, "value": paid.value}


def test_the_backlog_is_that_of_the_chain_less_a_little() -> None:
    """No two nodes have the very same."""
    waiting = len(CHAIN.waiting(5_000))
    backlog = told("/mempool")

    assert waiting * 0.99 <= backlog["count"] <= waiting
    assert set(backlog) == {"count", "vsize", "total_fee", "fee_histogram"}
    other = esplora(ask("/mempool"), snapshot("mempool_space", second=5_000))
    assert other is not None
    assert msgspec.json.decode(other.body)["count"] != backlog["count"]


def test_what_waits_today_is_in_a_block_later() -> None:
    """Under the same id: that is how it is known again."""
    newest = told("/mempool/recent")[0]["txid"]
    number = CHAIN.waiting(5_000)[-1]
    block = next(height for height in range(TIP, TIP + 20) if number in CHAIN.confirmed(height))

    assert CHAIN.found_s(block) > 5_000
    assert payment(CHAIN, number).txid == newest


def test_other_paths_are_somebody_elses() -> None:
    """Each of the two has more to say."""
    assert esplora(ask("/v1/blocks"), WORLD) is None
    assert esplora(ask("/block-height/x"), WORLD) is None
