"""Host: one provider as it runs: its limits, its caches, its faults, and a count of all that was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import structs

from service.simulator.damage import damage
from service.simulator.faults import Frozen, Latency, Recovered, Silence, Skew
from service.simulator.limits import Meter, charge
from service.simulator.market import Market, Snapshot
from service.simulator.noise import uniform
from service.simulator.script import Script

if TYPE_CHECKING:
    from service.clock import Clock
    from service.simulator.faults import AnyFault
    from service.simulator.http import Ask, Headers, Reply
    from service.simulator.upstream import Upstream

__all__ = ["Host", "Tally"]

_MOST_CACHED: Final = 64
_CONDITIONS: Final = ("if-none-match", "if-modified-since")
_SPAN_S: Final = 1e6
"""So long that what passes between two looks at the clock does not count."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was asked since the start."""

    requests: int = 0
    refused: int = 0
    """Over a limit."""
    spoiled: int = 0
    """By a fault."""


class Host:
    """Not safe for use by several threads."""

    def __init__(self, upstream: Upstream, market: Market, clock: Clock, faults: tuple[AnyFault, ...] = ()) -> None:
        self.upstream = upstream
        self.tally = Tally()
        self._market = market
        self._clock = clock
        self._started_s = clock.monotonic()
        # Dates in answers, those of blocks say, have whole seconds: so they stay what they were.
        self._began = clock.now().replace(microsecond=0)
        self._pace = round((clock.at(_SPAN_S) - clock.at(0.0)).total_seconds() / _SPAN_S, 6)
        self._script = Script(faults)
        self._meters = [Meter() for _ in upstream.limits]
        self._seen: tuple[float, Snapshot] | None = None
        self._cache: dict[object, tuple[float, Reply]] = {}

    def uptime_s(self) -> float:
        """Return the seconds since this host was made."""
        return self._clock.monotonic() - self._started_s

    def play(self, faults: tuple[AnyFault, ...]) -> None:
        """Begin another script of faults; an empty one ends them."""
        self._script = Script(faults, self.uptime_s())

    def script(self) -> Script:
        """Return what is wrong now and what will be."""
        return self._script.settled(self.uptime_s())

    def respond(self, ask: Ask) -> tuple[Reply, AnyFault | None]:
        """Return the answer, and the fault in the manner of which it is to be delivered."""
        at_s = self.uptime_s()
        self.tally = replace(self.tally, requests=self.tally.requests + 1)
        fault = self._strike(at_s)
        if fault is not None and not isinstance(fault, Frozen | Latency | Silence | Skew):
            # Of "nothing has changed" there would be nothing to spoil.
            ask = replace(ask, headers={name: text for name, text in ask.headers.items() if name not in _CONDITIONS})
        costs = [limit.cost(ask) for limit in self.upstream.limits]
        reply = self._refusal(costs, at_s) or self._answer(ask, fault, at_s)
        reply = reply.with_headers(self._meter_headers(costs))
        return damage(reply, fault, self.upstream.complain, f"{self._key}/{self.tally.requests}"), fault

    @property
    def _key(self) -> str:
        return f"{self._market.seed}/fault/{self.upstream.name}"

    def _strike(self, at_s: float) -> AnyFault | None:
        self._script = self._script.settled(at_s)
        fault = self._script.current
        if (
            fault is None
            or isinstance(fault, Recovered)
            or uniform(self._key, self.tally.requests) >= fault.probability
        ):
            return None
        self._script = self._script.hit(at_s)
        self.tally = replace(self.tally, spoiled=self.tally.spoiled + 1)
        if isinstance(fault, Latency) and fault.up_to is not None:
            share = uniform(f"{self._key}/latency", self.tally.requests)
            return structs.replace(fault, seconds=fault.seconds + share * (fault.up_to - fault.seconds), up_to=None)
        return fault

    def _meter_headers(self, costs: list[int]) -> Headers:
        counting = (index for index, cost in enumerate(costs) if cost)
        index = next(counting, None)
        return () if index is None else self.upstream.meter_headers(self.upstream.limits[index], self._meters[index])

    def _refusal(self, costs: list[int], at_s: float) -> Reply | None:
        for index, limit in enumerate(self.upstream.limits):
            self._meters[index], refusal = charge(limit, self._meters[index], costs[index], at_s)
            if refusal is not None:
                self.tally = replace(self.tally, refused=self.tally.refused + 1)
                return limit.refuse(refusal)
        return None

    def _answer(self, ask: Ask, fault: AnyFault | None, at_s: float) -> Reply:
        if ask.method not in self.upstream.methods:
            return self.upstream.complain(405)
        skew_s = fault.seconds if isinstance(fault, Skew) else 0.0
        key = (ask.path, ask.query, ask.body, skew_s)
        cached_s = self.upstream.cached_s
        if cached_s and key in self._cache:
            since_s, reply = self._cache[key]
            if at_s - since_s < cached_s:
                return reply.with_headers((("age", str(int(at_s - since_s))), ("cf-cache-status", "HIT")))
        snapshot = self._snapshot(at_s, is_frozen=isinstance(fault, Frozen))
        reply = self.upstream.answer(ask, _skewed(snapshot, timedelta(seconds=skew_s)))
        if not cached_s:
            return reply
        self._remember(key, reply, at_s)
        return reply.with_headers((("cf-cache-status", "MISS"),))

    def _remember(self, key: object, reply: Reply, at_s: float) -> None:
        if reply.status != 200:  # noqa: PLR2004  complaints are not kept
            return
        self._cache.pop(key, None)
        if len(self._cache) >= _MOST_CACHED:
            del self._cache[next(iter(self._cache))]
        self._cache[key] = (at_s, reply)

    def _snapshot(self, at_s: float, *, is_frozen: bool) -> Snapshot:
        if self._seen is not None:
            since_s, snapshot = self._seen
            if is_frozen or at_s - since_s < self.upstream.refresh_s:
                return snapshot
        snapshot = Snapshot(
            self._market, int(at_s), self._clock.now(), self.upstream.name, began=self._began, pace=self._pace
        )
        self._seen = (at_s, snapshot)
        return snapshot


def _skewed(snapshot: Snapshot, by: timedelta) -> Snapshot:
    return replace(snapshot, at=snapshot.at + by, began=snapshot.began and snapshot.began + by)
