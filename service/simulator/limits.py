"""Limits: how often a provider lets itself be asked, and what it says to whoever asks more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.simulator.http import Ask, Reply

__all__ = ["Limit", "Meter", "Refusal", "charge"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question was not answered."""

    wait_s: float
    """When the next one may be."""
    banned: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """So much cost in so many seconds."""

    most: int
    window_s: float
    refuse: Callable[[Refusal], Reply]
    cost: Callable[[Ask], int] = lambda _ask: 1
    """0 says that the limit is not for this question."""
    leaks: bool = False
    """True: what was spent comes back steadily, and `most` is the burst. False: all at once, when the window ends."""
    patience: int | None = None
    """So many refusals in one window are forgiven; the next one is a ban."""
    ban_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a limit is spent."""

    level: float = 0.0
    since_s: float = 0.0
    refusals: int = 0
    banned_until_s: float = float("-inf")
    at_s: float = 0.0
    """When it was charged last."""


def charge(limit: Limit, meter: Meter, cost: int, at_s: float) -> tuple[Meter, Refusal | None]:
    """Spend from a limit, or refuse. `at_s` is monotonic and not negative."""
    if at_s < meter.banned_until_s:
        return meter, Refusal(meter.banned_until_s - at_s, banned=True)
    meter = replace(_settled(limit, meter, at_s), at_s=at_s)
    excess = meter.level + cost - limit.most
    if cost == 0 or excess <= 0:
        return replace(meter, level=meter.level + cost), None
    refusals = meter.refusals + 1
    if limit.patience is not None and refusals > limit.patience:
        return replace(meter, refusals=0, banned_until_s=at_s + limit.ban_s), Refusal(limit.ban_s, banned=True)
    wait_s = excess * limit.window_s / limit.most if limit.leaks else meter.since_s + limit.window_s - at_s
    return replace(meter, refusals=refusals), Refusal(wait_s)


def _settled(limit: Limit, meter: Meter, at_s: float) -> Meter:
    if limit.leaks:
        returned = (at_s - meter.since_s) * limit.most / limit.window_s
        return replace(meter, level=max(0.0, meter.level - returned), since_s=at_s)
    opened_s = at_s // limit.window_s * limit.window_s
    return meter if opened_s <= meter.since_s else replace(meter, level=0.0, since_s=opened_s, refusals=0)
