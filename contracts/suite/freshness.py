"""Freshness: where an update says that its values come from, of what instant they are, and whether that can be true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts.pointer import join, walk
from contracts.suite.instant import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from contracts.suite.evidence import Seen

__all__ = ["Doubt", "doubts"]

KEYS: Final = frozenset({"source", "as_of", "stale"})
SIMULATED: Final = "sim:"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot be true."""

    pointer: str
    problem: str
    expected: str


def doubts(update: Seen, mode: str | None) -> Iterator[Doubt]:
    """Yield what cannot be true of an update; values of the wrong type are passed over.

    `mode` is that of the greeting, None when it is not known.
    """
    timestamps = (instant(update.data.get("timestamp")), instant(update.value.get("timestamp")))
    # One that is wrong is ENV-08's business.
    at = max((each for each in timestamps if each is not None), default=None)
    stated = [(pointer, node) for pointer, node in walk(update.data, "/data") if _is_stated(node)]
    for pointer, node in stated:
        yield from _of_source(node["source"], join(pointer, "source"), mode)
        yield from _of_age(node["as_of"], join(pointer, "as_of"), at)
    parts = [node["stale"] for pointer, node in stated if pointer != "/data"]
    if update.data.get("stale") is False and parts and all(stale is True for stale in parts):
        yield Doubt("/data/stale", "every part is stale, and the whole is not", "true")


def _is_stated(node: Any) -> bool:
    return isinstance(node, dict) and set(node) >= KEYS


def _of_source(source: Any, pointer: str, mode: str | None) -> Iterator[Doubt]:
    if not isinstance(source, str):
        return
    names = [name.removeprefix(SIMULATED) for name in source.split("+")]
    if not all(name.strip() for name in names):
        yield Doubt(pointer, f"the source {source!r} has no name", "the provider, several joined with `+`")
    simulated = [name.startswith(SIMULATED) for name in source.split("+")]
    if mode == "demo" and not all(simulated):
        yield Doubt(
            pointer, f"the greeting says `demo`, and the source is {source!r}", f"`{SIMULATED}` before each name"
        )
    if mode == "live" and any(simulated):
        yield Doubt(pointer, f"the greeting says `live`, and the source is {source!r}", "a real provider")


def _of_age(as_of: Any, pointer: str, at: datetime | None) -> Iterator[Doubt]:
    described = instant(as_of)
    if described is not None and at is not None and described > at:
        yield Doubt(pointer, f"the values are of {as_of}, which is after the update itself", "not after its timestamp")
