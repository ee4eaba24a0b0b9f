"""One server in a process of its own, on one core, doing what it is told on standard input.

Run as `python -m tests.bench.host NAME PORT CORE`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from importlib import import_module
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING

import msgspec
import uvloop

from tests.bench.orders import Census, Count, Order, Pace, Paced, Saturate, Saturated
from tests.bench.update import FIRST, TOPIC, Template

if TYPE_CHECKING:
    from tests.bench.servers.server import Server

__all__ = ["Host", "main"]

NS_PER_S = 1_000_000_000
TIMER_NS = 2_000_000


class Host:
    """Carries out orders at a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._next = FIRST

    async def carry_out(self, order: Order) -> Census | Saturated | Paced:
        """Do what an order says, and return what came of it."""
        match order:
            case Count():
                return Census(self._server.clients, self._server.busy)
            case Saturate():
                return await self._saturate(order)
            case Pace():
                return await self._pace(order)

    async def _saturate(self, order: Saturate) -> Saturated:
        template, first = Template(TOPIC, order.size_bytes), self._next
        begin_ns, cpu_s = time.perf_counter_ns(), _cpu_s()
        end_ns = begin_ns + int(order.seconds * NS_PER_S)
        while (now_ns := time.perf_counter_ns()) < end_ns:
            await self._publish(template)
            await self._server.settle()
            await asyncio.sleep(0)
        return Saturated(self._next - first, begin_ns, now_ns, _cpu_s() - cpu_s)

    async def _pace(self, order: Pace) -> Paced:
        template, first = Template(order.topic, order.size_bytes), self._next
        interval_ns = int(order.interval_s * NS_PER_S)
        start_ns = time.perf_counter_ns() + interval_ns
        due_ns = [start_ns + number * interval_ns for number in range(order.updates)]
        for due in due_ns:
            await _until(due)
            await self._publish(template)
        await asyncio.sleep(order.interval_s)
        return Paced(first, due_ns)

    async def _publish(self, template: Template) -> None:
        update = template.update(self._next)
        self._next += 1
        await self._server.publish(update)


async def _until(due_ns: int) -> None:
    """Wait for an instant, on a loop whose timers are a millisecond early as easily as late."""
    await asyncio.sleep(max(0, due_ns - time.perf_counter_ns() - TIMER_NS) / NS_PER_S)
    while time.perf_counter_ns() < due_ns:  # noqa: ASYNC110  no event tells the time
        await asyncio.sleep(0)


def _cpu_s() -> float:
    usage = getrusage(RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def _host(server: Server, port: int) -> None:
    host, orders = Host(server), asyncio.StreamReader()
    decoder, encoder = msgspec.json.Decoder(Order), msgspec.json.Encoder()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    serving = asyncio.create_task(server.serve(port), name="serve")
    obeying = asyncio.create_task(_obey(host, orders, decoder, encoder), name="obey")
    done, _ = await asyncio.wait({serving, obeying}, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    # The benchmark has gone; a server that still has clients would take its time.
    os._exit(0)


async def _obey(
    host: Host, orders: asyncio.StreamReader, decoder: msgspec.json.Decoder[Order], encoder: msgspec.json.Encoder
) -> None:
    while line := await orders.readline():
        answer = await host.carry_out(decoder.decode(line))
        sys.stdout.buffer.write(encoder.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


def main(name: str, port: str, core: str) -> None:
    """Run a server until standard input ends."""
    os.sched_setaffinity(0, {int(core)})
    server: Server = import_module(f"tests.bench.servers.{name}").create()
    uvloop.run(_host(server, int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
