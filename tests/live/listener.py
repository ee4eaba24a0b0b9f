"""Listener: a raw WebSocket that reads all the time and looks at nothing but how it ends; a thousand fit a process."""

from __future__ import annotations

import asyncio
import struct
from typing import Self

from tests.live.deadline import within
from tests.live.stand import LOOPBACK
from tests.live.wire import CLOSE, handshake

__all__ = ["Listener"]

UNDER_WAY = 20


class Listener:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.under_way = asyncio.Event()
        """Set when the greeting, the newest update of each service and some more have come."""
        self._frames = 0
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, port: int, path: str) -> Self:
        """Shake hands with a gateway on loopback."""
        async with within():
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.write(handshake(path))
            status = await reader.readuntil(b"\r\n\r\n")
        assert status.startswith(b"HTTP/1.1 101 "), status
        return cls(reader, writer)

    async def ending(self) -> int | None:
        """Read to the end and return the close code, None when the stream ended without one."""
        try:
            while True:
                first, second = await self._reader.readexactly(2)
                size = second & 0x7F
                if size == 126:
                    (size,) = struct.unpack("!H", await self._reader.readexactly(2))
                elif size == 127:
                    (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
                payload = await self._reader.readexactly(size)
                self._frames += 1
                if self._frames == UNDER_WAY:
                    self.under_way.set()
                if first & 0x0F == CLOSE:
                    return int(struct.unpack("!H", payload[:2])[0]) if payload else None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        finally:
            self._writer.close()
