"""Subscriptions: what the user wants, by what the gateway confirmed, and how a new connection gets there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Subscriptions"]

_ALL = "all"
_NOTICES = "system"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The topics that the user wants: services and `system`."""

    scope: tuple[str, ...]
    """The services of the endpoint."""
    auto: bool
    """Whether connecting subscribes them all."""
    wanted: frozenset[str]

    @classmethod
    def at_first(cls, scope: Iterable[str], *, auto: bool) -> Self:
        """Want what the endpoint subscribes by itself."""
        services = tuple(scope)
        return cls(services, auto, frozenset(services if auto else ()))

    def subscribed(self, topic: str) -> Self:
        """Follow a confirmed `subscribe`."""
        topics = self.scope if topic == _ALL else (topic,)
        return replace(self, wanted=self.wanted.union(topics))

    def unsubscribed(self, topic: str) -> Self:
        """Follow a confirmed `unsubscribe`; that of `all` clears everything."""
        return replace(self, wanted=frozenset() if topic == _ALL else self.wanted - {topic})

    def has_left(self, topic: str) -> bool:
        """Whether the endpoint sends this by itself and the user wants it no more."""
        return self.auto and topic in self.scope and topic not in self.wanted

    def commands(self, actual: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return what brings a connection with the `actual` subscriptions to the wanted ones: actions and topics.

        Topics that this client does not know are left as they are.
        """
        there = frozenset(actual)
        missing = self._ordered(self.wanted - there)
        surplus = self._ordered((there & {*self.scope, _NOTICES}) - self.wanted)
        if self.wanted.issuperset(self.scope) and len(set(missing) & set(self.scope)) > 1:
            missing = (_ALL, *(topic for topic in missing if topic not in self.scope))
        if not self.wanted and len(surplus) > 1:
            surplus = (_ALL,)
        return (*(("subscribe", topic) for topic in missing), *(("unsubscribe", topic) for topic in surplus))

    def _ordered(self, topics: frozenset[str]) -> tuple[str, ...]:
        known = (*self.scope, _NOTICES)
        return tuple(topic for topic in known if topic in topics) + tuple(sorted(topics.difference(known)))
