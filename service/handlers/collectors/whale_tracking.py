"""whale_tracking: the large transfers of several chains, and the addresses that moved most."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from contracts.generated.application.messages.json import (
    Freshness,
    WhaleTrackingData,
    WhaleTrackingUpdate,
    WhaleTransaction,
    WhaleWallet,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.handlers.sightings import Sighting
    from service.providers.quotes import Quotes
    from service.providers.sourced import Sourced
    from service.providers.transfers import Transfers

__all__ = ["collect"]

WALLETS_MAX: Final = 10


def collect(
    sightings: Sequence[Sighting],
    parts: Mapping[str, Sourced[Transfers]],
    prices: Sourced[Quotes] | None,
    at: datetime,
    *,
    threshold_usd: float,
    window_s: float,
) -> WhaleTrackingUpdate | None:
    """List the sightings, which are those of the last `window_s` seconds. None while no part is known.

    The parts are what is watched, chain by chain; sightings may come from further providers, which stand by. `as_of`
    is that of the part that was heard last. Dollars are those of `prices`, so they are stale when those are.
    """
    if not parts:
        return None
    sources = [part.source for part in parts.values()] + [sighting.source for sighting in sightings]
    grounds: dict[str, Sourced[Any]] = {**parts, **({} if prices is None else {"prices": prices})}
    data = WhaleTrackingData(
        large_transactions=[_row(sighting) for sighting in sightings],
        whale_wallets=_wallets(sightings),
        total_volume=sum(sighting.usd for sighting in sightings),
        alert_threshold=threshold_usd,
        window_s=window_s,
        source="+".join(dict.fromkeys(sources)),
        as_of=max(part.as_of for part in parts.values()),
        stale=any(ground.stale for ground in grounds.values()),
        freshness={
            name: Freshness(source=ground.source, as_of=ground.as_of, stale=ground.stale)
            for name, ground in grounds.items()
        },
        timestamp=at,
    )
    return WhaleTrackingUpdate(service="whale_tracking", type="update", data=data, timestamp=at)


def _row(sighting: Sighting) -> WhaleTransaction:
    transfer = sighting.transfer
    return WhaleTransaction(
        hash=transfer.hash,
        value=transfer.amount,
        value_usd=sighting.usd,
        asset=transfer.asset,
        chain=transfer.chain,
        from_=transfer.sender,
        to=transfer.recipient,
        timestamp=sighting.at,
        new=sighting.is_new,
        includes_change=transfer.has_change or None,
    )


def _wallets(sightings: Sequence[Sighting]) -> list[WhaleWallet]:
    moved: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for sighting in sightings:
        transfer = sighting.transfer
        # Who sends to himself has moved it once.
        for address in {transfer.sender, transfer.recipient} - {None}:
            moved[transfer.chain, str(address)].append(sighting.usd)
    wallets = [
        WhaleWallet(address=address, chain=chain, total_usd=sum(amounts), transactions=len(amounts))
        for (chain, address), amounts in moved.items()
    ]
    return sorted(wallets, key=lambda wallet: (-wallet.total_usd, wallet.address))[:WALLETS_MAX]
