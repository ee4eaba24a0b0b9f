"""Headline: of each service the value that people look for first, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from service.terminal.wording import dollars, figure, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.generated.catalog import ByService

__all__ = ["HEADLINES", "headline"]

COINS = 3
Data = dict[str, Any]


def headline(service: str, data: Data) -> str:
    """Return the headline of an update; nothing for a service or a payload that this program does not know."""
    say = cast("Mapping[str, Callable[[Data], str]]", HEADLINES).get(service)
    if say is None:
        return ""
    try:
        return plain(say(data))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ""


def _market_data(data: Data) -> str:
    changes = data.get("price_changes") or {}
    coins = list(data["prices"].items())[:COINS]
    return " · ".join(f"{coin} {dollars(price)}{_change(changes.get(coin))}" for coin, price in coins)


def _change(percent: float | None) -> str:
    return "" if percent is None else f" ({percent:+.1f} %)"


def _explorers(data: Data) -> str:
    networks = data.get("networks") or {data["chain"]: data}
    return " · ".join(
        f"{chain} block {network['latest_block']:,}"
        for chain, network in networks.items()
        if network.get("latest_block") is not None
    )


def _news(data: Data) -> str:
    first = data["articles"][0]
    return f"{first['title']} ({first['source']})"


def _sentiment(data: Data) -> str:
    labels = ", ".join((data.get("labels") or {}).values())
    return f"{data['overall_sentiment']} {data['sentiment_score']:+.2f}" + (f", {labels}" if labels else "")


def _whale_tracking(data: Data) -> str:
    transfers = data["large_transactions"]
    if not transfers:
        return "no large transfer"
    largest = max(transfers, key=lambda each: float(each["value_usd"]))
    what = f"{dollars(largest['value_usd'])} of {largest['asset']} on {largest['chain']}"
    return f"{len(transfers)} large transfers, the largest {what}"


def _rpc_nodes(data: Data) -> str:
    latency = data.get("average_latency")
    pace = "" if latency is None else f", {latency:.0f} ms"
    return f"{data['active_nodes']} of {data['total_nodes']} nodes answer{pace}"


def _onchain(data: Data) -> str:
    said = []
    if data.get("active_addresses") is not None:
        said.append(f"{data['active_addresses']:,} active addresses")
    if data.get("gas_price") is not None:
        said.append(f"gas {figure(data['gas_price'])} gwei")
    if data.get("total_fees") is not None:
        said.append(f"fees {dollars(data['total_fees'])}")
    return " · ".join(said)


def _health_checker(data: Data) -> str:
    return f"{data['overall_health']}: {data['healthy_count']} of {data['total_providers']} providers well"


def _pool_manager(data: Data) -> str:
    pools, failovers = data["pools"], data.get("failovers") or []
    if failovers:
        last = failovers[0]
        # The reason first: a narrow terminal cuts the end off.
        switch = f"{last['pool']} ({last['reason']}): {last['from']} -> {last['to']}"
        return f"{_counted(data['failover_count'], 'failover')}, the last {switch}"
    switched = {name: pool for name, pool in pools.items() if pool["active_source"] != pool["preferred_source"]}
    if not switched:
        return f"{len(pools)} pools of sources, each with its first"
    which = ", ".join(
        f"{name} with {pool['active_source'] or 'none'} ({_reason(pool)})" for name, pool in switched.items()
    )
    return f"{len(switched)} of {len(pools)} pools without their first source: {which}"


def _reason(pool: Data) -> str:
    """Return why the first source is away; of the sentence that says what would bring it back, if it can be found."""
    sentence = str(pool.get("fail_back") or "")
    _, _, now = sentence.partition("now: ")
    return f"{pool['preferred_source']}: {now.partition(';')[0] or sentence}"


def _scheduler(data: Data) -> str:
    return f"{data['total_jobs']} jobs, {data['active_jobs']} at work now"


def _huggingface(data: Data) -> str:
    return f"{data['total_models']:,} models, {data['total_datasets']:,} datasets"


def _persistence(data: Data) -> str:
    trouble = data.get("last_error")
    return f"{data['total_records']:,} updates stored, {data['storage_size']}" + (f"; {trouble}" if trouble else "")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


HEADLINES: Final[ByService[Callable[[Data], str]]] = {
    "market_data": _market_data,
    "explorers": _explorers,
    "news": _news,
    "sentiment": _sentiment,
    "whale_tracking": _whale_tracking,
    "rpc_nodes": _rpc_nodes,
    "onchain": _onchain,
    "health_checker": _health_checker,
    "pool_manager": _pool_manager,
    "scheduler": _scheduler,
    "huggingface": _huggingface,
    "persistence": _persistence,
}
