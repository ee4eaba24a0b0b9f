"""Providers: each asked once, to see whether it can be reached from here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused
from service.providers.http import Request
from service.providers.transport import HttpTransport
from service.terminal.checks.clocks import ahead_s
from service.terminal.checks.names import REBOUND
from service.terminal.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from service.clock import Clock
    from service.providers.catalog import Catalog, Provider

__all__ = ["Call", "call_all", "judge"]

ASK_S = 10.0
BARRED = (HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS)


@dataclass(frozen=True, slots=True)
class Call:
    """What came of asking a provider."""

    provider: Provider
    error: ProviderError | None = None
    status: int | None = None
    ahead_s: float | None = None
    """How far its clock is ahead of ours, where it said."""


async def call_all(catalog: Catalog, clock: Clock) -> Sequence[Call]:
    """Ask every provider in use at the same time, for its base address and without a key: any answer will do."""
    used = {feed.provider for feed in catalog.feeds.values()}
    asked = [provider for provider in catalog.providers.values() if provider.id in used]
    reaches = {provider.id: provider.reach for provider in asked}
    async with HttpTransport(clock=clock, version=version("crypto-gateway"), reaches=reaches) as transport:
        return await asyncio.gather(*(_call(transport, provider, clock) for provider in asked))


def judge(calls: Sequence[Call], catalog: Catalog) -> Iterator[Finding]:
    """Sum up, and judge each. One that cannot be reached is an ill only when no other one stands in for it.

    What all of them have in common is said once.
    """
    reached = {call.provider.id for call in calls if call.error is None}
    reasons = {call.error.reason if call.error else "" for call in calls}
    asked = "each was asked once for its base address, without a key"
    if not reached and len(reasons) == 1:
        remedy = _remedy_of_all(calls)
        yield Finding("providers", "ill", f"none of {len(calls)} can be reached: {reasons.pop()}; {asked}", remedy)
        return
    remedy = "" if reached else "see each"
    yield Finding("providers", "well" if reached else "ill", f"{len(reached)} of {len(calls)} answer; {asked}", remedy)
    for call in calls:
        yield _judge(call, _orphans(call.provider.id, catalog, reached))


async def _call(transport: HttpTransport, provider: Provider, clock: Clock) -> Call:
    try:
        answer = await transport.ask(provider.id, provider.url, Request("/"), headers={}, timeout_s=ASK_S)
    except ProviderPayloadError:
        # Somebody is there, and has much to say.
        return Call(provider)
    except ProviderError as error:
        return Call(provider, error)
    offset_s = ahead_s(answer.headers.get("date"), answer.headers.get("age"), clock.now())
    return Call(provider, status=answer.status, ahead_s=offset_s)


def _judge(call: Call, orphans: Collection[str]) -> Finding:
    provider = call.provider
    if call.error is None and call.status in BARRED:
        found = f"answers, with HTTP {call.status}: it may not serve this address"
        return Finding(provider.name, "note", found, f"if its data is missing, see {provider.docs}")
    if call.error is None:
        return Finding(provider.name, "well", "answers")
    loss = f"nobody else serves {', '.join(orphans)}" if orphans else "others stand in for it"
    return Finding(
        provider.name, "ill" if orphans else "note", f"{call.error.reason}; {loss}", _remedy(provider, call.error)
    )


def _remedy_of_all(calls: Sequence[Call]) -> str:
    if all(isinstance(call.error, ProviderRefused) and call.provider.reach == "public" for call in calls):
        return f"names lead to private addresses here: {REBOUND}"
    return "let this machine reach the internet, without a proxy, or set GATEWAY_PROVIDER_<ID>_URL to other addresses"


def _remedy(provider: Provider, error: ProviderError) -> str:
    if isinstance(error, ProviderRefused) and provider.reach == "public":
        return f"its name leads to a private address here: {REBOUND.replace('<ID>', provider.id.upper())}"
    host = urlsplit(provider.url).hostname
    return f"let this machine reach {host}, or set GATEWAY_PROVIDER_{provider.id.upper()}_URL to another address"


def _orphans(provider: str, catalog: Catalog, reached: Collection[str]) -> list[str]:
    """Name the services with a pool that this provider is in, and nobody in it that can be reached."""
    pools = (pool for pool in catalog.pools.values() if _is_lost(pool.feeds, provider, catalog, reached))
    return list(dict.fromkeys(pool.service for pool in pools))


def _is_lost(feeds: Sequence[str], provider: str, catalog: Catalog, reached: Collection[str]) -> bool:
    members = {catalog.feeds[feed].provider for feed in feeds}
    return provider in members and members.isdisjoint(reached)
