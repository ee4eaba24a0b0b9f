"""Keys: those of the issuer, kept for a while, so that a handshake seldom waits for somebody else."""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING, Protocol

import structlog

from service.errors import AccessUnknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.signature import Key
    from service.clock import Clock

__all__ = ["FRESH_S", "LASTING_S", "PAUSE_S", "RETRY_S", "Keys", "Source"]

FRESH_S = 300.0
"""So long keys are taken for the issuer's present ones: so long a key that it has withdrawn may still open doors."""
LASTING_S = 3_600.0
"""So long they go on being good while the issuer does not answer."""
PAUSE_S = 30.0
"""Between two questions while there are keys: anybody can name a key that does not exist."""
RETRY_S = 5.0
"""Between two questions while there are none."""

_log = structlog.get_logger(__name__)


class Source(Protocol):
    """Where keys come from."""

    async def fetch(self) -> Mapping[str, Key]:
        """Return the issuer's public keys by their id. Raises AccessUnknown when it does not give them."""


class Keys:
    """The issuer's keys by id. It is asked when it has to be, and never twice at once."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._fetched_s: float | None = None
        self._asked_s: float | None = None
        self._failure: AccessUnknown | None = None
        self._asking: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> Key | None:
        """Return a key, None when the issuer has no such key. Raises AccessUnknown when that cannot be said now."""
        if self._is_due(kid):
            await self._ask()
        if self._age_s() >= LASTING_S:
            raise AccessUnknown("The keys of the issuer of tokens cannot be had now") from self._failure
        key = self._keys.get(kid)
        if key is None and self._failure is not None:
            raise AccessUnknown("The issuer of tokens cannot be asked for this key now") from self._failure
        return key

    def _age_s(self) -> float:
        return inf if self._fetched_s is None else self._clock.monotonic() - self._fetched_s

    def _is_due(self, kid: str) -> bool:
        """Whether to ask, or to wait for the answer when somebody has asked already."""
        age_s = self._age_s()
        if kid in self._keys and age_s < FRESH_S:
            return False
        if self._asked_s is None or self._asking is not None:
            return True
        return self._clock.monotonic() - self._asked_s >= (PAUSE_S if age_s < LASTING_S else RETRY_S)

    async def _ask(self) -> None:
        """Ask, together with everybody who wants to know. A client that goes away takes the answer from nobody."""
        if self._asking is None:
            self._asked_s = self._clock.monotonic()
            self._asking = asyncio.create_task(self._fetch(), name="issuer's keys")
        await asyncio.shield(self._asking)

    async def _fetch(self) -> None:
        try:
            self._keys = await self._source.fetch()
        except AccessUnknown as error:
            _log.warning("the issuer's keys could not be had", reason=error.reason)
            self._failure = error
        else:
            self._fetched_s = self._clock.monotonic()
            self._failure = None
        finally:
            self._asking = None
