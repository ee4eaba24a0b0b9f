"""FlakyDatabase: a real database whose transactions fail when a test says so."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal

from service.archive.database import Database
from service.archive.outage import Outage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["FlakyDatabase", "Moment"]

Moment = Literal["before", "after"]
"""Before the transaction begins, or after it was committed, as when a connection breaks before it could be told."""


class FlakyDatabase(Database):
    """Fails the n-th transaction from now: `faults = {n: moment}`, counted from 1."""

    faults: dict[int, Moment] | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, or fail."""
        self.faults = {number - 1: moment for number, moment in (self.faults or {}).items()}
        moment = self.faults.pop(0, None)
        if moment == "before":
            raise Outage(self.location.shown, "it fails before")
        async with super().transaction() as connection:
            yield connection
        if moment == "after":
            raise Outage(self.location.shown, "it fails after")
