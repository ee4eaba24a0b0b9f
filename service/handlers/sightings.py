"""Sightings: the large transfers of the last hour, each once, however many providers tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from service.providers.quotes import Quotes
    from service.providers.transfers import Transfer

__all__ = ["MOST", "Sighting", "Window", "worth_usd"]

MOST: Final = 200
"""Sightings in a window."""
COINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ADA": "cardano",
        "BCH": "bitcoin-cash",
        "BNB": "binancecoin",
        "BTC": "bitcoin",
        "DAI": "dai",
        "DOGE": "dogecoin",
        "ETH": "ethereum",
        "LTC": "litecoin",
        "SOL": "solana",
        "TRX": "tron",
        "USDC": "usd-coin",
        "USDT": "tether",
        "WETH": "ethereum",
        "XLM": "stellar",
        "XRP": "ripple",
    }
)
"""The coin by whose price an asset is valued."""
DOLLARS: Final = frozenset({"DAI", "USDC", "USDT"})
"""Tokens that are taken for a dollar when the gateway has no price of them."""

Key = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A large transfer, as it was seen first."""

    transfer: Transfer
    usd: float
    """What it was worth when it was seen."""
    at: datetime
    """Of its block; when it was seen, if it had none then."""
    source: str
    """The provider, as clients see it."""
    is_new: bool = True
    """Whether no update has listed it yet."""

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return (self.transfer.chain, self.transfer.hash, self.transfer.index)


@dataclass(frozen=True, slots=True)
class Window:
    """What was seen lately."""

    sightings: tuple[Sighting, ...] = ()
    """The newest first, at most MOST."""
    seen: Mapping[Key, datetime] = field(default_factory=dict)
    """All that were let in, also those for which there was no room."""

    def admit(self, candidates: Iterable[Sighting], threshold_usd: float) -> Window:
        """Let in what is large and was not seen before.

        An amount without change takes the place of one of the same transaction that had change in it, and takes it
        away when it is not large after all.
        """
        kept = {sighting.key: sighting for sighting in self.sightings}
        seen = dict(self.seen)
        wholes = _transactions(seen)
        for candidate in candidates:
            known = kept.get(candidate.key)
            if known is not None and known.transfer.has_change and not candidate.transfer.has_change:
                kept[candidate.key] = replace(known, transfer=candidate.transfer, usd=candidate.usd)
                if candidate.usd < threshold_usd:
                    del kept[candidate.key]
            elif candidate.usd >= threshold_usd and not _is_known(candidate.key, seen, wholes):
                kept[candidate.key] = candidate
                seen[candidate.key] = candidate.at
                wholes.add(candidate.key[:2])
        newest = sorted(kept.values(), key=_order, reverse=True)[:MOST]
        return Window(tuple(newest), MappingProxyType(seen))

    def since(self, is_recent: Callable[[datetime], bool]) -> Window:
        """Drop what is not recent any more."""
        kept = tuple(sighting for sighting in self.sightings if is_recent(sighting.at))
        return Window(kept, MappingProxyType({key: at for key, at in self.seen.items() if is_recent(at)}))

    def told(self) -> Window:
        """Mark all as listed."""
        return replace(self, sightings=tuple(replace(sighting, is_new=False) for sighting in self.sightings))


def worth_usd(transfer: Transfer, prices: Quotes | None) -> float | None:
    """Value a transfer by the gateway's own prices; None when it has none for that asset.

    USDT, USDC and DAI are taken for a dollar each when the gateway does not follow them. Wrapped ether is ether.
    """
    quote = None if prices is None else prices.by_coin.get(COINS.get(transfer.asset, ""))
    if quote is not None:
        return transfer.amount * quote.price
    return transfer.amount if transfer.asset in DOLLARS else None


def _transactions(keys: Iterable[Key]) -> set[tuple[str, str]]:
    return {(chain, hash_) for chain, hash_, _ in keys}


def _is_known(key: Key, seen: Mapping[Key, datetime], transactions: set[tuple[str, str]]) -> bool:
    """Tell whether it was seen; what stands for a whole transaction stands for each of its transfers."""
    chain, hash_, index = key
    if index is None:
        return (chain, hash_) in transactions
    return key in seen or (chain, hash_, None) in seen


def _order(sighting: Sighting) -> tuple[datetime, str, str, int]:
    chain, hash_, index = sighting.key
    return (sighting.at, chain, hash_, -1 if index is None else index)
