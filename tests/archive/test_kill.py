from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.archive.writer import CLOCK

LANES = 4
"""Databases that are written and killed side by side; each adds to the load of the others."""
KILLS = 5
"""Of each database, one after the other: the archive survives what its predecessors left behind."""
SLACK_S = 2.0
"""What the write itself may take on a busy machine; seconds of the writers' clock, each a fifth of a real one."""
LONGEST_S = 1.5
"""Real seconds that a writer lives, at most."""


async def test_a_killed_process_loses_at_most_the_last_second(tmp_path: Path) -> None:
    """20 kills under load, at any moment: no corruption, no gap, and whatever was appended a second before is there.

    The writers' clock runs five times as fast as the wall's, so their second is 200 ms.
    """
    chance = random.Random(1)  # noqa: S311  the moments need not be secret
    lanes = [(tmp_path / f"{lane}.db", [chance.uniform(0.0, LONGEST_S) for _ in range(KILLS)]) for lane in range(LANES)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lane(database, moments)) for database, moments in lanes]

    assert sum(task.result() for task in tasks) > 1000


async def lane(database: Path, moments: list[float]) -> int:
    """Kill the writers of one database; return how many of their records had to outlive them."""
    command = [sys.executable, "-m", "tests.archive.writer"]
    pipe = asyncio.subprocess.PIPE
    writers = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, start_new_session=True)
    expected = 0
    try:
        for run, moment_s in enumerate(moments):
            # Slow writers have their batches ended by time, fast ones by number.
            appended, killed_at = await kill(writers, f"{database} {run} {1 if run % 2 else 20}\n", moment_s)
            survived = inspect(database, run)
            due = [number for number, at in appended if at < killed_at - 1.0 - SLACK_S]
            expected += len(due)

            assert survived == list(range(1, len(survived) + 1))
            assert len(survived) >= len(due), f"run {run} of {database.name} lost {len(due) - len(survived)}"
    finally:
        # With the writer of the moment, if there is one.
        os.killpg(writers.pid, signal.SIGKILL)
        await writers.wait()
    return expected


async def kill(
    writers: asyncio.subprocess.Process, order: str, moment_s: float
) -> tuple[list[tuple[int, float]], float]:
    """Let a writer live for some time; return what it appended and when, and when it was killed."""
    assert writers.stdin is not None
    assert writers.stdout is not None
    writers.stdin.write(order.encode())
    _, pid = (await writers.stdout.readline()).split()
    reading = asyncio.create_task(read(writers.stdout))
    await asyncio.sleep(moment_s)
    killed_at = CLOCK.monotonic()
    os.kill(int(pid), signal.SIGKILL)
    return await reading, killed_at


async def read(output: asyncio.StreamReader) -> list[tuple[int, float]]:
    """Read what a writer says until it is dead."""
    lines = []
    while (line := await output.readline()) != b"over\n":
        number, at = line.split()
        lines.append((int(number), float(at)))
    return lines


def inspect(database: Path, run: int) -> list[int]:
    """Check the file, and return the numbers that are stored, in order.

    A copy with its journal is looked at: it is the next writer that has to recover the file itself.
    """
    if not database.exists():
        return []
    copy = database.with_suffix(".copy")
    for suffix in ("", "-wal"):
        source, target = Path(f"{database}{suffix}"), Path(f"{copy}{suffix}")
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)
    with closing(sqlite3.connect(copy)) as archive:
        assert archive.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not archive.execute("SELECT name FROM sqlite_master WHERE name = 'updates'").fetchall():
            return []
        rows = archive.execute("SELECT text FROM updates WHERE service = ? ORDER BY id", (f"run{run}",))
        return [json.loads(text)["number"] for (text,) in rows]
