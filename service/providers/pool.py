"""Pool: which of several feeds serves a need. Pure; whoever keeps the feeds tells how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FAIL_BACK_SUCCESSES", "Choice", "FeedState", "Switch", "choose", "untried", "usable"]

FAIL_BACK_SUCCESSES = 2
"""So many fetches in a row before a preferred feed is trusted again."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How one feed fares at one moment."""

    feed: str
    provider: str
    age_s: float | None
    """Of its last good value; None when there has been none."""
    fresh_for_s: float
    """An older value is not fresh."""
    failure: str | None = None
    """Why the latest fetch failed; None when it did not, or when there has been none."""
    successes: int = 0
    """Good fetches in a row, up to the latest."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A failover, or the way back. Feeds by their ids."""

    previous: str
    current: str
    reason: str
    """One line, such as `HTTP 503` or `binance answers again`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The feed that serves from now on."""

    active: str | None
    """None until a feed is usable, or all have tried and one has a value, however old."""
    switched: Switch | None
    """None when the feed stays the same, and at the first choice."""
    usable: bool
    """Whether the active feed has fresh values."""


def usable(state: FeedState) -> bool:
    """Return whether the feed has a fresh value and answered when last asked."""
    return state.age_s is not None and state.age_s <= state.fresh_for_s and state.failure is None


def untried(state: FeedState) -> bool:
    """Return whether the feed has not been asked yet, or not answered."""
    return state.age_s is None and state.failure is None


def choose(states: Sequence[FeedState], active: str | None) -> Choice:
    """Choose among feeds in order of preference.

    The active feed is kept while it is usable, unless one that is preferred to it answers again for good. When it
    is not usable, the first usable feed takes over. When none is, the active one stays: its last value is as good
    as any. So is the first value of all, when it comes from a source that has stood still for days.
    """
    current = next((state for state in states if state.feed == active), None)
    if current is None:
        return _first(states)
    if usable(current):
        for state in states[: states.index(current)]:
            if usable(state) and state.successes >= FAIL_BACK_SUCCESSES:
                return _switch(current, state, f"{state.provider} answers again")
        return Choice(current.feed, None, usable=True)
    for state in states:
        if usable(state):
            return _switch(current, state, _complaint(current))
    return Choice(current.feed, None, usable=False)


def _first(states: Sequence[FeedState]) -> Choice:
    first = next((state for state in states if usable(state) or untried(state)), None)
    if first is None:
        known = next((state.feed for state in states if state.age_s is not None), None)
        return Choice(known, None, usable=False)
    return Choice(None, None, usable=False) if untried(first) else Choice(first.feed, None, usable=True)


def _switch(previous: FeedState, current: FeedState, reason: str) -> Choice:
    return Choice(current.feed, Switch(previous.feed, current.feed, reason), usable=True)


def _complaint(state: FeedState) -> str:
    if state.failure is not None:
        return state.failure
    return "no data" if state.age_s is None else f"no fresh data for {state.age_s:.0f} s"
