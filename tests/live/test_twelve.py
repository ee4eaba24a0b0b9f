from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.catalog import SERVICES
from tests.live.deadline import within

if TYPE_CHECKING:
    from tests.live.stand import Stand

HOLDINGS = {
    "market_data": "prices",
    "explorers": "networks",
    "news": "articles",
    "sentiment": "sentiment_by_source",
    "whale_tracking": "large_transactions",
    "rpc_nodes": "nodes",
    "onchain": "metrics",
    "health_checker": "providers",
    "pool_manager": "pools",
    "scheduler": "jobs",
    "huggingface": "available_models",
    "persistence": "storage_location",
}
"""The field of each payload that must not be empty."""


async def test_all_twelve_services_are_alive(gateway: Stand) -> None:
    """`/ws/all` brings an update of every service, each with something in it, and from the simulator."""
    seen: dict[str, dict[str, object]] = {}
    async with within(), gateway.client("/ws/all") as client:
        while seen.keys() != SERVICES.keys():
            event = await client.receive()
            if event["type"] == "update" and event["service"] != "system":
                seen[event["service"]] = event["data"]

    for service, data in seen.items():
        assert data[HOLDINGS[service]], service
        assert all(part.startswith("sim:") for part in str(data.get("source", "sim:")).split("+")), service


async def test_what_is_published_is_archived(gateway: Stand) -> None:
    """The archive counts up while the gateway publishes."""
    async with within(), gateway.client("/ws/persistence") as client:
        first = await client.update("persistence")
        while (later := await client.update("persistence"))["data"]["total_records"] == 0:
            pass

    assert later["data"]["total_records"] >= first["data"]["total_records"]
    assert (later["data"]["active_writers"], later["data"]["lost_records"]) == (1, 0)
