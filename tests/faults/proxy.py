"""Proxy: a TCP line between a client and the gateway that a test can spoil while it is in use."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from tests.faults.toxics import Blackhole, Chunk, Cut
from tests.live.stand import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.faults.toxics import Toxic

__all__ = ["Proxy", "proxied"]

CHUNK_BYTES = 65_536
QUEUED_CHUNKS = 16
LOOK_S = 0.01
"""Between two looks whether a black hole has gone."""


class Way:
    """One direction of one connection."""

    def __init__(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        self._source = source
        self._sink = sink
        self._chunks: asyncio.Queue[Chunk | None] = asyncio.Queue(QUEUED_CHUNKS)
        self._has_ended = False

    async def read(self) -> None:
        """Take what comes until the end."""
        loop, offset = asyncio.get_running_loop(), 0
        while data := await self._source.read(CHUNK_BYTES):
            await self._chunks.put(Chunk(data, loop.time(), offset))
            offset += len(data)
        await self._chunks.put(None)

    async def write(self, toxics: Callable[[], list[Toxic]]) -> None:
        """Pass on what the toxics of the moment leave of it; the end too, unless it goes into a black hole."""
        while (chunk := await self._chunks.get()) is not None:
            async for piece in _through(list(toxics()), chunk):
                if not self._has_ended:
                    self._sink.write(piece)
                    await self._sink.drain()
        while any(isinstance(toxic, Blackhole) for toxic in toxics()):  # noqa: ASYNC110  a test changes a plain list
            await asyncio.sleep(LOOK_S)
        self.end()

    def end(self) -> None:
        """Say that nothing more comes this way; what comes all the same is lost."""
        self._has_ended = True
        if self._sink.can_write_eof() and not self._sink.is_closing():
            self._sink.write_eof()


class Proxy:
    """Listens on `port`; what is wrong with its lines can be changed at any time."""

    def __init__(self, target: int) -> None:
        self.port = 0
        self.up: list[Toxic] = []
        """What is wrong on the way to the gateway, first things first."""
        self.down: list[Toxic] = []
        """What is wrong on the way to the client."""
        self._target = target
        self._lines: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = {}
        self._ways: dict[asyncio.Task[None], tuple[Way, Way]] = {}

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"ws://{LOOPBACK}:{self.port}"

    def reset(self) -> None:
        """Tear all lines down: both ends get an RST."""
        for ends in list(self._lines.values()):
            for writer in ends:
                if writer.is_closing():
                    continue
                linger_for_no_time = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_no_time)
                writer.transport.abort()

    def close(self) -> None:
        """End all lines: both ends get a FIN."""
        for ends in list(self._lines.values()):
            for writer in ends:
                writer.close()

    def end_up(self) -> None:
        """End the way to the gateway: it gets a FIN, and can still speak."""
        for up, _ in self._ways.values():
            up.end()

    def end_down(self) -> None:
        """End the way to the client: it gets a FIN, and can still speak."""
        for _, down in self._ways.values():
            down.end()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one line until both ways have ended, or one of them is cut."""
        task = asyncio.current_task()
        assert task is not None
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target)
        up, down = Way(reader, far_writer), Way(far_reader, writer)
        self._lines[task], self._ways[task] = (writer, far_writer), (up, down)
        try:
            async with asyncio.TaskGroup() as ways:
                for work in (up.read(), up.write(lambda: self.up), down.read(), down.write(lambda: self.down)):
                    ways.create_task(work, name="way")
        except* (Cut, OSError):
            pass
        except* asyncio.CancelledError:
            # The test is over. asyncio's server reports a handler that was cancelled as a failure.
            pass
        finally:
            del self._lines[task], self._ways[task]
            for end in (writer, far_writer):
                end.close()
                with suppress(OSError):
                    await end.wait_closed()

    async def stop(self) -> None:
        """Tear down what is left."""
        tasks = list(self._lines)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def proxied(target: int) -> AsyncIterator[Proxy]:
    """Stand in front of a port of this machine, as a good line to begin with."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.serve, LOOPBACK, 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()


async def _through(toxics: list[Toxic], chunk: Chunk) -> AsyncIterator[bytes]:
    """Pass a chunk through one toxic after another."""
    if not toxics:
        yield chunk.data
        return
    offset = chunk.offset
    async for piece in toxics[0].apply(chunk):
        async for rest in _through(toxics[1:], Chunk(piece, chunk.came_at, offset)):
            yield rest
        offset += len(piece)
