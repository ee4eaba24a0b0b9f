"""Toxics: what a bad line does to the bytes that go one way.

Named after those of Toxiproxy (https://github.com/Shopify/toxiproxy#toxics), which do the same.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["Bandwidth", "BitFlip", "Blackhole", "Chunk", "Cut", "Latency", "Limit", "Slicer", "Toxic"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that came at once."""

    data: bytes
    came_at: float
    """The loop's time."""
    offset: int
    """How many bytes of the same connection and direction came before them."""


class Cut(Exception):
    """The line ends here, both ways, by FIN."""


class Toxic(Protocol):
    """Something that is wrong with a line, one way."""

    def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Give what is to go on, when it is to go on. Raises Cut where the line ends."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Everything comes later, in its order. What follows does not wait for what went before to be later too."""

    seconds: float
    jitter_s: float = 0.0
    seed: int = 0

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Wait until it is time."""
        due = chunk.came_at + self.seconds + self.lateness_s(chunk.offset)
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        yield chunk.data

    def lateness_s(self, offset: int) -> float:
        """Return how much later still the bytes at an offset come: always the same for a seed."""
        return Random(f"{self.seed}/{offset}").uniform(0.0, self.jitter_s)  # noqa: S311  a seed repeats the run


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """So many bytes a second."""

    bytes_per_s: float
    step_s: float = 0.02

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Give what fits into a step, then wait for as long as that takes."""
        async for piece in Slicer(max(1, int(self.bytes_per_s * self.step_s))).apply(chunk):
            await asyncio.sleep(len(piece) / self.bytes_per_s)
            yield piece


@dataclass(frozen=True, slots=True)
class Slicer:
    """Everything comes in pieces of so many bytes."""

    size: int

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Cut it up."""
        for start in range(0, len(chunk.data), self.size):
            yield chunk.data[start : start + self.size]


@dataclass(frozen=True, slots=True)
class Blackhole:
    """Nothing comes any more, not even the end. The other side's TCP is told that all is well."""

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Swallow it."""
        yield b""


@dataclass(frozen=True, slots=True)
class Limit:
    """After so many bytes of a connection the line ends."""

    size: int

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Give what is allowed."""
        yield chunk.data[: max(0, self.size - chunk.offset)]
        if chunk.offset + len(chunk.data) >= self.size:
            raise Cut


@dataclass(slots=True)
class BitFlip:
    """One bit in so many bytes is another one. No checksum of TCP sees that: the proxy makes new ones."""

    every_bytes: int
    seed: int = 0
    flipped: int = field(default=0, init=False)
    """How many bits, so far."""

    async def apply(self, chunk: Chunk) -> AsyncIterator[bytes]:
        """Flip a bit in each stretch that ends within these bytes."""
        data = bytearray(chunk.data)
        for place in range(len(data)):
            if (chunk.offset + place + 1) % self.every_bytes == 0:
                random = Random(f"{self.seed}/{chunk.offset + place}")  # noqa: S311  a seed repeats the run
                data[place] ^= 1 << random.randrange(8)
                self.flipped += 1
        yield bytes(data)
