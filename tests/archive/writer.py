"""Processes that archive numbered records until they are killed.

Reads lines `DATABASE RUN RECORDS_PER_TICK`. Each makes a process, which says `ready PID`, and then each number when it
has been appended, with the clock's second it was. After its death comes `over`. Forking saves the time of importing.
"""

from __future__ import annotations

import asyncio
import os
import sys

from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.location import locate
from service.clock import SystemClock

__all__ = ["CLOCK"]

CLOCK = SystemClock(0.2)
TICK_S = 0.005


async def main(database: str, run: str, per_tick: str) -> None:
    """Append until the end."""
    archive = Archive(Database(locate(database)), CLOCK)
    await archive.open()
    loop = asyncio.create_task(repeat(archive), name="loop")
    number = 0
    while not loop.done():
        for _ in range(int(per_tick)):
            number += 1
            archive.append(f"run{run}", f'{{"number":{number},"rest":"{"x" * 500}"}}', CLOCK.now())
            say(number, CLOCK.monotonic())
        await asyncio.sleep(TICK_S)
    await loop


def say(*words: object) -> None:
    """Write a line in one piece: whoever is killed has said it or not."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


async def repeat(archive: Archive) -> None:
    """Step for ever."""
    while True:
        await archive.step()


if __name__ == "__main__":
    for line in sys.stdin:
        if not (child := os.fork()):
            say("ready", os.getpid())
            asyncio.run(main(*line.split()))
        os.waitpid(child, 0)
        say("over")
