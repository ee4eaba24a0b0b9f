"""Newsroom: what happens in the simulated world, and which outlet writes of it when.

Everything is a pure function of a seed and a place in time: an article has the same title, address and date whenever
it is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from service.simulator.noise import uniform

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Desk", "Piece", "pieces"]

T = TypeVar("T")

SLOT_S: Final = 300
"""In each such span one thing happens."""
DELAY_S: Final = 900
"""The last outlet has written of it after so long."""

_TEMPLATES: Final = (
    ("Markets", "{coin} {moves} as {cause}"),
    ("Markets", "{coin} futures open interest {moves} after {cause}"),
    ("Policy", "{regulator} {acts} on {matter}"),
    ("Tech", "{coin} developers {decide} {feature}"),
    ("DeFi", "DAO of {protocol} votes: builders {decide} {feature} for DeFi lending"),
    ("Business", "{company} {deal} with {coin} in mind"),
    ("NFTs", "NFT volume on {protocol} {moves} as {cause}"),
    ("Security", "{protocol} {incident}, users are told to wait"),
)
_WORDS: Final = {
    "moves": ("climbs", "slips", "rallies", "slides", "surges", "plunges", "holds steady", "recovers"),
    "cause": (
        "ETF inflows return",
        "traders await the Fed",
        "M&A talk fades",
        "volatility falls below <20%",
        "miners sell",
        "“risk-on” mood is back",
        "Zürich desks close",
        "liquidations pass $300M",
    ),
    "regulator": ("The SEC", "A Senate panel", "ESMA", "The CFTC", "A federal judge", "The FCA"),
    "acts": ("opens a consultation", "delays its ruling", "sides with the industry", "publishes guidance"),
    "matter": ("stablecoin reserves", "staking services", "spot ETFs", "exchange custody", "the treatment of DAOs"),
    "decide": ("ship", "test", "postpone", "approve", "roll back"),
    "feature": ("faster finality", "a hard fork", "account recovery", "cheaper rollups", "a new fee schedule"),
    "protocol": ("Northwind Swap", "Harbor Finance", "Lattice Bridge", "Opal Exchange", "Quill Protocol"),
    "company": ("Foxglove Bank", "Atlas & Sons", "Heron Capital", "Tern Payments", "Ostrich Mining"),
    "deal": ("raises $40M", "buys a custodian", "files for an IPO", "asks its shareholders", "hires a team"),
    "incident": ("pauses withdrawals after an exploit", "recovers stolen funds", "patches a vulnerability"),
}
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Desk:
    """How one outlet works."""

    name: str
    share: float
    """The part of what happens that it writes of."""
    span: timedelta = timedelta(days=1)
    """How far its feed reaches back."""
    shouts: bool = False
    """Whether its titles have capitals at the start of each word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one outlet wrote of one thing."""

    number: int
    """The same at every outlet that wrote of it."""
    title: str
    section: str
    slug: str
    """Its place below the outlet's address."""
    at: datetime


def pieces(seed: int, desk: Desk, coins: Sequence[str], at: datetime) -> list[Piece]:
    """Return what a desk has published until then, the newest first. `coins` are names to write of."""
    last = int(at.timestamp()) // SLOT_S
    first = int((at - desk.span).timestamp()) // SLOT_S
    written = (_piece(seed, desk, coins, number) for number in range(first, last + 1) if _covers(seed, desk, number))
    return sorted((piece for piece in written if piece.at <= at), key=lambda piece: piece.at, reverse=True)


def _covers(seed: int, desk: Desk, number: int) -> bool:
    return uniform(f"{seed}/news/{desk.name}", number) < desk.share


def _piece(seed: int, desk: Desk, coins: Sequence[str], number: int) -> Piece:
    key = f"{seed}/news/story/{number}"
    section, template = _drawn(_TEMPLATES, key, 0)
    words = {name: _drawn(choice, f"{key}/{name}", 0) for name, choice in _WORDS.items()}
    title = template.format(coin=_drawn(coins, key, 1), **words)
    happened_s = (number + uniform(key, 2)) * SLOT_S
    delay_s = uniform(f"{key}/{desk.name}", 0) * DELAY_S
    return Piece(
        number=number,
        title=" ".join(word[:1].upper() + word[1:] for word in title.split()) if desk.shouts else title,
        section=section,
        slug="-".join([*_WORD.findall(title.lower()), str(number)]),
        at=datetime.fromtimestamp(int(happened_s + delay_s), UTC),
    )


def _drawn(choice: Sequence[T], key: str, index: int) -> T:
    return choice[int(uniform(key, index) * len(choice))]
