from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.proxy import proxied
from tests.faults.toxics import Bandwidth, BitFlip, Blackhole, Chunk, Cut, Latency, Limit, Slicer
from tests.live.deadline import within
from tests.live.stand import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.faults.proxy import Proxy
    from tests.faults.toxics import Toxic

LETTER = bytes(range(256)) * 40
HARMLESS: list[list[Toxic]] = [[], [Slicer(1000)], [Latency(0.01, 0.02)], [Latency(0.01), Bandwidth(1e6), Slicer(7)]]


class Ends:
    """The client's end of a line, and the far end, at a server that only listens and speaks when it is told."""

    def __init__(self) -> None:
        self.far: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self.writers: list[asyncio.StreamWriter] = []

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        await self.far.put((reader, writer))

    async def dial(self, proxy: Proxy) -> tuple[End, End]:
        reader, writer = await asyncio.open_connection(LOOPBACK, proxy.port)
        self.writers.append(writer)
        return End(reader, writer), End(*await self.far.get())


class End:
    """One end of a line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hear(self, count: int) -> bytes:
        return await self.reader.readexactly(count)


@asynccontextmanager
async def arrange() -> AsyncIterator[tuple[Proxy, End, End]]:
    """Make a line: the proxy, the client's end, the far end."""
    ends = Ends()
    server = await asyncio.start_server(ends.accept, LOOPBACK, 0)
    try:
        async with within(), proxied(server.sockets[0].getsockname()[1]) as proxy:
            yield proxy, *await ends.dial(proxy)
    finally:
        server.close()
        for writer in ends.writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def pieces(toxic: Toxic, data: bytes, offset: int = 0) -> list[bytes]:
    """Apply a toxic to bytes that came at once."""
    chunk = Chunk(data, asyncio.get_running_loop().time(), offset)
    return [piece async for piece in toxic.apply(chunk)]


@pytest.mark.parametrize("toxics", HARMLESS)
async def test_bytes_arrive_whole_both_ways_and_the_end_too(toxics: list[Toxic]) -> None:
    """Without toxics, and with those that only delay or cut up, what comes out is what went in."""
    async with arrange() as (proxy, near, far):
        proxy.up, proxy.down = toxics, list(toxics)
        for one, other in ((near, far), (far, near)):
            await one.say(LETTER)
            assert await other.hear(len(LETTER)) == LETTER
        near.writer.write_eof()
        assert await far.reader.read() == b""
        await far.say(b"still here")
        far.writer.write_eof()
        assert await near.reader.read() == b"still here"


@pytest.mark.parametrize("toxic", [Latency(0.25), Bandwidth(len(LETTER) / 0.25)], ids=["latency", "bandwidth"])
async def test_a_slow_line_takes_its_time_one_way(toxic: Toxic) -> None:
    """No byte comes early on the spoiled way; the other way, and the same way once it is mended, are quicker."""
    loop, took_s = asyncio.get_running_loop(), []
    async with arrange() as (proxy, near, far):
        proxy.up.append(toxic)
        for one, other in ((near, far), (far, near)):
            began = loop.time()
            await one.say(LETTER)
            await other.hear(len(LETTER))
            took_s.append(loop.time() - began)
        proxy.up.clear()
        began = loop.time()
        await near.say(LETTER)
        await far.hear(len(LETTER))
        took_s.append(loop.time() - began)

    assert took_s[0] >= 0.25
    assert max(took_s[1:]) < took_s[0]


async def test_jitter_repeats_with_its_seed() -> None:
    """The same seed makes the same line, another seed another one; it stays within what was asked for."""
    first, again, other = Latency(0.1, 0.5, seed=1), Latency(0.1, 0.5, seed=1), Latency(0.1, 0.5, seed=2)
    delays = [first.lateness_s(offset) for offset in range(0, 1000, 10)]

    assert delays == [again.lateness_s(offset) for offset in range(0, 1000, 10)]
    assert delays != [other.lateness_s(offset) for offset in range(0, 1000, 10)]
    assert 0 <= min(delays) < max(delays) <= 0.5


async def test_latency_is_no_bandwidth() -> None:
    """What came later does not wait for what came before to be passed on: both are late by the same."""
    loop = asyncio.get_running_loop()
    async with arrange() as (proxy, near, far):
        proxy.up = [Latency(0.2)]
        began = loop.time()
        for _ in range(10):
            await near.say(b"x")
            await asyncio.sleep(0.01)
        await far.hear(10)

    assert 0.2 <= loop.time() - began < 10 * 0.2


@given(st.binary(max_size=200), st.integers(1, 50))
def test_a_slicer_cuts_into_pieces_of_a_size(data: bytes, size: int) -> None:
    """All of them have it but the last, and nothing is lost."""
    cut = asyncio.run(pieces(Slicer(size), data))

    assert b"".join(cut) == data
    assert all(len(piece) == size for piece in cut[:-1])
    assert all(0 < len(piece) <= size for piece in cut[-1:])


async def test_a_reset_is_felt_at_both_ends() -> None:
    """RST, not FIN: reading fails."""
    async with arrange() as (proxy, near, far):
        await near.say(b"hello")
        await far.hear(5)
        proxy.reset()
        for end in (near, far):
            with pytest.raises(ConnectionResetError):
                await end.hear(1)


async def test_a_close_is_an_end_at_both_ends() -> None:
    """FIN: reading ends."""
    async with arrange() as (proxy, near, far):
        proxy.close()

        assert (await near.reader.read(), await far.reader.read()) == (b"", b"")


@pytest.mark.parametrize("way", ["up", "down"])
async def test_half_a_close_leaves_the_other_way(way: str) -> None:
    """One end reads the end of the stream and can still speak; what the other says is lost."""
    async with arrange() as (proxy, near, far):
        (proxy.end_up if way == "up" else proxy.end_down)()
        one, other = (near, far) if way == "up" else (far, near)
        assert await other.reader.read() == b""
        await one.say(b"lost")
        await other.say(b"heard")

        assert await one.hear(5) == b"heard"


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_black_hole_swallows_one_way_until_it_is_gone(way: str) -> None:
    """What went in is lost for good; the other way works, and so does this one afterwards."""
    async with arrange() as (proxy, near, far):
        one, other = (near, far) if way == "up" else (far, near)
        toxics = proxy.up if way == "up" else proxy.down
        toxics.append(Blackhole())
        await one.say(b"lost")
        await other.say(b"heard")
        assert await one.hear(5) == b"heard"
        toxics.clear()
        await one.say(b"found")

        assert await other.hear(5) == b"found"


async def test_a_black_hole_hides_the_end() -> None:
    """Whoever hangs up is not heard to do so while the hole is there."""
    async with arrange() as (proxy, near, far):
        proxy.up = [Blackhole()]
        near.writer.write_eof()
        ending = asyncio.create_task(far.reader.read())
        await asyncio.sleep(0.1)
        hidden = not ending.done()
        proxy.up.clear()

        assert hidden
        assert await ending == b""


@pytest.mark.parametrize("size", [0, 1, 1000, len(LETTER)])
async def test_a_limit_ends_the_line_after_so_many_bytes(size: int) -> None:
    """Exactly so many arrive, then the end, at both ends; one byte less than the limit and the line stays."""
    async with arrange() as (proxy, near, far):
        proxy.up = [Limit(size)]
        await near.say(LETTER)

        assert await far.reader.read() == LETTER[:size]
        assert await near.reader.read() == b""


async def test_below_its_limit_a_line_stays() -> None:
    """The byte that reaches the limit is the last one, not the one before."""
    below = await pieces(Limit(10), b"123", offset=6)
    with pytest.raises(Cut):
        await pieces(Limit(10), b"1234", offset=6)

    assert below == [b"123"]


@given(st.binary(max_size=300), st.integers(1, 50), st.integers(0, 1000))
def test_one_bit_in_so_many_bytes_is_flipped(data: bytes, every: int, offset: int) -> None:
    """Always the same ones for a seed, wherever the chunks begin and end."""
    toxic = BitFlip(every)
    spoiled = b"".join(asyncio.run(pieces(toxic, data, offset)))
    halves = [
        asyncio.run(pieces(BitFlip(every), data[:99], offset)),
        asyncio.run(pieces(BitFlip(every), data[99:], offset + 99)),
    ]
    wrong = [one ^ other for one, other in zip(data, spoiled, strict=True) if one != other]

    assert all(bits.bit_count() == 1 for bits in wrong)
    assert len(wrong) == toxic.flipped == (offset + len(data)) // every - offset // every
    assert b"".join(halves[0] + halves[1]) == spoiled
